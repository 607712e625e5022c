"""Two towns without contributions that were noted before, but with the period in which they count."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.web.clock import today
from tests.page import Answer, Visitor
from tests.people import World

YESTERDAY = (today() - timedelta(days=1)).isoformat()
Note = Callable[..., Answer]


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


@pytest.fixture
def member(world: World) -> Visitor:
    return world.as_person("partner_member@hengelo")


@pytest.fixture
def note(world: World) -> Note:
    """Send a form of promising or giving about Welzijn in Hengelo: by the coordinator, or for the organisation itself."""

    def send(
        who: Visitor, page: str, kind: str, *, own: bool = False, partner: str = "welzijn", **said: Any
    ) -> Answer:
        partner_id = world.row("hengelo", "partner", partner)
        place = f"bijdrage/{partner_id}" if own else f"partners/{partner_id}/bijdragen"
        period = str(world.row("hengelo", "contribution_period", "periode"))
        address = f"/hengelo/{place}/{page}?soort={kind}"
        if "towards" in said:
            address += f"&toezegging={said.pop('towards')}"
        return who.post(address, {"period": period, "day": YESTERDAY, **said})

    return send
