"""Looking changes nothing: whoever opens every page leaves every row as it was."""

from sqlalchemy import create_engine, text

from app.access import Role
from tests.people import World
from tests.tenants.test_isolation import crawl

# When somebody last looked: the only thing that looking may leave behind.
THAT_SOMEBODY_LOOKED = {"visit", "sign_in"}


def _everything(world: World) -> dict[str, str]:
    """A fingerprint of every table: of which row was written by which transaction."""
    owner = create_engine(world.database.url("owner"))
    with owner.connect() as connection:
        tables = set(connection.scalars(text("select tablename from pg_tables where schemaname = 'public'")))
        fingerprints = {
            table: str(
                connection.scalar(
                    text(
                        f"select md5(coalesce(string_agg(xmin || ':' || ctid, ',' order by ctid), '')) from {table}"
                    )
                )
            )
            for table in tables - THAT_SOMEBODY_LOOKED
        }
    owner.dispose()
    return fingerprints


def test_opening_every_page_in_every_role_changes_no_row(world: World) -> None:
    before = _everything(world)
    opened = 0
    for role in Role:
        opened += len(crawl(world.as_person(f"{role}@hengelo"), "/hengelo/"))
    for who in ("adviser", "operator", "coordinator@hengelo"):
        visitor = world.as_person(who)
        for address in (
            "/",
            "/account",
            "/landelijk",
            "/beheer",
            "/beheer/nieuw",
            "/beheer/toestand",
            "/over",
            "/inloggen",
            "/account/wachtwoord",
        ):
            visitor.get(address)
    stranger = world.stranger()
    for address in (
        "/",
        "/inloggen",
        "/wachtwoord/vergeten",
        "/wachtwoord/x",
        "/hengelo/uitnodiging/uitnodiging-hengelo",
        "/hengelo/update/update-hengelo",
    ):
        stranger.get(address)
    assert opened > 50
    assert _everything(world) == before
