"""A workspace is made and loaded from files over the tables, and says where a file is wrong."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.organisations.models import Organisation
from app.partners.models import Partner
from app.plan.models import Action, Passage, Plan
from tenants import Municipality, acting_in, acting_outside, db, provision
from tenants.provision import UnreadableWorkspace
from tests.people import World

HERE = {"workspace": {"municipality": "GM0147", "coalition": "Borne samen"}}


def test_all_342_municipalities_are_in_the_register_with_the_sums_of_the_letter(world: World) -> None:
    assert world.people
    with acting_outside():
        count, first, second = (
            db()
            .execute(
                select(
                    func.count(),
                    func.sum(Municipality.brede_spuk_2025),
                    func.sum(Municipality.brede_spuk_2026),
                )
            )
            .one()
        )
    assert (count, first, second) == (342, 31_047_533_400, 26_442_305_200)


def test_names_sort_as_people_expect() -> None:
    names = ["Ommen", "'s-Gravenhage", "Ædam", "Súdwest-Fryslân", "Schagen"]
    assert sorted(names, key=provision.sort_key) == [
        "Ommen",
        "'s-Gravenhage",
        "Schagen",
        "Súdwest-Fryslân",
        "Ædam",
    ]


def test_a_new_municipality_has_its_pillars_and_action_lines_at_once(world: World) -> None:
    assert world.people
    assert not provision.exists("borne")
    tenant_id = provision.create("borne", provision.read(provision.STANDARD), HERE)
    assert provision.exists("borne")
    with acting_in(tenant_id):
        from app.pillars.models import ActionLine, Pillar  # noqa: PLC0415 - only here

        assert db().scalar(select(func.count()).select_from(Pillar)) == 5
        assert db().scalar(select(func.count()).select_from(ActionLine)) == 3
        assert db().scalar(select(func.count()).select_from(Action)) == 0


def test_a_taken_address_is_refused_and_nothing_is_half_made(world: World) -> None:
    with pytest.raises(IntegrityError):
        provision.create("hengelo", HERE)
    with world.inside("hengelo"):
        assert db().scalar(select(func.count()).select_from(Action)) == 2


def test_a_municipality_outside_the_register_is_refused(world: World) -> None:
    assert world.people
    with pytest.raises(UnreadableWorkspace, match="register"):
        provision.create("nergens", {"workspace": {"municipality": "GM9999", "coalition": "Nergens"}})
    assert not provision.exists("nergens")


def test_two_entries_with_one_key_are_one_row_and_an_organisation_comes_with_its_partner(
    world: World,
) -> None:
    assert world.people
    first: dict[str, Any] = {**HERE, "plan": [{"key": "plan", "title": "Plan"}]}
    second: dict[str, Any] = {
        "plan": [{"key": "plan", "summary": "Kort", "adopted": "2026-03"}],
        "partner": [{"key": "w", "organisation": {"name": "Één Welzijn", "sector": "welfare"}}],
    }
    tenant_id = provision.create("borne", first, second)
    with acting_in(tenant_id):
        plan = db().scalars(select(Plan)).one()
        assert (plan.title, plan.summary, str(plan.adopted)) == ("Plan", "Kort", "2026-03")
        organisation = (
            db().scalars(select(Organisation).join(Partner, Partner.organisation_id == Organisation.id)).one()
        )
        assert (organisation.sort_key, organisation.added_by_tenant) == ("een welzijn", tenant_id)


def test_a_passage_stands_under_its_passage_and_under_the_chapter_around_it(world: World) -> None:
    assert world.people
    nested = {
        **HERE,
        "plan": [{"key": "p", "title": "P", "chapter": [
            {"key": "c", "title": "C", "kind": "vision", "passage": [
                {"key": "een", "text": "Een", "kind": "point"},
                {"key": "twee", "text": "Twee", "kind": "point", "parent": "een"},
            ]}]}],
    }  # fmt: skip
    tenant_id = provision.create("borne", nested)
    with acting_in(tenant_id):
        below = db().scalars(select(Passage).where(Passage.parent_id.is_not(None))).one()
        assert below.text == "Twee"
        assert below.chapter_id is not None


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({"wens": [{"key": "1"}]}, "no table 'wens'"),
        ({"plan": [{"key": "p", "title": "P", "kleur": "rood"}]}, "plan 'p': there is no room for 'kleur'"),
        (
            {"plan": [{"key": "p", "title": "P", "kleuren": ["rood"]}]},
            "plan 'p': there is no table 'kleuren'",
        ),
        (
            {"plan": [{"key": "p", "title": "P", "neighbourhood": [{"name": "Zuid"}]}]},
            "neighbourhood does not refer to plan",
        ),
    ],
)
def test_a_file_that_says_what_no_table_has_room_for_says_where(
    world: World, document: dict[str, Any], sentence: str
) -> None:
    assert world.people
    with pytest.raises(UnreadableWorkspace, match=sentence):
        provision.create("borne", {**HERE, **document})
    assert not provision.exists("borne")
