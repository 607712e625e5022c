"""Somebody without an account is asked by mail how an action goes, and tells it by the link."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select, text

from app.history.models import Event
from app.plan.models import Action, ProgressUpdate, UpdateRequest
from app.todos.models import Todo
from app.todos.rules import Ended, Kind
from app.web.clock import today
from app.web.limits import limiter
from jobs.task import Task
from tenants import db, retention
from tests.features.accounts.conftest import Post
from tests.page import Answer, Visitor
from tests.people import World

ASKED = {"name": "Sam Vrijwilliger", "email": "Sam@Welzijn.example", "note": "Voor de stuurgroep."}
TOLD = {"happened": "Er kwamen dertig mensen.", "next": "Een grotere zaal.", "light": "green"}
SAM = "sam@welzijn.example"


@pytest.fixture
def coffee(world: World) -> UUID:
    return world.row("hengelo", "action", "koffie")


@pytest.fixture
def officer(world: World) -> Visitor:
    return world.as_person("officer@hengelo")


@pytest.fixture(autouse=True)
def _nobody_tried_yet(furnished: World) -> None:
    with furnished.app.app_context():
        limiter.reset()


def ask(officer: Visitor, action: UUID, **changes: str) -> Answer:
    return officer.post(f"/hengelo/acties/{action}/vraag", ASKED | changes)


def of_sam(world: World) -> UpdateRequest:
    with world.inside("hengelo"):
        newest = select(UpdateRequest).where(UpdateRequest.email == SAM).order_by(UpdateRequest.asked_at)
        return db().scalars(newest).all()[-1]


def as_owner(world: World, sql: str, **values: object) -> None:
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(text(sql), values)
    owner.dispose()


def test_an_owner_without_an_account_answers_by_the_link_and_the_plan_shows_who(
    world: World, officer: Visitor, coffee: UUID, post: Post
) -> None:
    page = officer.follow(ask(officer, coffee))
    assert "Sam Vrijwilliger" in page.words("//*[@id='vraag']")
    assert "nog niet beantwoord" in page.words("//*[@id='vraag']")
    (letter,) = post.letters(SAM)
    for said in (
        "Officer in hengelo",
        "Koffieochtend",
        "Voor de stuurgroep.",
        "Er kwamen twaalf mensen",
        "tot en met",
    ):
        assert said in letter
    link, sam = post.link(SAM), world.stranger()
    form = sam.get(link)
    assert "Koffieochtend" in form.heading
    assert not form.document.xpath("//nav | //header//a[not(@hreflang)] | //*[@name='percent']")
    assert {"happened", "next", "light", "light_reason"} <= set(form.document.xpath("//main//@name"))
    assert sam.post(link, TOLD).location == "?beantwoord"
    thanks = sam.get(f"{link}?beantwoord")
    assert "Bedankt" in thanks.heading
    assert "Er kwamen dertig mensen." in thanks.words()
    page = officer.get(f"/hengelo/acties/{coffee}")
    newest = page.words("(//*[@id='updates']//li)[1]")
    for seen in ("Sam Vrijwilliger", "via een link", "Er kwamen dertig mensen.", "Een grotere zaal."):
        assert seen in newest
    assert "beantwoord op" in page.words("//*[@id='vraag']")
    with world.inside("hengelo"):
        event = db().scalars(select(Event).where(Event.kind == "action.reported")).one()
        assert (event.actor_id, event.actor_name) == (None, "Sam Vrijwilliger (via een link)")


def test_an_answer_by_the_link_is_what_the_coordinator_waited_for(
    world: World, officer: Visitor, coffee: UUID, post: Post
) -> None:
    ask(officer, coffee)
    world.stranger().post(post.link(SAM), TOLD)
    with world.inside("hengelo"):
        waits = db().scalars(select(Todo).where(Todo.kind == Kind.UPDATE, Todo.subject_id == coffee)).all()
        assert [(todo.ended, todo.closed_by) for todo in waits if todo.closed_at] == [(Ended.DONE, None)]
        # The next update is awaited from a later day on.
        (awaited,) = (todo for todo in waits if todo.closed_at is None)
        assert awaited.shows_from > today()


def test_opening_the_link_changes_nothing_and_is_kept_by_nobody(
    world: World, officer: Visitor, coffee: UUID, post: Post
) -> None:
    ask(officer, coffee)
    link = post.link(SAM)
    assert world.stranger().get(link).status == 200
    answer = world.stranger().get(link)
    assert answer.status == 200
    assert "noindex" in answer.response.headers["X-Robots-Tag"]
    assert answer.response.headers["Cache-Control"] == "no-store"
    assert answer.response.headers["Referrer-Policy"] == "strict-origin"
    assert of_sam(world).answered_at is None


def test_the_token_is_kept_nowhere(
    world: World, officer: Visitor, coffee: UUID, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    ask(officer, coffee)
    token = post.link(SAM).rpartition("/")[2]
    sam = world.stranger()
    with caplog.at_level("INFO"):
        sam.get(f"/hengelo/update/{token}")
        sam.post(f"/hengelo/update/{token}", TOLD | {"idempotency_key": "deze-ene-keer"})
    assert token not in caplog.text
    assert of_sam(world).token_hash != token
    with world.inside("hengelo"):
        assert token not in " ".join(str(task.arguments) for task in db().scalars(select(Task)))
        assert token not in str(db().execute(text("select * from answered_form")).all())
        assert SAM not in " ".join(f"{event.note} {event.changes}" for event in db().scalars(select(Event)))


def test_wrong_input_twice_keeps_what_was_typed_and_says_everything_at_once(
    world: World, officer: Visitor, coffee: UUID, post: Post
) -> None:
    ask(officer, coffee)
    link, sam = post.link(SAM), world.stranger()
    sam.get(link)
    for _attempt in range(2):
        answer = sam.post(link, {"next": "Verder zoeken.", "light": "red"})
        assert answer.status == 422
        assert "Vul dit in" in answer.error_of("happened")
        assert "waarom het niet op koers ligt" in answer.error_of("light_reason")
        assert answer.value_of("next") == "Verder zoeken."
    told = {"happened": "Het zaaltje brandde af.", "light": "red", "light_reason": "Geen zaal."}
    assert sam.post(link, told).status == 303


def test_a_second_press_makes_no_second_update_and_another_answer_is_not_lost(
    world: World, officer: Visitor, coffee: UUID, post: Post
) -> None:
    ask(officer, coffee)
    link, sam = post.link(SAM), world.stranger()
    sam.get(link)
    first, second = sam.post(link, TOLD), sam.post(link, TOLD)
    assert (first.status, second.status) == (303, 303)
    other = sam.post(link, TOLD | {"happened": "En nog iets."})
    assert other.status == 409
    assert "En nog iets." in other.words()
    assert "U hebt geantwoord op" in sam.get(link).words()
    with world.inside("hengelo"):
        assert len(db().scalars(select(ProgressUpdate).where(ProgressUpdate.by_link)).all()) == 1


def test_asking_again_withdraws_the_earlier_link(
    world: World, officer: Visitor, coffee: UUID, post: Post
) -> None:
    ask(officer, coffee)
    first = post.link(SAM)
    # The form knows who was asked last for this owner.
    form = officer.get(f"/hengelo/acties/{coffee}/vraag")
    assert (form.value_of("name"), form.value_of("email")) == ("Sam Vrijwilliger", SAM)
    ask(officer, coffee, email="ander@welzijn.example")
    assert world.stranger().get(first).status == 410
    assert world.stranger().post(first, TOLD).status == 409
    assert world.stranger().get(post.link("ander@welzijn.example")).status == 200


def test_sending_again_gives_a_new_link_and_withdrawing_closes_it(
    world: World, officer: Visitor, coffee: UUID, post: Post
) -> None:
    ask(officer, coffee)
    first, request = post.link(SAM), of_sam(world).id
    assert officer.post(f"/hengelo/updatevragen/{request}/opnieuw").status == 303
    again = post.link(SAM)
    assert world.stranger().get(first).status == 404
    assert world.stranger().get(again).status == 200
    for _press in range(2):
        assert officer.post(f"/hengelo/updatevragen/{request}/intrekking").status == 303
    closed = world.stranger().get(again)
    assert closed.status == 410
    assert "Officer in hengelo" in closed.words()
    assert officer.post(f"/hengelo/updatevragen/{request}/opnieuw").status == 409


def test_an_expired_link_and_an_action_that_is_gone_say_whom_to_ask(
    world: World, officer: Visitor, coffee: UUID, post: Post
) -> None:
    ask(officer, coffee)
    link = post.link(SAM)
    as_owner(world, "update update_request set expires_at = now() - interval '1 minute'")
    expired = world.stranger().get(link)
    assert expired.status == 410
    assert "Officer in hengelo" in expired.words()
    assert "link verlopen" in officer.get(f"/hengelo/acties/{coffee}").words("//*[@id='vraag']")
    as_owner(world, "update update_request set action_id = null, expires_at = now() + interval '1 day'")
    gone = world.stranger().get(link)
    assert (gone.status, gone.heading) == (410, "Deze actie staat niet meer in het plan")
    assert world.stranger().post(link, TOLD).status == 410


def test_a_link_of_hengelo_opens_nothing_in_enschede(
    world: World, officer: Visitor, coffee: UUID, post: Post
) -> None:
    ask(officer, coffee)
    path = post.link(SAM).removeprefix("/hengelo")
    answer = world.stranger().get(f"/enschede{path}")
    assert answer.status == 404
    assert "Misschien is de link niet helemaal overgenomen" in answer.words()


def test_who_guesses_at_one_link_is_stopped_wherever_from(world: World) -> None:
    tries = [
        world.stranger().post(
            "/hengelo/update/geraden", TOLD, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}
        )
        for number in range(6)
    ]
    assert [answer.status for answer in tries] == [404] * 5 + [429]


@pytest.mark.parametrize(("changes", "field"), [({"email": "geen adres"}, "email"), ({"name": " "}, "name")])
def test_a_wrong_question_is_explained(
    officer: Visitor, coffee: UUID, changes: dict[str, str], field: str
) -> None:
    for _attempt in range(2):
        answer = ask(officer, coffee, **changes)
        assert answer.status == 422
        assert answer.error_of(field)
        assert answer.value_of("note") == ASKED["note"]


@pytest.mark.parametrize("role", ["reader", "decider", "committee"])
def test_who_only_reads_asks_nobody_and_sees_no_address(world: World, coffee: UUID, role: str) -> None:
    reader = world.as_person(f"{role}@hengelo")
    assert reader.post(f"/hengelo/acties/{coffee}/vraag", ASKED).status == 403
    assert "voorbeeld.example" not in reader.get(f"/hengelo/acties/{coffee}").text


def test_a_name_and_an_address_are_forgotten_ninety_days_after_the_link_and_the_update_stays(
    world: World, officer: Visitor, coffee: UUID, post: Post
) -> None:
    ask(officer, coffee)
    world.stranger().post(post.link(SAM), TOLD)
    for days, left in ((89, 2), (91, 0)):
        as_owner(world, "update update_request set expires_at = now() - :ago", ago=timedelta(days=days))
        with world.inside("hengelo"):
            retention.carry_out()
            assert len(db().scalars(select(UpdateRequest)).all()) == left
    with world.inside("hengelo"):
        kept = db().scalars(select(ProgressUpdate).where(ProgressUpdate.by_link)).one()
        assert kept.author_name == "Sam Vrijwilliger"
        assert db().get(Action, coffee) is not None
