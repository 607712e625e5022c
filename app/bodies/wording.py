"""How people call the kinds of bodies and seats, and their offices."""

from flask_babel import lazy_gettext

from app.bodies.rules import BodyKind, Office, SeatKind, Successor

BODY_KINDS = {
    BodyKind.STEERING_GROUP: lazy_gettext("Stuurgroep"),
    BodyKind.CORE_GROUP: lazy_gettext("Kerngroep"),
    BodyKind.PROJECT_TEAM: lazy_gettext("Projectteam"),
    BodyKind.WORKING_GROUP: lazy_gettext("Werkgroep"),
    BodyKind.REGIONAL_BODY: lazy_gettext("Regionaal overleg"),
    BodyKind.COMMITTEE: lazy_gettext("Commissie"),
}
SEAT_KINDS = {
    SeatKind.MEMBER: lazy_gettext("Namens een organisatie"),
    SeatKind.EXPERT: lazy_gettext("Ervaringsdeskundige"),
    SeatKind.INDEPENDENT: lazy_gettext("Onafhankelijk lid"),
}
OFFICES = {
    Office.CHAIR: lazy_gettext("Voorzitter"),
    Office.SECRETARY: lazy_gettext("Secretaris"),
}
SUCCESSORS = {
    Successor.STAYS: lazy_gettext("De zetel blijft: iemand anders neemt de plek in, nu of later"),
    Successor.GOES: lazy_gettext("De zetel vervalt"),
    Successor.MISTAKE: lazy_gettext("Het was een vergissing: deze zetel is er nooit geweest"),
}
