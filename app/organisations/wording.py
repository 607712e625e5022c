"""How people call what organisations are and do."""

from flask_babel import lazy_gettext

from app.organisations.rules import OrganisationKind, Sector

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
