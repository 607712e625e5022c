"""A partner reads the whole text and signs it with a password; who may not, or not any more, is told so, and nothing is signed."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.agreements.models import AgreementFile, AgreementParty, AgreementSignature, Signatory
from app.agreements.queries.parties import party_of_mine_to_change
from app.agreements.rules import hash_of, written
from app.refusals import Refusal
from app.web.clock import AMSTERDAM, today
from tenants import db
from tests.features.agreements.conftest import MEMBER, SIGNED, WORDS, Ask, Behind, Post, states
from tests.page import Visitor
from tests.people import PASSWORD, World, secret_of

# The hash along with the text: only what was asked tells that it is another.
ALTER = (
    "update agreement_version set text = :text,"
    " text_hash = encode(sha256(convert_to(title || E'\\n\\n' || :text, 'UTF8')), 'hex') where id = :id"
)
END = "update organisation_member set ended_at = now() where person_id = :person and ended_at is null"


def words_of(document: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def signatures(world: World, party_id: Any) -> list[AgreementSignature]:
    with world.inside("hengelo"):
        return list(db().scalars(select(AgreementSignature).where(AgreementSignature.party_id == party_id)))


def test_a_member_reads_signs_and_both_fetch_the_document_that_proves_it(
    world: World, ask: Ask, member: Visitor, coordinator: Visitor, post: Post
) -> None:
    sent = ask()
    page = member.get(sent.ours)
    assert "We eten elke dinsdag samen." in page.words()
    assert page.value_of("authority") == "Bevoegd namens Welzijn"
    page = member.follow(member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD}))
    assert "Wil Zijn" in page.words("//*[@id='handtekening']")
    assert page.document.xpath("//*[@hx-trigger='every 2s']"), (
        "it looks by itself whether the document is there"
    )
    assert member.get(f"{sent.ours}/document").status == 404
    post.deliver()
    assert not member.get(sent.ours).document.xpath("//*[@hx-trigger='every 2s']")
    ours = member.get(f"{sent.ours}/document")
    theirs = coordinator.get(f"{sent.theirs}/document")
    assert ours.response.get_data() == theirs.response.get_data()
    assert ours.response.headers["Content-Disposition"].startswith("attachment")
    (signature,) = signatures(world, sent.party_id)
    with world.inside("hengelo"):
        kept = db().scalars(select(AgreementFile).where(AgreementFile.party_id == sent.party_id)).one()
    assert kept.sha256 == sha256(ours.response.get_data()).hexdigest()
    assert signature.signed_by_id == world.people[MEMBER]
    assert signature.document_hash == hash_of(signature.statement)
    assert signature.text_hash == sha256(f"Afspraak\n\n{WORDS}".encode()).hexdigest()
    assert sha256(member.get(f"{sent.ours}/tekst").response.get_data()).hexdigest() == signature.text_hash
    document = PdfReader(BytesIO(ours.response.get_data()))
    said = words_of(document)
    moment = signature.at.astimezone(AMSTERDAM)
    for seen in ("Afspraak", "We eten elke dinsdag samen.", "de soep", "Samen aan tafel", "Welzijn", "Wil Zijn", "directeur-bestuurder",
                 "Bevoegd namens Welzijn", f"om {moment.hour}.{moment:%M} uur", "Nederlandse tijd", "eIDAS"):  # fmt: skip
        assert seen in said, seen
    for whole in (
        signature.text_hash,
        signature.document_hash,
        written(signature.statement).replace(" ", ""),
    ):
        assert whole in said.replace(" ", "")
    assert secret_of("enschede") not in said


def test_the_document_is_tagged_and_marked_as_the_standards_ask(
    ask: Ask, member: Visitor, post: Post
) -> None:
    sent = ask(title='#panic("x") *niet vet*')
    member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD})
    post.deliver()
    document = PdfReader(BytesIO(member.get(f"{sent.ours}/document").response.get_data()))
    root: Any = document.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl-NL"
    assert document.metadata is not None
    assert document.metadata.title == '#panic("x") *niet vet*'
    told = root["/Metadata"].get_data().decode()
    for said in ("pdfuaid:part>1<", "pdfaid:part>2<", "pdfaid:conformance>A<"):
        assert said in told, said


def test_who_just_lost_the_role_cannot_sign(world: World, ask: Ask, member: Visitor, behind: Behind) -> None:
    sent = ask()
    assert member.get(sent.ours).document.xpath("//*[@name='password']")
    behind(
        "update organisation_member set may_sign = false where person_id = :person",
        person=world.people[MEMBER],
    )
    answer = member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD})
    assert answer.status == 422
    assert "U mag niet (meer) tekenen voor deze organisatie." in answer.words()
    assert signatures(world, sent.party_id) == []
    behind(END, person=world.people[MEMBER])
    # Who left sees nothing any more.
    assert member.get(sent.ours).status == 404


def test_of_signing_and_losing_the_role_at_the_same_moment_one_waits_for_the_other(
    world: World, ask: Ask, behind: Behind
) -> None:
    sent = ask()
    person = world.people[MEMBER]
    works_for = world.row("hengelo", "organisation", "welzijn")
    by = Signatory("Wil Zijn", "directeur", "Bevoegd")
    with world.inside("hengelo", MEMBER):
        AgreementSignature.give(party_of_mine_to_change(sent.party_id, [works_for]), person, by)
        # The role cannot be taken away as long as the signature is not settled.
        with pytest.raises(DBAPIError, match="lock timeout"):
            behind("set local lock_timeout = '200ms'", END, person=person)
    assert states(world, sent.party_id) == ["signed"]
    behind(END, person=person)
    later = ask(title="Nog een afspraak")
    with pytest.raises(Refusal, match="mag niet"), world.inside("hengelo", MEMBER):
        AgreementSignature.give(party_of_mine_to_change(later.party_id, [works_for]), person, by)
    assert states(world, later.party_id) == ["sent"]


@pytest.mark.parametrize("change", ["We betalen elk 5.000 euro.", WORDS + " "])
def test_a_text_that_was_altered_after_sending_cannot_be_signed(
    world: World, ask: Ask, member: Visitor, behind: Behind, change: str
) -> None:
    sent = ask()
    with pytest.raises(DBAPIError, match="not changed"):
        behind(ALTER, text=change, id=sent.version_id)
    behind("alter table agreement_version disable trigger user", ALTER, text=change, id=sent.version_id)
    answer = member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD})
    assert answer.status == 422
    assert "De tekst is veranderd nadat zij naar u werd verstuurd." in answer.words()
    assert signatures(world, sent.party_id) == []


def test_a_wrong_password_no_tick_and_no_function_are_each_told_and_what_was_typed_stays(
    world: World, ask: Ask, member: Visitor
) -> None:
    sent = ask()
    member.get(sent.ours)
    answer = member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": "verkeerd"})
    assert (answer.status, answer.error_of("password")) == (
        422,
        "Hiermee bevestigt u dat u het zelf bent. Fout: Dit is niet uw wachtwoord.",
    )
    assert answer.value_of("function") == "directeur-bestuurder"
    answer = member.post(f"{sent.ours}/ondertekening", {"name": "Wil Zijn", "password": PASSWORD})
    assert answer.status == 422
    assert "Zonder akkoord kunt u niet ondertekenen" in answer.error_of("agreed")
    assert "Vul dit in." in answer.error_of("function")
    assert signatures(world, sent.party_id) == []


def test_a_colleague_without_authority_sees_who_can_sign_and_cannot(
    world: World, ask: Ask, colleague: Visitor
) -> None:
    sent = ask()
    page = colleague.get(sent.ours)
    assert not page.document.xpath("//*[@name='password']")
    assert "U mag niet tekenen voor Welzijn. Deze mensen wel:" in page.words("//*[@id='ondertekenen']")
    assert "Partner_member in hengelo" in page.words("//*[@id='ondertekenen']")
    colleague.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD})
    answer = colleague.post(f"{sent.ours}/afwijzing", {"reason": "Nee."})
    assert answer.status == 422
    assert states(world, sent.party_id) == ["sent"]


def test_declining_takes_a_reason_and_can_be_taken_back_for_a_while(
    world: World, ask: Ask, member: Visitor, coordinator: Visitor
) -> None:
    sent = ask()
    assert member.post(f"{sent.ours}/afwijzing", {"reason": " "}).status == 422
    page = member.follow(member.post(f"{sent.ours}/afwijzing", {"reason": "Artikel 5 kan niet."}))
    assert states(world, sent.party_id) == ["declined"]
    assert "Artikel 5 kan niet." in coordinator.get(sent.theirs).words()
    (undo,) = page.document.xpath("//form[contains(@action, '/ongedaan/')]/@action")
    member.post(undo)
    assert states(world, sent.party_id) == ["sent"]


def test_the_agreement_of_another_organisation_here_is_not_found(
    world: World, ask: Ask, member: Visitor, coordinator: Visitor
) -> None:
    sent = ask("bakker")
    for address in ("", "/ondertekening", "/afwijzing", "/document", "/tekst"):
        assert member.get(f"{sent.ours}{address}").status == 404, address
    for address in ("/ondertekening", "/afwijzing"):
        assert member.post(f"{sent.ours}{address}", SIGNED | {"password": PASSWORD}).status == 404
    assert "De Korenaar" not in member.get("/hengelo/overeenkomsten").words()
    assert member.get(sent.theirs).status == 403
    # Who looks after agreements signs none.
    assert coordinator.get(sent.ours).status == 403


def test_a_signed_agreement_stays_signed_whoever_asks(world: World, ask: Ask, member: Visitor) -> None:
    sent = ask()
    member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD})
    again = member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD})
    assert again.status == 409
    assert "al ondertekend" in again.words()
    answer = world.as_person("coordinator@hengelo").post(
        f"{sent.theirs}/intrekking", {"reason": "Toch niet."}
    )
    assert answer.status == 422
    assert len(signatures(world, sent.party_id)) == 1
    for statement in (
        "update agreement_signature set name = 'x'",
        "delete from agreement_file",
        "delete from agreement_party",
    ):
        with pytest.raises(DBAPIError, match="permission denied"), world.inside("hengelo"):
            db().execute(text(statement))


def test_nothing_is_signed_after_the_last_day_nor_for_who_takes_no_part(
    world: World, ask: Ask, member: Visitor, behind: Behind
) -> None:
    sent = ask()
    behind(
        "update partner set state = 'paused' where id = :id", id=world.row("hengelo", "partner", "welzijn")
    )
    answer = member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD})
    assert "doet nu niet mee" in answer.words()
    with world.inside("hengelo"):
        party = db().get_one(AgreementParty, sent.party_id)
        assert party.valid_until > today() + timedelta(days=300)


def test_history_tells_of_agreements_to_who_may_read_them_only(
    world: World, ask: Ask, member: Visitor, coordinator: Visitor
) -> None:
    sent = ask()
    member.post(f"{sent.ours}/ondertekening", SIGNED | {"password": PASSWORD})
    for who, reads in (
        ("coordinator", True),
        ("controller", True),
        ("reader", False),
        ("administrator", False),
    ):
        page = world.as_person(f"{who}@hengelo").get("/hengelo/geschiedenis")
        assert ("Overeenkomst ondertekend" in page.words()) is reads, who
        assert ("Wil Zijn" in page.words()) is reads, who
