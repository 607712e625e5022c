"""Who works for an organisation in these tests, beside those of the two towns."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.engine import create_engine

from app.accounts.models import Person
from app.organisations.models import Organisation
from app.partners.models import Partner
from tenants import acting_outside, db
from tests.people import World

KVK = "87654321"
ADMINISTRATOR = "partner_member@hengelo"


def organisation_of(world: World, town: str, key: str = "welzijn") -> UUID:
    """The id of the organisation behind a town's partner."""
    with world.inside(town):
        return db().get_one(Partner, world.row(town, "partner", key)).organisation_id


def colleague(world: World, organisation_id: UUID, who: str, *, administrator: bool = False) -> UUID:
    """Somebody with an account works for an organisation from now on, as a colleague let it be. Returns the person's id."""
    if who not in world.people:
        with acting_outside(key=f"{who}.example"):
            person = Person(email=f"{who}.example", name=who.replace("@", " in ").capitalize())
            db().add(person)
            db().flush()
            # Of this test only: what everybody knows is shared by all tests of a process.
            world.people = {**world.people, who: person.id}
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text("""insert into organisation_member (id, organisation_id, person_id, administrator, function)
                    values (gen_random_uuid(), :organisation, :person, :administrator, 'Buurtwerker')"""),
            {"organisation": organisation_id, "person": world.people[who], "administrator": administrator},
        )
    owner.dispose()
    return world.people[who]


def numbered(world: World, town: str, name: str = "Humanitas Twente", number: str = KVK) -> UUID:
    """An organisation with a KvK number that a town adds and works with. Returns the id of the organisation."""
    with world.inside(town, f"coordinator@{town}"):
        organisation = Organisation.add(name=name, kvk_number=number, sector="welfare", place="Enschede")
        db().flush()
        Partner.welcome(organisation, circle="core")
        return organisation.id


def joins(world: World, town: str, organisation_id: UUID) -> UUID:
    """A town works with an organisation that is known already. Returns the id of the partner."""
    with world.inside(town, f"coordinator@{town}"):
        return Partner.welcome(db().get_one(Organisation, organisation_id), circle="wider").id
