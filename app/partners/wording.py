"""How people call the sectors, circles and kinds of bodies."""

from flask_babel import lazy_gettext

from app.partners.rules import Belonging, BodyKind, Sector

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
BELONGINGS = {
    Belonging.CORE: lazy_gettext("Kern"),
    Belonging.WIDER: lazy_gettext("Bredere kring"),
    Belonging.MENTIONED: lazy_gettext("Genoemd in het plan"),
    Belonging.ENDED: lazy_gettext("Doet niet meer mee"),
}
BELONGING_EXPLAINED = {
    Belonging.CORE: lazy_gettext("Draagt de coalitie: denkt en beslist mee."),
    Belonging.WIDER: lazy_gettext("Doet mee met een of meer acties."),
    Belonging.MENTIONED: lazy_gettext("Het plan noemt deze organisaties. Of zij meedoen, moet nog blijken."),
    Belonging.ENDED: lazy_gettext("Deed eerder mee. Wat deze organisaties deden, blijft te lezen."),
}
BODY_KINDS = {
    BodyKind.STEERING_GROUP: lazy_gettext("Stuurgroep"),
    BodyKind.PROJECT_TEAM: lazy_gettext("Projectteam"),
    BodyKind.WORKING_GROUP: lazy_gettext("Werkgroep"),
    BodyKind.REGIONAL_BODY: lazy_gettext("Regionaal overleg"),
    BodyKind.COMMITTEE: lazy_gettext("Commissie"),
}
