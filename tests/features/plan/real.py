"""The three real plans, loaded beside the two towns of every test."""

from app.access import Role
from app.accounts.models import Membership
from tenants import acting_in, db, provision
from tests.people import World


def open_real_workspace(world: World, town: str) -> str:
    """Load the workspace that ships for `town` under a slug of its own, where hengelo's people work too; returns the slug."""
    slug = f"{town}-echt"
    document = provision.read(provision.WORKSPACES / f"{town}.toml")
    tenant_id = provision.create(slug, provision.read(provision.STANDARD), document)
    with acting_in(tenant_id):
        for role in (Role.COORDINATOR, Role.READER):
            db().add(Membership(person_id=world.people[f"{role}@hengelo"], role=role))
    return slug
