"""Giving: noted by one side, confirmed or disputed by the other, corrected by a row that takes back another."""

from datetime import timedelta

import pytest

from app.access import Role
from app.accounts.models import Membership
from app.contributions.rules.ledger import Figures
from app.web.clock import today
from tenants import db
from tests.features.contributions.conftest import Note
from tests.features.contributions.rows import figures, newest_line, newest_pledge
from tests.page import Visitor
from tests.people import World

COALITION, OWN = "/hengelo/partners/bijdragen/regels", "/hengelo/bijdrage/regels"


def test_six_hours_of_forty_count_once_the_other_side_confirms_them(
    world: World, coordinator: Visitor, member: Visitor, note: Note
) -> None:
    promise = world.row("hengelo", "pledge", "uren")
    answer = note(member, "gift", "uren", own=True, towards=promise, amount="6", what="Open middag")
    assert "Het telt als de coalitie het bevestigt." in member.follow(answer).words()
    assert figures(world) == Figures(promised=2400, confirmed=360, awaiting=360, open=1680)
    line = newest_line(world)
    assert member.post(f"{OWN}/{line}/bevestiging").status == 409
    assert coordinator.post(f"{COALITION}/{line}/bevestiging").status == 303
    assert figures(world) == Figures(promised=2400, confirmed=720, open=1680)
    page = member.get(f"/hengelo/bijdrage/{world.row('hengelo', 'partner', 'welzijn')}").words()
    assert "Toegezegd 40 uur, bevestigd 12 uur, wacht op bevestiging 0 uur, nog open 28 uur." in page.replace(
        "\xa0", " "
    )
    assert "bevestigd door Coordinator in hengelo" in page


def test_what_the_coalition_notes_the_partner_confirms_or_disputes_in_a_sentence(
    world: World, coordinator: Visitor, member: Visitor, note: Note
) -> None:
    note(coordinator, "gift", "natura", what="Een zaal", unit="een avond", value="150")
    line = newest_line(world)
    assert member.post(f"{OWN}/{line}/bezwaar", {"sentence": ""}).error_of("sentence")
    assert member.post(f"{OWN}/{line}/bezwaar", {"sentence": "Dat was een andere zaal."}).status == 303
    assert figures(world, "kind") == Figures(disputed=1)
    shown = coordinator.get("/hengelo/partners/bijdragen/regels?stand=betwist").words()
    assert "Dat was een andere zaal." in shown
    assert member.post(f"{OWN}/{line}/bevestiging").status == 303
    assert figures(world, "kind") == Figures(confirmed=1)


def test_money_that_came_in_is_confirmed_by_the_coalition_and_may_come_in_parts(
    world: World, coordinator: Visitor, member: Visitor, note: Note
) -> None:
    note(coordinator, "gift", "geld", towards=world.row("hengelo", "pledge", "geld"), amount="150,50")
    assert figures(world, "money") == Figures(promised=50_000, confirmed=20_000, awaiting=15_050, open=14_950)
    member.post(f"{OWN}/{newest_line(world)}/bevestiging")
    assert figures(world, "money") == Figures(promised=50_000, confirmed=35_050, open=14_950)
    words = member.get(f"/hengelo/bijdrage/toezeggingen/{world.row('hengelo', 'pledge', 'geld')}").words()
    assert words.replace("\xa0", " ").index("Factuur verstuurd: F-1") < words.replace("\xa0", " ").index(
        "€ 150,50"
    )


def test_who_made_a_mistake_takes_the_line_back_before_anybody_confirmed_it(
    world: World, coordinator: Visitor, member: Visitor, note: Note
) -> None:
    note(member, "gift", "uren", own=True, amount="16")
    line = newest_line(world)
    assert "Corrigeren doet wie" in coordinator.post(
        f"{COALITION}/{line}/correctie", {"reason": "Fout"}
    ).error_of("reason")
    assert member.post(f"{OWN}/{line}/correctie", {"reason": ""}).error_of("reason")
    assert member.post(f"{OWN}/{line}/correctie", {"reason": "Het was 6."}).status == 303
    assert figures(world) == Figures(promised=2400, confirmed=360, open=2040)
    assert "al gecorrigeerd" in member.post(f"{OWN}/{line}/correctie", {"reason": "Weer."}).error_of("reason")
    assert coordinator.post(f"{COALITION}/{line}/bevestiging").status == 409


def test_a_correction_of_what_both_confirmed_names_it_and_waits_for_the_other(
    world: World, coordinator: Visitor, member: Visitor
) -> None:
    line = world.row("hengelo", "contribution", "zes-uur")
    assert (
        coordinator.post(f"{COALITION}/{line}/correctie", {"reason": "Die dag ging niet door."}).status == 303
    )
    assert figures(world) == Figures(promised=2400, confirmed=360, awaiting=-360, open=2400)
    back = newest_line(world)
    page = member.get(f"/hengelo/bijdrage/{world.row('hengelo', 'partner', 'welzijn')}")
    assert page.document.xpath(f'//li[@id="regel-{back}"]//a[@href="#regel-{line}"]')
    assert member.post(f"{OWN}/{back}/bevestiging").status == 303
    assert figures(world) == Figures(promised=2400, open=2400)


def test_the_same_person_never_confirms_what_that_person_noted(
    world: World, member: Visitor, note: Note
) -> None:
    """Two pairs of eyes are two persons, also where one person works for both sides."""
    note(member, "gift", "uren", own=True, amount="6")
    line = newest_line(world)
    with world.inside("hengelo"):
        db().add(Membership(person_id=world.people["partner_member@hengelo"], role=Role.COORDINATOR))
    both = world.as_person("partner_member@hengelo")
    assert "Iemand anders bevestigt haar." in both.post(f"{COALITION}/{line}/bevestiging").words()
    assert figures(world).confirmed == 360


@pytest.mark.parametrize(
    ("kind", "field", "said", "sentence"),
    [
        ("uren", "amount", {"amount": "25"}, "Een dag heeft 24 uur"),
        ("uren", "amount", {"amount": "0"}, "meer dan nul"),
        ("geld", "amount", {"amount": "twaalf"}, "Vul een bedrag in"),
        ("uren", "day", {"amount": "6", "day": (today() + timedelta(days=1)).isoformat()}, "moet nog komen"),
        ("uren", "day", {"amount": "6", "day": "2025-12-31"}, "buiten de periode"),
        ("uren", "day", {"amount": "6", "day": ""}, "Vul een dag in"),
    ],
)
def test_what_cannot_have_been_given_gets_a_sentence_beside_the_field(
    member: Visitor, note: Note, kind: str, field: str, said: dict[str, str], sentence: str
) -> None:
    answer = note(member, "gift", kind, own=True, **said)
    assert answer.status == 422
    assert sentence in answer.error_of(field)


def test_no_other_organisation_finds_it_nor_another_coalition(world: World, note: Note) -> None:
    """Welzijn and the baker take part in the same coalition; Welzijn takes part in both towns under the same name."""
    member, elsewhere = world.as_person("partner_member@hengelo"), world.as_person("partner_member@enschede")
    bakery = world.row("hengelo", "partner", "bakker")
    note(world.as_person("coordinator@hengelo"), "toezegging", "uren", partner="bakker", amount="6")
    promise, line = newest_pledge(world), world.row("hengelo", "contribution", "zes-uur")
    for place in (f"bijdrage/{bakery}", f"bijdrage/{bakery}/gift", f"bijdrage/toezeggingen/{promise}"):
        assert member.get(f"/hengelo/{place}").status == 404
        assert elsewhere.get(f"/hengelo/{place}").status == 404
        assert elsewhere.get(f"/enschede/{place}").status == 404
    assert (
        elsewhere.post(f"/enschede/bijdrage/regels/{line}/bezwaar", {"sentence": "Niet waar."}).status == 404
    )
    assert member.get("/hengelo/partners/bijdragen").status == 403
    own = member.get(f"/hengelo/bijdrage/{world.row('hengelo', 'partner', 'welzijn')}")
    assert "Belt op maandag" not in own.text
