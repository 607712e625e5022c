"""A coalition that is read in from its documents has, from the first day, its plan as the document says it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.plan.models import Plan
from app.platform.workspaces import load_workspace
from app.versions.models import PlanVersion
from app.versions.queries.content import content_of
from app.versions.rules.comparison import compare
from tenants import acting_in, db, provision
from tests.people import World


@pytest.mark.parametrize("town", ["hengelo", "almelo"])
def test_every_plan_is_kept_as_its_document_says_it_without_what_was_made_up(world: World, town: str) -> None:
    folder, slug = provision.WORKSPACES, f"{town}-ingelezen"
    load_workspace(
        slug,
        provision.read(provision.STANDARD),
        provision.read(folder / f"{town}.toml"),
        invented=provision.read(folder / f"{town}.demonstration.toml"),
        demonstration=True,
    )
    assert world.people
    with acting_in(provision.tenant_id_of(slug)):
        plans = {plan.id: plan for plan in db().scalars(select(Plan))}
        versions = db().scalars(select(PlanVersion).options(undefer(PlanVersion.content))).all()
        assert {version.plan_id for version in versions} == plans.keys()
        for version in versions:
            plan = plans[version.plan_id]
            assert (version.as_loaded, version.is_intact, version.frozen_by) == (True, True, "")
            assert (version.adopted_on, version.adopted_by) == (plan.adopted, plan.adopted_by)
            # Nobody had told yet how an action goes: that is made up.
            assert not any(action["light"] for action in version.content["actions"])
        now = content_of(None) or pytest.fail("no plan")
        (kept,) = (version for version in versions if plans[version.plan_id].current)
        # What was made up is progress: actions, and the goals that follow from them. No text differs.
        assert {change.noun for change in compare(kept.content, now)} - {"goal"} == {"action"}
