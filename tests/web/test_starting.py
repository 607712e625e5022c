"""Samenkracht would rather not start than serve unsafely, and says why."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from app.factory import create_app
from app.settings import DEVELOPMENT_SECRET, Settings
from tenants.database import connect
from tests.people import World

SAFE: dict[str, Any] = {
    "environment": "production",
    "secret_key": "a-secret-of-more-than-thirty-two-signs",
    "public_url": "https://samenkracht.example",
    "trusted_proxies": 1,
}


@pytest.fixture
def production(world: World, redis_url: str) -> Iterator[dict[str, Any]]:
    yield SAFE | {"database_url": world.database.url(), "redis_url": redis_url}
    connect(world.database.url()).dispose()


def test_with_safe_settings_it_starts(production: dict[str, Any]) -> None:
    app = create_app(Settings(**production))
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 200
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]
    cookie = app.test_client().get("/inloggen").headers["Set-Cookie"]
    assert cookie.startswith("__Host-samenkracht=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))


@pytest.mark.parametrize(
    ("unsafe", "reason"),
    [
        ({"secret_key": DEVELOPMENT_SECRET}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"redis_url": ""}, "REDIS_URL"),
        ({"public_url": "http://samenkracht.example"}, "PUBLIC_URL"),
        ({"trusted_proxies": 0}, "TRUSTED_PROXIES"),
        ({"metrics_token": "short"}, "METRICS_TOKEN"),
    ],
)
def test_in_production_unsafe_settings_are_named(
    production: dict[str, Any], unsafe: dict[str, str], reason: str
) -> None:
    with pytest.raises(RuntimeError, match=reason):
        create_app(Settings(**(production | unsafe)))


@pytest.mark.parametrize("above", ["owner", "national"])
def test_a_database_role_that_can_become_another_one_is_refused(
    world: World, redis_url: str, above: str
) -> None:
    superuser = create_engine(world.database.url("postgres"), isolation_level="AUTOCOMMIT")
    climber = f"climber_{uuid4().hex[:8]}"
    with superuser.connect() as connection:
        connection.execute(text(f"create role {climber} login in role {above}"))
        connection.execute(text(f"grant usage on schema public to {climber}"))
        connection.execute(text(f"grant select on alembic_version to {climber}"))
    url = make_url(world.database.url()).set(username=climber).render_as_string(hide_password=False)
    try:
        with pytest.raises(RuntimeError, match=f"can become {above}"):
            create_app(Settings(environment="development", database_url=url, redis_url=redis_url))
    finally:
        connect(world.database.url()).dispose()
        with superuser.connect() as connection:
            connection.execute(text(f"drop owned by {climber}"))
            connection.execute(text(f"drop role {climber}"))
        superuser.dispose()


@pytest.mark.parametrize(("role", "reason"), [("postgres", "superuser"), ("owner", "owns tables")])
def test_a_database_role_that_could_cross_the_boundary_is_refused_everywhere(
    world: World, redis_url: str, role: str, reason: str
) -> None:
    unsafe = Settings(environment="development", database_url=world.database.url(role), redis_url=redis_url)
    with pytest.raises(RuntimeError, match=reason):
        create_app(unsafe)
    connect(world.database.url()).dispose()


def test_in_production_a_demonstration_account_is_refused(world: World, production: dict[str, Any]) -> None:
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text("update person set demonstration = true where id = :id"), {"id": world.people["adviser"]}
        )
    owner.dispose()
    with pytest.raises(RuntimeError, match=r"(?i)demonstration"):
        create_app(Settings(**production))
