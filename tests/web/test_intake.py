"""What people, and what tries to look like them, may send: odd text, numbers that do not exist, forms from elsewhere."""

import logging

import pytest
from sqlalchemy import text

from app.web.door import door_of
from app.web.intake import countable, day
from app.web.limits import by_typed_address
from app.web.page import is_own_address
from tenants import db
from tests.page import Visitor
from tests.people import World, secret_of
from tests.tenants.test_isolation import forms_of_hengelo

AS_IN_PRODUCTION = ("PROPAGATE_EXCEPTIONS", False)
ODD = ("\0", "9" * 25, "-" + "9" * 25, "İ", "\N{RIGHT-TO-LEFT OVERRIDE}", "2026-02-30", "x" * 3000)


@pytest.fixture
def coordinator(world: World, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    # What breaks is a page with status 500, as in production, and not an exception in the test.
    monkeypatch.setitem(world.app.config, *AS_IN_PRODUCTION)
    return world.as_person("coordinator@hengelo")


@pytest.mark.parametrize(
    "address",
    ["geschiedenis?pagina={}", "geschiedenis?soort={}", "geschiedenis?wie={}", "geschiedenis?van={}&tot={}", "plan/bord?pijler={}",
     "plan/bord?trekker={}", "plan/lijst?pagina={}", "plan/lijst?pijler={}&thema={}&trekker={}", "plan/lijst?q={}&sorteer={}",
     "zoeken?q={}", "partners?q={}", "acties/nieuw?doel={}&pijler={}", "pijlers/{}", "pijlers/{}/wijziging"],
)  # fmt: skip
def test_odd_text_in_an_address_breaks_no_page(coordinator: Visitor, address: str) -> None:
    for odd in (*ODD, "9999-12-31", "0001-01-01", "''"):
        answer = coordinator.get(f"/hengelo/{address.replace('{}', odd.replace(chr(0), '%00'))}")
        assert answer.status in {200, 400, 404}, odd


def test_odd_text_in_any_field_of_any_form_breaks_no_page(world: World, coordinator: Visitor) -> None:
    forms = forms_of_hengelo(world)
    for address, fields in forms:
        for odd in ODD:
            answer = coordinator.post(address, dict.fromkeys(fields, odd))
            assert answer.status < 500, f"{address}: {odd!r}"
            if odd == "\0" and fields and answer.status != 404:
                assert answer.status in {400, 403}, address


def test_a_sign_that_the_database_cannot_hold_is_told_of(coordinator: Visitor) -> None:
    answer = coordinator.post("/account", {"name": "Noor\0", "language": "nl"})
    assert (answer.status, answer.heading) == (400, "Dit verzoek klopt niet")


@pytest.mark.parametrize("part", ["day", "month"])
def test_a_day_that_no_calendar_has_is_said_beside_the_date(
    world: World, coordinator: Visitor, part: str
) -> None:
    action = world.row("hengelo", "action", "koffie")
    typed = {"title": "Koffie", "deadline-year": "2027", f"deadline-{part}": "9" * 25}
    answer = coordinator.post(f"/hengelo/acties/{action}/wijziging", typed)
    assert answer.status == 422
    assert "geheel getal" in answer.words() or "heel getal" in answer.words()


@pytest.mark.parametrize("name", ["endpoint", "_scheme", "_external", "_anchor", "_method", "self"])
@pytest.mark.parametrize("address", ["/hengelo/plan/lijst", "/hengelo/geschiedenis"])
def test_nobody_gives_our_links_another_scheme_by_an_address(
    coordinator: Visitor, address: str, name: str
) -> None:
    answer = coordinator.get(f"{address}?{name}=javascript&pagina=1")
    assert answer.status == 200
    links = answer.document.xpath("//main//a/@href")
    assert not [link for link in links if link.startswith(("javascript", "http"))]


@pytest.mark.parametrize("url", ["/", "/hengelo/", "/hengelo/acties?status=running#lijst"])
def test_a_path_of_our_own_is_where_one_may_go_back_to(url: str) -> None:
    assert is_own_address(url)


@pytest.mark.parametrize(
    "url",
    ["", "hengelo", "//evil.example", "/\\evil.example", "https://evil.example/", "/a\\b", "/\n/evil.example", "/\t/evil.example",
     "/\r\nSet-Cookie:a=b", "javascript:alert(1)", "/ /x"],
)  # fmt: skip
def test_any_other_address_is_not(world: World, url: str) -> None:
    assert not is_own_address(url)
    answer = world.stranger().get("/taal/en", query_string={"terug": url})
    assert (answer.status, answer.location) == (302, "/")


def test_what_is_no_number_and_no_day_is_left_out() -> None:
    assert countable("12") == 12
    assert day("2026-12-31").year == 2026
    for read, written in (
        (countable, "2147483648"),
        (countable, "x"),
        (day, "9999-12-31"),
        (day, "31-12-2026"),
    ):
        with pytest.raises(ValueError, match=r".+"):
            read(written)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Request-Type": "partial"}])
@pytest.mark.parametrize("token", ["", "forged", "IjEi.aaaa.bbbb"])
def test_a_change_without_our_token_is_refused_also_through_htmx(
    world: World, headers: dict[str, str], token: str
) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    action = world.row("hengelo", "action", "koffie")
    answer = coordinator._client.post(
        f"/hengelo/acties/{action}/updates",
        data={"happened": "Gekaapt", "light": "green"},
        headers={**headers, "X-CSRFToken": token},
    )
    assert answer.status_code == 400
    with world.inside("hengelo"):
        assert db().scalar(text("select count(*) from progress_update where happened = 'Gekaapt'")) == 0


def test_the_token_of_one_browser_is_worth_nothing_in_another(world: World) -> None:
    mine, theirs = world.as_person("coordinator@hengelo"), world.as_person("reader@hengelo")
    theirs.get("/account")
    mine.get("/account")
    mine._token = theirs._token
    assert mine.post("/account", {"name": "Gekaapt", "language": "nl"}).status == 400


@pytest.mark.parametrize(("origin", "status"), [("http://localhost", 303), ("http://localhost:8000", 303),
                                                ("https://evil.example", 400), ("null", 400)])  # fmt: skip
def test_a_change_that_comes_from_another_site_is_refused_also_with_a_token(
    world: World, origin: str, status: int
) -> None:
    visitor = world.as_person("coordinator@hengelo")
    answer = visitor.post("/account", {"name": "Noor", "language": "nl"}, headers={"Origin": origin})
    assert answer.status == status


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_other_ways_to_ask_are_refused_with_a_sentence(coordinator: Visitor, method: str) -> None:
    for address in (
        "/account",
        "/hengelo/plan/lijst",
        f"/hengelo/acties/{'0' * 8}-0000-0000-0000-{'0' * 12}",
    ):
        answer = coordinator._client.open(address, method=method)
        assert answer.status_code in {400, 405}


@pytest.mark.parametrize(
    "path",
    ["//hengelo/", "//enschede/plan", "///enschede", "/HENGELO/", "/Enschede/", "/hengelo/../enschede/", "/hengelo/enschede/",
     "/hengelo/inloggen", "/hengelo\0/", "/\0", "/static/\0", "/static/../settings.py", "/enschede", "/enschede/",
     "/enschede//plan", "/hengelo/plan//lijst", "/static//etc/passwd"],
)  # fmt: skip
def test_a_crooked_path_leads_into_no_coalition(world: World, path: str) -> None:
    client = world.as_person("reader@hengelo")._client
    answer = client.open("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code == 404
    assert secret_of("enschede") not in answer.get_data(as_text=True)


def test_an_address_of_whichever_length_is_counted_by_its_digest(world: World) -> None:
    with world.app.test_request_context(method="POST", data={"email": f"{'a' * 9000}@hengelo.example"}):
        assert len(by_typed_address()) < 100
        assert "hengelo" not in by_typed_address()


@pytest.mark.parametrize(
    "email",
    ["a" * 10_000 + "@hengelo.example", "İ@hengelo.example", "coordinator@hengelo.example\0", " ", "'; drop table person; --",
     "coordinator@hengelo.example\r\nBcc: x@evil.example", "COORDİNATOR@hengelo.example"],
)  # fmt: skip
@pytest.mark.parametrize("door", ["/inloggen", "/wachtwoord/vergeten"])
def test_an_odd_address_at_a_door_gets_an_answer_and_no_way_in(
    world: World, monkeypatch: pytest.MonkeyPatch, door: str, email: str
) -> None:
    monkeypatch.setitem(world.app.config, *AS_IN_PRODUCTION)
    answer = world.stranger().post(
        door, {"email": email, "password": "x" * 5000 if "a" * 99 in email else "iets"}
    )
    assert answer.status in {200, 400, 422, 429}


def test_what_was_typed_stands_in_no_log_when_something_breaks(
    world: World, coordinator: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(**_: object) -> str:
        db().execute(
            text("insert into neighbourhood (name) values (:name), (:name)"), {"name": "mevrouw Jansen"}
        )
        return ""

    breaks.__door__ = door_of(world.app, "home.overview")  # type: ignore[attr-defined]
    monkeypatch.setitem(world.app.view_functions, "home.overview", breaks)
    with caplog.at_level(logging.DEBUG):
        for name in ("samenkracht", world.app.logger.name):
            logging.getLogger(name).addHandler(caplog.handler)
        assert coordinator.get("/hengelo/").status == 500
    assert "Jansen" not in caplog.text
    assert "[parameters" not in caplog.text or "hidden" in caplog.text
