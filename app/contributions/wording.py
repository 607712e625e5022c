"""How people call what is promised and given, where it stands, and how much it is."""

from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from app.contributions.rules.grouping import Grouping
from app.contributions.rules.hours import in_clock
from app.contributions.rules.ledger import Column
from app.contributions.rules.words import ContributionKind, Side, Standing, Step
from app.web.amounts import euros

KIND_NAMES = {
    ContributionKind.MONEY: lazy_gettext("Geld"),
    ContributionKind.HOURS: lazy_gettext("Uren"),
    ContributionKind.KIND: lazy_gettext("In natura"),
}
# As the address calls them.
KIND_WORDS = {
    "geld": ContributionKind.MONEY,
    "uren": ContributionKind.HOURS,
    "natura": ContributionKind.KIND,
}
WORD_OF_KIND = {kind: word for word, kind in KIND_WORDS.items()}
COLUMN_NAMES = {
    Column.PROMISED: lazy_gettext("Toegezegd"),
    Column.CONFIRMED: lazy_gettext("Bevestigd"),
    Column.AWAITING: lazy_gettext("Wacht op bevestiging"),
    Column.DISPUTED: lazy_gettext("Betwist"),
    Column.OPEN: lazy_gettext("Nog open"),
}
GROUPING_NAMES = {
    Grouping.YEAR: lazy_gettext("Jaar"),
    Grouping.SECTOR: lazy_gettext("Sector"),
    Grouping.CIRCLE: lazy_gettext("Kring"),
    Grouping.PARTNER: lazy_gettext("Partner"),
    Grouping.PERIOD: lazy_gettext("Periode"),
}
STANDING_NAMES = {
    Standing.CONFIRMED: lazy_gettext("Bevestigd"),
    Standing.DISPUTED: lazy_gettext("Betwist"),
    Standing.VOID: lazy_gettext("Teruggenomen"),
}
STEP_NAMES = {
    Step.PROMISED: lazy_gettext("Toegezegd"),
    Step.ASKED: lazy_gettext("Om gevraagd"),
    Step.INVOICED: lazy_gettext("Factuur verstuurd"),
    Step.RECEIVED: lazy_gettext("Ontvangen"),
}
SIDE_NAMES = {
    Side.COALITION: lazy_gettext("de coalitie"),
    Side.PARTNER: lazy_gettext("de partner"),
}


def deed_name(kind: str, side: str) -> str:
    """What noting of something given is called, for who notes it."""
    if kind == ContributionKind.MONEY:
        return str(gettext("Betaling noteren") if side == Side.PARTNER else gettext("Ontvangst noteren"))
    return str(
        gettext("Uren noteren") if kind == ContributionKind.HOURS else gettext("Noteer wat gegeven is")
    )


def standing_name(standing: Standing, side: Side) -> Any:
    """Where a line that `side` noted stands: who must confirm it is part of the sentence."""
    if standing is Standing.AWAITING:
        waits = {
            Side.COALITION: lazy_gettext("Wacht op de partner"),
            Side.PARTNER: lazy_gettext("Wacht op de coalitie"),
        }
        return waits[side]
    return STANDING_NAMES[standing]


def hours(minutes: int) -> str:
    """Minutes for people: "6 uur", "1:30 uur"."""
    if minutes % 60:
        return str(gettext("%(clock)s uur", clock=in_clock(minutes)))
    return str(ngettext("%(num)s uur", "%(num)s uur", minutes // 60))


def amount(quantity: int, kind: str) -> str:
    """How much, in the unit of its kind."""
    if kind == ContributionKind.MONEY:
        return euros(quantity)
    if kind == ContributionKind.HOURS:
        return hours(quantity)
    # How much of it there is, words say ("vier avonden"): of things in kind people count what was said.
    return str(quantity)
