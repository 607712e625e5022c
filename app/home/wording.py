"""Where the plan stands, in words: what an alderman should grasp in half a minute; and what is held of a person, for that person."""

from typing import Any

from flask import url_for
from flask_babel import format_date, gettext, lazy_gettext, ngettext
from markupsafe import Markup

from app.home.queries.contact import Dossier
from app.home.state import State
from app.partners.models import Contact
from app.plan.queries.cards import Card
from app.plan.rules import ActionStatus, Light
from app.web.clock import today
from tenants import current_tenant


def headline(state: State) -> Markup:
    """A sentence or two of facts; every number leads to the actions that it counts."""
    sentences = [sentence for sentence in (_opening(state), _joined(_clauses(state))) if sentence]
    # The words are ours, and the links in them were escaped when they were made.
    return Markup(" ".join(f"{sentence}." for sentence in sentences))  # noqa: S704


def _opening(state: State) -> str:
    total, running, stalled = len(state.cards), state.counts[ActionStatus.RUNNING], len(state.stalled)
    whole = _to(total)
    if not running:
        words: str = ngettext(
            "De enige actie loopt nu niet", "Van de %(total)s acties loopt er nu geen", total, total=whole
        )
        return words
    words = ngettext(
        "%(running)s van de %(total)s acties loopt",
        "%(running)s van de %(total)s acties lopen",
        running,
        running=_to(running, status=ActionStatus.RUNNING.value),
        total=whole,
    )
    if stalled:
        words += ngettext(
            ", waarvan %(stalled)s stilligt",
            ", waarvan %(stalled)s stilliggen",
            stalled,
            stalled=_to(stalled, stil="ja"),
        )
    return words


def _clauses(state: State) -> list[str]:
    """What else there is to say, as clauses that could stand anywhere in a sentence."""
    clauses = []
    if done := state.counts[ActionStatus.DONE]:
        number = _to(done, status=ActionStatus.DONE.value)
        clauses.append(ngettext("%(number)s is klaar", "%(number)s zijn klaar", done, number=number))
    if late := len(state.late):
        number = _to(late, telaat="ja")
        clauses.append(
            ngettext(
                "%(number)s is over de einddatum", "%(number)s zijn over de einddatum", late, number=number
            )
        )
    if stuck := sum(_is_stuck(card) for card in state.cards.values()):
        number = _to(stuck, licht=Light.RED.value, status=ActionStatus.RUNNING.value)
        clauses.append(ngettext("%(number)s loopt vast", "%(number)s lopen vast", stuck, number=number))
    return clauses


def _is_stuck(card: Card) -> bool:
    return card.status is ActionStatus.RUNNING and card.standing.light == Light.RED


def _joined(clauses: list[str]) -> str:
    *first, last = clauses or [""]
    return str(gettext("%(first)s en %(last)s", first=", ".join(first), last=last)) if first else last


def _to(number: int, **selection: Any) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url_for("plan.listing", **selection), number)


HELD = {
    "update_request": lazy_gettext("Vraag om een update"),
    "progress_update": lazy_gettext("Update, verteld via een link"),
    "seat": lazy_gettext("Zetel in een groep"),
    "invitation": lazy_gettext("Uitnodiging voor een account"),
    "partner_invitation": lazy_gettext("Uitnodiging om mee te doen"),
    "partner_application": lazy_gettext("Aanmelding"),
}


def as_text(found: Dossier) -> str:
    """Everything that is held of a contact, as a text that the person reads."""
    lines = [
        gettext(
            "Wat %(coalition)s van u bewaart, op %(date)s",
            coalition=current_tenant().coalition,
            date=format_date(today(), "long"),
        ),
        "",
    ]
    for row in (found.contact, *found.others):
        lines += [gettext("Contact bij %(name)s", name=row.partner.label)]
        lines += [f"  {term}: {value}" for term, value in facts_of(row) if value]
        lines.append("")
    for held in found.held:
        when = f" ({format_date(held.at, 'long')})" if held.at else ""
        lines += [f"{HELD[held.kind]}: {held.about}{when}"] + ([f"  {held.text}"] if held.text else [])
    if found.in_history:
        lines += ["", gettext("In de geschiedenis staat uw naam in %(num)s regels.", num=found.in_history)]
    return "\n".join(lines) + "\n"


def facts_of(contact: Contact) -> list[tuple[str, str]]:
    """What is kept of a contact, as term and value."""
    return [
        (gettext("Naam"), contact.name),
        (gettext("Functie"), contact.function),
        (gettext("E-mailadres"), contact.email),
        (gettext("Telefoon"), contact.phone),
        (gettext("Waarvoor"), contact.purpose),
        (gettext("Contact sinds"), format_date(contact.since, "long")),
        (gettext("Contact tot en met"), format_date(contact.until, "long") if contact.until else ""),
    ]
