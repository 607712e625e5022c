"""How much a process keeps, and what makes room."""

from markupsafe import Markup

from app.web.kept_parts import Shelf

PARTS = {"state": Markup("12345"), "goals": Markup("12345")}


def test_what_was_made_of_something_else_is_not_found() -> None:
    shelf = Shelf(room=100)
    shelf.keep(("hengelo", "page"), "before", PARTS)
    assert shelf.find(("hengelo", "page"), "before") == PARTS
    assert shelf.find(("hengelo", "page"), "after") is None
    assert shelf.find(("enschede", "page"), "before") is None


def test_what_was_not_used_for_long_makes_room() -> None:
    shelf = Shelf(room=25)
    shelf.keep("first", 1, PARTS)
    shelf.keep("second", 1, PARTS)
    assert shelf.find("first", 1)
    shelf.keep("third", 1, PARTS)
    assert shelf.find("first", 1)
    assert shelf.find("second", 1) is None
    assert shelf.find("third", 1)


def test_what_is_made_anew_takes_the_room_of_what_it_replaces() -> None:
    shelf = Shelf(room=25)
    for mark in range(10):
        shelf.keep("first", mark, PARTS)
    shelf.keep("second", 1, PARTS)
    assert shelf.find("first", 9)
    assert shelf.find("second", 1)


def test_what_is_larger_than_the_room_is_not_kept() -> None:
    shelf = Shelf(room=5)
    shelf.keep("first", 1, PARTS)
    assert shelf.find("first", 1) is None
    shelf.clear()
    assert shelf.find("first", 1) is None
