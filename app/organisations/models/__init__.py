"""The nouns of organisations: the organisation, its logo, what is suggested and was changed of its profile, who is asked to come in."""

from app.organisations import waiting  # noqa: F401 - registers what should wait because of these nouns
from app.organisations.models.colleague import (
    ColleagueInvitation,
    change_rights,
    end_work,
    keepers_wait,
    rights_of,
)
from app.organisations.models.logo import OrganisationLogo
from app.organisations.models.organisation import Organisation, OrganisationFacts, ProfileChange
from app.organisations.models.suggestion import ProfileSuggestion, SuggestedChange

__all__ = [
    "ColleagueInvitation",
    "Organisation",
    "OrganisationFacts",
    "OrganisationLogo",
    "ProfileChange",
    "ProfileSuggestion",
    "SuggestedChange",
    "change_rights",
    "end_work",
    "keepers_wait",
    "rights_of",
]
