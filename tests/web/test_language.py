"""The screens speak Dutch, and English to who asks for it; the plan stays in its own language, and says so."""

from tests.page import Visitor
from tests.people import World


def _reading_english(world: World) -> Visitor:
    visitor = world.as_person("reader@hengelo")
    visitor.get("/taal/en")
    return visitor


def test_who_chooses_english_reads_english_until_choosing_dutch_again(world: World) -> None:
    visitor = _reading_english(world)
    page = visitor.get("/hengelo/plan/bord")
    assert page.document.get("lang") == "en"
    assert page.heading == "Board"
    visitor.get("/taal/nl")
    page = visitor.get("/hengelo/plan/bord")
    assert page.document.get("lang") == "nl"
    assert page.heading == "Bord"


def test_the_words_of_the_plan_are_marked_as_dutch_on_an_english_screen(world: World) -> None:
    koffie = world.row("hengelo", "action", "koffie")
    page = _reading_english(world).get(f"/hengelo/acties/{koffie}")
    assert "Koffieochtend" in page.words("//h1[@lang='nl']")
    assert "in het buurthuis" in page.words("//p[@lang='nl']")
    assert "What has happened" not in page.words("//*[@lang='nl']")


def test_english_dates_are_written_as_in_britain(world: World) -> None:
    koffie = world.row("hengelo", "action", "koffie")
    page = _reading_english(world).get(f"/hengelo/acties/{koffie}")
    assert "30 June 2027" in page.words()
    assert "March 2027" in page.words()


def test_a_mistake_is_told_in_the_language_of_the_screen(world: World) -> None:
    visitor = world.as_person("coordinator@hengelo")
    visitor.get("/taal/en")
    visitor.get("/hengelo/acties/nieuw")
    answer = visitor.post("/hengelo/acties/nieuw", {"title": "", "status": "idea"})
    assert answer.status == 422
    assert "Fill this in." in answer.error_of("title")
