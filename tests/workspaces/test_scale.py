"""Copies to measure with are whole coalitions, each within its own walls."""

from sqlalchemy import func, select

from app.access import Role
from app.accounts.models import Membership, Person
from app.console.scale import PREFIX, generate
from app.history.chain import verify
from app.history.models import Event
from app.plan.models import Action, Goal, Milestone
from app.todos.models import Todo
from app.todos.settling import catch_up
from tenants import Tenant, acting_in, acting_outside, db
from tests.people import World


def _copies() -> dict[str, Tenant]:
    with acting_outside():
        found = db().scalars(select(Tenant).where(Tenant.slug.startswith(PREFIX))).all()
    return {tenant.slug: tenant for tenant in found}


def _sizes() -> tuple[int, ...]:
    return tuple(
        db().scalar(select(func.count()).select_from(noun)) or 0 for noun in (Action, Goal, Milestone)
    )


def test_makes_as_many_coalitions_as_are_missing_and_no_more(world: World) -> None:
    assert generate(world.database.url("owner"), 6) == 4
    assert generate(world.database.url("owner"), 6) == 0
    assert len(_copies()) == 4


def test_a_copy_holds_what_its_original_holds_under_ids_of_its_own(world: World) -> None:
    generate(world.database.url("owner"), 6)
    with world.inside("hengelo"):
        expected, originals = _sizes(), set(db().scalars(select(Action.id)))
    assert all(expected)
    for copy in _copies().values():
        with acting_in(copy.id):
            assert _sizes() == expected
            assert originals.isdisjoint(db().scalars(select(Action.id)))


def test_a_copy_has_its_own_people_and_its_own_chain_of_what_happened(world: World) -> None:
    generate(world.database.url("owner"), 4)
    with world.inside("hengelo"):
        expected = db().scalar(select(func.count()).select_from(Event))
    for copy in _copies().values():
        with acting_in(copy.id):
            assert db().scalar(select(func.count()).select_from(Event)) == expected
            assert set(db().scalars(select(Membership.role))) == set(Role)
            assert db().scalars(select(Person.email).where(Person.email.like(f"%@{copy.slug}.example"))).all()
            assert verify().broken is None


def test_within_a_copy_references_meet(world: World) -> None:
    generate(world.database.url("owner"), 3)
    (copy,) = _copies().values()
    with acting_in(copy.id):
        of_actions = db().scalar(select(func.count()).select_from(Milestone).join(Milestone.action))
        assert of_actions == _sizes()[2] > 0


def test_in_a_copy_the_same_waits_and_leads_to_what_stands_in_the_copy(world: World) -> None:
    generate(world.database.url("owner"), 3)
    (copy,) = _copies().values()
    with acting_in(copy.id):
        assert db().scalar(select(func.count()).select_from(Todo))
        assert catch_up() == 0
