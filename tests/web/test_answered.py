"""A double click makes one thing: the same form sent twice is answered once, and a form that was refused can be sent again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from secrets import token_hex
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, text, update

from app.accounts.models import Invitation
from app.organisations.models import Organisation
from app.plan.models import Action, Attachment, Milestone
from app.web.answered import AnsweredForm
from jobs.task import Task
from tenants import acting_outside, db, retention
from tests.features.plan.statements import statements
from tests.page import Answer, Visitor
from tests.people import World

FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
NEW = "/hengelo/acties/nieuw"


def at_once(*deeds: Callable[[], Answer]) -> list[Answer]:
    """Do these at the same moment; what each was answered."""
    together = Barrier(len(deeds))

    def do(deed: Callable[[], Answer]) -> Answer:
        together.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def filled(page: Answer, action: str, **fields: Any) -> dict[str, Any]:
    """The form to `action` on a page, with these fields filled in, as a browser would send it."""
    (form,) = page.document.xpath(f"//main//form[@action='{action}']")[:1]
    return {**dict(form.form_values()), **fields}


def count(world: World, noun: type[Any], town: str = "hengelo") -> int:
    with world.inside(town):
        return db().scalar(select(func.count()).select_from(noun)) or 0


@pytest.fixture
def desks(world: World) -> list[Visitor]:
    """Two windows of one coordinator."""
    windows = [world.as_person("coordinator@hengelo") for _ in range(2)]
    for window in windows:
        window.get("/hengelo/")
    return windows


def test_two_presses_at_the_same_moment_make_one_action_and_lead_to_it(
    world: World, desks: list[Visitor]
) -> None:
    before = count(world, Action)
    form = filled(desks[0].get(NEW), NEW, title="Eetclub")
    answers = at_once(*(lambda desk=desk: desk.post(NEW, form) for desk in desks))
    assert [answer.status for answer in answers] == [303, 303]
    assert len({answer.location for answer in answers}) == 1
    assert count(world, Action) == before + 1
    for desk, answer in zip(desks, answers, strict=True):
        page = desk.follow(answer)
        assert page.heading == "Eetclub"
        assert "De actie is toegevoegd" in page.words()


def test_an_invitation_that_is_pressed_twice_is_one_mail(world: World) -> None:
    administrator = world.as_person("administrator@hengelo")
    address = "/hengelo/mensen/uitnodigen"
    sent = {"name": "Sam", "email": "sam@welzijn.example", "roles": ["reader"]}
    form = filled(administrator.get(address), address, **sent)
    mails = count(world, Task)
    assert [administrator.post(address, form).status for _ in range(2)] == [303, 303]
    assert count(world, Task) == mails + 1
    with world.inside("hengelo"):
        invited = select(func.count()).where(Invitation.email == sent["email"])
        assert db().scalar(invited) == 1


def test_a_form_that_was_refused_can_be_sent_again_corrected_and_then_counts_once(
    world: World, desks: list[Visitor]
) -> None:
    before, window = count(world, Action), desks[0]
    form = filled(window.get(NEW), NEW, title="")
    assert window.post(NEW, form).status == 422
    assert window.post(NEW, form).status == 422
    assert window.post(NEW, form | {"title": "Eetclub"}).status == 303
    assert count(world, Action) == before + 1


def test_other_words_in_the_same_form_are_another_form(world: World, desks: list[Visitor]) -> None:
    """Who goes back in the browser finds the form as it was, key and all: what is typed then must not be lost."""
    before, window = count(world, Action), desks[0]
    form = filled(window.get(NEW), NEW, title="Eetclub")
    window.post(NEW, form)
    window.post(NEW, form | {"title": "Leesclub"})
    assert count(world, Action) == before + 2


def test_a_file_that_is_sent_twice_is_kept_once_and_another_file_is_another(
    world: World, desks: list[Visitor]
) -> None:
    address = f"/hengelo/acties/{world.row('hengelo', 'action', 'koffie')}/bijlagen"
    form, before = filled(desks[0].get(address), address), count(world, Attachment)
    for content in (b"%PDF-1.4 een", b"%PDF-1.4 een", b"%PDF-1.4 twee"):
        sent = form | {"file": (BytesIO(content), "plan.pdf")}
        assert desks[0].post(address, sent, content_type="multipart/form-data").status == 303
    assert count(world, Attachment) == before + 2


def test_a_part_of_a_page_that_was_sent_already_becomes_the_page_as_it_is_now(
    world: World, desks: list[Visitor]
) -> None:
    coffee = world.row("hengelo", "action", "koffie")
    address = f"/hengelo/mijlpalen/{world.row('hengelo', 'milestone', 'gasten')}/gehaald"
    form = filled(desks[0].get(f"/hengelo/acties/{coffee}"), address)
    first, second = (desks[0].post(address, form, headers=FRAGMENT) for _ in range(2))
    assert (first.status, second.status) == (200, 204)
    assert second.response.headers["HX-Refresh"] == "true"
    without_script = desks[0].post(address, form)
    assert (without_script.status, without_script.location) == (303, address)
    page = desks[0].get(f"/hengelo/acties/{coffee}")
    assert "De mijlpaal is gehaald." in page.words()
    assert page.document.xpath("//main//form[contains(@action, '/ongedaan/')]")
    with world.inside("hengelo"):
        assert db().get_one(Milestone, world.row("hengelo", "milestone", "gasten")).done_on


def test_a_key_is_worth_nothing_to_another_person_and_in_another_town(
    world: World, desks: list[Visitor]
) -> None:
    form = filled(desks[0].get(NEW), NEW, title="Eetclub")
    mine = desks[0].post(NEW, form)
    officer, neighbour = world.as_person("officer@hengelo"), world.as_person("coordinator@enschede")
    theirs = [officer.post(NEW, form), neighbour.post("/enschede/acties/nieuw", form)]
    assert [answer.status for answer in theirs] == [303, 303]
    assert len({mine.location, *(answer.location for answer in theirs)}) == 3
    with world.inside("enschede"):
        assert db().scalars(select(AnsweredForm.location)).all() == [theirs[1].location]


def test_what_is_remembered_of_a_form_holds_nothing_of_what_was_typed(world: World) -> None:
    stranger = world.stranger()
    page = stranger.get("/wachtwoord/vergeten")
    form = filled(page, "/wachtwoord/vergeten", email="geheim@welzijn.example")
    answers = [stranger.post("/wachtwoord/vergeten", form) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 303]
    with acting_outside():
        (row,) = db().execute(text("select * from answered_form")).mappings().all()
    assert "geheim" not in str(dict(row))
    assert form["idempotency_key"] not in str(dict(row))
    assert count(world, AnsweredForm) == 0


def test_who_signs_in_twice_signs_in_twice(world: World) -> None:
    """The answer is a cookie: the browser that got the second answer must be signed in too."""
    from tests.people import PASSWORD  # noqa: PLC0415 - only here

    page = world.stranger().get("/inloggen")
    form = filled(page, "/inloggen", email="reader@hengelo.example", password=PASSWORD)
    for _ in range(2):
        window = world.stranger()
        assert window.post("/inloggen", form).status == 303
        assert window.get("/hengelo/").status == 200


def test_a_form_without_a_key_is_accepted_so_that_an_old_tab_loses_nothing(
    world: World, desks: list[Visitor]
) -> None:
    form = {"title": "Uit een oud tabblad", "status": "planned"}
    assert desks[0].post(NEW, form).status == 303
    assert count(world, AnsweredForm) == 0


def test_two_who_add_the_same_new_number_at_once_are_told_beside_the_field(world: World) -> None:
    sent = {"name": "De Brug", "sector": "care", "circle": "core", "kvk_number": "12345678"}
    towns = ("hengelo", "enschede")
    desks = [world.as_person(f"coordinator@{town}") for town in towns]
    for desk, town in zip(desks, towns, strict=True):
        desk.get(f"/{town}/partners/nieuw")
    answers = at_once(
        *(
            lambda desk=desk, town=town: desk.post(f"/{town}/partners/nieuw", sent)
            for desk, town in zip(desks, towns, strict=True)
        )
    )
    assert sorted(answer.status for answer in answers) == [303, 422]
    (told,) = (answer for answer in answers if answer.status == 422)
    assert "Zojuist voegde iemand anders dit nummer toe" in told.error_of(
        "kvk_number"
    ) or told.document.xpath("//input[@name='known'][string-length(@value) > 0]")
    assert told.value_of("name") == "De Brug"
    with acting_outside():
        assert db().scalar(select(func.count()).where(Organisation.kvk_number == "12345678")) == 1


def test_answering_once_costs_two_statements_on_a_post_and_none_on_a_get(
    world: World, desks: list[Visitor]
) -> None:
    def post(**key: str) -> int:
        return statements(lambda: desks[0].post(NEW, {"title": token_hex(4), "status": "planned", **key}))

    assert post(idempotency_key="een sleutel van dit formulier alleen") - post() == 2
    # The page that offers the form is read by the same statements as ever: no row is written before somebody sends it.
    before = count(world, AnsweredForm)
    desks[0].get(NEW)
    assert count(world, AnsweredForm) == before


def test_after_two_days_an_answered_form_is_forgotten(world: World, desks: list[Visitor]) -> None:
    for title in ("Eetclub", "Leesclub"):
        desks[0].post(NEW, filled(desks[0].get(NEW), NEW, title=title))
    with world.inside("hengelo"):
        old = select(AnsweredForm.id).limit(1).scalar_subquery()
        long_ago = func.now() - text("interval '3 days'")
        db().execute(update(AnsweredForm).where(AnsweredForm.id == old).values(answered_at=long_ago))
    with world.inside("hengelo"):
        assert ("answered_form", 1) in {(gone.table, gone.how_many) for gone in retention.carry_out()}
    assert count(world, AnsweredForm) == 1
