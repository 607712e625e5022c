"""What tests of agreements share: one that waits for the signature of Welzijn, and a mailbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, select, text

from app.agreements.models import Agreement, AgreementParty, Asked, send
from app.agreements.queries.agreements import agreement_to_change
from app.agreements.queries.parties import partners_to_ask
from app.todos.models import Todo
from app.web.clock import today
from tenants import db
from tests.features.accounts.conftest import Post, _nobody_tried_yet, post
from tests.page import Visitor
from tests.people import PASSWORD, World

__all__ = ["Post", "_nobody_tried_yet", "post"]

MEMBER = "partner_member@hengelo"
COORDINATOR = "coordinator@hengelo"
WORDS = "# Samen\n\nWe eten elke dinsdag samen.\n\n- de zaal\n- de soep"
SIGNED = {
    "name": "Wil Zijn",
    "function": "directeur-bestuurder",
    "authority": "Bevoegd namens Welzijn",
    "agreed": "y",
}


@dataclass
class Sent:
    """Something that was sent, in ids: what people meet in addresses."""

    agreement_id: UUID
    version_id: UUID
    party_id: UUID

    @property
    def ours(self) -> str:
        """Where the organisation reads and signs it."""
        return f"/hengelo/overeenkomsten/{self.party_id}"

    @property
    def theirs(self) -> str:
        """Where the coalition looks at it."""
        return f"/hengelo/partners/overeenkomsten/partijen/{self.party_id}"


Ask = Callable[..., Sent]


@pytest.fixture
def ask(world: World) -> Ask:
    """Let the coordinator of a town write a text and send it to one of its partners."""

    def do(
        partner: str = "welzijn", town: str = "hengelo", *, lasts: int = 365, title: str = "Afspraak"
    ) -> Sent:
        day = today()
        with world.inside(town, f"coordinator@{town}"):
            version = Agreement.start(
                title=title,
                kind="cooperation",
                text=WORDS,
                valid_from=day,
                valid_until=day + timedelta(days=lasts),
                note="",
            )
            terms = Asked(day, day + timedelta(days=lasts), day + timedelta(days=30))
            agreement = agreement_to_change(version.agreement_id)
            partners = partners_to_ask([world.row(town, "partner", partner)])
            (party,) = send(agreement, version, [(each, None, terms) for each in partners])
            return Sent(agreement.id, version.id, party.id)

    return do


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person(COORDINATOR)


@pytest.fixture
def member(world: World) -> Visitor:
    """Somebody of Welzijn in Hengelo, who may sign."""
    return world.as_person(MEMBER)


@pytest.fixture
def behind(world: World) -> Callable[..., None]:
    """Change something behind the product's back, as the owner of the database."""

    def do(*statements: str, **values: object) -> None:
        owner = create_engine(world.database.url("owner"))
        try:
            with owner.begin() as connection:
                for statement in statements:
                    connection.execute(text(statement), values)
        finally:
            owner.dispose()

    return do


Behind = Callable[..., None]


@pytest.fixture
def colleague(world: World, behind: Behind) -> Visitor:
    """Somebody else of Welzijn, who may not sign."""
    behind(
        "insert into organisation_member (id, organisation_id, person_id, function) values (:id, :organisation, :person, 'Medewerker')",
        id=uuid4(),
        organisation=world.row("hengelo", "organisation", "welzijn"),
        person=world.people["reader@enschede"],
    )
    return world.as_person("reader@enschede")


def ends_on(behind: Behind, sent: Sent, last: date) -> None:
    """Let an agreement that was signed end on this day."""
    behind(
        "alter table agreement_party disable trigger user",
        "update agreement_party set valid_from = :first, valid_until = :last where id = :id",
        "alter table agreement_party enable trigger user",
        first=last - timedelta(days=365),
        last=last,
        id=sent.party_id,
    )


def states(world: World, *identifiers: UUID, town: str = "hengelo") -> list[str]:
    """Where these stand now."""
    with world.inside(town):
        return [db().get_one(AgreementParty, each).state for each in identifiers]


def sign(member: Visitor, sent: Sent) -> None:
    assert member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD}).status == 303


def open_todos(world: World, town: str = "hengelo") -> set[tuple[str, str]]:
    """What waits because of agreements: (kind, title). Of that of the town itself, years ahead, nobody hears yet."""
    with world.inside(town):
        found = db().execute(
            select(Todo.kind, Todo.title).where(
                Todo.kind.startswith("agreement."), Todo.closed_at.is_(None), Todo.shows_from <= today()
            )
        )
        return {(row.kind, row.title) for row in found}
