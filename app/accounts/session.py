"""The session of a browser: a row that can be listed and ended. The only module that imports flask-login.

The cookie holds a random token; its digest is the key that the request presents to PostgreSQL (app/web/transaction.py), so that
row level security shows exactly this session and its person.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    select,
    text,
    update,
)

from app.accounts.models import Person, SignIn
from app.accounts.rules import SEEN_AGAIN_AFTER, device_of
from app.accounts.viewer import Found, SignedIn, all_roles, viewer_of
from app.settings import Settings
from app.web.door import Nobody
from app.web.transaction import SESSION_TOKEN, digest
from tenants import Actor, Tenant, current_scope, current_tenant_id, db, read
from tenants.boundary import telling_actor
from tenants.models import columns_in_brief, keep_brief

# The same for everyone: whoever asks, no session is looked up.
_FOR_EVERYONE = frozenset({"static", "theme", "healthz", "readyz", "organisations.logo"})


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
        g.viewer = viewer_of(found, read(all_roles(), {"person": found.person_id}).all())


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


# It belongs to every page: it is composed once.
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
