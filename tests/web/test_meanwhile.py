"""Two people change the same thing: who saves second sees what the first changed, field by field, and loses nothing that was typed."""

from typing import Any

import pytest

from app.plan.models import Action, Milestone
from app.plan.queries.action import action_to_tie
from tenants import db
from tests.page import Answer, Visitor
from tests.people import World
from tests.web.test_answered import at_once

NOTICE = "Intussen is dit gewijzigd. Er is nog niets opgeslagen."
Fill = dict[str, Any]


def form_of(page: Answer, address: str) -> Fill:
    """The form to `address` as a browser would send it, several ticks under one name as a list."""
    (form,) = page.document.xpath(f"//main//form[@action='{address}']")[:1]
    filled: Fill = {}
    for name, value in form.form_values():
        filled[name] = [*filled.get(name, []), value] if name in filled else [value]
    return filled


def beside(page: Answer, field: str) -> str:
    """What stands beside a field about what another changed."""
    return page.words(f"//*[@id='intussen-{field}']")


@pytest.fixture
def both(world: World) -> tuple[Visitor, Visitor]:
    """The coordinator, who saves first, and the officer, who saves second."""
    return world.as_person("coordinator@hengelo"), world.as_person("officer@hengelo")


@pytest.fixture
def facts(world: World) -> str:
    return f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}/wijziging"


def coffee(world: World) -> Action:
    with world.inside("hengelo"):
        return db().get_one(Action, world.row("hengelo", "action", "koffie"))


def test_the_second_sees_what_the_first_changed_and_keeps_what_was_typed(
    world: World, both: tuple[Visitor, Visitor], facts: str
) -> None:
    first, second = both
    mine, theirs = form_of(second.get(facts), facts), form_of(first.get(facts), facts)
    text = "Elke dinsdag en donderdag koffie."
    theirs |= {"title": "Koffie en taart", "deadline-year": "2028", "deadline-month": "", "deadline-day": ""}
    assert first.post(facts, theirs).status == 303
    told = second.post(facts, mine | {"title": "Koffie voor iedereen", "description": text})
    assert told.status == 422
    assert NOTICE in told.words()
    assert "Gewijzigd door Coordinator in hengelo op" in told.words()
    assert told.value_of("title") == "Koffie voor iedereen"
    assert told.value_of("description") == text
    said = beside(told, "title")
    assert "Was: Koffieochtend" in said
    assert "Nu, door Coordinator in hengelo: Koffie en taart" in said
    assert "U vulde in: Koffie voor iedereen" in said
    # Not touched by the second: it follows, and says so.
    assert told.value_of("deadline-year") == "2028"
    assert "Was: 30 juni 2027" in beside(told, "deadline")
    assert "het heeft nu de nieuwe waarde" in beside(told, "deadline")
    assert not told.document.xpath("//*[@id='intussen-description']")
    assert coffee(world).title == "Koffie en taart"

    again = form_of(told, facts)
    assert second.post(facts, again).status == 303
    saved = coffee(world)
    assert (saved.title, saved.description, str(saved.deadline)) == ("Koffie voor iedereen", text, "2028")


def test_the_second_takes_over_what_the_first_wrote_without_a_script(
    world: World, both: tuple[Visitor, Visitor], facts: str
) -> None:
    first, second = both
    mine, theirs = form_of(second.get(facts), facts), form_of(first.get(facts), facts)
    first.post(facts, theirs | {"title": "Koffie en taart", "weight": "4"})
    told = second.post(facts, mine | {"title": "Koffie voor iedereen", "weight": "3"})
    assert second.post(facts, form_of(told, facts) | {"keuze-title": "ander"}).status == 303
    assert (coffee(world).title, coffee(world).weight) == ("Koffie en taart", 3)


def test_what_both_typed_is_no_conflict_and_nor_is_saving_in_turn(
    world: World, both: tuple[Visitor, Visitor], facts: str
) -> None:
    first, second = both
    mine, theirs = form_of(second.get(facts), facts), form_of(first.get(facts), facts)
    assert first.post(facts, theirs | {"title": "Koffie en taart"}).status == 303
    assert second.post(facts, mine | {"title": "Koffie en taart", "weight": "2"}).status == 303
    assert first.post(facts, form_of(first.get(facts), facts) | {"weight": "5"}).status == 303
    assert coffee(world).weight == 5


def test_a_mistake_and_a_change_of_another_are_told_together(
    both: tuple[Visitor, Visitor], facts: str
) -> None:
    first, second = both
    mine, theirs = form_of(second.get(facts), facts), form_of(first.get(facts), facts)
    first.post(facts, theirs | {"title": "Koffie en taart"})
    told = second.post(facts, mine | {"title": "", "weight": "veel"})
    assert NOTICE in told.words()
    assert "Vul dit in." in told.error_of("title")
    assert "Vul een heel getal in." in told.error_of("weight")
    assert told.value_of("weight") == "veel"
    third = second.post(facts, form_of(told, facts) | {"title": "Thee"})
    assert third.status == 422
    assert NOTICE not in third.words()


def test_of_two_who_save_at_the_same_moment_one_is_told(
    world: World, both: tuple[Visitor, Visitor], facts: str
) -> None:
    forms = [form_of(each.get(facts), facts) | {"title": f"Van {at}"} for at, each in enumerate(both)]
    answers = at_once(
        *(lambda each=each, form=form: each.post(facts, form) for each, form in zip(both, forms, strict=True))
    )
    assert sorted(answer.status for answer in answers) == [303, 422]


def test_my_own_other_window_is_called_so(both: tuple[Visitor, Visitor], facts: str) -> None:
    window, _ = both
    early = form_of(window.get(facts), facts)
    window.post(facts, form_of(window.get(facts), facts) | {"title": "Uit het tweede venster"})
    assert "u zelf, in een ander venster" in window.post(facts, early | {"title": "Anders"}).words()


def test_tick_lists_are_compared_as_a_whole_whatever_their_order(
    world: World, both: tuple[Visitor, Visitor]
) -> None:
    first, second = both
    address = f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}/verbanden"
    mine, theirs = form_of(second.get(address), address), form_of(first.get(address), address)
    helper, baker = (str(world.row("hengelo", "partner", key)) for key in ("welzijn", "bakker"))
    assert first.post(address, theirs | {"contributors": [helper, baker]}).status == 303
    assert second.post(address, mine | {"contributors": [baker, helper]}).status == 303
    late = second.post(address, mine | {"contributors": []})
    assert late.status == 422
    assert "Was: Bakkerij De Korenaar" in beside(late, "contributors")
    assert "Bakkerij De Korenaar, Welzijn" in beside(late, "contributors")
    with world.inside("hengelo"):
        tied = action_to_tie(world.row("hengelo", "action", "koffie"))
        assert len(tied.contributors) == 2


def test_a_field_that_was_not_shown_is_not_emptied(world: World, both: tuple[Visitor, Visitor]) -> None:
    """The form of an open milestone has no field for the day it was reached; meanwhile somebody ticks it off."""
    first, second = both
    guests = world.row("hengelo", "milestone", "gasten")
    address = f"/hengelo/mijlpalen/{guests}/wijziging"
    mine = form_of(second.get(address), address)
    first.get("/hengelo/")
    first.post(f"/hengelo/mijlpalen/{guests}/gehaald")
    told = second.post(address, mine | {"title": "Zestig gasten"})
    assert told.status == 422
    assert "Gehaald op" in told.words()
    assert second.post(address, form_of(told, address)).status == 303
    with world.inside("hengelo"):
        saved = db().get_one(Milestone, guests)
        assert saved.title == "Zestig gasten"
        assert saved.done_on is not None


FORMS: dict[str, tuple[str, str, str, str, str]] = {
    "goal": ("doelen/{}/wijziging", "strategisch", "title", "Van de eerste", "Van de tweede"),
    "milestone": ("mijlpalen/{}/wijziging", "gasten", "title", "Van de eerste", "Van de tweede"),
    "chapter": ("plan/hoofdstukken/{}/wijziging", "visie", "body", "Van de eerste\r\nregel", "Van de tweede"),
    "passage": ("plan/punten/{}/wijziging", "passage-1", "text", "Van de eerste", "Van de tweede"),
    "plan": ("plan/{}/wijziging", "plan", "title", "Van de eerste", "Van de tweede"),
    "theme": ("themas/{}/wijziging", "ontmoeten", "description", "Van de eerste", "Van de tweede"),
    "partner": ("partners/{}/bewerken", "bakker", "place", "Van de eerste", "Van de tweede"),
    "body": ("partners/gremia/{}/bewerken", "stuurgroep", "name", "Van de eerste", "Van de tweede"),
    "pillar": ("pijlers/3/wijziging", "", "note", "Van de eerste", "Van de tweede"),
}


@pytest.mark.parametrize("table", FORMS)
def test_every_form_that_changes_something_tells_the_second_and_keeps_what_was_typed(
    world: World, both: tuple[Visitor, Visitor], table: str
) -> None:
    path, key, field, theirs, mine = FORMS[table]
    address = "/hengelo/" + path.format(world.row("hengelo", table, key) if key else "")
    first, second = both
    early = form_of(second.get(address), address)
    assert first.post(address, form_of(first.get(address), address) | {field: theirs}).status == 303
    told = second.post(address, early | {field: mine})
    assert told.status == 422
    assert NOTICE in told.words()
    assert told.value_of(field) == mine
    assert "Nu, door Coordinator in hengelo: Van de eerste" in beside(told, field)
    assert "Was:" in beside(told, field)
    assert second.post(address, form_of(told, address)).status == 303
    assert second.get(address).value_of(field) == mine


@pytest.mark.parametrize("table", ["theme", "chapter", "partner", "plan"])
def test_at_the_same_moment_it_is_told_too(world: World, both: tuple[Visitor, Visitor], table: str) -> None:
    path, key, field, *words = FORMS[table]
    address = f"/hengelo/{path.format(world.row('hengelo', table, key))}"
    forms = [
        form_of(each.get(address), address) | {field: text} for each, text in zip(both, words, strict=True)
    ]
    answers = at_once(
        *(
            lambda each=each, form=form: each.post(address, form)
            for each, form in zip(both, forms, strict=True)
        )
    )
    assert sorted(answer.status for answer in answers) == [303, 422]
    assert NOTICE in next(answer for answer in answers if answer.status == 422).words()


def test_who_changes_what_another_removed_finds_back_what_was_typed(
    world: World, both: tuple[Visitor, Visitor]
) -> None:
    first, second = both
    milestone = f"/hengelo/mijlpalen/{world.row('hengelo', 'milestone', 'gasten')}"
    mine = form_of(second.get(f"{milestone}/wijziging"), f"{milestone}/wijziging")
    first.get("/hengelo/")
    first.post(f"{milestone}/verwijdering")
    answer = second.post(f"{milestone}/wijziging", mine | {"title": "Zestig gasten, en een <b>taart</b>"})
    assert (answer.status, answer.heading) == (404, "Wat u wijzigde, is er niet meer")
    assert "Zestig gasten, en een <b>taart</b>" in answer.words()
    assert str(mine["getoond"]) not in answer.text


def test_the_settings_and_the_roles_of_a_person_tell_it_too(world: World) -> None:
    desks = [world.as_person("administrator@hengelo") for _ in range(2)]
    reader = world.people["reader@hengelo"]
    changes: list[tuple[str, Fill, Fill, str]] = [
        ("/hengelo/instellingen", {"aim": "Van de eerste"}, {"aim": "Van de tweede"}, "aim"),
        (f"/hengelo/mensen/{reader}", {"roles": ["reader", "officer"]}, {"roles": ["committee"]}, "roles"),
    ]
    for address, theirs, mine, field in changes:
        early = form_of(desks[1].get(address), address)
        assert desks[0].post(address, form_of(desks[0].get(address), address) | theirs).status == 303
        told = desks[1].post(address, early | mine)
        assert told.status == 422
        assert NOTICE in told.words()
        assert "Was:" in beside(told, field)
        assert ("Beleidsmedewerker" in beside(told, "roles")) == (field == "roles")
        assert desks[1].post(address, form_of(told, address)).status == 303


def test_a_move_from_a_status_that_is_no_longer_there_says_who_moved_it(
    world: World, both: tuple[Visitor, Visitor]
) -> None:
    first, second = both
    action = world.row("hengelo", "action", "koffie")
    page, board = second.get(f"/hengelo/acties/{action}"), second.get("/hengelo/plan/bord")
    move, place = f"/hengelo/acties/{action}/status", f"/hengelo/plan/bord/{action}/plaats"
    stop = second.get(f"{move}?naar=stopped")
    first.get("/hengelo/")
    first.post(move, {"status": "done"})
    sentence = "Intussen zette Coordinator in hengelo deze actie op klaar."
    assert sentence in second.post(move, form_of(page, move) | {"status": "planned"}).words()
    told = second.post(move, form_of(stop, move) | {"status": "stopped", "reason": "Geen geld."})
    assert told.status == 422
    assert sentence in told.words()
    assert told.value_of("reason") == "Geen geld."
    card = form_of(board, place)
    assert sentence in second.follow(second.post(place, card | {"status": "planned"})).words()
    assert coffee(world).status == "done"
    # Who wanted the same has it.
    assert second.post(move, {"status": "done", "version": "running"}).status == 303


def test_a_template_that_another_called_otherwise_is_no_exception(
    world: World, both: tuple[Visitor, Visitor]
) -> None:
    first, second = both
    address = f"/hengelo/acties/sjablonen/{world.row('hengelo', 'action_template', 'inloop')}/wijziging"
    mine, theirs = form_of(second.get(address), address), form_of(first.get(address), address)
    assert first.post(address, theirs | {"name": "Buurtkoffie"}).status == 303
    told = second.post(address, mine | {"name": "Onze koffie"})
    assert told.status == 422
    assert NOTICE in told.words()
    assert "Buurtkoffie" in beside(told, "name")
    assert told.value_of("name") == "Onze koffie"
    assert second.post(address, form_of(told, address)).status == 303
