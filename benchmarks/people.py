"""Who looks: in every coalition a coordinator who has signed in, and something to see: a history, and news since the last visit."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha1
from uuid import UUID, uuid4, uuid5

from sqlalchemy import create_engine, insert, select

from app.access import Role
from app.accounts.models import Membership, Person, SignIn, Visit
from app.factory import Samenkracht
from app.history.models import record
from app.plan.models import Action
from app.plan.queries.action import action_to_change
from app.plan.rules import Light
from app.web.transaction import SESSION_TOKEN, digest
from tenants import Actor, Tenant, acting_in, acting_outside, db, provision

_TIMES = 1
_NEWS = 12
Moment = datetime


def live(slug: str) -> Moment:
    """Give the coalition at `slug` a coordinator, and years of work: of each action some updates and changes. Returns when that was."""
    person = Actor(_coordinator_of(provision.tenant_id_of(slug)), "Coördinator")
    email = f"coordinator@{slug}.example"
    with acting_outside(key=email):
        db().add(Person(id=person.id, email=email, name=person.name))
    with acting_in(provision.tenant_id_of(slug)):
        db().add(Membership(person_id=person.id, role=Role.COORDINATOR))
    with acting_in(provision.tenant_id_of(slug), actor=person):
        actions = [
            action_to_change(action_id) for action_id in db().scalars(select(Action.id).order_by(Action.id))
        ]
        for turn in range(_TIMES):
            for action in actions:
                record("action.edited", action, changes={"title": (f"{action.title} {turn}", action.title)})
                action.report("Er is weer een stap gezet.", following="We gaan verder.", light=Light.GREEN)
    return datetime.now(UTC)


def something_new(slug: str) -> None:
    """Let a colleague change something."""
    with acting_in(provision.tenant_id_of(slug)):
        for action in db().scalars(select(Action).order_by(Action.id).limit(_NEWS)):
            record("action.edited", action, changes={"title": (action.title, action.title)})


def signed_in(owner_url: str, product: Samenkracht, last_visit: Moment, but: Iterable[str]) -> dict[str, str]:
    """Sign the coordinator in of every coalition except those at the slugs `but`; returns the cookie of each, by slug."""
    engine = create_engine(owner_url)
    now = datetime.now(UTC)
    with engine.begin() as connection:
        everywhere = connection.execute(select(Tenant.id, Tenant.slug).where(Tenant.slug.not_in(but))).all()
        tokens = {tenant_id: uuid4().hex for tenant_id, _ in everywhere}
        if not tokens:
            return {}
        connection.execute(
            insert(SignIn),
            [
                {"person_id": _coordinator_of(tenant_id), "token_hash": digest(token), "device": "benchmark"}
                for tenant_id, token in tokens.items()
            ],
        )
        visits = [
            {"tenant_id": each, "person_id": _coordinator_of(each), "seen_at": now, "previous_at": last_visit}
            for each in tokens
        ]
        connection.execute(insert(Visit), visits)
    engine.dispose()
    return {slug: _cookie(product, tokens[tenant_id]) for tenant_id, slug in everywhere}


def _coordinator_of(tenant_id: UUID) -> UUID:
    """The same id that app/console/scale.py gives."""
    return uuid5(tenant_id, Role.COORDINATOR)


def _cookie(product: Samenkracht, token: str) -> str:
    # With the secret of the forms, which a browser has from the first page on.
    session = {SESSION_TOKEN: token, "csrf_token": sha1(token.encode()).hexdigest()}  # noqa: S324 - any text would do
    serializer = product.session_interface.get_signing_serializer(product)  # type: ignore[attr-defined]
    return f"{product.config['SESSION_COOKIE_NAME']}={serializer.dumps(session)}"
