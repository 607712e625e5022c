"""What waits because of contributions: every verb opens and closes exactly its row."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.accounts.models import open_to
from app.contributions.models import Contribution, ContributionPeriod, Pledge, Said
from app.contributions.models.said import Dealing
from app.contributions.queries.rows import contribution_to_change
from app.contributions.rules.words import ContributionKind, Side, Step
from app.partners.queries import partner_to_change
from app.todos.models import Todo
from app.todos.settling import catch_up
from app.web.clock import today
from tenants import db
from tests.people import World

OWN, COALITION, INVOICE, BEGIN = (
    "contribution.confirm_own",
    "contribution.confirm",
    "pledge.invoice",
    "pledge.begin",
)
MONEY, HOURS = ContributionKind.MONEY, ContributionKind.HOURS


class Books:
    """The books of the bakery in Hengelo, of which nothing was noted yet."""

    def __init__(self, world: World) -> None:
        self.partner = partner_to_change(world.row("hengelo", "partner", "bakker"))
        # What waits for an organisation waits where the coalition let it in.
        open_to(self.partner.organisation_id)
        self.period = db().get_one(ContributionPeriod, world.row("hengelo", "contribution_period", "periode"))

    def dealing(self, side: Side) -> Dealing:
        """Between the bakery and the coalition, of which `side` speaks."""
        return Dealing(self.partner, self.period, side)

    def promise(self, kind: ContributionKind = HOURS) -> Pledge:
        """The bakery promises."""
        said = Said(kind, 60_000, today())
        return Pledge.make(self.dealing(Side.COALITION), said, before=0)

    def gift(self, side: Side, kind: ContributionKind = HOURS, towards: Pledge | None = None) -> Contribution:
        """The bakery gave something, as `side` notes."""
        return Contribution.note(self.dealing(side), Said(kind, 360, today()), towards=towards)

    def asked_for(self) -> Pledge:
        """Money was promised and asked for."""
        promise = self.promise(MONEY)
        promise.take(Step.ASKED, today(), state=Step.PROMISED)
        return promise


def open_kinds() -> list[str]:
    """What waits, by kind; in the town itself nothing of contributions waits."""
    kinds = select(Todo.kind).where(Todo.closed_at.is_(None), Todo.kind.in_((OWN, COALITION, INVOICE, BEGIN)))
    return sorted(db().scalars(kinds))


def ended() -> list[tuple[str, str | None]]:
    rows = select(Todo.kind, Todo.ended).where(
        Todo.closed_at.is_not(None), Todo.kind.in_((OWN, COALITION, INVOICE, BEGIN))
    )
    return sorted((row.kind, row.ended) for row in db().execute(rows))


def again(contribution: Contribution) -> Contribution:
    db().flush()
    db().expire(contribution)
    return contribution_to_change(contribution.id)


CASES: dict[str, tuple[Callable[[Books], object], list[str], list[tuple[str, str]]]] = {
    "a promise": (lambda books: books.promise(), [BEGIN], []),
    "another promise": (
        lambda books: books.promise().change(
            Said(HOURS, 60, today()), side=Side.PARTNER, before=0, reason="Minder"
        ),
        [BEGIN],
        [(BEGIN, "lapsed")],
    ),
    "a promise taken back": (
        lambda books: books.promise().withdraw(side=Side.PARTNER, reason="Geen tijd"),
        [],
        [(BEGIN, "lapsed")],
    ),
    "noted by the partner": (lambda books: books.gift(Side.PARTNER), [COALITION], []),
    "noted by the coalition": (lambda books: books.gift(Side.COALITION), [OWN], []),
    "something given of a promise": (
        lambda books: books.gift(Side.PARTNER, towards=books.promise()),
        [COALITION],
        [(BEGIN, "lapsed")],
    ),
    "confirmed": (
        lambda books: again(books.gift(Side.PARTNER)).confirm(Side.COALITION),
        [],
        [(COALITION, "done")],
    ),
    "disputed": (
        lambda books: again(books.gift(Side.COALITION)).dispute(Side.PARTNER, "Niet waar."),
        [],
        [(OWN, "done")],
    ),
    "taken back before it was confirmed": (
        lambda books: again(books.gift(Side.PARTNER)).take_back(Side.PARTNER, "Fout", corrected=False),
        [],
        [(COALITION, "lapsed")],
    ),
    "asked for": (lambda books: books.asked_for(), [BEGIN, INVOICE], []),
    "invoiced": (
        lambda books: books.asked_for().take(Step.INVOICED, today(), number="F-2", state=Step.ASKED),
        [BEGIN],
        [(INVOICE, "done")],
    ),
    "received without an invoice": (
        lambda books: books.gift(Side.COALITION, MONEY, books.asked_for()),
        [OWN],
        [(BEGIN, "lapsed"), (INVOICE, "lapsed")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_verb_opens_and_closes_exactly_its_rows(world: World, name: str) -> None:
    verb, opened, closed = CASES[name]
    with world.inside("hengelo"):
        verb(Books(world))
        assert open_kinds() == sorted(opened)
        assert ended() == sorted(closed)
        # And nothing else than what the nouns say should wait.
        assert catch_up() == 0


def test_a_correction_of_what_counted_waits_for_the_other_side(world: World) -> None:
    with world.inside("hengelo"):
        line = contribution_to_change(world.row("hengelo", "contribution", "zes-uur"))
        line.take_back(Side.COALITION, "Die dag ging niet door.", corrected=False)
        # The only hours that were given: of the promise nothing came any more.
        assert open_kinds() == sorted([OWN, BEGIN])


def test_a_promise_of_which_nothing_came_is_asked_after_sixty_days_before_the_end(world: World) -> None:
    with world.inside("hengelo", "coordinator@hengelo"):
        books = Books(world)
        promise = books.promise()
        row = db().scalars(select(Todo).where(Todo.kind == BEGIN)).one()
        assert (row.shows_from, row.subject_id) == (books.period.until - timedelta(days=60), promise.id)


def _titles(world: World, who: str) -> str:
    return world.as_person(who).get("/hengelo/").words()


def test_the_organisation_is_asked_for_its_own_and_the_coordinator_for_the_partners(world: World) -> None:
    with world.inside("hengelo", "coordinator@hengelo"):
        welzijn: UUID = world.row("hengelo", "partner", "welzijn")
        period = db().get_one(ContributionPeriod, world.row("hengelo", "contribution_period", "periode"))
        for side in Side:
            Contribution.note(Dealing(partner_to_change(welzijn), period, side), Said(HOURS, 60, today()))
    assert "Bekijk onze bijdrage" in _titles(world, "partner_member@hengelo")
    assert "Bekijk de bijdragen" not in _titles(world, "partner_member@hengelo")
    assert "Bekijk de bijdragen" in _titles(world, "coordinator@hengelo")
    assert "Bekijk onze bijdrage" not in _titles(world, "coordinator@hengelo")
    assert "bijdrage te bevestigen" not in _titles(world, "coordinator@enschede")
