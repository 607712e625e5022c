"""Traps that were found before the first line was written, each once cost somebody a day: those that no other test tells of.

Traps 1 to 3, 6, 7 and 11 stand in tests/tenants, 8 also in tests/jobs, 9 in test_house.py, 10 in tests/web/test_clock.py, 12 in
tests/processes, the words of 13 in test_catalogue_words.py.
"""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from sqlalchemy import select

from app.plan.models import Neighbourhood
from app.settings import settings
from app.web.door import door_of
from jobs.worker import refuse_what_is_unsafe
from tenants import OutsideScope, current_scope, db, in_scope
from tenants.database import engine
from tests.people import World

ROOT = Path(__file__).resolve().parents[2]
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
# Buttons without a form of their own: what they answer is always somewhere else, or a file.
ONLY_BUTTONS = {
    "contributions.ask_money",
    "contributions.confirm",
    "contributions.own_confirm",
    "accounts.sign_out",
    "accounts.end_session",
    "accounts.end_other_sessions",
    "accounts.invite_again",
    "accounts.revoke_invitation",
    "joining.accept_application",
    "joining.invite_again",
    "joining.withdraw_consent",
    "joining.withdraw_own_consent",
    "organisations.invite_colleague_again",
    "organisations.remove_logo",
    "organisations.revoke_colleague_invitation",
    "partners.contact_data",
    "partners.contact_text",
    "partners.remove_logo",
    "partners.withdraw",
    "plan.ask_update_again",
    "plan.withdraw_request",
    "platform.try_again",
}


def _break_the_overview(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_: object) -> str:
        db().add(Neighbourhood(name="Half werk"))
        db().flush()
        raise ZeroDivisionError

    breaks.__door__ = door_of(world.app, "home.overview")  # type: ignore[attr-defined]
    monkeypatch.setitem(world.app.view_functions, "home.overview", breaks)


def test_a_request_whose_exception_goes_on_upwards_keeps_nothing_and_leaves_no_scope_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trap 4: after_request is skipped when an exception propagates."""
    _break_the_overview(world, monkeypatch)
    monkeypatch.setitem(world.app.config, "PROPAGATE_EXCEPTIONS", True)  # noqa: FBT003 - a setting of Flask
    with pytest.raises(ZeroDivisionError):
        world.as_person("coordinator@hengelo").get("/hengelo/")
    assert not in_scope()
    with pytest.raises(OutsideScope):
        current_scope()
    with world.inside("hengelo"):
        assert "Half werk" not in set(db().scalars(select(Neighbourhood.name)))


def test_what_breaks_behind_a_button_takes_the_whole_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trap 5: htmx 4 swaps a 500 too, into whatever part of the page had asked."""
    _break_the_overview(world, monkeypatch)
    monkeypatch.setitem(world.app.config, "PROPAGATE_EXCEPTIONS", False)  # noqa: FBT003 - a setting of Flask
    visitor = world.as_person("coordinator@hengelo")
    for address, status in (("/hengelo/", 500), ("/hengelo/nergens", 404)):
        answer = visitor._client.get(address, headers=FRAGMENT)
        assert (answer.status_code, answer.headers["HX-Retarget"]) == (status, "body")


def test_an_address_that_takes_a_form_can_be_opened_again(world: World) -> None:
    """Trap 5: a boosted 422 leaves the address of the POST in the bar."""
    app = world.app
    opened = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posted - opened == ONLY_BUTTONS


def test_nobody_asks_htmx_flask_what_it_answers_wrongly() -> None:
    """Trap 5: `.target`, `.trigger` and `.trigger_name` are those of an older htmx."""
    wrong = re.compile(r"htmx\.(target|trigger|trigger_name)\b")
    modules = [*(ROOT / "app").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    assert [str(path) for path in modules if wrong.search(path.read_text("utf-8"))] == []


def test_a_worker_holds_no_connection_to_the_database_when_it_forks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trap 8: parent and child would speak through one socket."""
    monkeypatch.setattr(
        "jobs.worker.settings", lambda: settings().model_copy(update={"database_url": world.database.url()})
    )
    refuse_what_is_unsafe()
    pool = engine().pool
    assert (pool.checkedin(), pool.checkedout()) == (0, 0)  # type: ignore[attr-defined]


def test_axe_looks_at_pages_as_the_browser_guards_them() -> None:
    """Trap 13: bypassing the content security policy would hide what it blocks."""
    browser = [path.read_text("utf-8") for path in (ROOT / "tests" / "browser").rglob("*.py")]
    assert any("page.evaluate(_axe())" in source for source in browser)
    assert not any("bypass_csp" in source for source in browser)


def test_a_sentence_that_changed_is_a_new_sentence() -> None:
    """Trap 13: matched approximately it would be skipped, and English would silently show Dutch."""
    known, now = Catalog(locale="en"), Catalog()
    known.add("De uitnodiging is onderweg.", "The invitation is on its way.")
    now.add("De uitnodiging is nu onderweg.")
    source = (ROOT / "app" / "console" / "catalogue.py").read_text("utf-8")
    assert "known.update(template, no_fuzzy_matching=True)" in source
    known.update(now, no_fuzzy_matching=True)
    (message,) = [each for each in known if each.id]
    assert not message.string
    assert not message.fuzzy
