"""Searching the plans: actions, goals, chapters and passages, as the search of the whole coalition asks it."""

import pytest
from flask import url_for

from app.plan.models import Action
from app.plan.queries.search import Found, Kind, search
from tenants import db
from tests.people import World


@pytest.mark.parametrize(
    ("typed", "title", "kind"),
    [
        ("eenzaamheid", "Koffieochtend", Kind.ACTION),
        ("eenzame", "Minder eenzame inwoners", Kind.GOAL),
        ("tafel", "Meer mensen aan tafel", Kind.GOAL),
        ("eenzamen", "Visie", Kind.CHAPTER),
        ("beginnen", "Visie", Kind.PASSAGE),
        ("feestdag", "Koffieochtend", Kind.PASSAGE),
        ("koff", "Koffieochtend", Kind.ACTION),
    ],
)
def test_a_word_finds_its_other_forms_wherever_they_stand(
    world: World, typed: str, title: str, kind: Kind
) -> None:
    with world.inside("hengelo"):
        found = search(typed)
    assert (kind, title) in {(one.kind, one.title.striptags()) for one in found}


def test_what_was_found_is_marked_and_safe(world: World) -> None:
    with world.inside("hengelo"):
        (goal,) = [one for one in search("eenzaam") if one.kind is Kind.GOAL]
    assert goal.title == "Minder <mark>eenzame</mark> inwoners"


def test_dots_say_where_the_text_around_what_was_found_goes_on(world: World) -> None:
    long = "Eerst iets anders. " * 20
    with world.inside("hengelo"):
        action = db().get_one(Action, world.row("hengelo", "action", "koffie"))
        action.edit(description=f"{long} Dan een zonnebloem op tafel. {long}")
        (found,) = search("zonnebloem")
        assert found.snippet.startswith("… ")
        assert found.snippet.endswith(" …")
        action.edit(description="Een zonnebloem op tafel.")
        (found,) = search("zonnebloem")
        assert found.snippet.striptags() in {"Een zonnebloem op tafel", "Een zonnebloem op tafel."}


def test_every_address_of_what_was_found_answers(world: World) -> None:
    reader = world.as_person("reader@hengelo")
    with world.inside("hengelo"):
        found: list[Found] = [*search("eenzaam"), *search("beginnen"), *search("feestdagen")]
    assert {one.kind for one in found} == set(Kind)
    for one in found:
        with world.app.test_request_context("/", base_url="http://localhost/hengelo"):
            address = url_for(one.endpoint, **one.place)
        page = reader.get(address.partition("#")[0])
        assert page.status == 200
        anchor = address.partition("#")[2]
        assert not anchor or page.document.xpath(f"//*[@id='{anchor}']")


def test_nothing_typed_finds_nothing_and_nobody_finds_anothers(world: World) -> None:
    with world.inside("hengelo"):
        assert search("  ") == []
        assert len(search("eenzaam or beginnen or koffie", limit=2)) == 2
        here = {one.id for one in search("eenzaam")}
    with world.inside("enschede"):
        there = {one.id for one in search("eenzaam")}
    assert here
    assert there
    assert not here & there
