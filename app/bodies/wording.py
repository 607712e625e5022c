"""How people call the kinds of bodies."""

from flask_babel import lazy_gettext

from app.bodies.rules import BodyKind

BODY_KINDS = {
    BodyKind.STEERING_GROUP: lazy_gettext("Stuurgroep"),
    BodyKind.PROJECT_TEAM: lazy_gettext("Projectteam"),
    BodyKind.WORKING_GROUP: lazy_gettext("Werkgroep"),
    BodyKind.REGIONAL_BODY: lazy_gettext("Regionaal overleg"),
    BodyKind.COMMITTEE: lazy_gettext("Commissie"),
}
