"""The version of a plan."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from babel.dates import format_date
from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import PartialDateColumn
from app.history.models import record
from app.periods import PartialDate
from app.plan.models import Plan
from app.refusals import Refusal
from app.versions.rules.content import FORMAT, Content, digest_of
from tenants import Base, TenantOwned, current_scope, db, one, refers_to


class VersionFacts(TypedDict, total=False):
    """What people say about a version."""

    name: str
    adopted_on: PartialDate | None
    adopted_by: str
    note: str
    corrects: "PlanVersion | None"


def called_after(day: date) -> str:
    """What a version that was adopted then is called, where nobody says otherwise; Dutch, as everything of the plan."""
    return f"Vastgesteld in {format_date(day, 'MMMM y', locale='nl')}"


class PlanVersion(TenantOwned, Base):
    """A plan as it was at one moment, whole: never changed, never removed; a wrong one is followed by one that corrects it."""

    __tablename__ = "plan_version"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("corrects_id is null or note <> ''", name="correction_with_note"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        Index(None, "tenant_id", "frozen_at"),
    )

    plan_id: Mapped[UUID] = refers_to("plan")
    corrects_id: Mapped[UUID | None] = refers_to("plan_version")
    name: Mapped[str]
    adopted_on: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    adopted_by: Mapped[str] = mapped_column(server_default="")
    note: Mapped[str] = mapped_column(server_default="")
    as_loaded: Mapped[bool] = mapped_column(server_default="false")
    frozen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    frozen_by_id: Mapped[UUID | None]
    frozen_by: Mapped[str] = mapped_column(server_default="")
    sha256: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)

    plan: Mapped[Plan] = one(plan_id)
    corrects: Mapped["PlanVersion | None"] = one(corrects_id, remote_side="PlanVersion.id")

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name

    @property
    def is_intact(self) -> bool:
        """Whether the content is still what was frozen. Needs the content to be loaded."""
        return digest_of(self.content) == self.sha256

    @property
    def is_readable(self) -> bool:
        """Whether this build knows how the content was written. Needs the content to be loaded."""
        return self.content.get("format") == FORMAT

    @classmethod
    def freeze(cls, content: Content, **facts: Unpack[VersionFacts]) -> "PlanVersion":
        """Keep the content of a plan as a version.

        Raises Refusal without a name, with only one of who adopted it and when, or for a correction that does not say what was wrong.
        """
        cls._guard(facts)
        actor = current_scope().actor
        version = cls(
            plan_id=UUID(content["plan"]["id"]),
            content=dict(content),
            sha256=digest_of(content),
            frozen_by_id=actor.id,
            frozen_by=actor.name,
            **facts,
        )
        db().add(version)
        db().flush()
        said = {name: (None, value) for name in ("adopted_on", "adopted_by") if (value := facts.get(name))}
        record("version.frozen", version, changes=said, note=version.note)
        return version

    @classmethod
    def keep_as_loaded(cls, content: Content) -> "PlanVersion":
        """Keep the plan as it was entered from its document: adopted by whom the document says, frozen by nobody."""
        plan = content["plan"]
        adopted = PartialDate.parse(plan["adopted"]) if plan["adopted"] else None
        version = cls(
            plan_id=UUID(content["plan"]["id"]),
            content=dict(content),
            sha256=digest_of(content),
            name=called_after(adopted.first_day) if adopted else plan["title"],
            as_loaded=True,
            adopted_on=adopted,
            adopted_by=plan["adopted_by"],
        )
        db().add(version)
        return version

    @staticmethod
    def _guard(facts: VersionFacts) -> None:
        if not facts.get("name", "").strip():
            raise Refusal("Geef de versie een naam.", about="name")
        if facts.get("adopted_on") and not facts.get("adopted_by"):
            raise Refusal("Zeg ook wie het plan toen vaststelde.", about="adopted_by")
        if facts.get("adopted_by") and not facts.get("adopted_on"):
            raise Refusal("Vul in wanneer het plan werd vastgesteld.", about="adopted_on")
        if facts.get("corrects") and not facts.get("note", "").strip():
            raise Refusal("Zeg wat er in de eerdere versie niet klopte.", about="note")
