"""What waits for a person."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from app.accounts.models import Invitation
from app.plan.rules import ActionStatus
from app.todos.settling import catch_up
from tenants import db
from tests.features.home.days import add_action, add_milestone, add_silent_action, in_days
from tests.page import Answer
from tests.people import World

TOWNS = ("hengelo", "enschede")


def rows_of(answer: Answer) -> list[str]:
    """The words of each thing that waits."""
    return [" ".join(row.text_content().split()) for row in answer.document.xpath("//*[@id='wacht']//li")]


def row_about(answer: Answer, what: str) -> str:
    (row,) = [row for row in rows_of(answer) if what in row]
    return row


def test_what_waits_for_a_coordinator_has_a_date_and_one_button_each(world: World) -> None:
    for town in TOWNS:
        silent = add_silent_action(world, town, f"Stil in {town}", days=100)
        add_milestone(world, town, silent, f"Zaal in {town}", in_days(-3))
    page = world.as_person("coordinator@hengelo").get("/hengelo/")
    assert "100 dagen" in row_about(page, "Stil in hengeloLoopt")
    assert "te laat" in row_about(page, "Zaal in hengelo")
    assert "enschede" not in page.words()
    for row in page.document.xpath("//*[@id='wacht']//li"):
        assert len(row.xpath(".//a")) == 1
        assert row.xpath(".//*[contains(@class, 'sk-row__when')][normalize-space()]")


def test_each_button_leads_to_where_it_can_be_done(world: World) -> None:
    silent = add_silent_action(world, "hengelo", "Stille actie", days=100)
    coordinator = world.as_person("coordinator@hengelo")
    page = coordinator.get("/hengelo/")
    (button,) = page.document.xpath("//*[@id='wacht']//a[normalize-space()='Schrijf een update']/@href")
    address, _, anchor = button.partition("#")
    assert str(silent) in address
    assert coordinator.get(address).document.xpath(f"//*[@id='{anchor}']//textarea")


def test_what_waits_stands_by_date_and_what_has_none_comes_last(world: World) -> None:
    action = add_action(world, "hengelo", "Buurtkamer", status=ActionStatus.RUNNING)
    add_action(world, "hengelo", "Rijden", status=ActionStatus.PLANNED, deadline=in_days(-400))
    add_milestone(world, "hengelo", action, "Opening", in_days(10))
    rows = rows_of(world.as_person("coordinator@hengelo").get("/hengelo/"))
    places = [
        next(place for place, row in enumerate(rows) if what in row)
        for what in ("Rijden", "Opening", "te bevestigen")
    ]
    assert places == sorted(places)
    assert rows[-1].startswith("geen datum")


def test_a_milestone_of_next_month_does_not_wait_yet(world: World) -> None:
    action = add_action(world, "hengelo", "Buurtkamer", status=ActionStatus.RUNNING)
    add_milestone(world, "hengelo", action, "Opening", in_days(30))
    add_milestone(world, "hengelo", action, "Ooit", None)
    page = world.as_person("coordinator@hengelo").get("/hengelo/")
    assert not [row for row in rows_of(page) if "Opening" in row]
    assert "Opening" in page.words("//aside")
    assert "Ooit" not in page.words("//body")


def test_several_milestones_of_one_action_are_one_thing_to_do(world: World) -> None:
    action = add_action(world, "hengelo", "Buurtkamer", status=ActionStatus.RUNNING)
    for name in ("Vloer", "Muur", "Dak"):
        add_milestone(world, "hengelo", action, name, in_days(-5))
    page = world.as_person("coordinator@hengelo").get("/hengelo/")
    assert "en nog 2 mijlpalen" in row_about(page, "Mijlpaal van Buurtkamer")


def test_a_stopped_action_asks_for_nothing(world: World) -> None:
    stopped = add_action(
        world,
        "hengelo",
        "Gestopt werk",
        status=ActionStatus.STOPPED,
        stop_reason="Geen geld",
        deadline=in_days(-9),
    )
    add_milestone(world, "hengelo", stopped, "Nooit gehaald", in_days(-9))
    page = world.as_person("coordinator@hengelo").get("/hengelo/wacht")
    assert "Gestopt werk" not in page.words()
    assert "Nooit gehaald" not in page.words()


def test_our_readings_to_confirm_are_one_line_with_their_number(world: World) -> None:
    page = world.as_person("officer@hengelo").get("/hengelo/")
    assert row_about(page, "te bevestigen").startswith("geen datum 2 lezingen te bevestigen")


def test_an_administrator_hears_of_an_invitation_that_expired_and_others_do_not(world: World) -> None:
    with world.inside("hengelo"):
        db().execute(update(Invitation).values(expires_at=datetime.now(UTC) - timedelta(days=1)))
        catch_up()
    assert "Nieuwe collega" in world.as_person("administrator@hengelo").get("/hengelo/").words()
    assert "Nieuwe collega" not in world.as_person("coordinator@hengelo").get("/hengelo/").words()
    assert "Nieuwe collega" not in world.as_person("administrator@enschede").get("/enschede/").words()


def test_at_most_eight_things_are_shown_and_all_of_them_on_their_own_page(world: World) -> None:
    for number in range(12):
        add_action(
            world, "hengelo", f"Oud {number:02}", status=ActionStatus.PLANNED, deadline=in_days(-100 + number)
        )
    coordinator = world.as_person("coordinator@hengelo")
    page = coordinator.get("/hengelo/")
    assert len(rows_of(page)) == 8
    (all_of_it,) = page.document.xpath("//*[@id='wacht']//a[contains(., 'Toon alle')]/@href")
    assert coordinator.get(all_of_it).words().count("Oud ") == 12


def test_what_was_done_no_longer_waits(world: World) -> None:
    silent = add_silent_action(world, "hengelo", "Stille actie", days=100)
    coordinator = world.as_person("coordinator@hengelo")
    assert "Stille actie" in coordinator.get("/hengelo/wacht").words()
    coordinator.post(f"/hengelo/acties/{silent}/status", {"status": "done"})
    assert "Stille actie" not in coordinator.get("/hengelo/wacht").words()


def test_who_has_nothing_waiting_reads_a_calm_sentence(world: World) -> None:
    page = world.as_person("reader@hengelo").get("/hengelo/wacht")
    assert "Er wacht niets op u" in page.words()
