"""Partners with what they do in the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, union

from app.organisations.rules import Sector
from app.partners import queries as partners
from app.partners.models import Partner
from app.partners.rules import Belonging
from app.plan.models import Action, ActionContributor
from app.plan.queries.cards import Card, card_of, cards
from tenants import db
from tenants.provision import sort_key


@dataclass(frozen=True, slots=True)
class Selection:
    """Which partners to show; an empty value shows all, but those that ended only when asked for."""

    words: str = ""
    sector: Sector | None = None
    belonging: Belonging | None = None

    def holds(self, partner: Partner) -> bool:
        """Whether `partner` is to be shown. Needs its organisation to be loaded."""
        if self.belonging is None and partner.belonging is Belonging.ENDED:
            return False
        return (
            sort_key(self.words) in partner.organisation.sort_key
            and self.sector in (None, partner.organisation.sector)
            and self.belonging in (None, partner.belonging)
        )


@dataclass(frozen=True, slots=True)
class Circle:
    """The partners that belong to the coalition in one way."""

    belonging: Belonging
    partners: Sequence[Partner]


def circles(selection: Selection) -> list[Circle]:
    """The partners of the selection by how they belong, the core first; a way in which none belongs is left out."""
    chosen = [partner for partner in partners.partners() if selection.holds(partner)]
    groups = [Circle(way, [partner for partner in chosen if partner.belonging is way]) for way in Belonging]
    return [group for group in groups if group.partners]


def number_of_actions() -> Mapping[UUID, int]:
    """In how many actions each partner has a part, as owner or contributor, by id; none is absent."""
    parts = union(
        select(Action.owner_id.label("partner_id"), Action.id.label("action_id")).where(
            Action.owner_id.is_not(None)
        ),
        select(ActionContributor.partner_id, ActionContributor.action_id),
    ).subquery()
    rows = db().execute(select(parts.c.partner_id, func.count()).group_by(parts.c.partner_id))
    return {partner_id: count for partner_id, count in rows}  # noqa: C416 - a row is no tuple to mypy


@dataclass(frozen=True, slots=True)
class Work:
    """What a partner does: the actions that it owns, and those that it helps with."""

    owns: list[Card]
    helps: list[Card]


def work_of(partner_id: UUID) -> Work:
    """The actions of a partner, in the order of the plan; one statement."""
    rows = db().execute(
        cards()
        .add_columns(Action.owner_id)
        .where(or_(Action.owner_id == partner_id, _helps(partner_id)))
        .order_by(Action.position, Action.number, Action.title)
    )
    owns: list[Card] = []
    helps: list[Card] = []
    for row in rows:
        (owns if row.owner_id == partner_id else helps).append(card_of(row))
    return Work(owns, helps)


def _helps(partner_id: UUID) -> ColumnElement[bool]:
    helped = select(ActionContributor.action_id).where(ActionContributor.partner_id == partner_id)
    return Action.id.in_(helped)
