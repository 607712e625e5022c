"""The digest: one mail at seven in the morning with what waits for a person in all coalitions; none where nothing waits."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from flask_babel import force_locale, format_date
from sqlalchemy import text

from app.accounts.models import Person
from app.accounts.queries import my_coalitions
from app.accounts.rules import Digest
from app.periods import PartialDate
from app.settings import settings
from app.todos.queries import Waiting, waiting_for_me
from app.todos.rules import is_new
from app.todos.wording import line_of
from app.web.clock import start_of, today
from app.web.language import LOCALES
from jobs.mail import renderer, send
from jobs.queue import job
from tenants import Actor, current_scope, db

# A mail is read on a telephone: the rest stands on the page that lists all.
AT_MOST = 12
_WHEN = {"day": "long", "month": "MMMM y", "year": "y"}
_READERS = text("select digest_readers(:today, :demonstrations)")


@job("digest.ask_for_all")
def ask_for_all() -> None:
    """Ask for the digest of everybody who is due today. Runs outside every coalition; learns ids and nothing else.

    Demonstration accounts belong to nobody, so outside development nothing is sent to them.
    """
    day = today()
    asked = {"today": day, "demonstrations": settings().environment == "development"}
    for person_id in db().scalars(_READERS, asked):
        # One a day for each person, however many clocks tick and however often this is done again.
        send_digest.later(
            key=f"digest:{day.isoformat()}:{person_id}", person_id=str(person_id), day=day.isoformat()
        )


@job("digest.send")
def send_digest(person_id: str, day: str) -> None:
    """Mail one person what waits on `day` (ISO); nothing where nothing waits, or who chose otherwise meanwhile.

    Runs outside every coalition as that person: the policy of the table shows exactly the own rows (migration 0005).
    """
    scope = current_scope()
    scope.identify(Actor(UUID(person_id), ""))
    person = db().get(Person, UUID(person_id))
    if person is None or person.ended_at is not None or person.digest == Digest.OFF:
        return
    scope.identify(Actor(person.id, person.name))
    own = my_coalitions(person.id)
    found = waiting_for_me(own, date.fromisoformat(day))
    if not found:
        return
    context = _context(person, found, date.fromisoformat(day), own)
    person.digest_at = datetime.now(UTC)
    send(
        to=person.email,
        template="mail/digest",
        context=context,
        language=person.language,
        stopped_at="account",
    )


def _context(person: Person, found: list[Waiting], day: date, own: Collection[str]) -> dict[str, Any]:
    with renderer().app_context(), force_locale(LOCALES[person.language]):
        by_slug = sorted(found, key=lambda waiting: (waiting.coalition.casefold(), waiting.slug))
        coalitions = [
            # Of a coalition in which one holds no role oneself, all stands in the room of who works for an organisation.
            _coalition(list(of_one), day, person.digest_at, f"{slug}/wacht" if slug in own else "mijn")
            for slug, of_one in groupby(by_slug, key=lambda waiting: waiting.slug)
        ]
    return {"coalitions": coalitions, "daily": person.digest == Digest.DAILY}


def _coalition(found: list[Waiting], day: date, since: datetime | None, all_of_it: str) -> dict[str, Any]:
    told = [(line_of(waiting, day), waiting) for waiting in found]
    told.sort(key=lambda each: each[0].order)
    lines = [
        {
            "what": line.what,
            "context": line.context,
            "when": _when(line.due),
            "late": line.late,
            "button": line.button,
            "path": f"{waiting.slug}/{line.path}",
            "new": is_new(waiting.opened_at, start_of(waiting.shows_from), since),
        }
        for line, waiting in told[:AT_MOST]
    ]
    return {
        "name": found[0].coalition,
        "number": len(found),
        "lines": lines,
        "more": len(found) - len(lines),
        "path": all_of_it,
    }


def _when(due: PartialDate | None) -> str:
    return format_date(due.first_day, _WHEN[due.precision]) if due else ""
