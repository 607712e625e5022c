"""The session of a browser: a row that can be listed and ended. The only module that imports flask-login.

The cookie holds a random token; its digest is the key that the request presents to PostgreSQL (app/web/transaction.py), so that
row level security shows exactly this session and its person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from secrets import token_urlsafe
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    DateTime,
    Row,
    Select,
    Uuid,
    and_,
    bindparam,
    literal,
    null,
    select,
    text,
    union_all,
    update,
)

from app.access import Permission, PlatformRole, Role, permissions_of
from app.accounts.models import Membership, Person, PlatformAssignment, SignIn
from app.accounts.rules import SEEN_AGAIN_AFTER, device_of
from app.settings import Settings
from app.web.door import Coalition, Nobody
from app.web.transaction import SESSION_TOKEN, digest
from tenants import Actor, Tenant, current_scope, current_tenant_id, db, read
from tenants.boundary import telling_actor
from tenants.models import columns_in_brief, keep_brief

# The same for everyone: whoever asks, no session is looked up.
_FOR_EVERYONE = frozenset({"static", "theme", "healthz", "readyz"})


class Found(NamedTuple):
    """A living session and its person, as far as every request needs them."""

    id: UUID
    person_id: UUID
    seen_at: datetime
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Left:
    """A coalition in which a person's last role has ended, and when."""

    slug: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who looks: a person, with what this person may do here. What flask-login and app/web/door.py ask of it."""

    person_id: UUID
    name: str
    email: str
    language: str
    sign_in_id: UUID
    permissions: frozenset[Permission] = frozenset()
    is_member: bool = False
    coalitions: list[Coalition] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    left_here: datetime | None = None
    platform_roles: frozenset[PlatformRole] = frozenset()
    token: str = ""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def permissions_across(self) -> frozenset[Permission]:
        """What the person may do outside every coalition."""
        return permissions_of((), self.platform_roles)

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


def init_app(app: Flask, settings: Settings) -> None:
    """Let every request of `app` know who looks, before the door is tried."""
    manager = LoginManager()
    manager.session_protection = None
    manager.anonymous_user = Nobody
    # Found before the view by `who_looks`, together with the roles: never looked up a second time.
    manager.user_loader(lambda _token: g.get("viewer"))
    # Not manager.init_app: its hook for a "remember me" cookie would open the session on every answer, also of static files.
    app.login_manager = manager  # type: ignore[attr-defined]
    app.config["SESSION_IDLE"] = timedelta(hours=settings.session_idle_hours)
    app.config["SESSION_ABSOLUTE"] = timedelta(hours=settings.session_absolute_hours)
    app.config["SESSION_SEEN_AGAIN"] = SEEN_AGAIN_AFTER

    @app.before_request
    def who_looks() -> None:
        if request.endpoint in _FOR_EVERYONE or not session.get(SESSION_TOKEN):
            return
        now = datetime.now(UTC)
        found = _find()
        if found is None:
            session.pop(SESSION_TOKEN)
            return
        current_scope().identify(Actor(found.person_id, found.name), told=True)
        if found.seen_at < now - SEEN_AGAIN_AFTER:
            db().execute(update(SignIn).where(SignIn.id == found.id).values(seen_at=now))
        g.viewer = _viewer(found, read(_all_roles(), {"person": found.person_id}).all())


def is_living() -> ColumnElement[bool]:
    """The condition of a session that was not ended and has not expired: by rest, or by age."""
    now = datetime.now(UTC)
    return _is_living(now - current_app.config["SESSION_IDLE"], now - current_app.config["SESSION_ABSOLUTE"])


def _is_living(used_since: Any, begun_since: Any) -> ColumnElement[bool]:
    return and_(SignIn.ended_at.is_(None), SignIn.seen_at > used_since, SignIn.created_at > begun_since)


def _find() -> Found | None:
    """The living session that the request's key opens, with its person, who from here on acts; and the coalition, as pages show it."""
    now, config = datetime.now(UTC), current_app.config
    known = {
        "key": current_scope().key,
        "used_since": now - config["SESSION_IDLE"],
        "begun_since": now - config["SESSION_ABSOLUTE"],
    }
    row = read(_living_session(), {**known, "tenant": current_tenant_id()}).one_or_none()
    if row is None:
        return None
    if current_tenant_id() is not None:
        keep_brief(row)
    return Found._make(row[: len(Found._fields)])


# Both statements belong to every page: they are composed once.
@cache
def _living_session() -> Select[Any]:
    living = _is_living(bindparam("used_since"), bindparam("begun_since"))
    return (
        select(SignIn.id, SignIn.person_id, SignIn.seen_at, Person.name, Person.email, Person.language)
        .add_columns(telling_actor(SignIn.person_id).label("told"), *columns_in_brief())
        .join(SignIn.person)
        .outerjoin(Tenant, Tenant.id == bindparam("tenant"))
        .where(SignIn.token_hash == bindparam("key"), living, Person.ended_at.is_(None))
    )


@cache
def _all_roles() -> Select[Any] | CompoundSelect[Any]:
    """Every role of a `person`, in one statement: in coalitions, also those that ended, and across (without a coalition)."""
    inside = (
        select(Tenant.id, Tenant.slug, Tenant.coalition, Membership.role, Membership.ended_at)
        .join(Membership.tenant)
        .where(Membership.person_id == bindparam("person"))
    )
    never = null().cast(DateTime(timezone=True))
    across = select(null().cast(Uuid), literal(""), literal(""), PlatformAssignment.role, never).where(
        PlatformAssignment.person_id == bindparam("person")
    )
    return union_all(inside, across)


def _left(rows: Sequence[Row[Any]]) -> dict[UUID, Left]:
    """The coalitions of which every role in `rows` has ended, each with the moment of the last."""
    held = {row.id for row in rows if row.ended_at is None}
    ended = sorted((row for row in rows if row.id not in held), key=lambda row: row.ended_at)
    return {row.id: Left(row.slug, row.coalition, row.ended_at) for row in ended}


def _viewer(found: Found, rows: Sequence[Row[Any]]) -> SignedIn:
    here, left = current_tenant_id(), _left(rows)
    rows = [row for row in rows if row.ended_at is None]
    roles = frozenset(Role(row.role) for row in rows if row.id is not None and row.id == here)
    across = frozenset(PlatformRole(row.role) for row in rows if row.id is None)
    names = {row.slug: row.coalition for row in rows if row.id is not None}
    return SignedIn(
        person_id=found.person_id,
        name=found.name,
        email=found.email,
        language=found.language,
        sign_in_id=found.id,
        # What somebody may do across coalitions gives no right inside one.
        permissions=permissions_of(roles) if here is not None else permissions_of((), across),
        is_member=bool(roles),
        coalitions=[
            Coalition(slug, name, frozenset(row.role for row in rows if row.slug == slug))
            for slug, name in sorted(names.items(), key=lambda item: item[1].casefold())
        ],
        left=list(left.values()),
        left_here=left[here].at if here in left else None,
        platform_roles=across,
    )


def act_as(person: Person) -> None:
    """From here on `person` acts: who proved to hold the password or the link, before a session exists."""
    current_scope().identify(Actor(person.id, person.name))


def begin(person: Person) -> None:
    """Sign `person` in, in this browser: a new token, so that one planted beforehand is worth nothing."""
    token = token_urlsafe(32)
    act_as(person)
    row = SignIn(
        person_id=person.id, token_hash=digest(token), device=device_of(request.headers.get("User-Agent", ""))
    )
    db().add(row)
    db().flush()
    session.clear()
    login_user(SignedIn(person.id, person.name, person.email, person.language, row.id, token=token))


def end() -> None:
    """Sign this browser out."""
    _end(SignIn.token_hash == digest(session.get(SESSION_TOKEN, "")))
    logout_user()
    session.clear()


def me() -> SignedIn:
    """Who looks, in a view that asks to be signed in."""
    person: SignedIn = g.viewer
    return person


def my_sessions(person_id: UUID) -> Sequence[SignIn]:
    """The browsers in which the person is signed in now, the last used first."""
    mine = select(SignIn).where(SignIn.person_id == person_id, is_living())
    return db().scalars(mine.order_by(SignIn.seen_at.desc())).all()


def end_one(person_id: UUID, sign_in_id: UUID) -> None:
    """End one session of the acting person, such as the one on a telephone that was lost."""
    _end(SignIn.person_id == person_id, SignIn.id == sign_in_id)


def end_all(person_id: UUID, *, but: UUID | None = None) -> None:
    """End every session of the acting person, except the one with id `but`."""
    _end(SignIn.person_id == person_id, *([SignIn.id != but] if but else []))


def _end(*which: ColumnElement[bool]) -> None:
    db().execute(update(SignIn).where(*which, SignIn.ended_at.is_(None)).values(ended_at=datetime.now(UTC)))


def demonstration_accounts(connection: Connection) -> list[str]:
    """Why production must not start with this database: its demonstration accounts have a password that is public.

    Row level security hides persons from `webapp`, so the database answers yes or no by a function of its own (migration 0002).
    """
    found = connection.scalar(text("select has_demonstration_accounts()"))
    return ["There are demonstration accounts in this database: their password is public."] if found else []
