"""Closed unless declared: every address has a door, and a view without one keeps the application from starting."""

import pytest
from flask import Flask

from app.access import Permission, Role, permissions_of
from app.web.door import Place, check_doors, door_of
from tests.people import World


def test_every_view_declares_where_it_is_and_what_it_asks(furnished: World) -> None:
    for endpoint in furnished.app.view_functions:
        assert door_of(furnished.app, endpoint) is not None, endpoint


def test_an_application_with_a_view_without_a_door_does_not_start() -> None:
    app = Flask("without", static_folder=None)
    app.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(RuntimeError, match="open"):
        check_doors(app)


def test_only_what_must_be_is_open_to_strangers(furnished: World) -> None:
    app = furnished.app
    opened = {
        endpoint for endpoint in app.view_functions if (door := door_of(app, endpoint)) and not door.signed_in
    }
    assert opened == {
        "static", "theme", "gallery", "healthz", "readyz", "choose_language",
        "about.accessibility", "about.privacy", "about.product",
        "accounts.start", "accounts.sign_in", "accounts.forgotten", "accounts.reset", "accounts.accept",
        "joining.coalition", "joining.apply", "joining.applied", "joining.confirm",
        "joining.answer", "joining.decline", "joining.answer_for_organisation", "joining.decline_for_organisation",
        "mailbox.mails", "mailbox.mail", "plan.answer_request",
        "organisations.logo", "organisations.accept_invitation", "partners.suggestion",
        "platform.metrics",
    }  # fmt: skip


def test_inside_a_coalition_every_view_asks_a_permission(furnished: World) -> None:
    app = furnished.app
    for endpoint in app.view_functions:
        door = door_of(app, endpoint)
        assert door is not None
        if door.place is Place.INSIDE and door.signed_in:
            assert door.permission is not None, endpoint


def test_every_permission_is_held_by_somebody_and_nobody_holds_them_all() -> None:
    held = {role: permissions_of([role]) for role in Role}
    outside = {Permission.NATIONAL_READ, Permission.PLATFORM_MANAGE, Permission.ROOM_READ}
    assert permissions_of(Role) == set(Permission) - outside
    assert all(granted < set(Permission) for granted in held.values())


def test_who_reads_for_the_council_changes_nothing() -> None:
    assert not any(
        permission.endswith((".edit", ".manage", ".update")) for permission in permissions_of([Role.READER])
    )
