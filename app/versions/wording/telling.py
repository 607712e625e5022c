"""A comparison as it is read: what changed, group by group, with the lines and words that differ; and all of it in a sentence or two."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext
from markupsafe import Markup

from app.versions.rules.differences import Change, Difference, Group, Kind
from app.versions.rules.text import Effort, Line, Piece, folded, lines, words
from app.versions.wording.sentences import sentence


@dataclass(frozen=True, slots=True)
class Told:
    """One difference: its sentence, and for a text what differs in it; `too_much` where that was left out."""

    kind: Kind
    sentence: Markup
    pieces: tuple[Piece, ...] = ()
    lines: tuple[Line, ...] = ()
    too_much: bool = False
    only_blank: bool = False


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One thing that changed, where it stands, and what differs about it."""

    change: Change
    url: str
    told: list[Told]


def tell(
    changes: Iterable[Change], url_of: Callable[[Change], str], kind: Kind | None = None
) -> dict[Group, list[ToldChange]]:
    """The changes by group, only those of one sort where `kind` is given. Texts are compared as long as there is effort left."""
    effort = Effort()
    groups: dict[Group, list[ToldChange]] = {}
    for change in changes:
        wanted = [each for each in change.differences if kind in (None, each.kind)]
        if wanted:
            told = [_told(each, effort) for each in wanted]
            groups.setdefault(change.group, []).append(ToldChange(change, url_of(change), told))
    return groups


def _told(difference: Difference, effort: Effort) -> Told:
    said = sentence(difference)
    if difference.kind is Kind.TITLE:
        pieces = words(difference.before, difference.after, effort)
        return Told(difference.kind, said, pieces=pieces or (), too_much=pieces is None)
    if difference.kind is not Kind.TEXT:
        return Told(difference.kind, said)
    compared = lines(difference.before or "", difference.after or "", effort)
    if compared is None:
        return Told(difference.kind, said, too_much=True)
    shown = tuple(folded(compared))
    return Told(difference.kind, said, lines=shown, only_blank=all(line.count for line in shown))


def summary(changes: Sequence[Change]) -> str:
    """All of it in a sentence or two: first the actions, by what happened to them, then the rest."""
    actions, others = _actions(changes), _others(changes)
    if not others:
        return actions
    if not actions:
        return str(gettext("Veranderd: %(what)s.", what=others))
    also: str = gettext("Ook veranderd: %(what)s.", what=others)
    return f"{actions} {also}"


def _actions(changes: Sequence[Change]) -> str:
    actions = [change for change in changes if change.noun == "action"]
    count = len({change.id for change in actions})
    if not count:
        return ""
    opening: str = ngettext("%(num)s actie veranderde", "%(num)s acties veranderden", count)
    clauses = [_clause(kind, number) for kind in _COUNTED if (number := _with(kind, actions))]
    return f"{opening}: {', '.join(clauses)}." if clauses else f"{opening}."


_COUNTED = (Kind.NEW, Kind.GONE, Kind.STOPPED, Kind.TIME, Kind.OWNER, Kind.STATUS)


def _with(kind: Kind, changes: Iterable[Change]) -> int:
    return len({change.id for change in changes if kind in change.kinds})


def _clause(kind: Kind, number: int) -> str:
    clauses: dict[Kind, Callable[[], str]] = {
        Kind.NEW: lambda: gettext("%(number)s nieuw", number=number),
        Kind.GONE: lambda: gettext("%(number)s vervallen", number=number),
        Kind.STOPPED: lambda: gettext("%(number)s gestopt", number=number),
        Kind.TIME: lambda: gettext("%(number)s verschoven in de tijd", number=number),
        Kind.OWNER: lambda: gettext("%(number)s met een andere trekker", number=number),
        Kind.STATUS: lambda: gettext("%(number)s met een andere status", number=number),
    }
    return clauses[kind]()


def _others(changes: Sequence[Change]) -> str:
    def count(noun: str) -> int:
        return sum(change.noun == noun for change in changes)

    told = [
        ngettext("%(num)s doel", "%(num)s doelen", goals) if (goals := count("goal")) else "",
        ngettext("%(num)s hoofdstuk", "%(num)s hoofdstukken", chapters)
        if (chapters := count("chapter"))
        else "",
        ngettext("%(num)s pijler", "%(num)s pijlers", pillars) if (pillars := count("pillar")) else "",
        gettext("de gegevens van het plan") if count("plan") else "",
    ]
    found = [part for part in told if part]
    if not found:
        return ""
    *first, last = found
    return str(gettext("%(first)s en %(last)s", first=", ".join(first), last=last)) if first else last
