"""A body: where partners meet, who sits in it, who holds its offices, and what it stands under."""

from datetime import date
from typing import Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bodies.models.regional import RegionalBody
from app.bodies.models.seat import BodyMember, BodyOffice, SeatFacts
from app.bodies.rules import BodyKind, Office, SeatKind, When, is_after
from app.columns import check_in
from app.history.changes import amend
from app.history.models import Provenance, record
from app.history.undoing import offer, offer_changed, offer_removed, plain
from app.partners.models import Partner
from app.periods import PartialDate
from app.refusals import Refusal
from app.todos.settling import settle
from app.web.clock import today
from tenants import Base, TenantOwned, db, many

# What says who fills a seat.
WHO = ("partner_id", "contact_id", "person_id", "name")
# Under this name the way back keeps who was chair or secretary before.
FORMER = "former"


class BodyFacts(TypedDict, total=False):
    """What can be changed of a body."""

    name: str
    kind: str
    description: str
    rhythm: str
    next_meeting: date | None


class Body(TenantOwned, Provenance, Base):
    """A steering group, project team or working group, by name.

    It may stand under a regional body, or (`is_regional`) be that body, as this coalition knows it: Enschede's steering group works for
    all of Twente.
    """

    __tablename__ = "body"
    __table_args__ = (
        CheckConstraint(check_in("kind", BodyKind), name="kind"),
        CheckConstraint("not is_regional or regional_body_id is not null", name="is_regional"),
    )

    name: Mapped[str]
    kind: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    rhythm: Mapped[str] = mapped_column(server_default="")
    next_meeting: Mapped[date | None]
    position: Mapped[int] = mapped_column(server_default="0")
    regional_body_id: Mapped[UUID | None] = mapped_column(ForeignKey("regional_body.id"))
    is_regional: Mapped[bool] = mapped_column(server_default="false")

    members: Mapped[list[BodyMember]] = many(
        "BodyMember.body_id", back_populates="body", cascade="all, delete-orphan"
    )
    offices: Mapped[list[BodyOffice]] = many(
        "BodyOffice.body_id", back_populates="body", cascade="all, delete-orphan"
    )
    regional_body: Mapped[RegionalBody | None] = relationship(lazy="raise_on_sql")

    @classmethod
    def start(cls, *, position: int, **facts: Unpack[BodyFacts]) -> Self:
        """A new body, in this place of the list."""
        body = cls(position=position, **facts)
        db().add(body)
        db().flush()
        record("body.started", body)
        return body

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name

    def seats(self, moment: When) -> list[BodyMember]:
        """The seats that count now, counted earlier or will count; those who sit there by organisation, the vacant ones last."""
        chosen = [member for member in self.members if member.when() is moment]
        return sorted(chosen, key=lambda seat: (seat.is_vacant, seat.label.casefold(), seat.role.casefold()))

    def holder(self, kind: Office) -> BodyOffice | None:
        """Who is chair or secretary now. Needs offices to be loaded."""
        return next((office for office in self.offices if office.kind == kind and office.ends is None), None)

    def edit(self, **facts: Unpack[BodyFacts]) -> bool:
        """Change the facts given; returns whether anything changed."""
        changes = amend(self, facts)
        if changes:
            record("body.edited", self, changes=changes)
        return bool(changes)

    def stand(self, regional_body: RegionalBody | None, *, as_itself: bool) -> bool:
        """Stand under `regional_body` or, `as_itself`, be it; None is neither. Returns whether that changed. Needs the present one."""
        values = {"regional_body": regional_body, "is_regional": as_itself and regional_body is not None}
        changes = amend(self, values)
        if changes:
            record("body.edited", self, changes=changes)
        return bool(changes)

    def seat(self, **facts: Unpack[SeatFacts]) -> BodyMember:
        """Make a seat, and say who fills it, if anybody. Needs members and their partners to be loaded.

        Raises Refusal where nobody could tell what the seat is for, or where the organisation has this seat already.
        """
        self._refuse_unless_clear(facts, None)
        member = BodyMember(**facts)
        self.members.append(member)
        db().flush()
        kind = "body.seat_made" if member.is_vacant else "body.seated"
        record(kind, self, changes={"member": (None, member.label)}, note=_role_beside(member))
        return member

    def edit_seat(self, member: BodyMember, **facts: Unpack[SeatFacts]) -> bool:
        """Change what is said of a seat, or fill one that was vacant; returns whether anything changed. Raises Refusal as `seat`.

        Who the person is, history does not tell.
        """
        self._refuse_unless_clear(facts, member)
        was_vacant, before = member.is_vacant, member.label
        if not amend(member, facts):
            return False
        db().flush()
        kind = "body.seated" if was_vacant and not member.is_vacant else "body.seat_edited"
        labels = (before if before != member.label else None, member.label)
        record(kind, self, changes={"member": labels}, note=_role_beside(member))
        self._settle(member.partner)
        return True

    def unseat(self, member: BodyMember, on: PartialDate) -> None:
        """Whoever sits there leaves; the seat stays as history, and an office that went with it ends too. Can be undone.

        A name that was only typed goes: of who is gone, the organisation and the role are enough (GDPR, article 5(1)(c)).

        Raises Refusal where that was before the beginning, or happened already.
        """
        if member.ends is not None:
            raise Refusal("Deze zetel is al beëindigd.", about="ends")
        if not is_after(on, member.starts):
            raise Refusal("Deze datum ligt voor het begin van de zetel.", about="ends")
        changes = amend(member, {"ends": on, "name": ""})
        event = record(
            "body.unseated", self, changes={"member": (member.label, None)}, note=_role_beside(member)
        )
        offer_changed(event, member, changes)
        for office in self.offices:
            if office.seat_id == member.id and office.ends is None:
                self._end_office(office, on)
        self._settle(member.partner)

    def keep_seat(self, left: BodyMember, partner: Partner | None) -> BodyMember:
        """The seat that `left` was goes on: filled by `partner`, or vacant. To be said after `unseat`; undone with it."""
        member = BodyMember(
            kind=left.kind, role=left.role, partner=partner, starts=left.ends if partner else None
        )
        self.members.append(member)
        db().flush()
        kind = "body.seated" if partner else "body.vacated"
        event = record(kind, self, changes={"member": (None, member.label)}, note=_role_beside(member))
        offer(event, member, was={}, became=plain(member, (*WHO, "ends")))
        return member

    def remove_seat(self, member: BodyMember) -> None:
        """The seat was a mistake: it never was. Can be undone. Raises Refusal where its holder had an office."""
        if any(office.seat_id == member.id for office in self.offices):
            raise Refusal(
                "Wie hier zit, was voorzitter of secretaris. Beëindig de zetel met een datum.", about="then"
            )
        event = record(
            "body.seat_removed", self, changes={"member": (member.label, None)}, note=_role_beside(member)
        )
        offer_removed(event, [member])
        partner = member.partner
        self.members.remove(member)
        self._settle(partner)

    def appoint(self, kind: Office, member: BodyMember | None, on: PartialDate) -> bool:
        """`member` is chair (or secretary) from `on` on, and the former no longer; None is nobody. Returns whether that changed.

        One step, which can be undone. Raises Refusal where the former began later.
        """
        former = self.holder(kind)
        if (former.seat_id if former else None) == (member.id if member else None):
            return False
        if former is not None and not is_after(on, former.starts):
            raise Refusal("Deze datum ligt voor het begin van de vorige.", about="starts")
        if member is None:
            self._end_office(former, on)
            return True
        before = self._label_of(former)
        if former is not None:
            former.ends = on
            db().flush()
        office = BodyOffice(seat=member, kind=kind.value, starts=on)
        self.offices.append(office)
        db().flush()
        event = record("body.appointed", self, changes={kind.value: (before, member.label)})
        offer(event, office, was={FORMER: former.id if former else None}, became=plain(office, ("ends",)))
        return True

    def _label_of(self, office: BodyOffice | None) -> str | None:
        """The organisation or the role of who holds an office: never a person."""
        found = (
            member.label for member in self.members if office is not None and member.id == office.seat_id
        )
        return next(found, None)

    def _end_office(self, office: BodyOffice | None, on: PartialDate) -> None:
        if office is not None:
            changes = amend(office, {"ends": on})
            db().flush()
            event = record("body.office_ended", self, changes={office.kind: (self._label_of(office), None)})
            offer_changed(event, office, changes)

    def _refuse_unless_clear(self, facts: SeatFacts, member: BodyMember | None) -> None:
        partner, role = facts.get("partner"), facts.get("role", "")
        named = any(facts.get(field) for field in ("contact_id", "person_id", "name"))
        if partner is None and facts.get("kind") == SeatKind.MEMBER and not (named or role):
            raise Refusal("Kies een organisatie, of zeg waarvoor deze zetel is.", about="partner")
        for other in self.members:
            same = other is not member and partner is not None and other.partner_id == partner.id
            if same and other.ends is None and other.role.casefold() == role.casefold():
                raise Refusal("%(name)s zit hier al in.", about="partner", name=other.label)

    @staticmethod
    def _settle(partner: Partner | None) -> None:
        if partner is not None:
            settle(partner)


def _role_beside(member: BodyMember) -> str:
    return member.role if member.partner is not None else ""


def today_known() -> PartialDate:
    """Today, as seats and offices write dates."""
    return PartialDate.of(today())
