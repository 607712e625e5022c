"""At night what waits is settled once more: nothing, as a rule, and said aloud when it was something."""

import logging

import pytest

from app.plan.models import Action
from app.todos.settling import catch_up
from jobs.todos import catch_up_at_night
from tenants import db
from tests.people import World


def test_what_no_verb_told_is_mended_at_night_and_said_aloud(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with world.inside("hengelo"):
        catch_up_at_night()
    assert not caplog.records
    with world.inside("hengelo"):
        # Behind the back of every verb.
        db().get_one(Action, world.row("hengelo", "action", "maatje")).title = "Anders"
        catch_up_at_night()
    (told,) = caplog.records
    assert told.getMessage() == "todos mended"
    assert vars(told)["rows"] == 1
    with world.inside("hengelo"):
        assert catch_up() == 0
