"""Every verb of an agreement opens and closes exactly what waits because of it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.agreements.models import AgreementParty, AgreementSignature, Signatory
from app.agreements.queries.parties import party_to_change
from app.todos.models import Todo
from app.todos.settling import catch_up
from app.web.clock import today
from tenants import db
from tests.features.agreements.conftest import MEMBER, Ask
from tests.people import World

BY = Signatory("Wil Zijn", "directeur", "Bevoegd namens Welzijn")


def give(world: World, party: AgreementParty) -> None:
    AgreementSignature.give(party, world.people[MEMBER], BY)


def take_in(_: World, party: AgreementParty) -> None:
    AgreementSignature.take_in(party, BY, today(), taken_in_by="Coördinator")


VERBS: dict[str, tuple[Callable[[World, AgreementParty], None], str, set[str]]] = {
    "signed": (give, "done", {"agreement.ends", "agreement.renew"}),
    "signed on paper": (take_in, "done", {"agreement.ends", "agreement.renew"}),
    "declined": (lambda _, party: party.decline("Nee."), "done", set()),
    "withdrawn": (lambda _, party: party.withdraw("Toch niet."), "lapsed", set()),
    "expired": (lambda _, party: party.expire(), "lapsed", set()),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_closes_the_question_and_opens_what_comes_after(world: World, ask: Ask, verb: str) -> None:
    sent = ask()
    do, ended, opened = VERBS[verb]

    def rows() -> list[Todo]:
        mine = select(Todo).where(Todo.subject_id == sent.party_id).execution_options(populate_existing=True)
        return list(db().scalars(mine))

    with world.inside("hengelo", MEMBER):
        (question,) = rows()
        assert (question.kind, question.organisation_id) == (
            "agreement.sign",
            world.row("hengelo", "organisation", "welzijn"),
        )
        do(world, party_to_change(sent.party_id))
        found = rows()
        assert {row.kind for row in found if row.closed_at is None} == opened
        assert [row.ended for row in found if row.kind == "agreement.sign"] == [ended]
        assert {row.role for row in found if row.kind == "agreement.renew"} <= {"coordinator"}
        # What a verb left is what the night would make of it.
        assert catch_up() == 0
