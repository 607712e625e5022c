"""Who sees what waits, where it is done, and what is new."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.access import Permission, Role, permissions_of
from app.todos.rules import ADDRESSED_TO, Kind, is_new, path_of, roles_addressed

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
DAY = timedelta(days=1)


def test_an_officer_stands_in_for_the_coordinator_and_nobody_else_for_anybody() -> None:
    seen = {role: roles_addressed([role]) - {role} for role in Role}
    assert seen.pop(Role.OFFICER) == {Role.COORDINATOR}
    assert set(seen.values()) == {frozenset()}
    assert roles_addressed(["reader", "officer"]) == {Role.READER, Role.OFFICER, Role.COORDINATOR}
    assert roles_addressed([]) == frozenset()


NEEDED = {
    Kind.UPDATE: Permission.ACTION_UPDATE,
    Kind.DEADLINE: Permission.PLAN_EDIT,
    Kind.MILESTONE: Permission.ACTION_UPDATE,
    Kind.READING: Permission.PILLAR_EDIT,
    Kind.INVITATION: Permission.PEOPLE_MANAGE,
    Kind.SUGGESTION: Permission.PARTNER_EDIT,
    Kind.CONTRIBUTION_OF_PARTNER: Permission.CONTRIBUTION_EDIT,
    Kind.INVOICE: Permission.CONTRIBUTION_EDIT,
    Kind.PROMISE: Permission.CONTRIBUTION_EDIT,
    Kind.INVITED_PARTNER: Permission.PARTNER_EDIT,
    Kind.APPLICATION: Permission.PARTNER_EDIT,
    Kind.CONTACT: Permission.PARTNER_EDIT,
    Kind.SEAT: Permission.PARTNER_EDIT,
    Kind.AGREEMENT_RENEW: Permission.AGREEMENT_EDIT,
}


@pytest.mark.parametrize("kind", list(ADDRESSED_TO))
def test_who_is_asked_for_something_is_who_may_do_it(kind: Kind) -> None:
    asked = {role for role in Role if ADDRESSED_TO[kind] in roles_addressed([role])}
    assert asked == {role for role in Role if NEEDED[kind] in permissions_of([role])}


def test_a_milestone_is_done_at_its_place_on_the_page_of_its_action() -> None:
    action, milestone = uuid4(), uuid4()
    path = path_of(Kind.MILESTONE, place=action, subject=milestone)
    assert path == f"acties/{action}#mijlpaal-{milestone}"


@pytest.mark.parametrize(
    ("opened", "shows", "told", "new"),
    [
        (NOW - DAY, NOW - DAY, None, False),  # who was never told anything
        (NOW - 3 * DAY, NOW - 3 * DAY, NOW - DAY, False),
        (NOW, NOW - 3 * DAY, NOW - DAY, True),
        (NOW - 90 * DAY, NOW, NOW - DAY, True),  # written long ago, and begins to show now
    ],
)
def test_new_is_what_came_or_began_to_show_after_the_last_mail(
    opened: datetime, shows: datetime, told: datetime | None, *, new: bool
) -> None:
    assert is_new(opened, shows, told) is new
