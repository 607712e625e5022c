"""The demonstration: three coalitions, one account per role in each, and no more of them when it is loaded again."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app.access import PlatformRole, Role
from app.accounts.models import Membership, OrganisationMember, Person, PlatformAssignment
from app.accounts.passwords import fits
from app.accounts.queries import person_with_email
from app.accounts.rules import DEMONSTRATION_PASSWORD
from app.accounts.session import demonstration_accounts
from app.console.main import main
from app.partners.models import Partner
from app.settings import settings
from app.todos.queries import waiting_for_me
from app.todos.rules import Kind
from app.web.clock import today
from tenants import Actor, acting_in, acting_outside, current_scope, current_tenant, db, provision
from tenants.database import engine
from tests.servers import Database

ROLES = {
    "administrator": Role.ADMINISTRATOR,
    "coordinator": Role.COORDINATOR,
    "officer": Role.OFFICER,
    "controller": Role.CONTROLLER,
    "controller2": Role.CONTROLLER,
    "decider": Role.DECIDER,
    "committee": Role.COMMITTEE,
    "reader": Role.READER,
}


def held_by(email: str) -> tuple[Person, list[PlatformRole]]:
    with acting_outside():
        person = person_with_email(email)
        assert person is not None, email
        current_scope().identify(Actor(person.id, person.name))
        return person, [PlatformRole(role) for role in db().scalars(select(PlatformAssignment.role))]


def the_organisation_works_in_one_coalition_and_was_invited_by_another() -> None:
    (member, _), (colleague, _) = (
        held_by(f"{who}@humanitas-twente.example") for who in ("member", "colleague")
    )
    assert member.demonstration
    assert colleague.demonstration
    with acting_outside(actor=Actor(member.id, member.name)):
        (mine, theirs) = db().scalars(select(OrganisationMember).order_by(OrganisationMember.may_sign.desc()))
        assert (mine.person_id, mine.administrator, mine.may_sign) == (member.id, True, True)
        assert (theirs.person_id, theirs.administrator, theirs.may_sign) == (colleague.id, False, False)
    for person in (member, colleague):
        with acting_outside(actor=Actor(person.id, person.name)):
            waits = {(waiting.slug, waiting.kind) for waiting in waiting_for_me([], today())}
            assert waits == {("almelo", Kind.TELL), ("enschede", Kind.ANSWER_INVITATION)}
    with acting_in(provision.tenant_id_of("enschede")):
        (partner,) = db().scalars(select(Partner).where(Partner.demonstration))
        assert partner.state == "invited"


def test_every_role_of_every_coalition_can_be_tried(
    new_database: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = new_database()
    monkeypatch.setattr(settings(), "database_url", database.url())
    for _ in range(2):
        done = CliRunner().invoke(
            main,
            ["workspace", "load-all", "--demonstration"],
            env={"OWNER_DATABASE_URL": database.url("owner")},
        )
        assert done.exit_code == 0, done.output
    for slug in ("hengelo", "enschede", "almelo"):
        with acting_in(provision.tenant_id_of(slug)):
            assert current_tenant().demonstration
            rows = db().execute(select(Person, Membership.role).join(Membership.person)).all()
            let_in = db().scalars(select(Membership).where(Membership.organisation_id.is_not(None))).all()
            assert len(let_in) == (1 if slug == "almelo" else 0)
            assert {(row.Person.email, row.role) for row in rows} == {
                (f"{word}@{slug}.example", role) for word, role in ROLES.items()
            }
            assert len(rows) == len(ROLES)
            assert all(row.Person.demonstration and "(voorbeeld)" in row.Person.name for row in rows)
            assert fits(rows[0].Person.password_hash, DEMONSTRATION_PASSWORD)
    the_organisation_works_in_one_coalition_and_was_invited_by_another()
    assert held_by("adviser@national.example")[1] == [PlatformRole.ADVISER]
    assert held_by("operator@platform.example")[1] == [PlatformRole.OPERATOR]
    with engine().connect() as connection:
        assert demonstration_accounts(connection)
    engine().dispose()
