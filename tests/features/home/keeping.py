"""Browsers that keep the Overview, and what happens behind everybody's back."""

from typing import Any

from sqlalchemy import create_engine, text

from tests.page import Answer, Visitor
from tests.people import World

HERE = "/hengelo/"


def tag_of(answer: Answer) -> str:
    return answer.response.headers.get("ETag", "")


def again(visitor: Visitor, tag: str, address: str = HERE) -> Answer:
    """Asked as a browser asks that kept the page with this tag."""
    return visitor.get(address, headers={"If-None-Match": tag})


def kept(world: World, who: str = "coordinator@hengelo", address: str = HERE) -> tuple[Visitor, str]:
    """Somebody who looked at the Overview and whose browser keeps it."""
    visitor = world.as_person(who)
    visitor.get(address)
    return visitor, tag_of(visitor.get(address))


def as_owner(world: World, statement: str, **values: Any) -> None:
    """Something that no colleague does here: another coalition, the clock, a command."""
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        assert connection.execute(text(statement), values).rowcount
    owner.dispose()
