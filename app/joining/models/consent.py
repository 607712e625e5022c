"""That an organisation agreed to be named on the public page of a coalition."""

from datetime import UTC, date, datetime
from typing import Self
from uuid import UUID

from sqlalchemy import Index, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.history.models import record
from app.partners.models import Partner
from app.refusals import Refusal
from app.web.clock import today
from tenants import Base, TenantOwned, current_scope, db, one, refers_to


class PartnerConsent(TenantOwned, Base):
    """From `given_on` until it is withdrawn the organisation is named on the public page.

    `how` says how it agreed, where somebody of the coalition noted that; it is empty where the organisation said so itself. Rows are only
    withdrawn: they show what was agreed when.
    """

    __tablename__ = "partner_consent"
    __table_args__ = (
        Index(
            "uq_partner_consent_given",
            "tenant_id",
            "partner_id",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    partner_id: Mapped[UUID] = refers_to("partner", on_delete="CASCADE")
    given_on: Mapped[date]
    how: Mapped[str] = mapped_column(server_default="")
    noted_by: Mapped[str] = mapped_column(server_default="")
    noted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(server_default="")

    partner: Mapped[Partner] = one(partner_id)

    @classmethod
    def of(cls, partner: Partner) -> Self | None:
        """The consent of `partner` that holds now."""
        return db().scalar(select(cls).where(cls.partner_id == partner.id, cls.withdrawn_at.is_(None)))

    @classmethod
    def give(cls, partner: Partner, *, given_on: date | None = None, how: str = "") -> None:
        """`partner` (locked) may be named: said by its own people, or noted with the day and how. Doing so twice is doing so once.

        Raises Refusal for a day that has still to come.
        """
        if given_on is not None and given_on > today():
            raise Refusal("Deze dag moet nog komen.", about="given_on")
        if cls.of(partner) is None:
            db().add(
                cls(
                    partner=partner,
                    given_on=given_on or today(),
                    how=how.strip(),
                    noted_by=current_scope().actor.name,
                )
            )
            record("partner.consented", partner, note=how.strip())

    @classmethod
    def withdraw(cls, partner: Partner) -> None:
        """`partner` (locked) is no longer named, from this moment on. Doing so twice is doing so once."""
        given = cls.of(partner)
        if given is not None:
            given.withdrawn_at, given.withdrawn_by = datetime.now(UTC), current_scope().actor.name
            record("partner.consent_withdrawn", partner)
