"""What a typed text means, and how what was found is marked."""

import pytest
from sqlalchemy import func, literal, select

from app.plan.queries.search import Marker, Typed, meaning, read, safe
from tenants import db
from tests.people import World


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("eenzame", "Minder eenzaamheid"),
        ("eenz", "Minder eenzaamheid"),
        ("eenzaamh", "Minder eenzaamheid"),
        ("EENZAAM", "minder eenzaamheid"),
        ("cafe", "Het café op de hoek"),
        ("café", "Het cafe op de hoek"),
        ("coordinator", "De coördinator belt"),
        ("creme", "Thee met crème"),
        ("zondag's", "Elke zondag’s koffie"),
        ("de eenzame", "Een eenzaam mens"),
        ("buren kof", "Koffie met buren"),
        ('"koffie met"', "Koffie met buren"),
        ("koffie -thee", "Koffie met buren"),
        ("thee or koffie", "Koffie met buren"),
        ("e", "Minder eenzaamheid"),
        ("2026", "Plan van aanpak 2023-2026"),
        ("2021", "Actieplan 2020–2022/2021"),
        ("koffie-inloop", "De koffie-inloop in de wijk"),
        ('"koffie-inloop in"', "De koffie-inloop in de wijk"),
        ("inloop -thee", "De koffie-inloop in de wijk"),
        ("€ 100.000", "Bijdrage voor de wijk (tot € 100.000)"),
        ("tot 100.0", "Bijdrage voor de wijk (tot € 100.000)"),
        ("12,5 procent", "Het is 12,5 procent"),
    ],
)
def test_words_are_found_in_any_form_by_their_beginning_and_without_accents(
    world: World, typed: str, text: str
) -> None:
    with world.inside("hengelo"):
        assert db().scalar(select(func.search_words(literal(text), "").op("@@")(meaning(typed))))


@pytest.mark.parametrize(
    ("typed", "text"),
    [("koffie -buren", "Koffie met buren"), ("kof buren", "Koffie met buren"), ("thee", "Koffie")],
)
def test_what_was_not_asked_is_not_found(world: World, typed: str, text: str) -> None:
    with world.inside("hengelo"):
        assert not db().scalar(select(func.search_words(literal(text), "").op("@@")(meaning(typed))))


@pytest.mark.parametrize("odd", ["'", "\\", "%", "&|!", "()", ":*", "_", "-", '"', "<->", "’", " "])
def test_odd_signs_ask_for_nothing_and_break_nothing(world: World, odd: str) -> None:
    assert read(odd).is_empty
    with world.inside("hengelo"):
        assert not db().scalar(select(func.search_words("Koffie", "").op("@@")(meaning(odd))))
        assert (
            db().scalar(select(func.search_words("Koffie", "").op("@@")(meaning(f"{odd} koffie"))))
            or odd == "-"
        )


def test_the_last_word_may_be_unfinished() -> None:
    assert read("Elke Zondag kof") == Typed("elke zondag", "kof")
    assert read('"elke zondag"') == Typed('"elke zondag"', "")


def test_what_only_its_beginning_found_is_marked_too_and_everything_is_safe() -> None:
    marker = Marker(read("crè"))
    assert marker.title("Thee <b> met crème") == "Thee &lt;b&gt; met <mark>crème</mark>"
    body = f"{'Eerst iets anders. ' * 20}Dan crème. {'En nog iets. ' * 20}"
    snippet = marker.snippet(body[:50], body)
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert "<mark>crème</mark>" in snippet
    assert len(snippet) < 250
    assert marker.snippet("Iets anders", "Iets anders") == ""
    assert safe("<i>") == "&lt;i&gt;"
