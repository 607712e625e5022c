"""What every answer carries, and what people see when something is refused, missing or broken."""

import json
import logging
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.access import Permission
from app.plan.models import Neighbourhood
from app.web.door import needs
from app.web.logs import JsonLines, log
from tenants import db
from tests.people import World


def test_every_answer_tells_the_browser_what_it_may_load(world: World) -> None:
    headers = world.as_person("reader@hengelo").get("/hengelo/").response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers, "only where there is https"


def test_a_page_and_its_fragment_are_kept_apart_by_caches(world: World) -> None:
    visitor = world.as_person("coordinator@hengelo")
    page = visitor.get("/hengelo/plan/lijst")
    fragment = visitor.get(
        "/hengelo/plan/lijst", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    boosted = visitor.get("/hengelo/plan/lijst", headers={"HX-Request": "true", "HX-Request-Type": "full"})
    assert "<html" in page.text
    assert "<html" not in fragment.text
    assert "<html" in boosted.text
    for answer in (page, fragment, boosted):
        assert {"HX-Request", "HX-Request-Type"} <= {
            name.strip() for name in answer.response.headers["Vary"].split(",")
        }


def test_a_form_without_its_token_changes_nothing(world: World) -> None:
    visitor = world.as_person("coordinator@hengelo")
    response = visitor._client.post("/hengelo/plan/wijziging", data={"title": "Gekaapt"})
    assert response.status_code in {400, 404, 405}
    response = visitor._client.post("/uitloggen")
    assert response.status_code == 400
    assert visitor.get("/hengelo/").status == 200


def test_what_is_not_there_says_so_with_a_way_on(world: World) -> None:
    answer = world.as_person("reader@hengelo").get("/hengelo/nergens")
    assert answer.status == 404
    assert answer.heading == "Deze pagina is er niet"
    assert answer.document.xpath("//main//a/@href")


def test_what_one_may_not_do_says_whom_to_ask(world: World) -> None:
    answer = world.as_person("reader@hengelo").get("/hengelo/acties/nieuw")
    assert answer.status == 403
    assert "beheerder" in answer.words()


def test_a_hand_typed_language_or_return_address_leads_nowhere_else(world: World) -> None:
    visitor = world.stranger()
    for address in ("//elders.example", "https://elders.example", "/\\elders.example"):
        assert visitor.get(f"/taal/en?terug={address}").location == "/"
    assert visitor.get("/taal/en?terug=/over").location == "/over"


@pytest.fixture
def lines() -> Any:
    kept: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(json.loads(JsonLines().format(record)))

    handler = Keep()
    log.addHandler(handler)
    yield kept
    log.removeHandler(handler)


def test_a_request_is_one_line_with_its_id_tenant_and_actor_and_no_personal_detail(
    world: World, lines: list[dict[str, Any]]
) -> None:
    visitor = world.as_person("reader@hengelo")
    answer = visitor.get("/hengelo/zoeken?q=Jansen", headers={"X-Request-Id": "kenmerk-12345"})
    (line,) = [line for line in lines if line["event"] == "request"]
    assert answer.response.headers["X-Request-Id"] == line["request_id"] == "kenmerk-12345"
    assert line["tenant"] == str(world.tenant("hengelo"))
    assert line["actor"] == str(world.people["reader@hengelo"])
    assert not any(word in json.dumps(line) for word in ("Jansen", "reader@", "127.0.0.1"))


def test_what_breaks_is_undone_logged_without_data_and_told_with_an_id(
    world: World, lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    app: Flask = world.app

    def breaks(**_: object) -> str:
        db().add(Neighbourhood(name="Half werk"))
        db().flush()
        message = "mevrouw Jansen, Dorpsstraat 1"
        raise ValueError(message)

    door = needs(Permission.PLAN_READ)
    monkeypatch.setitem(app.view_functions, "home.overview", door(breaks))
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", value=False)
    answer = world.as_person("coordinator@hengelo").get("/hengelo/")
    assert answer.status == 500
    (line,) = [line for line in lines if line["event"] == "broken"]
    assert line["request_id"] in answer.words()
    assert "Jansen" not in json.dumps(lines)
    assert "Jansen" not in answer.text
    with world.inside("hengelo"):
        assert "Half werk" not in set(db().scalars(select(Neighbourhood.name)))


def test_the_process_lives_and_can_serve(world: World) -> None:
    visitor = world.stranger()
    assert visitor.get("/healthz").response.get_json() == {"status": "ok"}
    assert visitor.get("/readyz").response.get_json() == {"status": "ready"}


def test_it_cannot_serve_before_the_database_is_migrated(world: World) -> None:
    from sqlalchemy import create_engine, text  # noqa: PLC0415 - only here

    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
    owner.dispose()
    answer = world.stranger().get("/readyz")
    assert answer.status == 503
    assert "migration" in answer.response.get_json()["database"]


@pytest.mark.parametrize(
    "address",
    ["/", "/inloggen", "/wachtwoord/vergeten", "/over", "/hengelo/", "/hengelo/plan//lijst", "/static//x"],
)
def test_no_answer_repeats_the_host_that_a_visitor_claims(world: World, address: str) -> None:
    visitor = world.as_person("reader@hengelo")
    for claimed in (
        {"Host": "evil.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
    ):
        answer = visitor._client.get(address, headers=claimed)
        assert "evil.example" not in answer.get_data(as_text=True) + str(answer.headers)


def test_asking_for_the_head_of_a_page_is_no_attempt_to_sign_in(world: World) -> None:
    for address in ("/", "/inloggen", "/wachtwoord/vergeten"):
        assert world.stranger()._client.head(address).status_code == 200


def test_what_is_missing_is_kept_by_no_cache(world: World) -> None:
    answer = world.stranger().get("/static/nergens.css")
    assert (answer.status, answer.response.headers["Cache-Control"]) == (404, "no-store")


def test_a_style_sheet_of_a_colour_holds_nothing_but_the_colour(world: World) -> None:
    visitor = world.stranger()
    assert "--sk-brand:#1d4f7c" in visitor.get("/theme.css?kleur=1d4f7c").text
    for odd in ("red;}body{display:none", "1d4f7c%0a", "1D4F7C", "1d4f7", ""):
        assert visitor.get(f"/theme.css?kleur={odd}").text == ""
