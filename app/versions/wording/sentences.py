"""One difference in one sentence."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from app.versions.rules.differences import Difference, Kind
from app.versions.wording.names import FIELDS, name, value


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
    called = FIELDS.get(field, field)
    if difference.kind is Kind.TEXT:
        return _of_text(difference)
    if before in (None, ""):
        return _say(
            gettext("%(field)s: nu %(after)s, was niet ingevuld"), field=called, after=value(field, after)
        )
    if after in (None, ""):
        return _say(
            gettext("%(field)s is leeg gemaakt, was %(before)s"), field=called, before=value(field, before)
        )
    told = _say(
        gettext("%(field)s ging van %(before)s naar %(after)s"),
        field=called,
        before=value(field, before),
        after=value(field, after),
    )
    return told + Markup(": ") + name(difference.note) if difference.note else told


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
    return Markup(", ").join(told)


def _gone(difference: Difference) -> Markup:  # noqa: ARG001 - as every sentence
    return _say(gettext("Staat niet meer in het plan"))


def _stopped(difference: Difference) -> Markup:
    if difference.field == "stop_reason":
        return _of_field(Difference(Kind.FACT, "stop_reason", difference.before, difference.after))
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
        told += [_say(gettext("Helpt nu mee: %(names)s"), names=new)] if new else []
        told += [_say(gettext("Helpt niet meer mee: %(names)s"), names=gone)] if gone else []
    elif difference.field == "readings":
        told += [_say(gettext("Onze lezing is bevestigd: %(names)s"), names=gone)] if gone else []
        told += [_say(gettext("Is onze lezing, nog te bevestigen: %(names)s"), names=new)] if new else []
    else:
        called = FIELDS[difference.field]
        told += [_say(gettext("%(field)s erbij: %(names)s"), field=called, names=new)] if new else []
        told += [_say(gettext("%(field)s eraf: %(names)s"), field=called, names=gone)] if gone else []
    return Markup(". ").join(told)


def _milestone(difference: Difference) -> Markup:
    return {"milestone": _milestone_itself, "done_on": _done, "due": _due}.get(
        difference.field, _milestone_fact
    )(difference)


def _milestone_itself(difference: Difference) -> Markup:
    title = name(difference.about)
    if difference.before is not None:
        return _say(gettext("Mijlpaal vervallen: %(title)s"), title=title)
    due = difference.after["due"]
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
    return _say(words, title=title, before=value("due", before), after=now)


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
