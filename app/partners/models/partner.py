"""Partner: an organisation in this coalition, and how its partnership stands."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import close_to, is_open_to
from app.columns import check_in
from app.history.changes import amend
from app.history.models import Changes, Provenance, record
from app.history.undoing import offer, offer_changed
from app.organisations.models import Organisation, OrganisationFacts
from app.organisations.rules import PROFILE_FIELDS
from app.partners.rules import PARTNERSHIP, Belonging, Circle, PartnerState, belonging
from app.refusals import Refusal
from app.todos.settling import catch_up
from tenants import Base, TenantOwned, current_scope, db, many, one, refers_to

# Under this name the way back keeps whether the people of the organisation came in here.
WAS_OPEN = "was_open"
_TAKES_PART = frozenset({PartnerState.ACTIVE, PartnerState.PAUSED})


class PartnerFacts(TypedDict, total=False):
    """What a coalition says of an organisation that begins to take part."""

    circle: str


class Partner(TenantOwned, Provenance, Base):
    """An organisation in this coalition: in the core or in the wider circle, taking part or only named in the plan.

    `state_since`, `state_reason` and `state_by` tell of the state it is in; the states before it stand in history. Where nothing is known
    of when it began, because the plan came with it, `state_since` is empty. `umbrella` is the partner through which it takes part.
    """

    __tablename__ = "partner"
    __table_args__ = (
        CheckConstraint(check_in("circle", Circle), name="circle"),
        CheckConstraint(check_in("state", PartnerState), name="state"),
        CheckConstraint("umbrella_id <> id", name="umbrella"),
        Index(None, "tenant_id", "organisation_id", unique=True),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    circle: Mapped[str] = mapped_column(server_default=Circle.CORE)
    state: Mapped[str] = mapped_column(server_default=PartnerState.ACTIVE)
    state_since: Mapped[datetime | None]
    state_reason: Mapped[str] = mapped_column(server_default="")
    state_by: Mapped[str] = mapped_column(server_default="")
    umbrella_id: Mapped[UUID | None] = refers_to("partner")

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    umbrella: Mapped["Partner | None"] = one(umbrella_id, remote_side="Partner.id")
    serves: Mapped[list["PartnerNeighbourhood"]] = many(
        "PartnerNeighbourhood.partner_id", back_populates="partner", cascade="all, delete-orphan"
    )

    @classmethod
    def welcome(cls, organisation: Organisation, **facts: Unpack[PartnerFacts]) -> Self:
        """The organisation joins the coalition. That it is no partner yet is the caller's to know."""
        partner = cls(
            organisation=organisation,
            state=PartnerState.ACTIVE,
            state_since=datetime.now(UTC),
            state_by=current_scope().actor.name,
            **facts,
        )
        db().add(partner)
        db().flush()
        record("partner.joined", partner, changes={"circle": (None, partner.circle)})
        return partner

    @classmethod
    def begin(cls, organisation: Organisation, state: PartnerState, *, circle: Circle = Circle.WIDER) -> Self:
        """Its row, for an organisation that is asked or that applies; the verb that follows (`invite`, `apply`) records it."""
        partner = cls(
            organisation=organisation,
            state=state.value,
            circle=circle.value,
            state_since=datetime.now(UTC),
            state_by=current_scope().actor.name,
        )
        db().add(partner)
        db().flush()
        return partner

    @property
    def label(self) -> str:
        """How people call it."""
        return self.organisation.name

    @property
    def belonging(self) -> Belonging:
        """Core, wider circle, or the state in which it does not take part."""
        return belonging(PartnerState(self.state), Circle(self.circle))

    @property
    def choices(self) -> list[PartnerState]:
        """The states that can follow the present one."""
        return PARTNERSHIP.choices(PartnerState(self.state))

    def edit(self, organisation: OrganisationFacts, *, suggested: bool = False) -> bool:
        """Change the facts given; returns whether anything changed. Needs organisation to be loaded.

        Facts of an organisation whose profile is kept elsewhere stay as they are: they are not ours to change.
        """
        changes: Changes = {}
        if self.organisation.is_kept_here():
            changes = self.organisation.edit(organisation, suggested=suggested)
        if changes:
            record("partner.edited", self, changes=changes)
        return bool(changes)

    def recognise(self, known: Organisation) -> None:
        """The organisation turns out to be `known`, which the product knows already: everything of the partner goes along, nothing is lost.

        What was said of it here and reads otherwise there stays in history. Needs organisation to be loaded; that `known` is no
        partner yet is the caller's to know. Raises Refusal where the organisation has a number or people of its own.
        """
        ours = self.organisation
        if ours.kvk_number is not None or not ours.is_kept_here():
            raise Refusal("Deze organisatie houdt haar eigen gegevens bij.", about="kvk_number")
        # Empty facts of ours say nothing that could be lost.
        fields = [field for field in PROFILE_FIELDS if getattr(ours, field) or field == "kvk_number"]
        changes = {field: (getattr(ours, field), getattr(known, field)) for field in fields}
        self.organisation = known
        differ = {field: (was, is_now) for field, (was, is_now) in changes.items() if was != is_now}
        record("partner.organisation_recognised", self, changes=differ)
        # What waits calls the partner by its name.
        catch_up()

    def take_part(self) -> None:
        """From a name in the plan, or from an earlier no, to taking part. Doing so twice is doing so once.

        Its people get no access by this: they get it by an invitation or an application of their own.
        """
        if self.state != PartnerState.ACTIVE:
            self._move("partner.took_part", PartnerState.ACTIVE)

    def pause(self, reason: str) -> None:
        """It does not take part for a while; its people keep their access. Raises Refusal without a reason."""
        if self.state != PartnerState.PAUSED:
            self._move("partner.paused", PartnerState.PAUSED, reason)

    def resume(self) -> None:
        """It takes part again after a pause. Raises Refusal where it had not paused."""
        if self.state != PartnerState.PAUSED:
            raise Refusal("Deze organisatie was niet even weg.")
        self._move("partner.resumed", PartnerState.ACTIVE)

    def end(self, reason: str) -> None:
        """It no longer takes part: what it did stays, its people no longer come in. Raises Refusal without a reason."""
        if self.state != PartnerState.ENDED:
            self._move("partner.ended", PartnerState.ENDED, reason)

    def come_back(self) -> None:
        """It takes part again after it ended. Raises Refusal where it had not. Its people come in again once they are invited."""
        if self.state != PartnerState.ENDED:
            raise Refusal("Deze organisatie was niet gestopt.")
        self._move("partner.returned", PartnerState.ACTIVE)

    def switch_circle(self, circle: Circle, reason: str) -> None:
        """It stands closer to the coalition, or less close. Raises Refusal without a reason."""
        if not reason.strip():
            raise Refusal("Geef een reden: die staat straks in de geschiedenis.", about="reason")
        changes = amend(self, {"circle": circle.value})
        if changes:
            event = record("partner.switched_circle", self, changes=changes, note=reason.strip())
            offer_changed(event, self, changes)

    def stand_under(self, umbrella: "Partner | None") -> bool:
        """It takes part through `umbrella`, or by itself; returns whether that changed. Needs both umbrellas' organisations to be loaded.

        Raises Refusal where the umbrella is the partner itself, or stands under it.
        """
        if umbrella is not None and umbrella.id in db().scalars(_with_all_under(self.id)).all():
            raise Refusal(
                "%(name)s valt zelf onder deze organisatie. Kies een andere.",
                about="umbrella",
                name=umbrella.label,
            )
        changes = amend(self, {"umbrella": umbrella})
        if changes:
            record("partner.edited", self, changes=changes)
        return bool(changes)

    def serve(self, neighbourhoods: Collection[tuple[UUID, str]]) -> bool:
        """It serves exactly these neighbourhoods (id and name); returns whether that changed. Needs `serves` with names to be loaded."""
        before = {tie.neighbourhood_id: tie.neighbourhood.name for tie in self.serves}
        after = dict(neighbourhoods)
        if before.keys() == after.keys():
            return False
        self.serves = [tie for tie in self.serves if tie.neighbourhood_id in after] + [
            PartnerNeighbourhood(neighbourhood_id=place) for place in after.keys() - before.keys()
        ]
        names = (sorted(before.values()), sorted(after.values()))
        record("partner.edited", self, changes={"neighbourhoods": names})
        return True

    def invite(self) -> None:
        """It is asked to take part; where it does already, only whether its people come in. Raises Refusal while its application waits."""
        if self.state == PartnerState.APPLIED:
            raise Refusal("%(name)s meldde zichzelf aan. Beantwoord die aanmelding.", name=self.label)
        self._say_or_move("partner.invited", PartnerState.INVITED, but=_TAKES_PART)

    def accept_invitation(self) -> None:
        """It was asked, and takes part. One that paused goes on pausing."""
        self._say_or_move("partner.accepted", PartnerState.ACTIVE, but=_TAKES_PART)

    def decline_invitation(self, reason: str) -> None:
        """It was asked, and does not take part; one that did already goes on, without people here."""
        self._say_or_move("partner.declined", PartnerState.DECLINED, reason, but=_TAKES_PART)

    def withdraw_invitation(self, reason: str) -> None:
        """It is asked no longer; one that takes part goes on, without people here."""
        self._say_or_move("partner.invitation_withdrawn", PartnerState.ENDED, reason, but=_TAKES_PART)

    def apply(self) -> None:
        """It asks to take part; one that was invited, or takes part already, stays what it is."""
        self._say_or_move("partner.applied", PartnerState.APPLIED, but=_TAKES_PART | {PartnerState.INVITED})

    def admit(self) -> None:
        """It asked to take part, and does. One that paused goes on pausing."""
        self._say_or_move("partner.admitted", PartnerState.ACTIVE, but=_TAKES_PART)

    def turn_down(self, reason: str) -> None:
        """It asked to take part, and does not; what it was otherwise it stays."""
        others = frozenset(PartnerState) - {PartnerState.APPLIED}
        self._say_or_move("partner.refused", PartnerState.REFUSED, reason, but=others)

    def _say_or_move(
        self, kind: str, target: PartnerState, reason: str = "", *, but: Collection[PartnerState]
    ) -> None:
        """The step to `target`; in a state of `but`, or in `target` already, only the event. None has a way back: mail has left."""
        if self.state == target or PartnerState(self.state) in but:
            record(kind, self, note=reason.strip())
        else:
            self._move(kind, target, reason, way_back=False)

    def _move(self, kind: str, target: PartnerState, reason: str = "", *, way_back: bool = True) -> None:
        """The one step of every verb above: to `target`, with date, reason and who. Raises Refusal where the table does not hold it.

        `way_back`: whether who acts is offered to undo it (then undoing.py names `kind`).
        """
        PARTNERSHIP.guard(PartnerState(self.state), target, reason=reason)
        was_open = target is PartnerState.ENDED and is_open_to(self.organisation_id)
        changes = amend(
            self,
            {
                "state": target.value,
                "state_since": datetime.now(UTC),
                "state_reason": reason.strip(),
                "state_by": current_scope().actor.name,
            },
        )
        event = record(kind, self, changes={"state": changes["state"]}, note=reason.strip())
        if way_back:
            was = {field: before for field, (before, _) in changes.items()} | {WAS_OPEN: was_open}
            offer(event, self, was=was, became={"state": target.value})
        if target is PartnerState.ENDED:
            close_to(self.organisation_id)
        # What waits with whom hangs on who takes part: agreements, questions and contacts alike.
        catch_up()


class PartnerNeighbourhood(TenantOwned, Base):
    """A partner serves a neighbourhood."""

    __tablename__ = "partner_neighbourhood"
    __table_args__ = (Index(None, "tenant_id", "partner_id", "neighbourhood_id", unique=True),)

    partner_id: Mapped[UUID] = refers_to("partner", on_delete="CASCADE")
    neighbourhood_id: Mapped[UUID] = refers_to("neighbourhood", on_delete="CASCADE")

    partner: Mapped[Partner] = one(partner_id, back_populates="serves")
    # By its name only: the places of a coalition are named with its plan.
    neighbourhood: Mapped[Any] = one(neighbourhood_id, argument="Neighbourhood")


def _with_all_under(partner_id: UUID) -> Select[Any]:
    """The ids of the partner and of all that take part through it, however far below."""
    under = select(Partner.id).where(Partner.id == partner_id).cte("under", recursive=True)
    return select(under.union(select(Partner.id).join(under, Partner.umbrella_id == under.c.id)).c.id)
