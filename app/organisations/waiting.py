"""What should wait because of a suggestion: an answer, of the organisation, or of this coalition where it keeps the profile."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Date, Select, and_, cast, func, not_, select

from app.organisations.models.organisation import Organisation
from app.organisations.models.suggestion import ProfileSuggestion, SuggestedChange
from app.organisations.rules import SuggestionState
from app.todos.rules import Kind
from app.todos.settling import says, wanted
from app.web.clock import AMSTERDAM
from tenants import current_tenant_id


@says(ProfileSuggestion)
def waiting_of_suggestions() -> Sequence[Select[Any]]:
    """From the day on which it was made until it is answered or withdrawn."""
    has_people = func.organisation_has_member(ProfileSuggestion.organisation_id)
    ours = ProfileSuggestion.id.in_(select(SuggestedChange.id))
    kept_here = and_(Organisation.added_by_tenant == current_tenant_id(), not_(has_people), not_(ours))
    return [
        _wanted(organisation=ProfileSuggestion.organisation_id).where(ours, has_people),
        _wanted().where(kept_here),
    ]


def _wanted(**addressed: Any) -> Select[Any]:
    day = cast(func.timezone(AMSTERDAM.key, ProfileSuggestion.suggested_at), Date)
    kind, noun = Kind.SUGGESTION, ProfileSuggestion
    return (
        wanted(kind, noun, noun, title=Organisation.name, shows_from=day, **addressed)
        .join(Organisation, Organisation.id == ProfileSuggestion.organisation_id)
        .where(ProfileSuggestion.state == SuggestionState.OPEN)
    )
