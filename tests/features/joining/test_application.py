"""Applying to take part from the public page, and what the coalition answers."""

from typing import Any

from sqlalchemy import create_engine, select, text

from app.accounts.models import is_open_to
from app.history.models import Event
from app.joining.models import PartnerApplication, PublicPage
from app.organisations.models import Organisation
from app.partners.models import Partner
from tenants import current_tenant, db
from tests.features.accounts.conftest import Post
from tests.page import Answer, Visitor
from tests.people import World

APPLY = "/hengelo/coalitie/aanmelden"
KIM = "kim@tuin.example"
SAID = {"name": "Tuin zonder Hek", "sector": "residents", "kvk_number": "11223344", "website": "tuin.example", "why": "Wie wiedt, praat.",
        "brings": "Een kas", "contact": "Kim Groen", "email": KIM, "phone": "074 123 45 67", "homepage": ""}  # fmt: skip
ACCOUNT = {"name": "Kim Groen", "password": "vier woorden achter elkaar"}


def turn_on(world: World, town: str = "hengelo") -> None:
    with world.inside(town, f"coordinator@{town}"):
        PublicPage.to_change()
        current_tenant().shows_public_page = True


def apply(world: World, post: Post, **changes: Any) -> Visitor:
    """Somebody applies and confirms the address."""
    turn_on(world)
    visitor = world.stranger()
    assert visitor.post(APPLY, SAID | changes).location == f"{APPLY}/mail"
    link = post.link(str((SAID | changes)["email"]))
    assert visitor.follow(visitor.post(link, {})).heading == "De coalitie heeft uw aanmelding"
    return visitor


def waiting() -> PartnerApplication:
    newest = select(PartnerApplication).where(PartnerApplication.name == SAID["name"])
    return db().scalars(newest.order_by(PartnerApplication.asked_at.desc()).limit(1)).one()


def decide(world: World, answer: str, **said: str) -> Answer:
    with world.inside("hengelo"):
        place = f"/hengelo/partners/aanmeldingen/{waiting().id}"
    return world.as_person("coordinator@hengelo").post(f"{place}/{answer}", said)


def test_the_coalition_sees_an_application_once_its_address_is_confirmed(world: World, post: Post) -> None:
    turn_on(world)
    coordinator, visitor = world.as_person("coordinator@hengelo"), world.stranger()
    assert "Kijk in uw mail" in visitor.follow(visitor.post(APPLY, SAID)).heading
    assert SAID["name"] not in coordinator.get("/hengelo/partners/uitnodigingen").text
    with world.inside("hengelo"):
        place = f"/hengelo/partners/aanmeldingen/{waiting().id}"
    assert coordinator.get(place).status == 404
    link = post.link(KIM)
    assert "Tuin zonder Hek" in visitor.get(link).heading
    # Only looking, as a mail program does, confirms nothing.
    assert coordinator.get(place).status == 404
    visitor.post(link, {})
    assert "Tuin zonder Hek wil meedoen" in coordinator.get("/hengelo/wacht").words()
    words = coordinator.get(place).words()
    assert all(said in words for said in ("Wie wiedt, praat.", "Een kas", "Kim Groen", KIM))
    assert visitor.get(link).heading == "De coalitie heeft uw aanmelding"


def test_who_is_let_in_gets_a_link_to_make_the_first_account(world: World, post: Post) -> None:
    apply(world, post)
    assert decide(world, "toelating").status == 303
    assert "fijn dat Tuin zonder Hek meedoet" in post.letters(KIM)[-1]
    with world.inside("hengelo"):
        found = waiting().partner_id
        partner = db().get_one(Partner, found)
        assert partner.state == "active"
        assert db().get_one(Organisation, partner.organisation_id).kvk_number == "11223344"
        # Until the link is used: another coalition could bring a stranger meanwhile.
        assert not is_open_to(partner.organisation_id)
    kim = world.stranger()
    assert kim.post(post.link(KIM), ACCOUNT).location == "/mijn"
    assert kim.get("/hengelo/plan").status == 200
    assert decide(world, "toelating").status == 409


def test_who_is_refused_gets_the_reason(world: World, post: Post) -> None:
    visitor = apply(world, post)
    assert decide(world, "weigering", reason=" ").status == 422
    assert decide(world, "weigering", reason="Wij zijn met genoeg tuinen.").status == 303
    assert "Wij zijn met genoeg tuinen." in post.letters(KIM)[-1]
    with world.inside("hengelo"):
        assert (waiting().partner_id is not None, waiting().reason) == (True, "Wij zijn met genoeg tuinen.")
        assert db().get_one(Partner, waiting().partner_id).state == "refused"
        (applied,) = db().scalars(select(Event).where(Event.kind == "partner.applied"))
    assert (applied.actor_id, applied.actor_name) == (None, "Kim Groen (via een link)")
    assert visitor.get("/hengelo/plan").status == 302


def test_the_answer_is_the_same_whether_the_organisation_is_a_partner_or_not(
    world: World, post: Post
) -> None:
    turn_on(world)
    answers = []
    for number, name in enumerate(["Welzijn", "Bakkerij De Korenaar", "Niemand kent ons"]):
        visitor, email = world.stranger(), f"iemand{number}@voorbeeld.example"
        answer = visitor.follow(visitor.post(APPLY, SAID | {"name": name, "email": email, "kvk_number": ""}))
        link = post.link(email)
        confirmed = visitor.follow(visitor.post(link, {}))
        answers.append((answer.words(), confirmed.words()))
    assert len(set(answers)) == 1
    with world.inside("hengelo"):
        rows = db().execute(select(Organisation.name, Partner.state).join(Partner.organisation))
        states = {row.name: row.state for row in rows}
    assert (states["Welzijn"], states["Niemand kent ons"]) == ("active", "applied")


def test_a_stranger_in_the_name_of_an_organisation_with_accounts_gets_no_account_for_it(
    world: World, post: Post
) -> None:
    apply(world, post, name="Welzijn", kvk_number="")
    with world.inside("hengelo"):
        found = db().scalars(select(PartnerApplication.id).where(PartnerApplication.name == "Welzijn")).one()
    coordinator = world.as_person("coordinator@hengelo")
    place = f"/hengelo/partners/aanmeldingen/{found}"
    assert "Mensen met een adres van hengelo.example" in coordinator.get(place).words()
    coordinator.post(f"{place}/toelating")
    letter = post.letters(KIM)[-1]
    assert "Collega’s van u hebben al een account" in letter
    assert "/meedoen/" not in letter


def test_wrong_input_keeps_what_was_typed_and_a_machine_gets_the_same_answer_and_nothing_else(
    world: World, post: Post
) -> None:
    turn_on(world)
    visitor = world.stranger()
    wrong = SAID | {"kvk_number": "1234567", "email": "kim @tuin.example", "why": ""}
    for _ in range(2):
        answer = visitor.post(APPLY, wrong)
        assert answer.status == 422
        assert "Dit zijn er 7." in answer.error_of("kvk_number")
        assert "spatie" in answer.error_of("email")
        assert (answer.value_of("brings"), answer.value_of("kvk_number")) == ("Een kas", "1234567")
    assert visitor.post(APPLY, SAID | {"homepage": "http://koop.example"}).location == f"{APPLY}/mail"
    assert post.letters(KIM) == []


def test_nobody_floods_a_coalition_or_somebodys_mailbox(world: World) -> None:
    turn_on(world)
    visitor = world.stranger()
    # Who mistypes sends no mail, and may try again.
    wrong = SAID | {"kvk_number": "1234567"}
    assert [visitor.post(APPLY, wrong).status for _ in range(4)] == [422] * 4
    assert [visitor.post(APPLY, SAID).status for _ in range(4)] == [303, 303, 303, 429]


def test_a_link_that_lapsed_or_is_nobodys_says_what_now(world: World, post: Post) -> None:
    turn_on(world)
    visitor = world.stranger()
    visitor.post(APPLY, SAID)
    link = post.link(KIM)
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(text("update partner_application set expires_at = now() - interval '1 minute'"))
    owner.dispose()
    assert "verlopen" in visitor.get(link).heading
    visitor.post(link, {})
    with world.inside("hengelo"):
        assert waiting().confirmed_at is None
    assert visitor.get("/hengelo/coalitie/aanmelding/niemand").status == 404
