"""Who leaves a seat, who comes next, and who is chair."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.bodies.models import BodyMember, BodyOffice
from app.bodies.rules import When, is_after, when
from app.partners.models import Contact
from app.periods import PartialDate
from app.todos.models import Todo
from app.todos.rules import Kind
from tenants import db
from tests.page import Visitor
from tests.people import World

LEAVES = {"ends-day": "1", "ends-month": "11", "ends-year": "2026", "partner": ""}


@pytest.fixture
def coordinator(world: World) -> Visitor:
    return world.as_person("coordinator@hengelo")


@pytest.fixture
def body(world: World) -> str:
    return f"/hengelo/partners/gremia/{world.row('hengelo', 'body', 'stuurgroep')}"


@pytest.fixture
def seat(world: World) -> str:
    return f"/hengelo/partners/zetels/{world.row('hengelo', 'body_member', 'stuurgroep-welzijn')}"


def seats(world: World) -> list[BodyMember]:
    with world.inside("hengelo"):
        return list(db().scalars(select(BodyMember).order_by(BodyMember.ends.nulls_last(), BodyMember.id)))


def held(world: World) -> list[tuple[UUID, str | None, str | None]]:
    """Who is and was chair: seat, from, until."""
    with world.inside("hengelo"):
        rows = db().scalars(select(BodyOffice).order_by(BodyOffice.ends.nulls_last())).all()
        return [(row.seat_id, str(row.starts or ""), str(row.ends or "")) for row in rows]


def waiting(world: World) -> list[Any]:
    with world.inside("hengelo"):
        return list(db().scalars(select(Todo).where(Todo.kind == Kind.SEAT, Todo.closed_at.is_(None))))


def since(year: str) -> dict[str, str]:
    """A beginning known to the year."""
    return {"starts-day": "", "starts-month": "", "starts-year": year}


def until(year: str) -> dict[str, str]:
    """An end known to the year."""
    return {"ends-day": "", "ends-month": "", "ends-year": year}


def refused(answer: Any) -> str:
    """The sentence beside a date, which stands with its three fields."""
    assert answer.status == 422
    return str(answer.words("//*[contains(@class, 'error-message')]"))


def undo(visitor: Visitor, page: Any) -> Any:
    (form,) = page.document.xpath("//form[contains(@action, '/ongedaan/')]")
    return visitor.follow(visitor.post(form.get("action"), dict(form.form_values())))


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (None, None, When.NOW),
        ("2026", None, When.NOW),
        ("2027", None, When.LATER),
        ("2020", "2026-06-15", When.EARLIER),
        ("2020", "2026-06-16", When.NOW),
        ("2020", "2026", When.EARLIER),
    ],
)
def test_a_seat_counts_from_its_first_day_until_somebody_else_has_the_place(
    starts: str | None, ends: str | None, expected: When
) -> None:
    begin, end = (PartialDate.parse(each) if each else None for each in (starts, ends))
    assert when(begin, end, date(2026, 6, 15)) is expected


def test_an_end_cannot_lie_before_the_beginning_as_far_as_both_are_known() -> None:
    assert is_after(PartialDate(2026), PartialDate(2026, 5))
    assert is_after(None, PartialDate(2026))
    assert not is_after(PartialDate(2025, 12), PartialDate(2026))


def test_who_leaves_stays_as_history_without_the_name_and_somebody_comes_next(
    world: World, coordinator: Visitor, body: str, seat: str
) -> None:
    bakker = str(world.row("hengelo", "partner", "bakker"))
    page = coordinator.follow(
        coordinator.post(f"{seat}/einde", {**LEAVES, "then": "stays", "partner": bakker})
    )
    assert "Welzijn zit niet meer in Stuurgroep. Bakkerij De Korenaar zit nu in Stuurgroep." in page.words()
    assert "tot 1 november 2026" in page.words("//details")
    left = seats(world)[0]
    assert (str(left.ends), left.name) == ("2026-11-01", "")
    assert any(str(member.partner_id) == bakker and member.role == "voorzitter" for member in seats(world))
    # The chair went with the seat.
    assert held(world) == [(left.id, "2025", "2026-11-01")]

    back = undo(coordinator, page)
    assert "Bakkerij" not in back.words("//main//li")
    assert [member.name for member in seats(world) if member.partner_id] == [
        "Persoon met een naam. Geheim van hengelo-GM0164."
    ]
    assert held(world) == [(left.id, "2025", "")]
    assert coordinator.get(body).status == 200


def test_a_seat_stays_vacant_is_filled_and_the_way_back_is_then_closed(
    world: World, coordinator: Visitor, seat: str
) -> None:
    page = coordinator.follow(coordinator.post(f"{seat}/einde", {**LEAVES, "then": "stays"}))
    assert "voorzitter zetel vrij" in page.words("//main//li")
    (vacant,) = [member for member in seats(world) if member.is_vacant and member.role]
    bakker = str(world.row("hengelo", "partner", "bakker"))
    filled = {"kind": "member", "partner": bakker, "role": "voorzitter", "somebody": "", "name": ""}
    after = coordinator.follow(coordinator.post(f"/hengelo/partners/zetels/{vacant.id}", filled))
    assert "Bakkerij De Korenaar" in after.words("//main//li")
    assert "Intussen is hier iets anders mee gebeurd" in undo(coordinator, page).words()


def test_a_seat_that_lapses_leaves_no_vacant_one_and_ends_once(
    world: World, coordinator: Visitor, seat: str
) -> None:
    before = len(seats(world))
    page = coordinator.follow(coordinator.post(f"{seat}/einde", {**LEAVES, "then": "goes"}))
    assert "Welzijn zit niet meer in Stuurgroep." in page.words()
    assert len(seats(world)) == before
    again = coordinator.post(f"{seat}/einde", {**LEAVES, "then": "goes"})
    assert "al beëindigd" in refused(again)


def test_a_date_before_the_beginning_or_none_is_refused_and_what_was_typed_stays(
    coordinator: Visitor, seat: str
) -> None:
    early = coordinator.post(f"{seat}/einde", {**until("2023"), "then": "goes", "partner": ""})
    assert "voor het begin" in refused(early)
    assert early.value_of("ends-year") == "2023"
    none = coordinator.post(f"{seat}/einde", {**until(""), "then": "goes", "partner": ""})
    assert "zo precies als u het weet" in refused(none)
    only_a_day = coordinator.post(
        f"{seat}/einde", {**until(""), "ends-day": "3", "then": "goes", "partner": ""}
    )
    assert "Dit is geen datum" in refused(only_a_day)


def test_a_seat_made_by_mistake_goes_and_comes_back(world: World, coordinator: Visitor) -> None:
    mistaken = world.row("hengelo", "body_member", "stuurgroep-ervaring")
    page = coordinator.follow(
        coordinator.post(f"/hengelo/partners/zetels/{mistaken}/einde", {**LEAVES, "then": "mistake"})
    )
    assert mistaken not in {member.id for member in seats(world)}
    undo(coordinator, page)
    assert mistaken in {member.id for member in seats(world)}


def test_a_chair_is_followed_in_one_step_and_that_can_be_undone(
    world: World, coordinator: Visitor, body: str
) -> None:
    welzijn = world.row("hengelo", "body_member", "stuurgroep-welzijn")
    bakker = str(world.row("hengelo", "partner", "bakker"))
    said = {"kind": "member", "partner": bakker, "role": "lid", "somebody": "", "name": ""}
    coordinator.post(f"{body}/zetels", said)
    (next_one,) = [member.id for member in seats(world) if str(member.partner_id) == bakker]
    early = coordinator.post(f"{body}/voorzitter", {"seat": str(next_one), **since("2024")})
    assert "begin van de vorige" in refused(early)
    page = coordinator.follow(
        coordinator.post(f"{body}/voorzitter", {"seat": str(next_one), **since("2026")})
    )
    assert "Bakkerij De Korenaar, sinds 2026" in page.words("//main//dl")
    assert held(world) == [(welzijn, "2025", "2026"), (next_one, "2026", "")]
    undo(coordinator, page)
    assert held(world) == [(welzijn, "2025", "")]


def test_there_is_nobody_in_the_chair_where_that_is_so(world: World, coordinator: Visitor, body: str) -> None:
    page = coordinator.follow(coordinator.post(f"{body}/voorzitter", {"seat": "", **since("2026")}))
    assert "nog niet bekend" in page.words("//main//dl")
    undo(coordinator, page)
    assert [ends for _, _, ends in held(world)] == [""]


def test_the_database_too_knows_one_chair_at_a_time(world: World) -> None:
    body, seat = (
        world.row("hengelo", "body", "stuurgroep"),
        world.row("hengelo", "body_member", "stuurgroep-ervaring"),
    )
    with world.inside("hengelo"):
        db().add(BodyOffice(body_id=body, seat_id=seat, kind="chair"))
        with pytest.raises(IntegrityError, match="uq_body_office_held"):
            db().flush()
        db().rollback()


def test_the_seat_of_a_partner_that_ended_waits_for_the_coordinator_until_somebody_comes(
    world: World, coordinator: Visitor, seat: str
) -> None:
    welzijn = world.row("hengelo", "partner", "welzijn")
    assert waiting(world) == []
    coordinator.post(f"/hengelo/partners/{welzijn}/einde", {"reason": "Opgeheven."})
    (todo,) = waiting(world)
    assert (todo.role, todo.title) == ("coordinator", "Welzijn")
    line = coordinator.get("/hengelo/")
    assert "De zetel van Welzijn in Stuurgroep" in line.words()
    assert line.document.xpath(f"//a[@href='{seat}/einde']")
    assert "doet niet meer mee" in coordinator.get(f"{seat}/einde").words("//main")
    bakker = str(world.row("hengelo", "partner", "bakker"))
    coordinator.post(f"{seat}/einde", {**LEAVES, "then": "stays", "partner": bakker})
    assert waiting(world) == []


def test_a_partner_that_comes_back_keeps_its_seat(world: World, coordinator: Visitor) -> None:
    welzijn = world.row("hengelo", "partner", "welzijn")
    page = coordinator.follow(
        coordinator.post(f"/hengelo/partners/{welzijn}/einde", {"reason": "Een vergissing."})
    )
    assert len(waiting(world)) == 1
    undo(coordinator, page)
    assert waiting(world) == []


def test_the_project_lead_works_at_one_partner_at_a_time(world: World, coordinator: Visitor) -> None:
    address = "/hengelo/partners/gremia/projectleider"
    bakker = str(world.row("hengelo", "partner", "bakker"))
    no_date = coordinator.post(address, {"partner": bakker, **since(""), "note": "Drie dagen."})
    assert "vanaf wanneer" in refused(no_date)
    assert no_date.value_of("note") == "Drie dagen."
    page = coordinator.follow(
        coordinator.post(address, {"partner": bakker, **since("2026"), "note": "Drie dagen."})
    )
    assert "Bakkerij De Korenaar, sinds 2026" in page.words("//main")
    assert "Eerder: Welzijn (tot 2026)" in page.words("//main")
    ended = coordinator.follow(coordinator.post(address, {"partner": "", **since("2027"), "note": ""}))
    assert "Dat staat hier nog niet." in ended.words("//main")


def test_a_contact_who_is_forgotten_leaves_the_seat_without_a_name(
    world: World, coordinator: Visitor, body: str, seat: str
) -> None:
    welzijn = world.row("hengelo", "partner", "welzijn")
    coordinator.post(
        f"/hengelo/partners/{welzijn}/contacten/nieuw",
        {
            "name": "Vaste Beller",
            "function": "",
            "email": "beller@welzijn.example",
            "phone": "",
            "purpose": "",
        },
    )
    with world.inside("hengelo"):
        contact = db().scalars(select(Contact).where(Contact.name == "Vaste Beller")).one()
    said = {"kind": "member", "partner": str(welzijn), "role": "voorzitter", "name": "", **since("2024")}
    offered = f"contact:{contact.id}"
    both = coordinator.post(seat, {**said, "somebody": offered, "name": "Iemand"})
    assert "niet allebei" in both.error_of("name")
    page = coordinator.follow(coordinator.post(seat, {**said, "somebody": offered}))
    assert "Vaste Beller" in page.words("//main//li")
    with world.inside("hengelo"):
        db().delete(db().get_one(Contact, contact.id))
    after = coordinator.get(body)
    assert "Vaste Beller" not in after.words()
    assert "Welzijn" in after.words("//main//li")
