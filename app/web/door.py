"""The door of a view: where it is reachable (inside a coalition or outside all) and which permission it asks.

Every view declares one; `check_doors` refuses to let the application start with a view that does not.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar
from uuid import UUID

from flask import Flask, abort, g, request
from werkzeug.wrappers import Response

from app.access import Permission
from tenants import current_scope

View = TypeVar("View", bound=Callable[..., Any])


class Place(StrEnum):
    """Where a view is reachable."""

    INSIDE = "inside a coalition"
    OUTSIDE = "outside every coalition"


@dataclass(frozen=True, slots=True)
class Door:
    """What a view declares."""

    place: Place
    permission: Permission | None = None
    signed_in: bool = True


class Viewer(Protocol):
    """Who looks: a signed-in person with the permissions held here, or nobody."""

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""

    @property
    def person_id(self) -> UUID | None:
        """Who."""

    @property
    def name(self) -> str:
        """How the person is called."""

    @property
    def email(self) -> str:
        """The address that the person signs in with."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the person may do in this coalition (or outside)."""

    @property
    def is_member(self) -> bool:
        """Whether the person holds a role in this coalition."""

    @property
    def coalitions(self) -> list["Coalition"]:
        """Where the person works."""

    @property
    def permissions_across(self) -> frozenset[Permission]:
        """What the person may do outside every coalition, wherever the person is now."""

    @property
    def only_for_organisations(self) -> bool:
        """Whether the person works for organisations, and nowhere in a role of their own."""

    @property
    def left_here(self) -> datetime | None:
        """When the person's last role in this coalition ended; None for who works here or never did."""


@dataclass(frozen=True, slots=True)
class Coalition:
    """A coalition in which the viewer holds a role."""

    slug: str
    name: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Nobody:
    """A viewer who has not signed in."""

    is_authenticated: bool = False
    person_id: UUID | None = None
    name: str = ""
    email: str = ""
    permissions: frozenset[Permission] = frozenset()
    is_member: bool = False
    coalitions: list[Coalition] = field(default_factory=list)
    permissions_across: frozenset[Permission] = frozenset()
    only_for_organisations: bool = False
    left_here: datetime | None = None


def viewer() -> Viewer:
    """Who looks at this request (set by the accounts feature before the door is tried)."""
    found: Viewer = g.get("viewer", Nobody())
    return found


def may(permission: Permission) -> bool:
    """Whether the viewer holds `permission` here; templates ask this too."""
    return permission in viewer().permissions


def needs(permission: Permission) -> Callable[[View], View]:
    """Inside a coalition, for members who hold `permission`."""
    return _hang(Door(Place.INSIDE, permission))


def needs_across(permission: Permission) -> Callable[[View], View]:
    """Outside every coalition, for persons who hold `permission` there: on the platform, or for an organisation."""
    return _hang(Door(Place.OUTSIDE, permission))


def signed_in(view: View) -> View:
    """Outside every coalition, for anyone who signed in: what is one's own."""
    return _hang(Door(Place.OUTSIDE))(view)


def open_to_all(place: Place) -> Callable[[View], View]:
    """No sign-in asked: sign-in itself, links from a mail, public pages, health."""
    return _hang(Door(place, signed_in=False))


def _hang(door: Door) -> Callable[[View], View]:
    def hang(view: View) -> View:
        view.__door__ = door  # type: ignore[attr-defined]
        return view

    return hang


def door_of(app: Flask, endpoint: str) -> Door | None:
    """The door that the view behind `endpoint` declares."""
    return getattr(app.view_functions.get(endpoint), "__door__", None)


def check_doors(app: Flask) -> None:
    """Refuse to start when a view has no door: closed unless declared."""
    doorless = sorted(endpoint for endpoint in app.view_functions if door_of(app, endpoint) is None)
    if doorless:
        message = f"These views declare no permission (app/web/door.py): {', '.join(doorless)}"
        raise RuntimeError(message)


def try_door(app: Flask, ask_to_sign_in: Callable[[], Response]) -> Response | None:
    """Let the request pass, send it to the sign-in page, or refuse it: 404 to strangers, 403 to members without permission."""
    door = door_of(app, request.endpoint or "")
    if door is None:
        return None
    inside = current_scope().tenant_id is not None
    if (door.place is Place.INSIDE and not inside) or (door.place is Place.OUTSIDE and inside):
        abort(404)
    if not door.signed_in:
        return None
    if not viewer().is_authenticated:
        return ask_to_sign_in()
    if inside and not viewer().is_member:
        abort(404)
    if door.permission is not None and not may(door.permission):
        abort(403 if inside else 404)
    return None
