"""Who was invited or applied is forgotten on request, also without an account."""

from datetime import UTC, datetime

from sqlalchemy import select

from app.console.erasure import erase_person
from app.joining.models import PartnerApplication, PartnerInvitation
from tenants import db
from tests.features.accounts.conftest import Post
from tests.features.joining.inviting import SAM, invitation, invite
from tests.features.joining.test_application import KIM, apply, decide
from tests.people import World


def test_who_was_invited_goes_and_the_link_with_it(world: World, post: Post) -> None:
    invite(world)
    link = post.link(SAM)
    assert [done.slug for done in erase_person(world.database.url("owner"), SAM)] == ["hengelo"]
    assert world.stranger().get(link).status == 410
    with world.inside("hengelo"):
        assert invitation().expires_at <= datetime.now(UTC)
        said = db().execute(select(PartnerInvitation.name, PartnerInvitation.email)).all()
    assert not [row for row in said if "Sam" in row.name or row.email == SAM]


def test_who_applied_goes_and_what_the_organisation_does_stays(world: World, post: Post) -> None:
    apply(world, post)
    decide(world, "weigering", reason="Nu niet.")
    erase_person(world.database.url("owner"), KIM)
    with world.inside("hengelo"):
        told = (
            db().scalars(select(PartnerApplication).where(PartnerApplication.name == "Tuin zonder Hek")).one()
        )
        assert (told.contact_name, told.contact_phone) == ("Verwijderd persoon", "")
        assert KIM not in told.contact_email
    words = world.as_person("coordinator@hengelo").get("/hengelo/geschiedenis").words()
    assert "Kim Groen" not in words
    assert "Tuin zonder Hek" in words
