"""Before an agreement ends people are reminded, and it goes on in one step; at its end it expires."""

from datetime import timedelta

from sqlalchemy import func, select

from app.agreements.models import AgreementFile, AgreementParty, AgreementReminder, AgreementVersion
from app.todos.settling import catch_up
from app.web.clock import today
from jobs.agreements import every_night
from tenants import db
from tests.features.agreements.conftest import (
    MEMBER,
    WORDS,
    Ask,
    Behind,
    Post,
    Sent,
    ends_on,
    open_todos,
    sign,
    states,
)
from tests.page import Visitor
from tests.people import World

ROOM = "/hengelo/partners/overeenkomsten"
TEXT = {
    "title": "Convenant eten",
    "kind": "covenant",
    "text": WORDS,
    "valid_from": "2027-01-01",
    "valid_until": "2027-12-31",
}


def test_both_are_reminded_twice_before_the_end_and_once_each(
    world: World, ask: Ask, member: Visitor, behind: Behind, post: Post
) -> None:
    sent = ask()
    sign(member, sent)
    post.deliver()
    seen = []
    for left in (61, 60, 30, 14, 3):
        ends_on(behind, sent, today() + timedelta(days=left))
        for _ in range(2):
            with world.inside("hengelo"):
                every_night()
        seen.append(
            [
                sum("Loopt af" in letter for letter in post.letters(f"{who}.example"))
                for who in ("coordinator@hengelo", MEMBER)
            ]
        )
    assert seen == [[0, 0], [1, 1], [1, 1], [2, 2], [2, 2]]
    with world.inside("hengelo"):
        mine = select(func.count()).where(AgreementReminder.party_id == sent.party_id)
        assert db().scalar(mine) == 2


def test_renewing_waits_for_a_signature_while_the_old_one_goes_on_to_its_end(
    world: World, ask: Ask, coordinator: Visitor, member: Visitor, behind: Behind
) -> None:
    sent = ask()
    sign(member, sent)
    last = today() + timedelta(days=20)
    ends_on(behind, sent, last)
    with world.inside("hengelo"):
        every_night()
        catch_up()
    assert open_todos(world) == {("agreement.renew", "Afspraak"), ("agreement.ends", "Afspraak")}
    form = coordinator.get(f"{sent.theirs}/verlenging")
    assert form.value_of("valid_from") == (last + timedelta(days=1)).isoformat()
    terms = {name: form.value_of(name) for name in ("valid_from", "valid_until", "answer_by")}
    page = coordinator.follow(coordinator.post(f"{sent.theirs}/verlenging", terms | {"text": "same"}))
    assert open_todos(world) == {("agreement.sign", "Afspraak")}
    assert coordinator.post(f"{sent.theirs}/verlenging", terms | {"text": "same"}).status == 422
    with world.inside("hengelo"):
        new = db().scalars(select(AgreementParty).where(AgreementParty.renews_id == sent.party_id)).one()
    assert page.words("//h1") == "Welzijn"
    sign(member, Sent(sent.agreement_id, new.version_id, new.id))
    assert states(world, sent.party_id, new.id) == ["signed", "signed"]
    ends_on(behind, sent, today() - timedelta(days=1))
    with world.inside("hengelo"):
        every_night()
    assert states(world, sent.party_id, new.id) == ["expired", "signed"]
    assert open_todos(world) == set()


def test_everything_that_ends_soon_goes_on_in_one_step_with_the_newest_text(
    world: World, ask: Ask, coordinator: Visitor, member: Visitor, behind: Behind
) -> None:
    sent = ask()
    sign(member, sent)
    ends_on(behind, sent, today() + timedelta(days=40))
    coordinator.post(f"{ROOM}/{sent.agreement_id}/versies", TEXT)
    assert "Er loopt niets af" in coordinator.get(f"{ROOM}/verlenging?dagen=14").words()
    page = coordinator.get(f"{ROOM}/verlenging")
    keys = page.document.xpath("//input[@name='parties']/@value")
    assert keys == [str(sent.party_id)]
    coordinator.follow(coordinator.post(f"{ROOM}/verlenging?dagen=60", {"parties": keys, "text": "newest"}))
    with world.inside("hengelo"):
        new = db().scalars(select(AgreementParty).where(AgreementParty.renews_id == sent.party_id)).one()
        number = select(AgreementVersion.number).where(AgreementVersion.id == new.version_id)
        assert db().scalar(number) == 2
    # Another window, in which it still stood: nothing is asked twice.
    again = coordinator.post(f"{ROOM}/verlenging?dagen=60", {"parties": keys, "text": "newest"})
    assert again.status == 422


def test_a_question_that_was_never_answered_expires(world: World, ask: Ask, behind: Behind) -> None:
    sent = ask()
    ends_on(behind, sent, today() - timedelta(days=1))
    with world.inside("hengelo"):
        every_night()
    assert (states(world, sent.party_id), open_todos(world)) == (["expired"], set())


def test_the_document_that_was_not_made_is_asked_for_again_at_night(
    world: World, ask: Ask, member: Visitor, behind: Behind, post: Post
) -> None:
    sent = ask()
    sign(member, sent)
    behind("delete from task where name = 'agreements.make_document'")
    with world.inside("hengelo"):
        every_night()
    post.deliver()
    with world.inside("hengelo"):
        assert db().scalar(select(AgreementFile.size).where(AgreementFile.party_id == sent.party_id))
