"""What a form showed, so that who saves second is told what somebody else changed meanwhile, and overwrites nothing unseen.

A form that changes something carries, unseen, a short hash of each value as it was shown. When it comes back, the row (locked) is compared
with those hashes, field by field. Nothing is merged behind anybody's back. See docs/decisions/0009.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from flask_babel import format_date, gettext
from werkzeug.datastructures import MultiDict
from wtforms import Field, FormField, HiddenField, RadioField, SelectField, SelectMultipleField

from app.periods import PartialDate

NAME = "getoond"
CHOICE = "keuze-"
_AT = "@"
_ID = re.compile(r"[0-9a-fA-F-]{36}")


class Choice(StrEnum):
    """What somebody wants of a field that another changed too."""

    MINE = "mijn"
    THEIRS = "ander"


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A field that another changed since it was shown: what it was and is, in words, by whom and when; what was typed over it.

    `was`, `who` and `when` are empty where history does not tell. `typed` is None where nothing was typed: the field then follows.
    """

    field: str
    label: str
    now: str
    typed: str | None
    was: str = ""
    who: str = ""
    when: datetime | None = None


Tell = Callable[[datetime, list[Meanwhile]], list[Meanwhile]]


def meanwhile(form: Any, sent: Mapping[str, str], tell: Tell) -> list[Meanwhile]:
    """What others changed of the row behind `form` since it was shown, where that is not what was typed too.

    A field that was not touched now holds what it became, as does one of which was chosen to take over the other's. Each field that another
    changed gets an attribute `meanwhile`, for the page. A form that was shown without marks (an old tab) is not compared.
    """
    try:
        since, hashes = read(sent.get(NAME, ""))
    except (ValueError, OverflowError, OSError):
        return []
    found = {
        field.short_name: change
        for field in watched(form)
        if (change := _change(field, hashes.get(field.short_name), sent))
    }
    told = tell(since, list(found.values())) if found else []
    for change in told:
        form[change.field].meanwhile = change
    return told


def _change(field: Field, hashed: str | None, sent: Mapping[str, str]) -> Meanwhile | None:
    if is_same(hashed, present(field)):
        if sent.get(f"{CHOICE}{field.short_name}") == Choice.THEIRS:
            put(field, field.object_data)
        return None
    # What was not shown cannot have been touched.
    untouched = hashed is None or is_same(hashed, typed(field))
    if not untouched and typed(field) == present(field):
        return None
    said = None if untouched else in_words(field, typed(field) if field.data is None else field.data)
    change = Meanwhile(field.short_name, str(field.label.text), in_words(field, field.object_data), said)
    if untouched:
        put(field, field.object_data)
    return change


def watched(form: Any) -> Iterator[Field]:
    """The fields that people see."""
    for field in form:
        if not isinstance(field, HiddenField):
            yield field


def plain(field: Field, value: Any) -> str:
    """A value of a field as text that is the same for the same value, typed or stored."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else ""
    if isinstance(field, FormField):
        pieces = (
            [value.get(piece) or "" for piece in ("year", "month", "day")]
            if isinstance(value, Mapping)
            else [value]
        )
        return "-".join(str(piece) for piece in pieces).strip("-")
    if isinstance(value, list | tuple | set | frozenset):
        return "\n".join(sorted(str(each) for each in value))
    return str(value).replace("\r\n", "\n").strip()


def present(field: Field) -> str:
    """What the row holds now; also while the form holds something else that was typed."""
    return plain(field, field.object_data)


def typed(field: Field) -> str:
    """What was typed; also where it means nothing."""
    sent = field.raw_data if field.data is None and not isinstance(field, FormField) else None
    return plain(field, sent[0] if sent else field.data)


def mark(form: Any) -> str:
    """What is carried along unseen: the moment, and per field the hash of what the row holds."""
    moment = f"{_AT}{datetime.now(UTC).timestamp():.3f}"
    return " ".join([moment, *(f"{field.short_name}={_hash(present(field))}" for field in watched(form))])


def read(carried: str) -> tuple[datetime, dict[str, str]]:
    """The moment at which a form was shown, and the hashes by field. Raises ValueError, OverflowError or OSError for others."""
    moment, *pairs = carried.split()
    return datetime.fromtimestamp(float(moment.removeprefix(_AT)), UTC), dict(
        pair.split("=", 1) for pair in pairs
    )


def is_same(hashed: str | None, text: str) -> bool:
    """Whether `text` is what was hashed."""
    return hashed == _hash(text)


def typed_texts(sent: MultiDict[str, str]) -> list[str]:
    """What somebody typed in a form of which the row is gone: texts, without what we carried along and without choices."""
    ours = {NAME, "csrf_token", "idempotency_key"}
    texts = [
        text.strip()
        for name, text in sent.items(multi=True)
        if name not in ours and not name.startswith(CHOICE)
    ]
    return [text for text in texts if any(sign.isalpha() for sign in text) and not _ID.fullmatch(text)]


def put(field: Field, value: Any) -> None:
    """Let a field hold `value` as if it had been typed."""
    field.process(None, value)
    if not isinstance(field, FormField):
        values = value if isinstance(value, list) else [value]
        field.raw_data = [str(each) for each in values if each not in (None, "")]


def in_words(field: Field, value: Any) -> str:
    """A value as the person who fills in the form knows it."""
    if isinstance(field, FormField):
        return _date_in_words(plain(field, value))
    if isinstance(value, bool):
        return str(gettext("ja") if value else gettext("nee"))
    text: str = plain(field, value)
    if isinstance(field, SelectField | RadioField | SelectMultipleField):
        names = {str(choice.value): str(choice.label) for choice in _choices(field)}
        return ", ".join(sorted(names.get(each, each) for each in text.split("\n") if each))
    return text


def _choices(field: Any) -> list[Any]:
    return [choice for choice in field.choices or [] if hasattr(choice, "value")]


def _date_in_words(written: str) -> str:
    parts = written.split("-") if written else []
    try:
        date = PartialDate(*(int(part or 0) for part in parts)) if parts else None
    except (TypeError, ValueError):
        return written
    if date is None:
        return ""
    pattern = {"year": "y", "month": "MMMM y", "day": "d MMMM y"}[date.precision]
    return str(format_date(date.first_day, pattern))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
