"""The reader of css leaves out what nothing uses, and nothing else."""

import pytest

from app.console.stylesheet import parse, resolve, rules_in_use, text, tokens


def kept(css: str, *named: str) -> str:
    return text(rules_in_use(parse(css), set(named)))


def test_a_rule_stays_when_a_template_names_its_class() -> None:
    css = ".utrecht-button { color : red ; } .utrecht-alert{color:blue}"
    assert kept(css, "utrecht-button") == ".utrecht-button{color:red}"


def test_a_rule_of_several_selectors_keeps_those_in_use() -> None:
    assert kept(".nl-link, .nl-mark:is(a, b) {top:0}", "nl-mark") == ".nl-mark:is(a, b){top:0}"


def test_a_class_composed_in_a_template_keeps_what_it_may_become() -> None:
    css = ".nl-heading--level-5{top:0}.nl-heading{top:1px}"
    assert kept(css, "nl-heading--level-") == ".nl-heading--level-5{top:0}"


def test_a_class_that_must_be_absent_is_not_asked_for() -> None:
    css = ".nl-link:not(.nl-link--disabled){top:0}"
    assert kept(css, "nl-link") == css


def test_rules_without_a_component_class_stay_within_their_medium() -> None:
    css = "@media print{a{color:inherit}.nl-link{top:0}}"
    assert kept(css) == "@media print{a{color:inherit}}"


def test_a_medium_of_which_nothing_is_left_goes_too() -> None:
    assert kept("@media print{.nl-link{top:0}}") == ""


def test_a_font_face_stays() -> None:
    assert kept("@font-face { font-family : x }") == "@font-face{font-family:x}"


def test_statements_and_comments_are_left_out() -> None:
    assert text(parse('@charset "utf-8"; /* a { } */ a{top:0}')) == "a{top:0}"


def test_a_block_that_is_not_closed_is_said_so() -> None:
    with pytest.raises(ValueError, match="not closed"):
        parse("a{top:0")


def test_a_token_is_needed_through_another_one_also_in_the_dark() -> None:
    light = tokens(".t{--a:var(--b);--b:1px;--c:2px}")
    dark = tokens(".t{--b:var(--d);--c:3px;--d:4px}")
    assert resolve(light, dark, used_by="p{top:var(--a)}") == (
        {"--a": "var(--b)", "--b": "1px"},
        {"--b": "var(--d)", "--d": "4px"},
    )
