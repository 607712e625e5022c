"""What is remembered to be quick must be what it would be anyway."""

import time
from typing import Any
from uuid import uuid4

import psycopg
from flask import Flask, g, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import text

from tenants import db
from tests.people import World


def test_a_remembered_address_is_the_one_that_flask_makes(furnished: World) -> None:
    app, row = furnished.app, uuid4()
    asked: list[tuple[str, dict[str, Any]]] = [
        ("plan.action", {"action_id": row}),
        ("plan.action", {"action_id": uuid4(), "_anchor": "update"}),
        ("plan.listing", {"status": "running", "pijler": 1}),
        ("plan.listing", {"q": f"é & {row} #", "pagina": 2, "leeg": None}),
        ("plan.pillar", {"number": 3}),
        ("static", {"filename": "mark.svg"}),
        ("plan.document", {"_anchor": "hoofdstuk é"}),
    ]
    for script in ("/hengelo", "/enschede", "/voor/hengelo"):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": script}):
            for endpoint, values in asked * 2:
                expected = Flask.url_for(app, endpoint, **values)
                outside = endpoint == "static"
                assert url_for(endpoint, **values) == (
                    expected.removeprefix(script) if outside else expected
                ), endpoint
            # One is true is 1, but not in an address.
            assert url_for("plan.listing", pagina=1) != url_for("plan.listing", pagina=True)


def test_an_address_outside_all_coalitions_stays_there(furnished: World) -> None:
    with furnished.app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/hengelo"}):
        for _ in range(2):
            assert url_for("accounts.account") == "/account"
            assert url_for("plan.document") == "/hengelo/plan"


def test_a_mail_in_another_language_changes_neither_the_page_before_nor_after_it(furnished: World) -> None:
    shown = furnished.app.jinja_env.from_string("{{ _('Overzicht') }} {{ ngettext('actie', 'acties', 2) }}")
    with furnished.app.test_request_context("/"):
        assert (gettext("Overzicht"), shown.render()) == ("Overzicht", "Overzicht acties")
        with force_locale("en"):
            assert (gettext("Overzicht"), shown.render()) == ("Overview", "Overview actions")
        assert (gettext("Overzicht"), shown.render()) == ("Overzicht", "Overzicht acties")
        assert "language" in g


def test_what_is_filled_in_into_a_sentence_is_escaped(furnished: World) -> None:
    shown = furnished.app.jinja_env.from_string("{{ _('Link naar %(title)s', title='<b>') }}")
    with furnished.app.test_request_context("/"):
        assert shown.render() == "Link naar &lt;b&gt;"


def test_a_connection_that_postgresql_ended_is_replaced_before_anybody_notices(world: World) -> None:
    ask = text("select pg_backend_pid()")
    with world.inside("hengelo"):
        ended = db().scalar(ask)
    with psycopg.connect(world.database.url("owner").replace("+psycopg", ""), autocommit=True) as owner:
        with psycopg.connect(world.database.url().replace("+psycopg", ""), autocommit=True) as same_role:
            same_role.execute("select pg_terminate_backend(%s)", (ended,))
        deadline = time.monotonic() + 10
        while owner.execute("select 1 from pg_stat_activity where pid = %s", (ended,)).fetchone():
            assert time.monotonic() < deadline
            time.sleep(0.01)
    with world.inside("hengelo"):
        assert db().scalar(ask) != ended
