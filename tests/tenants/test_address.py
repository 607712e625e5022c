"""The address says the tenant, and nothing else does."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import OperationalError

from tenants.address import AWAY_KEY, TENANT_KEY, TenantAddress, TenantDirectory
from tests.people import World


def _seen(
    environ: dict[str, Any], known: dict[str, Any], find: Callable[[str], Any] | None = None
) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    def application(inner: dict[str, Any], _start: Any) -> list[bytes]:
        seen.update(inner)
        return []

    TenantAddress(application, find or known.get)(environ, lambda *_: lambda _: None)
    return seen


def test_the_slug_moves_to_the_script_name() -> None:
    seen = _seen({"PATH_INFO": "/hengelo/plan/bord"}, {"hengelo": "the id"})
    assert (seen["SCRIPT_NAME"], seen["PATH_INFO"], seen[TENANT_KEY]) == ("/hengelo", "/plan/bord", "the id")


def test_a_coalition_without_a_slash_is_its_front_page() -> None:
    assert _seen({"PATH_INFO": "/hengelo"}, {"hengelo": "the id"})["PATH_INFO"] == "/"


def test_an_unknown_first_part_stays_where_it_is() -> None:
    seen = _seen({"PATH_INFO": "/inloggen", TENANT_KEY: "smuggled"}, {})
    assert seen["PATH_INFO"] == "/inloggen"
    assert TENANT_KEY not in seen


def test_while_the_database_is_away_the_application_is_told_and_no_tenant_is_guessed() -> None:
    def away(_slug: str) -> None:
        raise OperationalError("select", None, ConnectionError())

    seen = _seen({"PATH_INFO": "/hengelo/plan", TENANT_KEY: "smuggled"}, {}, away)
    assert AWAY_KEY in seen
    assert TENANT_KEY not in seen
    assert AWAY_KEY not in _seen({"PATH_INFO": "/hengelo/plan"}, {"hengelo": "the id"})


def test_the_directory_knows_towns_and_keeps_the_products_own_rooms(world: World) -> None:
    directory = TenantDirectory()
    assert directory.find("hengelo") == world.tenant("hengelo")
    assert directory.find("hengelo") == world.tenant("hengelo")
    assert directory.find("almelo") is None
    assert directory.find("inloggen") is None
    assert directory.find("../etc") is None


def test_links_inside_a_coalition_stay_inside_and_the_others_outside(world: World) -> None:
    with world.app.test_request_context("/plan", base_url="http://localhost/hengelo"):
        assert world.app.url_for("plan.board") == "/hengelo/plan/bord"
        assert world.app.url_for("accounts.sign_in") == "/inloggen"
        assert world.app.url_for("static", filename="mark.svg").startswith("/static/")
