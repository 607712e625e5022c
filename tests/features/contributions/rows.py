"""What stands in the books of a town, read as the product reads it."""

from uuid import UUID

from sqlalchemy import select

from app.contributions.models import Contribution, Pledge
from app.contributions.queries.entries import lines
from app.contributions.rules.ledger import Figures, totals
from app.contributions.rules.words import ContributionKind
from tenants import db
from tests.people import World


def figures(world: World, kind: str = "hours", partner: str = "welzijn", town: str = "hengelo") -> Figures:
    """What a partner promised and gave."""
    with world.inside(town):
        return totals(lines(world.row(town, "partner", partner)))[ContributionKind(kind)].figures


def newest_pledge(world: World, town: str = "hengelo") -> UUID:
    """The promise that was noted last."""
    with world.inside(town):
        return db().scalars(select(Pledge.id).order_by(Pledge.noted_at.desc()).limit(1)).one()


def newest_line(world: World, town: str = "hengelo") -> UUID:
    """What was noted last as given."""
    with world.inside(town):
        return db().scalars(select(Contribution.id).order_by(Contribution.noted_at.desc()).limit(1)).one()
