"""kill -9 of a worker at its work and of the web just after its commit; servers that go away and come back.

`FAULT_KILLS=25 pytest tests/faults -s` is the long run whose outcome docs/faults.md tells.
"""

import os
import random
import signal
import time
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.accounts.models import Invitation
from jobs.sweeper import sweep
from tenants import acting_in, db, provision
from tests.faults import deeds
from tests.faults.browser import Browser
from tests.faults.conftest import House, wait_until

WORKER = "tests.faults.deeds"
CLOCK = "jobs.schedule"
# The clock gives a new task half a minute to be heard of by itself; who waits for it here need not.
AT_ONCE = timedelta(0)
KILLS = int(os.environ.get("FAULT_KILLS", "2"))
MOMENTS = random.Random(20261122)  # noqa: S311 - the same moments in every run


def _ask(town: str, prefix: str, number: int, seconds: float = 0.1) -> dict[str, int]:
    """Ask for so many deeds in a town; returns what must be counted in the end: each once."""
    names = [f"{prefix} {each}" for each in range(number)]
    with acting_in(provision.tenant_id_of(town)):
        deeds.ask_for(names, seconds)
    return dict.fromkeys(names, 1)


def _all_done_once(house: House, wanted: dict[str, int], town: str = "hengelo") -> None:
    wait_until(lambda: house.count(town).keys() >= wanted.keys(), house.logs)
    counted = house.count(town)
    lost = [name for name in wanted if not counted.get(name)]
    doubled = [name for name, times in counted.items() if times > 1]
    house.tell(f"{town}: {house.kills} kills, {len(wanted)} deeds, {len(lost)} lost, {len(doubled)} doubled")
    assert counted == wanted


def test_no_deed_is_lost_or_doubled_however_often_a_worker_is_killed(house: House) -> None:
    wanted = _ask("hengelo", "koffie", 6 * KILLS)
    elsewhere = _ask("enschede", "koffie", 3)
    worker = house.start(WORKER)
    for number in range(KILLS):
        wait_until(partial(house.has_done_more_than, number), house.logs)
        # Somewhere in a deed: before it wrote, before its commit, or between two.
        time.sleep(MOMENTS.uniform(0, 0.3))
        house.kill(worker)
        worker = house.start(WORKER)
    # From here on as in production: the clock finds what was cut off.
    house.start(CLOCK)
    _all_done_once(house, wanted)
    _all_done_once(house, elsewhere, "enschede")


def _invite(browser: Browser, name: str) -> dict[str, str | list[str]]:
    page = browser.get("/hengelo/mensen/uitnodigen")
    return browser.fill(page, name=name, email=f"{name}@voorbeeld.example", roles=["reader"])


def _invited() -> list[str]:
    with acting_in(provision.tenant_id_of("hengelo")):
        return list(db().scalars(select(Invitation.name).order_by(Invitation.name)))


def test_what_was_committed_is_done_although_the_web_was_killed_before_it_could_ring(house: House) -> None:
    browser = house.serve("tests.faults.fragile_web:fragile_app()")
    browser.sign_in("administrator@hengelo.example")
    names = [f"collega{number:02}" for number in range(KILLS)]
    for name in names:
        sent = _invite(browser, name)
        assert browser.post("/hengelo/mensen/uitnodigen", sent) == ""
        house.kills += 1
        # Whoever got no answer sends the form again: it is answered, and nobody is invited twice.
        assert "Mensen" in browser.post("/hengelo/mensen/uitnodigen", sent)
    assert _invited() == names
    house.start("jobs.worker")
    wait_until(lambda: not sweep(AT_ONCE) and len(house.mails()) >= len(names), house.logs)
    house.tell(f"{house.kills} kills of the web, {len(names)} invitations, {len(house.mails())} mails")
    assert sorted(house.mails()) == [f"{name}@voorbeeld.example" for name in names]


def test_saving_goes_on_while_redis_is_away_and_says_that_the_rest_follows(house: House) -> None:
    browser = house.serve()
    browser.sign_in("administrator@hengelo.example")
    house.start("jobs.worker")
    house.end_redis()
    said = browser.post("/hengelo/mensen/uitnodigen", _invite(browser, "collega"))
    assert "volgt over enkele minuten" in said
    assert _invited() == ["collega"]
    house.start_redis()
    wait_until(lambda: not sweep(AT_ONCE) and house.mails(), house.logs)
    assert "volgt over enkele minuten" not in browser.post(
        "/hengelo/mensen/uitnodigen", _invite(browser, "opvolger")
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_people_and_workers_go_on_after_the_database_was_restarted(
    house: House, number: signal.Signals
) -> None:
    browser = house.serve()
    browser.sign_in("administrator@hengelo.example")
    for process in (WORKER, CLOCK):
        house.start(process)
    wanted = _ask("hengelo", "koffie", 12)
    wait_until(partial(house.has_done_more_than, 2), house.logs)
    house.end_postgres(number)
    assert "Samenkracht is even niet bereikbaar" in browser.get("/hengelo/mensen")
    house.start_postgres()
    assert "Mensen" in browser.get("/hengelo/mensen")
    _all_done_once(house, wanted)
