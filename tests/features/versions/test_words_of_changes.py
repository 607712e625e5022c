"""How each sort of change reads, to somebody who was not there."""

import re
from copy import deepcopy
from typing import Any

import pytest
from flask_babel import force_locale

from app.versions.rules.comparison import compare
from app.versions.wording.telling import summary, tell
from tests.people import World
from tests.rules.test_versions import plan

Facts = dict[str, Any]


def _told(world: World, before: Facts, after: Facts) -> tuple[str, list[str]]:
    with world.app.test_request_context("/"), force_locale("nl"):
        changes = compare(before, after)
        groups = tell(changes, lambda _: "")
        said = [told.sentence for changed in groups.values() for each in changed for told in each.told]
        return summary(changes), [re.sub("<[^>]+>", "", sentence) for sentence in said]


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ({"starts": "2023"}, {"starts": "2024"}, "Begindatum ging van 2023 naar 2024 (later)"),
        ({"ends": "2023"}, {"ends": "2022-05"}, "Einddatum ging van 2023 naar mei 2022 (eerder)"),
        ({"ends": "2023"}, {"ends": "2023-05"}, "Einddatum ging van 2023 naar mei 2023"),
        ({"ends": "2023"}, {"ends": None}, "Einddatum is leeggemaakt, was 2023"),
        ({"status": "running"}, {"status": "stopped"}, "Gestopt (status was: loopt)"),
        ({}, {"light": "amber", "light_reason": "Te weinig mensen"},
         "Stand ging van nog geen naar let op: Te weinig mensen"),
        ({"progress": 10}, {"progress": None}, "Voortgang is niet meer te zeggen, was 10%"),
        ({"contributors": []}, {"contributors": ["Bakker", "Kerk"]}, "Helpen nu mee: Bakker, Kerk"),
        ({"contributors": ["Kerk"]}, {"contributors": []}, "Helpt niet meer mee: Kerk"),
    ],
)  # fmt: skip
def test_a_change_of_an_action_reads_as_what_happened(
    world: World, was: Facts, now: Facts, sentence: str
) -> None:
    before = plan()
    before["actions"][0].update(was)
    after = deepcopy(before)
    after["actions"][0].update(now)
    assert _told(world, before, after)[1] == [sentence]


def test_an_action_whose_reason_was_put_in_better_words_did_not_stop_again(world: World) -> None:
    before = plan()
    before["actions"][0].update(status="stopped", stop_reason="Geen geld", progress=None)
    after = deepcopy(before)
    after["actions"][0]["stop_reason"] = "Er is geen subsidie"
    told = _told(world, before, after)
    assert told == ("1 actie veranderde.", ["Reden van stoppen ging van Geen geld naar Er is geen subsidie"])


def test_what_is_new_and_already_over_says_so(world: World) -> None:
    before, after = plan(), plan()
    before["actions"] = [each for each in before["actions"] if each["id"] != "a"]
    after["actions"][0].update(status="stopped", stop_reason="Geen geld")
    reached = {"id": "n", "title": "Zaal gevonden", "due": "2024", "done_on": "2024-02", "weight": 1}
    after["actions"][1]["milestones"].append(reached)
    assert _told(world, before, after)[1] == [
        "Nieuw, met status gestopt, trekker: Welzijn, uiterlijk: juni 2024, gestopt omdat: Geen geld",
        "Nieuwe mijlpaal, al gehaald: Zaal gevonden (februari 2024)",
    ]


def test_of_a_point_that_became_of_another_sort_one_reads_which(world: World) -> None:
    after = plan()
    after["chapters"][0]["passages"][0]["kind"] = "need"
    told = _told(world, plan(), after)
    assert told == ("Veranderd: 1 hoofdstuk.", ["Soort punt ging van Punt naar Behoefte: Uitgangspunt."])
