"""The form in which an action is tied to pillars, themes, partners, places and people."""

from tests.page import Answer
from tests.people import World


def test_the_ties_are_offered_alike_to_who_opens_the_form_and_to_who_is_told_what_is_wrong(
    world: World,
) -> None:
    coordinator = world.as_person("coordinator@hengelo")

    def offers(page: Answer) -> list[tuple[str, str, str, bool]]:
        boxes = page.document.xpath("//main//input[@type='checkbox']")
        return [(box.name, box.get("value"), box.xpath("string(..)"), box.checked) for box in boxes]

    address = f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}/verbanden"
    opened = offers(coordinator.get(address))
    assert {name for name, *_ in opened} >= {"pillars", "contributors", "neighbourhoods", "target_groups"}
    ticked: dict[str, list[str]] = {}
    for name, value, _, is_ticked in opened:
        if is_ticked:
            ticked.setdefault(name, []).append(value)
    refused = coordinator.post(address, {**ticked, "new_neighbourhoods": "a" * 501})
    assert refused.status == 422
    assert offers(refused) == opened
