"""How people call the kinds of agreements, where they stand, and how they were signed."""

from pathlib import Path

from flask_babel import lazy_gettext

from app.agreements.rules import AgreementKind, PartyState, Way

KINDS = {
    AgreementKind.COVENANT: lazy_gettext("Convenant"),
    AgreementKind.COOPERATION: lazy_gettext("Samenwerkingsovereenkomst"),
    AgreementKind.DECLARATION: lazy_gettext("Intentieverklaring"),
    AgreementKind.OTHER: lazy_gettext("Andere afspraak"),
}
STATES = {
    PartyState.SENT: lazy_gettext("Gevraagd"),
    PartyState.SIGNED: lazy_gettext("Ondertekend"),
    PartyState.DECLINED: lazy_gettext("Afgewezen"),
    PartyState.WITHDRAWN: lazy_gettext("Ingetrokken"),
    PartyState.REPLACED: lazy_gettext("Vervangen"),
    PartyState.EXPIRED: lazy_gettext("Verlopen"),
}
TONES = {
    PartyState.SENT: "info",
    PartyState.SIGNED: "positive",
    PartyState.DECLINED: "negative",
    PartyState.WITHDRAWN: "neutral",
    PartyState.REPLACED: "neutral",
    PartyState.EXPIRED: "warning",
}
WAYS = {
    Way.HERE: lazy_gettext("Hier, met een account"),
    Way.PAPER: lazy_gettext("Op papier"),
}
_STARTER = Path(__file__).with_name("starter.md")


def starter(coalition: str, municipality: str) -> str:
    """The text that is offered where a coalition has none: plain Dutch, to be changed by whoever uses it."""
    text = _STARTER.read_text(encoding="utf-8").strip()
    return text.replace("{coalition}", coalition).replace("{municipality}", municipality)
