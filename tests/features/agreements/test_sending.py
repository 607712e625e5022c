"""The coalition writes a text, sends it, sees who signed, takes in what was signed on paper, and lets agreements go on."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.web.clock import today
from tenants import db
from tests.features.agreements.conftest import (
    SIGNED,
    WORDS,
    Ask,
    Behind,
    Post,
    Sent,
    open_todos,
    sign,
    states,
)
from tests.features.plan.statements import statements
from tests.page import Answer, Visitor
from tests.people import PASSWORD, World

ROOM = "/hengelo/partners/overeenkomsten"
TEXT = {
    "title": "Convenant eten",
    "kind": "covenant",
    "text": WORDS,
    "valid_from": "2027-01-01",
    "valid_until": "2027-12-31",
}
PAPER = {"name": "Wil Zijn", "function": "directeur", "authority": "Bevoegd namens Welzijn"}


def days(number: int) -> str:
    return (today() + timedelta(days=number)).isoformat()


def asked_for(*partners: UUID, lasts: int = 365) -> dict[str, object]:
    return {
        "partners": [str(each) for each in partners],
        "valid_from": days(0),
        "valid_until": days(lasts),
        "answer_by": days(14),
    }


def test_a_coalition_without_a_text_begins_with_ours_and_makes_it_its_own(
    coordinator: Visitor, behind: Behind
) -> None:
    behind(
        "delete from todo where kind like 'agreement.%'",
        *(f"delete from agreement_{name}" for name in ("reminder", "file", "signature", "party", "version")),
        "delete from agreement",
    )
    page = coordinator.get(ROOM)
    (link,) = page.document.xpath("//a[contains(., 'Begin met de voorbeeldtekst')]/@href")
    offered = coordinator.get(link)
    assert "geen juridisch advies" in offered.words()
    assert "Samen aan tafel en de organisatie die ondertekent" in offered.value_of("text")
    preview = coordinator.post(f"{ROOM}/nieuw", TEXT | {"preview": "ja"})
    assert preview.words("//*[@id='voorbeeld']//h3") == "Samen"
    assert coordinator.get(ROOM).document.xpath("//a[contains(., 'voorbeeldtekst')]"), "looking saves nothing"
    wrong = coordinator.post(f"{ROOM}/nieuw", TEXT | {"valid_until": "2026-12-31", "title": ""})
    assert (wrong.status, wrong.value_of("text").strip()) == (422, WORDS)
    page = coordinator.follow(coordinator.post(f"{ROOM}/nieuw", TEXT))
    assert page.words("//h1") == "Convenant eten"
    assert "Er is nog niets verstuurd" in page.words()


def test_a_text_that_was_sent_stays_and_a_change_is_a_new_version(
    world: World, ask: Ask, coordinator: Visitor
) -> None:
    sent = ask()
    answer = coordinator.post(f"{ROOM}/versies/{sent.version_id}/bewerken", TEXT)
    assert answer.status == 422
    assert "al verstuurd en staat vast" in answer.words()
    with pytest.raises(DBAPIError, match="not changed"), world.inside("hengelo"):
        db().execute(text("update agreement_version set title = title || '!'"))
    page = coordinator.follow(
        coordinator.post(f"{ROOM}/{sent.agreement_id}/versies", TEXT | {"note": "Soep erbij"})
    )
    assert "versie 2" in page.words()
    # It can still be changed, and there is no third as long as it was not sent.
    assert coordinator.post(f"{ROOM}/{sent.agreement_id}/versies", TEXT).status == 422
    link = page.document.xpath("//a[contains(., 'Tekst wijzigen')]/@href")[0]
    assert coordinator.post(link, TEXT | {"title": "Convenant soep"}).status == 303
    assert "Convenant soep" in coordinator.get(ROOM).words()


def test_a_text_is_sent_to_those_who_were_ticked_who_hear_of_it_by_mail_and_nobody_is_asked_twice(
    world: World, coordinator: Visitor, member: Visitor, post: Post
) -> None:
    page = coordinator.follow(coordinator.post(f"{ROOM}/nieuw", TEXT))
    link = page.document.xpath("//a[contains(., 'Versturen')]/@href")[0]
    welzijn, bakker = (world.row("hengelo", "partner", key) for key in ("welzijn", "bakker"))
    form = coordinator.get(link)
    assert "1 persoon kan hier ondertekenen" in form.words("//li[contains(., 'Welzijn')]")
    assert "doe het op papier" in form.words("//li[contains(., 'Korenaar')]")
    assert "Korenaar" not in coordinator.get(f"{link}?kring=core").words("//fieldset")
    nobody = coordinator.post(link, asked_for())
    assert (nobody.status, "Kies ten minste één partner." in nobody.words()) == (422, True)
    late = coordinator.post(link, asked_for(welzijn) | {"answer_by": days(-1)})
    assert "al voorbij" in late.error_of("answer_by")
    page = coordinator.follow(coordinator.post(link, asked_for(welzijn, bakker)))
    assert "verstuurd naar 2 partners" in page.words()
    assert page.words("//a[contains(@href, 'stand=sent')]") == "2 Gevraagd"
    assert coordinator.post(link, asked_for(welzijn)).status == 422
    # The task that writes the letters, and then the letters.
    post.deliver()
    (letter,) = post.letters("partner_member@hengelo.example")
    assert "Te ondertekenen: Convenant eten" in letter
    assert open_todos(world) == {("agreement.sign", "Convenant eten")}
    assert "Convenant eten" in member.get("/hengelo/overeenkomsten").words()


def test_who_signed_is_seen_at_a_glance_and_every_number_leads_to_its_list(
    ask: Ask, member: Visitor, coordinator: Visitor, world: World
) -> None:
    sent = ask()
    sign(member, sent)
    page = coordinator.get(f"{ROOM}/{sent.agreement_id}")
    (link,) = page.document.xpath(
        "//main//ul[@class='sk-stacked__legend']//a[contains(., 'Ondertekend')]/@href"
    )
    assert "Wil Zijn" in coordinator.get(link).words("//*[@id='partijen']")
    assert "Welzijn" not in coordinator.get(f"{ROOM}/{sent.agreement_id}?stand=sent").words(
        "//*[@id='partijen']"
    )
    assert "Welzijn" in coordinator.get(f"{ROOM}/{sent.agreement_id}?q=wel").words("//*[@id='partijen']")
    welzijn = coordinator.get(f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}")
    assert "Wil Zijn" in welzijn.words("//*[@id='overeenkomsten']")
    controller = world.as_person("controller@hengelo")
    assert controller.get(sent.theirs).status == 200
    assert controller.post(f"{sent.theirs}/intrekking", {"reason": "x"}).status == 403
    assert world.as_person("reader@hengelo").get(sent.theirs).status == 403


def test_taking_back_asks_a_reason_and_can_be_undone(
    world: World, ask: Ask, coordinator: Visitor, member: Visitor
) -> None:
    sent = ask()
    assert coordinator.post(f"{sent.theirs}/intrekking", {"reason": ""}).status == 422
    page = coordinator.follow(coordinator.post(f"{sent.theirs}/intrekking", {"reason": "Verkeerde tekst."}))
    answer = member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD})
    assert (answer.status, "ingetrokken" in answer.words()) == (409, True)
    (undo,) = page.document.xpath("//form[contains(@action, '/ongedaan/')]/@action")
    coordinator.post(undo)
    assert states(world, sent.party_id) == ["sent"]
    assert open_todos(world) == {("agreement.sign", "Afspraak")}


def upload(coordinator: Visitor, sent: Sent, content: bytes, **other: str) -> Answer:
    fields: dict[str, object] = {
        **PAPER,
        "signed_on": days(-3),
        "file": (BytesIO(content), "scan.pdf"),
        **other,
    }
    return coordinator.post(f"{sent.theirs}/exemplaar", fields)


def test_what_was_signed_on_paper_is_kept_as_it_came(
    world: World, ask: Ask, coordinator: Visitor, member: Visitor
) -> None:
    sent = ask()
    coordinator.get(f"{sent.theirs}/exemplaar")
    assert "geen hele pdf" in upload(coordinator, sent, b"<html>").error_of("file")
    assert "moet nog komen" in upload(coordinator, sent, b"%PDF-1 %%EOF", signed_on=days(2)).error_of(
        "signed_on"
    )
    assert states(world, sent.party_id) == ["sent"]
    assert "Wil Zijn" in coordinator.follow(upload(coordinator, sent, b"%PDF-1 %%EOF")).words(
        "//*[@id='handtekening']"
    )
    for visitor, address in ((coordinator, sent.theirs), (member, sent.ours)):
        answer = visitor.get(f"{address}/document")
        assert answer.response.get_data() == b"%PDF-1 %%EOF"
        assert answer.response.headers["Content-Disposition"].startswith("attachment")


def test_three_hundred_partners_take_as_many_statements_as_three(
    world: World, ask: Ask, coordinator: Visitor, member: Visitor, behind: Behind
) -> None:
    sent = ask()
    pages: list[tuple[Visitor, str]] = [
        (coordinator, ROOM),
        (coordinator, f"{ROOM}/{sent.agreement_id}"),
        (coordinator, f"{ROOM}/{sent.agreement_id}/versturen"),
        (coordinator, f"{ROOM}/verlenging?dagen=366"),
        (coordinator, sent.theirs),
        (member, sent.ours),
        (member, "/hengelo/overeenkomsten"),
    ]
    before = [asked_of(*each) for each in pages]
    many(behind, sent, world)
    after = [asked_of(*each) for each in pages]
    assert before == after
    assert max(before) <= 8, before


def asked_of(visitor: Visitor, page: str) -> int:
    return statements(lambda: visitor.get(page))


def many(behind: Callable[..., None], sent: Sent, world: World) -> None:
    """Three hundred more partners, all of which were asked."""
    behind(
        "insert into organisation (id, name, sort_key, added_by_tenant) select gen_random_uuid(), 'Club ' || n, 'club ' || n, :tenant"
        " from generate_series(1, 300) n",
        "insert into partner (tenant_id, organisation_id) select :tenant, id from organisation where name like 'Club %'",
        "insert into agreement_party (tenant_id, agreement_id, version_id, partner_id, text_hash, valid_from, valid_until, answer_by)"
        " select :tenant, p.agreement_id, p.version_id, q.id, p.text_hash, p.valid_from, p.valid_until, p.answer_by"
        " from agreement_party p, partner q join organisation o on o.id = q.organisation_id"
        " where p.id = :party and o.name like 'Club %' and q.tenant_id = :tenant",
        tenant=world.tenant("hengelo"),
        party=sent.party_id,
    )
