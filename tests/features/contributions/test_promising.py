"""Promising: by the coalition or the partner, under the minimum with a reason, changed and taken back by rows that are added."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.contributions.rules.ledger import Figures
from tenants import db
from tests.features.contributions.conftest import Note
from tests.features.contributions.rows import figures, newest_pledge
from tests.page import Visitor
from tests.people import World

PROMISED = "/hengelo/partners/bijdragen/toezeggingen"


def test_a_partner_promises_and_both_sides_read_it(
    world: World, coordinator: Visitor, member: Visitor, note: Note
) -> None:
    answer = note(member, "toezegging", "uren", own=True, amount="1:30", what="Een gastvrouw")
    assert "De toezegging is genoteerd." in member.follow(answer).words()
    assert figures(world).promised == 2400 + 90
    page = coordinator.get(f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}/bijdragen")
    assert "Toegezegd: 1:30 uur, Een gastvrouw" in page.words()


def test_less_than_the_minimum_asks_why_and_is_then_a_promise(
    world: World, coordinator: Visitor, note: Note
) -> None:
    said = {"partner": "bakker", "amount": "€ 300,-"}
    refused = note(coordinator, "toezegging", "geld", **said)
    assert (refused.status, refused.value_of("amount")) == (422, "€ 300,-")
    assert "minder dan het minimum" in refused.error_of("reason")
    assert note(coordinator, "toezegging", "geld", reason="Net begonnen.", **said).status == 303
    # Together with what was promised before it reaches the minimum: no reason is asked.
    assert note(coordinator, "toezegging", "geld", partner="bakker", amount="200").status == 303
    assert figures(world, "money", "bakker").promised == 50_000


def test_the_terms_of_the_period_stand_above_the_form(world: World, member: Visitor) -> None:
    page = member.get(f"/hengelo/bijdrage/{world.row('hengelo', 'partner', 'welzijn')}/toezegging")
    assert "ten minste € 500 per partner" in page.words().replace("\xa0", " ")
    assert "Een training." in page.words()
    assert "In overleg." in page.words()


def test_what_is_promised_changes_by_a_new_row_and_what_it_was_stays_readable(
    world: World, coordinator: Visitor, member: Visitor
) -> None:
    first = world.row("hengelo", "pledge", "uren")
    change = {"amount": "20", "day": "2026-02-01", "what": "Gastvrouwen"}
    assert coordinator.post(f"{PROMISED}/{first}/wijziging", change).error_of("reason")
    assert (
        coordinator.post(f"{PROMISED}/{first}/wijziging", {**change, "reason": "Er is minder tijd."}).status
        == 303
    )
    assert figures(world) == Figures(promised=1200, confirmed=360, open=840)
    # What was noted for the promise of first still answers to it.
    page = member.get(f"/hengelo/bijdrage/toezeggingen/{first}").words()
    assert page.index("20 uur") < page.index("Er is minder tijd.") < page.index("40 uur")


def test_a_promise_taken_back_no_longer_counts_and_stays_readable(world: World, member: Visitor) -> None:
    first = world.row("hengelo", "pledge", "uren")
    own = f"/hengelo/bijdrage/toezeggingen/{first}"
    assert member.post(f"{own}/intrekking", {"reason": " "}).error_of("reason")
    assert member.post(f"{own}/intrekking", {"reason": "De gastvrouwen stoppen."}).status == 303
    assert figures(world) == Figures(confirmed=360)
    assert "De gastvrouwen stoppen." in member.get(own).words()
    assert (
        "Ingetrokken" in member.get(f"/hengelo/bijdrage/{world.row('hengelo', 'partner', 'welzijn')}").words()
    )
    again = member.post(f"{own}/intrekking", {"reason": "Nog eens."})
    assert (again.status, "ingetrokken" in again.words()) == (409, True)


@pytest.mark.parametrize(
    ("kind", "field", "said", "sentence"),
    [
        ("geld", "amount", {"amount": "veel"}, "Vul een bedrag in"),
        ("geld", "amount", {"amount": "-5"}, "onder nul"),
        ("geld", "amount", {"amount": "1,234"}, "twee cijfers"),
        ("geld", "amount", {"amount": "0"}, "boven nul"),
        ("geld", "amount", {"amount": ""}, "Vul in hoeveel"),
        ("uren", "amount", {"amount": "zes"}, "Vul uren in"),
        ("natura", "what", {"what": " "}, "Vul in wat het is"),
        ("natura", "value", {"what": "Een zaal", "value": "duur"}, "Vul een bedrag in"),
        ("uren", "day", {"amount": "6", "day": "2199-01-01"}, "moet nog komen"),
        ("uren", "day", {"amount": "6", "day": "gisteren"}, "geen dag"),
        ("uren", "period", {"amount": "6", "period": ""}, "Kies de periode"),
    ],
)
def test_what_cannot_be_promised_gets_a_sentence_beside_the_field(
    coordinator: Visitor, note: Note, kind: str, field: str, said: dict[str, str], sentence: str
) -> None:
    answer = note(coordinator, "toezegging", kind, **said)
    assert answer.status == 422
    assert sentence in answer.error_of(field)


def test_the_same_form_sent_twice_is_one_promise(world: World, coordinator: Visitor, note: Note) -> None:
    for _ in range(2):
        note(coordinator, "toezegging", "uren", amount="6", idempotency_key="sleutel-van-dit-formulier")
    assert figures(world).promised == 2400 + 360


def test_money_is_asked_for_then_invoiced_and_each_step_stays(
    world: World, coordinator: Visitor, note: Note
) -> None:
    note(coordinator, "toezegging", "geld", partner="bakker", amount="500")
    promise = f"{PROMISED}/{newest_pledge(world)}"
    assert coordinator.post(f"{promise}/factuur", {"number": "F-7", "day": "2026-03-01"}).status == 422
    assert coordinator.post(f"{promise}/vraag").status == 303
    assert "nummer van de factuur" in coordinator.post(f"{promise}/factuur", {"day": "2026-03-01"}).error_of(
        "number"
    )
    assert coordinator.post(f"{promise}/factuur", {"number": "F-7", "day": "2026-03-01"}).status == 303
    words = coordinator.get(promise).words()
    assert words.index("Om gevraagd") < words.index("Factuur verstuurd: F-7")


@pytest.mark.parametrize("table", ["pledge", "money_step", "contribution", "contribution_answer"])
@pytest.mark.parametrize("deed", ["update {} set noted_by = 'iemand anders'", "delete from {}"])
def test_the_database_refuses_to_change_or_remove_what_was_said(world: World, table: str, deed: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), world.inside("hengelo"):
        db().execute(text(deed.format(table)))


def test_a_controller_reads_and_notes_nothing_and_a_reader_does_not_read(world: World) -> None:
    welzijn = world.row("hengelo", "partner", "welzijn")
    controller, reader = world.as_person("controller@hengelo"), world.as_person("reader@hengelo")
    page = controller.get(f"/hengelo/partners/{welzijn}/bijdragen")
    assert (page.status, "noteren" in page.words()) == (200, False)
    assert controller.get(f"/hengelo/partners/{welzijn}/bijdragen/toezegging").status == 403
    assert reader.get("/hengelo/partners/bijdragen").status == 403
    assert "40 uur" not in reader.get(f"/hengelo/partners/{welzijn}").words()
