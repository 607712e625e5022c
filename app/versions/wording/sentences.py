"""One difference in one sentence."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext
from markupsafe import Markup

from app.periods import PartialDate
from app.versions.rules.differences import Difference, Kind
from app.versions.wording.names import FIELDS, name, value

_EMPTY = (None, "")


def sentence(difference: Difference) -> Markup:
    """The difference in one sentence; of a text only that it changed, because its lines are shown below it."""
    return _SENTENCES.get(difference.kind, _of_field)(difference)


def _say(words: str, **values: Any) -> Markup:
    """Our words with the plan's values in them, escaped."""
    return Markup(words) % values  # noqa: S704 - the words are ours, and Markup escapes the values


def _names(texts: Sequence[str]) -> Markup:
    return Markup(", ").join(name(text) for text in texts)


def _of_field(difference: Difference) -> Markup:
    """From what to what: the sentence for a field with nothing special about it."""
    field, before, after = difference.field, difference.before, difference.after
    if difference.kind is Kind.TEXT:
        return _of_text(difference)
    said = {"field": FIELDS.get(field, field)}
    why = (
        Markup(": ") + name(difference.note or difference.about)
        if difference.note or difference.about
        else ""
    )
    if after in _EMPTY:
        return _say(_emptied(field), **said, before=value(field, before))
    if before in _EMPTY:
        return _say(_filled(field), **said, after=value(field, after)) + why
    words = gettext("%(field)s ging van %(before)s naar %(after)s")
    told = _say(words, **said, before=value(field, before), after=value(field, after))
    return told + _direction(before, after) if difference.kind is Kind.TIME else told + why


def _filled(field: str) -> str:
    if field == "progress":
        return str(gettext("%(field)s is nu %(after)s, was nog niet te zeggen"))
    if field == "light":
        return str(gettext("%(field)s ging van nog geen naar %(after)s"))
    return str(gettext("%(field)s: nu %(after)s, was niet ingevuld"))


def _emptied(field: str) -> str:
    if field == "progress":
        return str(gettext("%(field)s is niet meer te zeggen, was %(before)s"))
    return str(gettext("%(field)s is leeggemaakt, was %(before)s"))


def _direction(before: str, after: str) -> Markup:
    """That a date is later or earlier than it was; nothing where it only became more or less exact."""
    was, now = PartialDate.parse(before), PartialDate.parse(after)
    if now.first_day > was.last_day:
        return _say(f" {gettext('(later)')}")
    return _say(f" {gettext('(eerder)')}") if now.last_day < was.first_day else Markup()


def _of_text(difference: Difference) -> Markup:
    if difference.field != "passage":
        return _say(gettext("%(field)s gewijzigd"), field=FIELDS[difference.field])
    if difference.before is None:
        return Markup(gettext("Nieuw punt"))  # noqa: S704 - our words
    return Markup(gettext("Vervallen punt") if difference.after is None else gettext("Punt gewijzigd"))  # noqa: S704


def _new(difference: Difference) -> Markup:
    """That it is new, and of an action whose it is and until when."""
    thing = difference.after
    told = [_say(gettext("Nieuw"))]
    if difference.field == "action":
        told.append(_say(gettext("met status %(status)s"), status=value("status", thing["status"])))
        if thing["owner"]:
            told.append(_say(gettext("trekker: %(owner)s"), owner=name(thing["owner"])))
        until = thing["deadline"] or thing["ends"]
        if until:
            told.append(_say(gettext("uiterlijk: %(date)s"), date=value("deadline", until)))
        if thing["stop_reason"]:
            told.append(_say(gettext("gestopt omdat: %(reason)s"), reason=name(thing["stop_reason"])))
    return Markup(", ").join(told)


def _gone(difference: Difference) -> Markup:  # noqa: ARG001 - as every sentence
    return _say(gettext("Staat niet meer in het plan"))


def _stopped(difference: Difference) -> Markup:
    if not difference.note:
        return _say(gettext("Gestopt (status was: %(before)s)"), before=value("status", difference.before))
    return _say(
        gettext("Gestopt omdat: %(reason)s (status was: %(before)s)"),
        reason=name(difference.note),
        before=value("status", difference.before),
    )


def _owner(difference: Difference) -> Markup:
    before, after = difference.before, difference.after
    if not after:
        return _say(gettext("Heeft geen trekker meer, was %(before)s"), before=name(before))
    if not before:
        return _say(gettext("Trekker is nu %(after)s, eerder nog niemand"), after=name(after))
    return _say(gettext("Trekker ging van %(before)s naar %(after)s"), before=name(before), after=name(after))


def _place(difference: Difference) -> Markup:
    before, after = difference.before, difference.after
    if difference.field == "position":
        if not after:
            return _say(gettext("Staat nu vooraan"))
        return _say(gettext("Staat nu na %(chapter)s"), chapter=name(after))
    if not before:
        return _say(gettext("Hoort nu bij het doel %(after)s"), after=name(after))
    if not after:
        return _say(gettext("Hoort niet meer bij een doel, was %(before)s"), before=name(before))
    return _say(
        gettext("Ging van het doel %(before)s naar %(after)s"), before=name(before), after=name(after)
    )


def _ties(difference: Difference) -> Markup:
    gone, new = _names(difference.before), _names(difference.after)
    told = []
    if difference.field == "contributors":
        told += [_say(_helping(len(difference.after)), names=new)] if new else []
        told += [_say(_no_longer_helping(len(difference.before)), names=gone)] if gone else []
    elif difference.field == "readings":
        told += [_say(gettext("Onze lezing is bevestigd: %(names)s"), names=gone)] if gone else []
        told += [_say(gettext("Is onze lezing, nog te bevestigen: %(names)s"), names=new)] if new else []
    else:
        called = FIELDS[difference.field]
        told += [_say(gettext("%(field)s erbij: %(names)s"), field=called, names=new)] if new else []
        told += [_say(gettext("%(field)s eraf: %(names)s"), field=called, names=gone)] if gone else []
    return Markup(". ").join(told)


def _helping(number: int) -> str:
    # The names are filled in later, escaped; the plural form only needs how many there are.
    return str(ngettext("Helpt nu mee: %(names)s", "Helpen nu mee: %(names)s", number, names="%(names)s"))


def _no_longer_helping(number: int) -> str:
    return str(
        ngettext(
            "Helpt niet meer mee: %(names)s",
            "Helpen niet meer mee: %(names)s",
            number,
            names="%(names)s",
        )
    )


def _milestone(difference: Difference) -> Markup:
    return {"milestone": _milestone_itself, "done_on": _done, "due": _due}.get(
        difference.field, _milestone_fact
    )(difference)


def _milestone_itself(difference: Difference) -> Markup:
    title = name(difference.about)
    if difference.before is not None:
        return _say(gettext("Mijlpaal vervallen: %(title)s"), title=title)
    due, done = difference.after["due"], difference.after["done_on"]
    if done:
        words = gettext("Nieuwe mijlpaal, al gehaald: %(title)s (%(date)s)")
        return _say(words, title=title, date=value("done_on", done))
    until = f" ({value('due', due)})" if due else ""
    return _say(gettext("Nieuwe mijlpaal: %(title)s%(date)s"), title=title, date=until)


def _done(difference: Difference) -> Markup:
    title, on = name(difference.about), difference.after
    if on is None:
        return _say(gettext("Mijlpaal weer open: %(title)s"), title=title)
    return _say(gettext("Mijlpaal gehaald: %(title)s (%(date)s)"), title=title, date=value("done_on", on))


def _milestone_fact(difference: Difference) -> Markup:
    before, after = difference.before, difference.after
    if difference.field == "title":
        return _say(gettext("Mijlpaal %(before)s heet nu %(after)s"), before=name(before), after=name(after))
    words = gettext("Mijlpaal %(title)s weegt nu %(after)s, was %(before)s")
    return _say(words, title=name(difference.about), before=before, after=after)


def _due(difference: Difference) -> Markup:
    """That a milestone moved in time, got a date or lost it."""
    title, before, after = name(difference.about), difference.before, difference.after
    if not after:
        return _say(gettext("Mijlpaal %(title)s heeft geen datum meer"), title=title)
    now = value("due", after)
    if not before:
        return _say(gettext("Mijlpaal %(title)s heeft nu een datum: %(after)s"), title=title, after=now)
    words = gettext("Mijlpaal %(title)s ging van %(before)s naar %(after)s")
    told = _say(words, title=title, before=value("due", before), after=now)
    return told + _direction(before, after)


def _title(difference: Difference) -> Markup:  # noqa: ARG001 - the words are marked below it
    return _say(gettext("Titel gewijzigd"))


_SENTENCES: Mapping[Kind, Callable[[Difference], Markup]] = {
    Kind.NEW: _new,
    Kind.GONE: _gone,
    Kind.STOPPED: _stopped,
    Kind.OWNER: _owner,
    Kind.PLACE: _place,
    Kind.TIES: _ties,
    Kind.MILESTONE: _milestone,
    Kind.TITLE: _title,
}
