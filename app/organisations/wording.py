"""How people call what organisations are and do."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext

from app.history.wording import FIELDS, Entry, in_words
from app.organisations.models import ProfileChange, ProfileSuggestion
from app.organisations.rules import OrganisationKind, Sector, SuggestionState

ORGANISATION_KINDS = {
    OrganisationKind.FOUNDATION: lazy_gettext("Stichting"),
    OrganisationKind.ASSOCIATION: lazy_gettext("Vereniging"),
    OrganisationKind.COMPANY: lazy_gettext("Bedrijf"),
    OrganisationKind.COOPERATIVE: lazy_gettext("Coöperatie"),
    OrganisationKind.GOVERNMENT: lazy_gettext("Overheid"),
    OrganisationKind.SCHOOL: lazy_gettext("School of opleiding"),
    OrganisationKind.CHURCH: lazy_gettext("Kerk of geloofsgemeenschap"),
    OrganisationKind.INITIATIVE: lazy_gettext("Initiatief van inwoners"),
    OrganisationKind.NETWORK: lazy_gettext("Netwerk"),
    OrganisationKind.UNKNOWN: lazy_gettext("Nog niet bekend"),
}
SECTORS = {
    Sector.CARE: lazy_gettext("Zorg"),
    Sector.WELFARE: lazy_gettext("Welzijn"),
    Sector.HOUSING: lazy_gettext("Wonen"),
    Sector.EDUCATION: lazy_gettext("Onderwijs"),
    Sector.KNOWLEDGE: lazy_gettext("Kennis en onderzoek"),
    Sector.SPORT: lazy_gettext("Sport"),
    Sector.CULTURE: lazy_gettext("Cultuur"),
    Sector.BUSINESS: lazy_gettext("Bedrijven en winkels"),
    Sector.FAITH: lazy_gettext("Kerk en levensbeschouwing"),
    Sector.VOLUNTEERS: lazy_gettext("Vrijwilligers"),
    Sector.RESIDENTS: lazy_gettext("Inwoners en ervaringsdeskundigen"),
    Sector.GOVERNMENT: lazy_gettext("Overheid"),
    Sector.NETWORK: lazy_gettext("Netwerk"),
    Sector.OTHER: lazy_gettext("Anders"),
}
SUGGESTION_STATES = {
    SuggestionState.OPEN: lazy_gettext("Wacht op antwoord"),
    SuggestionState.ACCEPTED: lazy_gettext("Overgenomen"),
    SuggestionState.PARTLY: lazy_gettext("Deels overgenomen"),
    SuggestionState.DECLINED: lazy_gettext("Niet overgenomen"),
    SuggestionState.WITHDRAWN: lazy_gettext("Ingetrokken"),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """One field of a suggestion: what the profile says now, what is suggested, and whether that was taken over."""

    field: str
    label: str
    now: str
    suggested: str
    accepted: bool


def side_by_side(suggestion: ProfileSuggestion) -> list[Beside]:
    """The fields of a suggestion in words. Needs organisation to be loaded; of what was answered, `now` is what stood there then."""
    is_open = suggestion.state == SuggestionState.OPEN
    return [
        Beside(
            field,
            str(FIELDS[field]),
            in_words(
                field, getattr(suggestion.organisation, field) if is_open else suggestion.changes[field][0]
            ),
            in_words(field, suggestion.changes[field][1]),
            accepted=field in suggestion.accepted,
        )
        for field in suggestion.fields
    ]


def told(changes: Iterable[ProfileChange]) -> list[Entry]:
    """What was changed of a profile, as a timeline shows it."""
    return [
        Entry(
            when=change.changed_at,
            who=change.changed_by,
            what=gettext("Voorstel overgenomen") if change.suggested else gettext("Profiel gewijzigd"),
            note="",
            subject_table="organisation",
            subject_id=change.organisation_id,
            subject_label="",
            changes=[
                (str(FIELDS[field]), in_words(field, was), in_words(field, became))
                for field, (was, became) in change.changes.items()
            ],
        )
        for change in changes
    ]
