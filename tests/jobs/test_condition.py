"""The operator's page turns red, with the reason, when something really is wrong; and Prometheus hears the same."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from rq.serializers import JSONSerializer
from rq.worker import Worker
from sqlalchemy import create_engine, text

from app.factory import create_app
from app.platform.wording import KINDS_OF_WORK
from app.settings import Settings
from jobs.audit import check_chain
from jobs.failed import know_all_jobs
from jobs.mail import send
from jobs.probe import probe
from jobs.queue import JOBS, connection, queue
from jobs.schedule import Clock
from jobs.task import MOST_ATTEMPTS, State, Task
from jobs.worker import TaskWorker
from tenants import acting_outside, db
from tenants.database import connect
from tests.jobs.conftest import Workplace
from tests.page import Answer, Visitor
from tests.people import World

CALM = "Alles is in orde"
ADDRESS = "/beheer/toestand"


def behind_the_back(world: World, statement: str, **values: Any) -> None:
    """What happens to the database without the product."""
    engine = create_engine(world.database.url("postgres"))
    with engine.begin() as as_superuser:
        as_superuser.execute(text(statement), values)
    engine.dispose()


@pytest.fixture
def house(workplace: Workplace) -> Workplace:
    """A house in which all is well: a worker lives, the clock ticked, there is a backup, and the chains were verified."""
    worker = Worker([queue()], connection=connection())
    worker.register_birth()  # type: ignore[no-untyped-call]  # RQ's, half typed
    Clock([]).tick(datetime.now(UTC))
    behind_the_back(
        workplace.world,
        "insert into backup (id, kind, what, size, sha256) values (gen_random_uuid(), 'everything', 'x', 2500000, '')",
    )
    return workplace


def fail(house: Workplace, job: Any, town: str | None = "hengelo", **arguments: Any) -> str:
    """A task that was tried for the last time, and failed."""
    with house.world.inside(town) if town else acting_outside():
        task_id = job.later(**arguments)
        db().get_one(Task, task_id).attempts = MOST_ATTEMPTS
    house.do_all()
    return str(task_id)


def red(page: Answer) -> list[str]:
    """The titles of what asks for attention."""
    return [
        " ".join(line.text_content().split())
        for line in page.document.xpath("//li[contains(., 'Wat u doet:')]//h3")
    ]


def _page(house: Workplace) -> Answer:
    return house.world.as_person("operator").get(ADDRESS)


def test_the_page_is_calm_while_all_is_well(house: Workplace) -> None:
    page = _page(house)
    assert page.status == 200
    assert red(page) == []
    assert CALM in page.words()
    assert "Alles klopt" in page.words()
    assert "(2,5 MB)" in page.words()


def test_on_the_first_day_nobody_is_blamed_for_a_night_that_was_not_there_yet(house: Workplace) -> None:
    behind_the_back(house.world, "delete from backup")
    page = _page(house)
    assert red(page) == []
    assert "nog nooit een reservekopie" in page.words()


def _wait_too_long(house: Workplace) -> None:
    with house.world.inside("enschede"):
        probe.later(seconds=0)
    behind_the_back(house.world, "update task set due_at = now() - interval '6 minutes'")


def _break_the_chain(house: Workplace) -> None:
    behind_the_back(
        house.world,
        "update event set note = 'anders' where tenant_id = :town",
        town=house.world.tenant("hengelo"),
    )
    with house.world.inside("hengelo"):
        check_chain()


def _kill_the_workers(_house: Workplace) -> None:
    for worker in Worker.all(connection=connection()):
        worker.register_death()  # type: ignore[no-untyped-call]  # RQ's, half typed


CAUSES: dict[str, tuple[Callable[[Workplace], object], str, str]] = {
    "queue": (_wait_too_long, "Werk dat wacht", "De oudste wacht 6 minuten"),
    "failed": (lambda house: fail(house, probe, seconds=0), "Werk dat mislukte", "1 taak mislukte"),
    "workers": (_kill_the_workers, "Werkers", "Er is geen werker"),
    "clock": (
        lambda house: behind_the_back(house.world, "update heartbeat set at = at - interval '10 minutes'"),
        "De klok", "De laatste tik was 10 minuten geleden",
    ),
    "chain": (_break_the_chain, "De geschiedenis", "/hengelo: regel 1 van"),
    "unverified": (
        lambda house: behind_the_back(house.world, "update chain_check set at = at - interval '27 hours'"),
        "De geschiedenis", "Van 2 coalities is het vannacht niet nagegaan: /enschede, /hengelo",
    ),
    "backup": (
        lambda house: behind_the_back(house.world, "update backup set finished_at = finished_at - interval '27 hours'"),
        "De reservekopie", "De laatste is van",
    ),
    "no backup": (
        lambda house: behind_the_back(
            house.world, "delete from backup; update tenant set created_at = now() - interval '27 hours' where slug = 'hengelo'"
        ),
        "De reservekopie", "nog nooit een reservekopie",
    ),
}  # fmt: skip


@pytest.mark.parametrize("cause", CAUSES)
def test_each_thing_that_goes_wrong_turns_the_page_red_with_its_reason(house: Workplace, cause: str) -> None:
    happen, title, reason = CAUSES[cause]
    happen(house)
    page = _page(house)
    assert red(page) == [title]
    assert "1 ding vraagt aandacht" in page.words()
    assert reason in page.words()
    assert CALM not in page.words()


def test_redis_away_is_said_and_who_works_is_then_unknown(
    house: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", f"unix://{house.folder}/nobody-listens.sock")
    connection().close()
    house.forget_surroundings()
    page = _page(house)
    assert red(page) == ["Redis"]
    assert "Redis antwoordt niet" in page.words()


def test_what_failed_is_named_and_can_be_done_again(house: Workplace) -> None:
    task_id = fail(house, probe, seconds=0)
    operator = house.world.as_person("operator")
    words = operator.get(ADDRESS).words("//*[@id='mislukt']")
    assert "Een proef van de beheerder" in words
    assert "/hengelo" in words
    assert operator.post(f"/beheer/taken/{task_id}/poging").location == ADDRESS
    assert "wacht weer" in operator.get(ADDRESS).words("//body")
    house.do_all()
    with house.world.inside("hengelo"):
        assert db().get_one(Task, task_id).state == State.DONE
    assert red(operator.get(ADDRESS)) == []
    assert operator.post(f"/beheer/taken/{task_id}/poging").status == 404


def test_a_worker_that_redis_forgot_is_known_again_at_its_next_sign_of_life(house: Workplace) -> None:
    connection().flushdb()
    worker = TaskWorker([queue()], connection=connection(), serializer=JSONSerializer)
    worker.register_birth()  # type: ignore[no-untyped-call]
    connection().delete(worker.key)
    assert red(_page(house)) == ["Werkers"]
    worker.heartbeat()
    assert red(_page(house)) == []
    worker.register_death()  # type: ignore[no-untyped-call]


def test_every_kind_of_work_has_a_name_for_people() -> None:
    know_all_jobs()
    # Tests have jobs of their own.
    assert KINDS_OF_WORK.keys() == {name for name in JOBS if not name.startswith("test.")}


def test_what_failed_is_put_aside_with_a_reason(house: Workplace) -> None:
    task_id = fail(house, probe, town=None, seconds=0)
    operator = house.world.as_person("operator")
    address = f"/beheer/taken/{task_id}/terzijde"
    assert "buiten alle coalities" in operator.get(ADDRESS).words()
    assert operator.get(address).status == 200
    silent = operator.post(address, {"reason": " "})
    assert silent.status == 422
    assert silent.error_of("reason")
    assert operator.post(address, {"reason": "Was een proef."}).location == ADDRESS
    assert red(operator.get(ADDRESS)) == []
    with acting_outside():
        task = db().get_one(Task, task_id)
    assert (task.state, task.aside_reason, task.aside_by) == (State.FAILED, "Was een proef.", "Operator")
    assert operator.get(address).status == 404


def test_a_mail_is_not_tried_again_because_its_text_was_not_kept(house: Workplace) -> None:
    task_id = fail(house, send, to="iemand@voorbeeld.example", template="mail/trial", context={})
    operator = house.world.as_person("operator")
    page = operator.get(ADDRESS)
    assert "Een mail versturen" in page.words()
    assert "iemand@voorbeeld" not in page.text
    assert "kan niet opnieuw" in page.words()
    assert page.document.xpath("//form[contains(@action, 'poging')]") == []
    operator.post(f"/beheer/taken/{task_id}/poging")
    assert "niet bewaard" in operator.get(ADDRESS).words("//body")
    with house.world.inside("hengelo"):
        assert db().get_one(Task, task_id).state == State.FAILED


@pytest.mark.parametrize("who", ["coordinator@hengelo", "administrator@hengelo", "adviser"])
def test_nobody_but_the_operator_sees_it(house: Workplace, who: str) -> None:
    task_id = fail(house, probe, seconds=0)
    visitor = house.world.as_person(who)
    assert visitor.get(ADDRESS).status == 404
    assert visitor.post(f"/beheer/taken/{task_id}/poging").status == 404
    assert visitor.get(f"/beheer/taken/{task_id}/terzijde").status == 404


TOKEN = {"Authorization": "Bearer een-lang-woord"}


@pytest.fixture
def prometheus(house: Workplace, redis_url: str) -> Visitor:
    """Something that reads /metrics of a product with a token."""
    settings = Settings(
        environment="test", database_url=house.world.database.url(), redis_url=redis_url, secret_key="test" * 10,
        metrics_token="een-lang-woord",
    )  # fmt: skip
    return Visitor(create_app(settings))


def test_the_figures_are_for_who_knows_the_token(house: Workplace, prometheus: Visitor) -> None:
    assert house.world.stranger().get("/metrics", headers=TOKEN).status == 404
    assert prometheus.get("/metrics").status == 401
    assert prometheus.get("/metrics", headers={"Authorization": "Bearer iets-anders"}).status == 401
    assert prometheus.get("/metrics", headers=TOKEN).status == 200


def test_the_figures_say_what_the_page_says(house: Workplace, prometheus: Visitor) -> None:
    _wait_too_long(house)
    figures = _figures(prometheus)
    assert figures["samenkracht_database_up"] == figures["samenkracht_redis_up"] == 1
    assert figures["samenkracht_workers"] == 1
    assert figures["samenkracht_coalitions"] == 2
    assert figures['samenkracht_tasks{state="waiting"}'] == 1
    assert 355 < figures["samenkracht_task_oldest_waiting_seconds"] < 600
    assert (
        figures['samenkracht_chain_head{slug="hengelo"}']
        == figures['samenkracht_chain_sound{slug="enschede"}']
        == 1
    )
    assert figures["samenkracht_backup_last_bytes"] == 2_500_000
    assert figures["samenkracht_clock_silent_seconds"] < 300
    assert figures['samenkracht_attention{matter="queue"}'] == 1
    assert figures['samenkracht_attention{matter="backup"}'] == 0


def test_the_figures_say_that_the_database_or_redis_is_away(
    house: Workplace, prometheus: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", f"unix://{house.folder}/nobody-listens.sock")
    connection().close()
    house.forget_surroundings()
    connect(f"postgresql+psycopg://webapp@127.0.0.1:1/{house.world.database.name}")
    try:
        figures = _figures(prometheus)
    finally:
        connect(house.world.database.url())
    assert figures == {"samenkracht_database_up": 0, "samenkracht_redis_up": 0}


def _figures(prometheus: Visitor) -> dict[str, float]:
    lines = prometheus.get("/metrics", headers=TOKEN).text.splitlines()
    return {
        name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")
    }
