"""The digest: one mail for all coalitions, for who wants it, on the day that they want it."""

from datetime import date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any
from uuid import uuid4

import pytest
from lxml.html import fromstring
from sqlalchemy import delete, insert, select, update

from app.access import Role
from app.accounts.models import Membership, OrganisationMember, Person
from app.plan.models import Action
from app.todos.models import Todo
from app.todos.rules import Kind
from app.web.clock import AMSTERDAM, start_of, today
from jobs import digest
from jobs.schedule import SCHEDULE, Clock
from tenants import Actor, acting_outside, db
from tests.features.home.days import add_silent_action
from tests.jobs.conftest import Workplace
from tests.people import TOWNS, World, secret_of

(ENTRY,) = [entry for entry in SCHEDULE if entry.name == "digest"]
MONDAY = today() + timedelta(days=7 - today().weekday())
TUESDAY = MONDAY + timedelta(days=1)
ME = "coordinator@hengelo"


@pytest.fixture
def office(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """It is Tuesday. In both towns an action has been silent; nothing else waits, and nobody but me wants a digest."""
    set_day(monkeypatch, TUESDAY)
    for town in TOWNS:
        with workplace.world.inside(town):
            db().execute(delete(Todo))
            db().execute(delete(Action).where(Action.id == workplace.world.row(town, "action", "maatje")))
        add_silent_action(workplace.world, town, f"Eten. {secret_of(town)}", days=100)
        with workplace.world.inside(town):
            db().execute(delete(Todo).where(Todo.title.not_like("Eten%")))
    choose(workplace.world, ME, digest="daily")
    return workplace


def set_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(digest, "today", lambda: day)


def choose(world: World, who: str, **values: Any) -> None:
    with acting_outside(actor=world.actor(who)):
        db().execute(update(Person).where(Person.id == world.people[who]).values(values))


def join(world: World, town: str, who: str = ME, role: Role = Role.COORDINATOR) -> None:
    with world.inside(town):
        db().add(Membership(person_id=world.people[who], role=role))


def at_seven(office: Workplace, day: date = TUESDAY) -> list[EmailMessage]:
    """Let the clock strike seven on a day; returns every mail there is."""
    Clock([ENTRY]).tick(start_of(day).replace(hour=7))
    # First the one task that asks for all, then one for each person.
    office.do_all()
    office.do_all()
    parser: BytesParser[EmailMessage] = BytesParser(policy=policy.default)
    return [parser.parsebytes(path.read_bytes()) for path in sorted((office.folder / "mail").glob("*.eml"))]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_one_mail_tells_what_waits_in_two_coalitions_each_with_its_links(office: Workplace) -> None:
    join(office.world, "enschede")
    (mail,) = at_seven(office)
    assert mail["To"] == f"{ME}.example"
    assert mail["Subject"] == "Er wachten 2 dingen op u"
    for town in TOWNS:
        assert f"Eten. {secret_of(town)}" in text_of(mail)
        assert f"Schrijf een update: https://samenkracht.example/{town}/acties/" in text_of(mail)
    assert "https://samenkracht.example/account" in text_of(mail)
    assert mail["List-Unsubscribe"] == "<https://samenkracht.example/account>"
    assert "(nieuw)" not in text_of(mail)


def test_on_a_telephone_it_is_a_list_of_names_with_under_each_one_thing_to_press(office: Workplace) -> None:
    (mail,) = at_seven(office)
    body = mail.get_body(("html",))
    assert body is not None
    page = fromstring(body.get_content())
    assert [name.text for name in page.xpath("//strong")] == [f"Eten. {secret_of('hengelo')}"]
    (link,) = page.xpath("//a[contains(@href, '/acties/')]")
    assert (link.text, link.getparent().tag) == ("Schrijf een update", "p")
    assert "/acties/" not in page.text_content()


def test_who_works_in_one_coalition_never_reads_of_another(office: Workplace) -> None:
    (mail,) = at_seven(office)
    assert mail["Subject"] == "Er wacht 1 ding op u"
    assert secret_of("hengelo") in text_of(mail)
    assert "enschede" not in mail.as_string()
    assert secret_of("enschede") not in text_of(mail)


def test_two_clocks_that_strike_twice_send_one_mail(office: Workplace) -> None:
    at_seven(office)
    with acting_outside():
        digest.ask_for_all()
    assert len(at_seven(office)) == 1


def test_every_day_weekly_on_monday_or_never(office: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(office.world, ME, digest="weekly")
    assert at_seven(office) == []
    set_day(monkeypatch, MONDAY + timedelta(days=7))
    weekly = {mail["To"] for mail in at_seven(office, MONDAY + timedelta(days=7))}
    # The default is weekly: the officer, who stands in for the coordinator, hears of the same; who is asked nothing hears nothing.
    assert weekly == {f"{role}@{town}.example" for role in ("coordinator", "officer") for town in TOWNS}
    for town in TOWNS:
        for role in ("coordinator", "officer"):
            choose(office.world, f"{role}@{town}", digest="off")
    set_day(monkeypatch, MONDAY + timedelta(days=14))
    assert len(at_seven(office, MONDAY + timedelta(days=14))) == len(weekly)


@pytest.mark.parametrize("why", ["ended", "without a password", "a demonstration account", "without a role"])
def test_nothing_is_sent_to(office: Workplace, why: str) -> None:
    if why == "without a role":
        with office.world.inside("hengelo"):
            mine = Membership.person_id == office.world.people[ME]
            db().execute(update(Membership).where(mine).values(ended_at=datetime.now(AMSTERDAM)))
    else:
        values: dict[str, dict[str, Any]] = {
            "ended": {"ended_at": datetime.now(AMSTERDAM)},
            "without a password": {"password_hash": None},
            "a demonstration account": {"demonstration": True},
        }
        choose(office.world, ME, **values[why])
    assert at_seven(office) == []


def test_nothing_is_sent_where_nothing_waits_or_who_chose_otherwise_meanwhile(office: Workplace) -> None:
    Clock([ENTRY]).tick(start_of(TUESDAY).replace(hour=7))
    office.do_all()
    choose(office.world, ME, digest="off")
    assert at_seven(office) == []
    with acting_outside(actor=Actor(None, "")):
        digest.send_digest(person_id=str(office.world.people["reader@hengelo"]), day=TUESDAY.isoformat())
    assert at_seven(office) == []


def test_what_came_since_the_last_mail_is_marked(office: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    at_seven(office)
    add_silent_action(office.world, "hengelo", "Wandelen", days=100)
    set_day(monkeypatch, TUESDAY + timedelta(days=1))
    texts = [text_of(mail) for mail in at_seven(office, TUESDAY + timedelta(days=1))]
    (second,) = [text for text in texts if "Wandelen" in text]
    assert "Wandelen (nieuw)" in second
    assert f"Eten. {secret_of('hengelo')}\n" in second


def test_the_mail_is_in_the_language_of_who_reads_it(office: Workplace) -> None:
    choose(office.world, ME, language="en")
    (mail,) = at_seven(office)
    assert mail["Subject"] == "1 thing is waiting for you"
    assert "Write an update: https://" in text_of(mail)
    assert not {"Goedendag", "wacht", "Datum"} & set(text_of(mail).split())


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-03-29T05:00:00+00:00", "2026-03-29T07:00:00+02:00"),  # the morning after summer time began
        ("2026-03-29T04:59:59+00:00", "2026-03-28T07:00:00+01:00"),
        ("2026-10-25T06:00:00+00:00", "2026-10-25T07:00:00+01:00"),  # the morning after it ended
        ("2026-10-25T05:59:59+00:00", "2026-10-24T07:00:00+02:00"),
    ],
)
def test_it_is_seven_in_the_morning_in_summer_and_winter(now: str, slot: str) -> None:
    assert ENTRY.latest(datetime.fromisoformat(now)).isoformat() == slot


def test_how_often_is_chosen_at_the_own_account(world: World) -> None:
    visitor = world.as_person(ME)
    page = visitor.get("/account")
    assert page.value_of("digest") == "weekly"
    answer = visitor.post("/account", {"name": "Noor", "language": "nl", "digest": "soms"})
    assert answer.status == 422
    assert "weekly" in page.value_of("digest")
    assert visitor.post("/account", {"name": "Noor", "language": "nl", "digest": "off"}).status == 303
    assert visitor.get("/account").value_of("digest") == "off"


def test_who_works_for_an_organisation_reads_what_waits_for_it_in_every_coalition_in_one_mail(
    office: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, member = office.world, "partner_member@hengelo"
    choose(world, member, digest="daily")
    organisation = world.row("hengelo", "organisation", "welzijn")
    for town in TOWNS:
        thing = {"kind": Kind.ANSWER_INVITATION, "subject_table": "partner", "place_table": "partner"}
        ids = {
            "subject_id": uuid4(),
            "place_id": uuid4(),
            "shows_from": TUESDAY,
            "organisation_id": organisation,
        }
        with world.inside(town):
            # Enschede only asks: it did not let anybody in.
            db().execute(insert(Todo).values(thing | ids | {"title": f"Welzijn. {secret_of(town)}"}))
    (mail,) = [mail for mail in at_seven(office) if mail["To"] == f"{member}.example"]
    assert mail["Subject"] == "Er wachten 2 dingen op u"
    for town in TOWNS:
        assert f"https://samenkracht.example/{town}/meedoen/" in text_of(mail)
    with acting_outside(actor=world.actor(member)):
        db().scalars(select(OrganisationMember)).one().end()
    tomorrow = TUESDAY + timedelta(days=1)
    set_day(monkeypatch, tomorrow)
    assert [told["To"] for told in at_seven(office, tomorrow)].count(f"{member}.example") == 1
