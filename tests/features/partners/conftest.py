"""Who looks at partners, and where they stand."""

import pytest

from tests.page import Visitor
from tests.people import World


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


@pytest.fixture
def welzijn(world: World) -> str:
    return f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}"


@pytest.fixture
def receptie(world: World, welzijn: str) -> str:
    """The address of the contact that the town begins with, who is called first."""
    return f"{welzijn}/contacten/{world.row('hengelo', 'contact', 'receptie')}"
