"""Where the plan stands, in words: what an alderman should grasp in half a minute."""

from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup

from app.home.state import State
from app.plan.queries.cards import Card
from app.plan.rules import ActionStatus, Light


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
