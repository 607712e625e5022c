"""The cast: two towns with same-named rows, and in each the same people in the same roles.

`world` gives a test a database of its own (a copy, made in some tens of milliseconds) and the means to act as anyone in it.
"""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from sqlalchemy import create_engine, text

from app.access import PlatformRole, Role
from app.accounts.models import Invitation, Membership, OrganisationMember, Person, SignIn, Visit, open_to
from app.agreements.models import (
    Agreement,
    AgreementFile,
    AgreementParty,
    AgreementReminder,
    AgreementSignature,
    AgreementVersion,
)
from app.agreements.rules import text_hash
from app.exports.models import ExportFile
from app.factory import Samenkracht, create_app
from app.history import chain
from app.history.models import Event, record
from app.history.undoing import offer
from app.organisations.models import ProfileSuggestion, SuggestedChange
from app.organisations.rules import SuggestionState
from app.plan.models import Action, Attachment, UpdateRequest
from app.settings import Settings
from app.todos.settling import catch_up
from app.versions.models import PlanVersion
from app.versions.queries.content import content_of
from app.web.clock import AMSTERDAM, today
from app.web.kept_parts import SHELF
from app.web.transaction import digest
from tenants import SYSTEM, Actor, acting_in, acting_outside, db, provision
from tenants.boundary import Scope
from tenants.database import connect
from tests.page import Visitor
from tests.servers import Database

TOWNS = {"hengelo": "GM0164", "enschede": "GM0153"}
TOWN_FILE = Path(__file__).parent / "town.toml"
# When the coffee was last heard of, and when the last invitation and application were closed: with the moment in the file it would once
# lie beyond the days that tests count.
LAST_HEARD = datetime.combine(today() - timedelta(days=12), time(9), AMSTERDAM)
PASSWORD = "een-lang-wachtwoord-om-mee-te-oefenen"


@dataclass
class World:
    """Two towns and their people, in a database of this test's own."""

    app: Samenkracht
    database: Database
    people: dict[str, UUID] = field(default_factory=dict)

    def tenant(self, town: str) -> UUID:
        """The id of a town's workspace."""
        return provision.tenant_id_of(town)

    def row(self, town: str, table: str, key: str) -> UUID:
        """The id of the row that town.toml calls `key`."""
        return uuid5(self.tenant(town), f"{table}/{key}")

    def actor(self, who: str) -> Actor:
        """Somebody ("coordinator@hengelo") as history names them."""
        return Actor(self.people[who], who)

    def inside(self, town: str, who: str | None = None) -> AbstractContextManager[Scope]:
        """A scope within a town, as the product itself or as somebody."""
        return acting_in(self.tenant(town), actor=self.actor(who) if who else SYSTEM)

    def long_ago(self, event: Event, ago: timedelta) -> None:
        """Let an event that was committed have happened so long ago: behind the product's back, which cannot change history."""
        owner = create_engine(self.database.url("owner"))
        with owner.begin() as connection:
            connection.execute(
                text("update event set at = now() - :ago where id = :id"), {"ago": ago, "id": event.id}
            )
        owner.dispose()

    def as_person(self, who: str) -> Visitor:
        """A browser in which somebody ("coordinator@hengelo", "adviser", "operator") has signed in."""
        visitor = self.stranger()
        visitor.carry(self._sign_in(who))
        return visitor

    def stranger(self) -> Visitor:
        """A browser in which nobody has signed in."""
        return Visitor(self.app)

    def _sign_in(self, who: str) -> str:
        token = uuid4().hex
        person_id = self.people[who]
        with acting_outside(actor=Actor(person_id, who)):
            db().add(SignIn(person_id=person_id, token_hash=digest(token), device="test"))
        return token


def _town(slug: str, code: str, world: World, password_hash: str) -> None:
    here: dict[str, Any] = {"workspace": {"municipality": code}}
    tenant_id = provision.create(slug, provision.read(provision.STANDARD), _town_file(slug), here)
    for role in Role:
        _person(world, f"{role}@{slug}", password_hash)
        with acting_in(tenant_id, actor=world.actor(f"{role}@{slug}")):
            _give(world.people[f"{role}@{slug}"], role, world.row(slug, "organisation", "welzijn"))
    with acting_in(tenant_id, actor=world.actor(f"coordinator@{slug}")):
        action = db().get_one(Action, world.row(slug, "action", "koffie"))
        edited = record("action.edited", action, changes={"title": ("Koffie", action.title)})
        offer(edited, action, was={"title": "Koffie"}, became={"title": action.title})
        db().add(
            Attachment(id=world.row(slug, "attachment", "flyer"), action_id=action.id, filename="flyer.pdf",
                       media_type="application/pdf", size=5, sha256="0" * 64, content=b"%PDF-")
        )  # fmt: skip
        db().add(
            Invitation(id=world.row(slug, "invitation", "nieuw"), email="nieuw@voorbeeld.example", name="Nieuwe collega",
                       roles=["reader"], token_hash=digest(f"uitnodiging-{slug}"), invited_by="Beheerder",
                       expires_at=datetime.now(UTC) + timedelta(days=7))
        )  # fmt: skip
        db().add(
            UpdateRequest(id=world.row(slug, "update_request", "vraag"), action_id=action.id, name="Vrijwilliger",
                          email="vrijwilliger@voorbeeld.example", token_hash=digest(f"update-{slug}"), asked_by="Coördinator",
                          expires_at=datetime.now(UTC) + timedelta(days=14))
        )  # fmt: skip
        db().add(Visit(person_id=world.people[f"coordinator@{slug}"]))
        _suggest(world, slug)
        _leave_papers(world, slug)
        catch_up()
    with acting_in(tenant_id):
        chain.keep(chain.verify())


def _give(person_id: UUID, role: Role, organisation_id: UUID) -> None:
    """Every role to a person; but that of a partner's member to the organisation that the person works for, as its first."""
    if role is Role.PARTNER_MEMBER:
        OrganisationMember.first(organisation_id, db().get_one(Person, person_id), function="Directeur")
        open_to(organisation_id)
    else:
        db().add(Membership(person_id=person_id, role=role))


def _suggest(world: World, slug: str) -> None:
    """What the coordinator suggested for the profile of Welzijn, and took back."""
    suggestion = ProfileSuggestion(
        id=world.row(slug, "suggested_change", "adres"), organisation_id=world.row(slug, "organisation", "welzijn"), coalition="",
        suggested_at=datetime.now(UTC), changes={"place": ["", secret_of(slug)]}, note=secret_of(slug),
        state=SuggestionState.OPEN, accepted=[], answer="", answered_at=None,
    )  # fmt: skip
    db().add(suggestion)
    db().flush()
    db().add(SuggestedChange(id=suggestion.id, suggested_by="Coördinator"))
    db().flush()
    suggestion.state, suggestion.answered_at = SuggestionState.WITHDRAWN, datetime.now(UTC)


def _leave_papers(world: World, slug: str) -> None:
    """A document for the coordinator, the plan as it was adopted, and an agreement."""
    _make_file(world, slug)
    _keep_as_version(world, slug)
    _agree(world, slug)


def _make_file(world: World, slug: str) -> None:
    """A document that the coordinator asked for and can fetch."""
    coordinator = world.people[f"coordinator@{slug}"]
    made = ExportFile(id=world.row(slug, "export_file", "bestand"), made_for=coordinator, what="Actieplan",
                      name="actieplan.pdf", media_type="application/pdf")  # fmt: skip
    made.fill(f"%PDF- {secret_of(slug)}".encode())
    db().add(made)


def _keep_as_version(world: World, slug: str) -> None:
    """The plan as it is, as the version that the town adopted."""
    content = content_of(None) or pytest.fail("no plan")
    PlanVersion.keep_as_loaded(content).id = world.row(slug, "plan_version", "vastgesteld")


def _agree(world: World, slug: str) -> None:
    """An agreement that Welzijn signed on paper, for years, with the copy of it."""
    row = partial(world.row, slug)
    title, words = "Convenant", f"# Samen\n\nWe eten samen. {secret_of(slug)}."
    agreement = Agreement(id=row("agreement", "convenant"), title=title)
    day, last = date(2026, 1, 1), date(2035, 12, 31)
    version = AgreementVersion(id=row("agreement_version", "convenant"), agreement_id=agreement.id, number=1, title=title,
                               kind="covenant", text=words, text_hash=text_hash(title, words), valid_from=day,
                               valid_until=last, sent_at=LAST_HEARD)  # fmt: skip
    party = AgreementParty(id=row("agreement_party", "welzijn"), agreement_id=agreement.id, version_id=version.id,
                           partner_id=row("partner", "welzijn"), text_hash=version.text_hash, valid_from=day,
                           valid_until=last, answer_by=day, state="signed")  # fmt: skip
    signature = AgreementSignature(party_id=party.id, way="paper", name="Dirk Teur", function="directeur",
                                   authority="Bevoegd namens Welzijn", signed_on=day, at=LAST_HEARD, text_hash=party.text_hash,
                                   statement={"tekst": party.text_hash}, document_hash="0" * 64)  # fmt: skip
    for each in (agreement, version, party, signature, AgreementReminder(party_id=party.id, days=60)):
        db().add(each)
        db().flush()
    AgreementFile.keep(party, "convenant.pdf", f"%PDF-1.7 {secret_of(slug)} %%EOF".encode())


def secret_of(town: str) -> str:
    """Words that stand in the texts of this town only."""
    return f"Geheim van {town}-{TOWNS[town]}"


def _town_file(slug: str) -> dict[str, Any]:
    town = TOWN_FILE.read_text(encoding="utf-8").replace("@@", f"{slug}-{TOWNS[slug]}")
    return tomllib.loads(town.replace("2026-11-10T09:00:00+01:00", LAST_HEARD.isoformat()))


def _person(world: World, who: str, password_hash: str) -> None:
    email = f"{who}.example" if "@" in who else f"{who}@platform.example"
    with acting_outside(key=email):
        person = Person(email=email, name=who.replace("@", " in ").capitalize(), password_hash=password_hash)
        db().add(person)
        db().flush()
        world.people[who] = person.id


def _national(world: World, password_hash: str) -> None:
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        for role in PlatformRole:
            _person(world, role, password_hash)
            connection.execute(
                text(
                    "insert into platform_assignment (id, person_id, role) values (gen_random_uuid(), :person, :role)"
                ),
                {"person": world.people[role], "role": role},
            )
    owner.dispose()


@pytest.fixture(scope="session")
def furnished(new_database: Callable[[], Database], redis_url: str) -> World:
    """The two towns, made once for this process; `world` copies them."""
    from app.accounts.passwords import hashed  # noqa: PLC0415 - slow by design: only where it is needed

    database = new_database()
    settings = Settings(
        environment="test", database_url=database.url(), redis_url=redis_url, secret_key="test" * 10
    )
    world = World(create_app(settings), database)
    password_hash = hashed(PASSWORD)
    for slug, code in TOWNS.items():
        _town(slug, code, world, password_hash)
    _national(world, password_hash)
    connect(database.url()).dispose()
    return world


@pytest.fixture
def world(furnished: World) -> Iterator[World]:
    """Two towns of this test's own."""
    cluster = furnished.database.cluster
    name = f"{furnished.database.name[:40]}_{uuid4().hex[:8]}"
    cluster.create_database(name, template=furnished.database.name)
    database = Database(cluster, name)
    engine = connect(database.url())
    # As in a process that has just begun: another test's town is like this one, and was changed behind the product's back.
    SHELF.clear()
    try:
        yield World(furnished.app, database, furnished.people)
    finally:
        engine.dispose()
        cluster.drop_database(name)
