"""Where the project lead of the coalition works."""

from typing import Self
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.bodies.rules import is_after
from app.columns import PartialDateColumn
from app.history.models import record
from app.partners.models import Partner
from app.periods import PartialDate
from app.refusals import Refusal
from tenants import Base, TenantOwned, db, one, refers_to


class ProjectHost(TenantOwned, Base):
    """The partner that employs the project lead, for a time; one at a time, the ones before stay to be read."""

    __tablename__ = "project_host"
    __table_args__ = (
        Index("uq_project_host_held", "tenant_id", unique=True, postgresql_where=text("ends is null")),
    )

    partner_id: Mapped[UUID] = refers_to("partner")
    note: Mapped[str] = mapped_column(server_default="")
    starts: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    ends: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)

    partner: Mapped[Partner] = one(partner_id)

    @classmethod
    def name(cls, partner: Partner, since: PartialDate | None, note: str, *, after: Self | None) -> Self:
        """The project lead works at `partner` from `since` on; for `after`, the present one, that ends. Its partner must be loaded.

        The same partner again changes only the note and the beginning.
        """
        if after is not None and after.partner_id == partner.id:
            after.note, after.starts = note.strip(), since
            record("project_host.named", partner, note=note.strip())
            return after
        if after is not None:
            after.end(since, told=False)
        host = cls(partner=partner, starts=since, note=note.strip())
        db().add(host)
        db().flush()
        before = after.partner.label if after is not None else None
        record(
            "project_host.named",
            partner,
            changes={"project_host": (before, partner.label)},
            note=note.strip(),
        )
        return host

    def end(self, on: PartialDate | None, *, told: bool = True) -> None:
        """The project lead no longer works there. Raises Refusal without a date, or where it lies before the beginning."""
        if on is None:
            raise Refusal(
                "Vul in vanaf wanneer dit geldt: dan weten wij ook tot wanneer het eerder was.",
                about="starts",
            )
        if not is_after(on, self.starts):
            raise Refusal("Deze datum ligt voor het begin.", about="starts")
        self.ends = on
        db().flush()
        if told:
            record("project_host.ended", self.partner, changes={"project_host": (self.partner.label, None)})
