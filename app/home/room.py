"""The partner's room: what waits for a person in all coalitions, and what the organisations of that person do there.

It is made of to-do rows alone: nothing else of a coalition is seen outside it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from uuid import UUID

from flask_babel import format_date, gettext, lazy_gettext

from app.access import Role
from app.accounts.viewer import SignedIn
from app.periods import PartialDate
from app.plan.rules import ActionStatus, TakesPart
from app.todos.queries import Waiting
from app.todos.rules import Kind
from app.todos.wording import Line, line_of

_A_WEEK = timedelta(weeks=1)
# What an organisation can be asked, by the word in the address of the room that shows only that; all else has no word of its own.
SORTS: Mapping[str, tuple[object, Collection[Kind]]] = {
    "uitnodigingen": (lazy_gettext("Uitnodigingen"), {Kind.ANSWER_INVITATION}),
    "updates": (lazy_gettext("Updates"), {Kind.TELL}),
    "overeenkomsten": (lazy_gettext("Overeenkomsten"), {Kind.AGREEMENT_SIGN, Kind.AGREEMENT_ENDS}),
    "bijdragen": (lazy_gettext("Bijdragen"), {Kind.CONTRIBUTION_OF_COALITION}),
}


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that somebody works for: what it is called, and what this person may do in its name."""

    id: UUID
    name: str
    administrator: bool
    may_sign: bool
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: its line, where it is done, in which coalition, and for which organisation (None: for the person)."""

    waiting: Waiting
    line: Line
    organisation: str | None

    @property
    def url(self) -> str:
        """Where it is done."""
        return f"/{self.waiting.slug}/{self.line.path}"

    @property
    def can_be_told(self) -> bool:
        """Whether it is done here, in the line itself."""
        return self.waiting.kind is Kind.TELL

    @property
    def anchor(self) -> str:
        """The id of its place on a page."""
        return f"bericht-{self.waiting.place_id}-{self.waiting.organisation_id}"


@dataclass(frozen=True, slots=True)
class Ours:
    """An action of an organisation in a coalition, as far as its to-do row tells of it."""

    item: Item
    today: date

    @property
    def status(self) -> ActionStatus:
        """Where it stands."""
        return ActionStatus(self.item.waiting.context["status"])

    @property
    def light(self) -> str | None:
        """What the newest update said."""
        light: str | None = self.item.waiting.context["light"]
        return light

    @property
    def heard(self) -> date:
        """When somebody last told of it; of what nobody told of yet, when it came into the plan."""
        return date.fromisoformat(self.item.waiting.context["heard"])

    @property
    def owns(self) -> bool:
        """Whether the organisation owns it, or else helps."""
        return bool(self.item.waiting.context["part"] == TakesPart.OWNS)

    @property
    def deadline(self) -> PartialDate | None:
        """When it should be done."""
        until = self.item.waiting.context["deadline"]
        return PartialDate.parse(until) if until else None

    @property
    def is_asked(self) -> bool:
        """Whether the coalition waits for an update now."""
        return self.item.waiting.shows_from <= self.today


@dataclass(frozen=True, slots=True)
class Week:
    """What waits in one week, with its name."""

    name: str
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Place:
    """A coalition that let an organisation in, with what that does there."""

    slug: str
    name: str
    actions: Sequence[Ours]


@dataclass(frozen=True)
class Room:
    """Everything in it."""

    today: date
    me: SignedIn
    organisations: Sequence[Organisation]
    found: Sequence[Waiting]

    @cached_property
    def items(self) -> list[Item]:
        """What there is to do or to tell, by date."""
        names = {organisation.id: organisation.name for organisation in self.organisations}
        several = len(names) > 1
        found = [
            Item(
                waiting,
                line_of(waiting, self.today),
                names.get(waiting.organisation_id) if several and waiting.organisation_id else None,
            )
            for waiting in self.found
        ]
        return sorted(found, key=lambda item: (item.line.order, item.waiting.slug))

    @cached_property
    def asked(self) -> list[Item]:
        """What waits now, by date."""
        return [item for item in self.items if item.waiting.shows_from <= self.today]

    @cached_property
    def sorts(self) -> Mapping[str, int]:
        """How many wait of each sort of which some do, by the word of the sort; the empty word for all that has none."""
        words = {kind: word for word, (_, kinds) in SORTS.items() for kind in kinds}
        return Counter(words.get(item.waiting.kind, "") for item in self.asked)

    def of_sort(self, word: str) -> list[Item]:
        """What waits now of one sort; of all where `word` is none of theirs."""
        _, kinds = SORTS.get(word, ("", Kind))
        return [item for item in self.asked if item.waiting.kind in kinds]

    @property
    def places(self) -> list[Place]:
        """The coalitions that let the organisations of this person in, by name."""
        let_in = [place for place in self.me.coalitions if Role.PARTNER_MEMBER in place.roles]
        return [Place(place.slug, place.name, self._ours(place.slug)) for place in let_in]

    def _ours(self, slug: str) -> list[Ours]:
        return _in_order(
            [Ours(item, self.today) for item in self.items if item.can_be_told and item.waiting.slug == slug]
        )

    def weeks(self, items: Iterable[Item]) -> list[Week]:
        """The items by week: first what is late, then what was asked for on a day before this one, last what has no date."""
        late_first = sorted(items, key=lambda item: not item.line.late)
        return [Week(str(name), list(of_one)) for name, of_one in groupby(late_first, key=self._week_of)]

    def _week_of(self, item: Item) -> str:
        if item.line.due is None:
            return str(gettext("Zonder datum"))
        if item.line.late:
            return str(gettext("Te laat"))
        monday = self.today - timedelta(days=self.today.weekday())
        day = item.line.due.last_day
        if day < self.today:
            return str(gettext("Al eerder gevraagd"))
        if day < monday + _A_WEEK:
            return str(gettext("Deze week"))
        if day < monday + 2 * _A_WEEK:
            return str(gettext("Volgende week"))
        begin = day - timedelta(days=day.weekday())
        return str(gettext("Week van %(day)s", day=format_date(begin, "d MMMM")))


def ours_of(found: Iterable[Waiting], today: date) -> list[Ours]:
    """The actions of the organisations of who looks, among what was found in one coalition: the own ones first."""
    told = [waiting for waiting in found if waiting.kind is Kind.TELL]
    return _in_order([Ours(Item(waiting, line_of(waiting, today), None), today) for waiting in told])


def _in_order(ours: Iterable[Ours]) -> list[Ours]:
    return sorted(ours, key=lambda action: (not action.owns, action.item.line.what.casefold()))
