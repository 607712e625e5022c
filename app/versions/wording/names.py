"""How groups, sorts of change and fields are called, and stored values as people read them."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext
from markupsafe import Markup

from app.history.wording import VALUES, partial_date_in_words
from app.periods import PartialDate
from app.plan.rules import ChapterKind, GoalLevel, PassageKind
from app.plan.wording import CHAPTER_KINDS, PASSAGE_KINDS
from app.versions.rules.differences import Group, Kind

GROUPS: Mapping[Group, Any] = {
    Group.ACTIONS: lazy_gettext("Acties"),
    Group.PARTNERS: lazy_gettext("Partners in acties"),
    Group.GOALS: lazy_gettext("Doelen"),
    Group.TEXT: lazy_gettext("Tekst"),
    Group.PLAN: lazy_gettext("Het plan zelf"),
}
KINDS: Mapping[Kind, Any] = {
    Kind.NEW: lazy_gettext("Nieuw"),
    Kind.GONE: lazy_gettext("Vervallen"),
    Kind.STOPPED: lazy_gettext("Gestopt"),
    Kind.TIME: lazy_gettext("Verschoven in de tijd"),
    Kind.OWNER: lazy_gettext("Andere trekker"),
    Kind.STATUS: lazy_gettext("Andere status"),
    Kind.MILESTONE: lazy_gettext("Mijlpalen"),
    Kind.TITLE: lazy_gettext("Andere titel"),
    Kind.PLACE: lazy_gettext("Andere plaats in het plan"),
    Kind.TIES: lazy_gettext("Verbanden"),
    Kind.PROGRESS: lazy_gettext("Stand en voortgang"),
    Kind.FACT: lazy_gettext("Gegevens"),
    Kind.TEXT: lazy_gettext("Tekst"),
}
FIELDS: Mapping[str, Any] = {
    "adopted": lazy_gettext("Datum van vaststelling"),
    "adopted_by": lazy_gettext("Vastgesteld door"),
    "body": lazy_gettext("Tekst"),
    "deadline": lazy_gettext("Uiterlijke datum"),
    "description": lazy_gettext("Omschrijving"),
    "ends": lazy_gettext("Einddatum"),
    "kind": lazy_gettext("Soort"),
    "level": lazy_gettext("Soort doel"),
    "light": lazy_gettext("Stand"),
    "light_reason": lazy_gettext("Uitleg bij de stand"),
    "neighbourhoods": lazy_gettext("Wijken"),
    "number": lazy_gettext("Nummer"),
    "owner": lazy_gettext("Trekker"),
    "passage_kind": lazy_gettext("Soort punt"),
    "period_from": lazy_gettext("Begin van de periode"),
    "period_until": lazy_gettext("Einde van de periode"),
    "pillars": lazy_gettext("Pijlers"),
    "progress": lazy_gettext("Voortgang"),
    "starts": lazy_gettext("Begindatum"),
    "status": lazy_gettext("Status"),
    "stop_reason": lazy_gettext("Reden van stoppen"),
    "summary": lazy_gettext("Samenvatting"),
    "target_groups": lazy_gettext("Doelgroepen"),
    "themes": lazy_gettext("Thema’s"),
    "title": lazy_gettext("Titel"),
    "weight": lazy_gettext("Gewicht"),
}
LEVELS = {
    GoalLevel.STRATEGIC: lazy_gettext("strategisch"),
    GoalLevel.OPERATIONAL: lazy_gettext("operationeel"),
}
_DATES = frozenset({"adopted", "deadline", "done_on", "due", "ends", "period_from", "period_until", "starts"})


def name(text: str) -> Markup:
    """A name or a text of the plan: Dutch, also on an English screen."""
    return Markup('<span lang="nl">{}</span>').format(text)


def value(field: str, stored: Any) -> Any:
    """A stored value as people read it."""
    readers: dict[str, Callable[[Any], Any]] = {
        "kind": lambda kind: CHAPTER_KINDS[ChapterKind(kind)],
        "level": lambda level: LEVELS[GoalLevel(level)],
        "passage_kind": lambda kind: PASSAGE_KINDS[PassageKind(kind)],
        "progress": lambda percent: f"{percent}%",
    }
    if field in _DATES:
        return partial_date_in_words(PartialDate.parse(stored))
    if field in readers:
        return readers[field](stored)
    return VALUES.get((field, str(stored))) or name(str(stored))
