"""The agreement and its texts: a text that was sent never changes, a change is a new version."""

from datetime import UTC, date, datetime
from typing import Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from app.agreements.rules import AgreementKind, guard_period, one_line_ends, text_hash
from app.columns import check_in
from app.history.changes import amend
from app.history.models import record
from app.refusals import Refusal
from tenants import Base, TenantOwned, current_scope, db, many, one, refers_to


class VersionFacts(TypedDict):
    """What stands in a version."""

    title: str
    kind: str
    text: str
    valid_from: date
    valid_until: date
    note: str


class Agreement(TenantOwned, Base):
    """What a coalition agrees with its partners, under one name; what it says stands in its versions.

    `title` is that of the newest version.
    """

    __tablename__ = "agreement"

    title: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())

    versions: Mapped[list["AgreementVersion"]] = many(
        "AgreementVersion.agreement_id",
        back_populates="agreement",
        order_by="AgreementVersion.number.desc()",
    )

    @classmethod
    def start(cls, **facts: Unpack[VersionFacts]) -> "AgreementVersion":
        """A new agreement with its first text, which it returns."""
        agreement = cls(title=facts["title"])
        db().add(agreement)
        db().flush()
        version = AgreementVersion.of(agreement, 1, facts)
        record("agreement.started", agreement)
        return version

    @property
    def label(self) -> str:
        """How people call it."""
        return self.title

    @property
    def newest(self) -> "AgreementVersion":
        """The version that would be sent now. Needs versions to be loaded."""
        return self.versions[0]

    def write_anew(self, **facts: Unpack[VersionFacts]) -> "AgreementVersion":
        """A next version, which it returns. Raises Refusal where the newest was not sent: that one can still be changed.

        Needs versions to be loaded.
        """
        if not self.newest.is_sent:
            raise Refusal(
                "De nieuwste tekst is nog niet verstuurd. Verander die, in plaats van er nog een te maken."
            )
        version = AgreementVersion.of(self, self.newest.number + 1, facts)
        self.title = version.title
        record(
            "agreement.written_anew",
            self,
            changes={"number": (self.newest.number, version.number)},
            note=version.note,
        )
        return version


class AgreementVersion(TenantOwned, Base):
    """One text of an agreement. From the moment that it is sent, PostgreSQL refuses to change it (migration 0020)."""

    __tablename__ = "agreement_version"
    __table_args__ = (
        CheckConstraint(check_in("kind", AgreementKind), name="kind"),
        CheckConstraint("valid_from <= valid_until", name="period"),
        # As rules.text_hash: a hash that is not that of the text never comes in.
        CheckConstraint(
            "text_hash = encode(sha256(convert_to(title || E'\\n\\n' || text, 'UTF8')), 'hex')",
            name="text_hash",
        ),
        Index(None, "tenant_id", "agreement_id", "number", unique=True),
    )

    agreement_id: Mapped[UUID] = refers_to("agreement")
    number: Mapped[int]
    title: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    text_hash: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    note: Mapped[str] = mapped_column(server_default="")
    written_by: Mapped[str] = mapped_column(server_default="")
    written_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]

    agreement: Mapped[Agreement] = one(agreement_id, back_populates="versions")

    @classmethod
    def of(cls, agreement: Agreement, number: int, facts: VersionFacts) -> Self:
        """The version with this number. Raises Refusal where its period is none."""
        guard_period(facts["valid_from"], facts["valid_until"])
        facts["text"] = one_line_ends(facts["text"])
        version = cls(
            agreement_id=agreement.id,
            number=number,
            written_by=current_scope().actor.name,
            text_hash=text_hash(facts["title"], facts["text"]),
            **facts,
        )
        db().add(version)
        db().flush()
        return version

    @property
    def is_sent(self) -> bool:
        """Whether somebody was asked to sign it: then it stays as it is."""
        return self.sent_at is not None

    @property
    def is_whole(self) -> bool:
        """Whether the text is still the one that the hash was taken of."""
        return self.text_hash == text_hash(self.title, self.text)

    def edit(self, **facts: Unpack[VersionFacts]) -> bool:
        """Change the text as long as nobody was asked to sign it; returns whether anything changed. Raises Refusal afterwards.

        Needs agreement to be loaded.
        """
        if self.is_sent:
            raise Refusal("Deze tekst is al verstuurd en staat vast. Maak een nieuwe versie.")
        guard_period(facts["valid_from"], facts["valid_until"])
        facts["text"] = one_line_ends(facts["text"])
        changes = amend(self, facts)
        if changes:
            self.text_hash, self.agreement.title = text_hash(self.title, self.text), self.title
            record("agreement.edited", self.agreement, changes=changes)
        return bool(changes)

    def freeze(self) -> None:
        """It was sent: from now on it stays as it is. Doing so twice is doing so once."""
        self.sent_at = self.sent_at or datetime.now(UTC)
