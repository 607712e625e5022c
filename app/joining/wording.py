"""How people call what becomes of invitations and applications."""

from flask_babel import lazy_gettext

from app.joining.rules import ApplicationState, InvitationState

INVITATION_STATES = {
    InvitationState.OPEN: lazy_gettext("Wacht op antwoord"),
    InvitationState.EXPIRED: lazy_gettext("Verlopen zonder antwoord"),
    InvitationState.ACCEPTED: lazy_gettext("Aangenomen"),
    InvitationState.DECLINED: lazy_gettext("Afgeslagen"),
    InvitationState.WITHDRAWN: lazy_gettext("Ingetrokken"),
}
INVITATION_TONES = {
    InvitationState.OPEN: "info",
    InvitationState.EXPIRED: "warning",
    InvitationState.ACCEPTED: "positive",
    InvitationState.DECLINED: "negative",
    InvitationState.WITHDRAWN: "neutral",
}
APPLICATION_STATES = {
    ApplicationState.UNCONFIRMED: lazy_gettext("Nog niet bevestigd"),
    ApplicationState.LAPSED: lazy_gettext("Niet bevestigd"),
    ApplicationState.WAITING: lazy_gettext("Wacht op uw antwoord"),
    ApplicationState.ACCEPTED: lazy_gettext("Toegelaten"),
    ApplicationState.REFUSED: lazy_gettext("Niet toegelaten"),
}
APPLICATION_TONES = {
    ApplicationState.UNCONFIRMED: "neutral",
    ApplicationState.LAPSED: "neutral",
    ApplicationState.WAITING: "info",
    ApplicationState.ACCEPTED: "positive",
    ApplicationState.REFUSED: "negative",
}
