"""The English of the screens is complete, keeps every place to fill in, and is really English."""

import re

import pytest

from app.console.catalogue import catalogues, extracted, problems, read

# Words that are the same in both languages, or a name; anything else that is the same was forgotten.
THE_SAME_IN_ENGLISH = {
    "Partner",
    "%(num)s week",
    "Account:",
    "Document",
    "Filter",
    "Logo",
    "Menu",
    "Monitoring",
    "Partners",
    "Plan",
    "Platform",
    "Privacy",
    "Redis",
    "Sector",
    "Sport",
    "Status",
    "Updates",
    "Website",
    "in %(span)s",
    "partners",
    "sport",
    "week %(number)s",
}
ENGLISH = next(path for path in catalogues() if path.parts[-3] == "en")
PLACE = re.compile(r"%\((\w+)\)[sd]")

Forms = tuple[str, ...]


def _forms(words: object) -> Forms:
    return tuple(words) if isinstance(words, (list, tuple)) else (str(words),)


def _pairs() -> list[tuple[Forms, Forms]]:
    return [(_forms(message.id), _forms(message.string)) for message in read(ENGLISH) if message.id]


def test_every_sentence_of_code_and_templates_is_said_in_english_and_no_other() -> None:
    assert problems(ENGLISH, extracted()) == []


def test_the_english_fills_in_what_the_dutch_fills_in() -> None:
    differing = [
        (dutch, english)
        for dutch, english in _pairs()
        for ours, theirs in zip(dutch, english, strict=True)
        if sorted(PLACE.findall(ours)) != sorted(PLACE.findall(theirs))
    ]
    assert differing == []


def test_no_english_sentence_is_the_dutch_one() -> None:
    same = {dutch[0] for dutch, english in _pairs() if dutch[0] == english[0]}
    assert same == THE_SAME_IN_ENGLISH


@pytest.mark.parametrize("trace", [r"\b(?:de|het|een|niet|voor|uw|wordt|deze)\b", r"[“”]", r"\s$|^\s"])
def test_the_english_has_no_trace_of_dutch_words_or_quotation_marks(trace: str) -> None:
    # The name that a coalition gets when it has none is Dutch, in every language.
    left = [
        english
        for _dutch, english in _pairs()
        if any(re.search(trace, form.replace("Samen tegen eenzaamheid", "")) for form in english)
    ]
    assert left == []
