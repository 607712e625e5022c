"""What waits for a person: each with its date and one button."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from app.access import Permission
from app.home.state import PillarState, State, Step
from app.periods import PartialDate
from app.web.door import Viewer

SOON = timedelta(days=14)
_LAST = date.max


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what it is, where its button leads and what it says, when it was or is due, and what is the matter."""

    what: str
    url: str
    action: str
    due: PartialDate | None
    context: str
    late: bool = False

    @property
    def rank(self) -> date:
        """By date; what has none comes last."""
        return self.due.last_day if self.due is not None else _LAST


def waiting_for(viewer: Viewer, state: State) -> list[Waiting]:
    """What waits for `viewer`, by what the viewer may do; by date, the oldest first."""
    return sorted(_everything(viewer.permissions, state), key=lambda waiting: waiting.rank)


def _everything(permissions: frozenset[Permission], state: State) -> Iterator[Waiting]:
    if Permission.ACTION_UPDATE in permissions:
        yield from _silent(state)
        yield from _milestones(state)
    if Permission.PLAN_EDIT in permissions:
        yield from _deadlines(state)
    if Permission.PILLAR_EDIT in permissions:
        yield from _pillars(state)
    if Permission.PEOPLE_MANAGE in permissions:
        yield from _invitations(state)


def _silent(state: State) -> Iterator[Waiting]:
    for card in state.stalled:
        days = state.silent_days(card)
        yield Waiting(
            what=card.title,
            url=url_for("plan.action", action_id=card.id, _anchor="update"),
            action=gettext("Schrijf een update"),
            due=PartialDate.of(state.today - timedelta(days=days - state.stalled_after_days)),
            context=gettext("Loopt, maar al %(days)s dagen hoorde niemand er iets over.", days=days),
        )


def _milestones(state: State) -> Iterator[Waiting]:
    """One line for each action: its first milestone, and how many more have the same trouble."""
    of_action: defaultdict[Any, list[Step]] = defaultdict(list)
    for step in state.steps:
        if step.due.last_day <= state.today + SOON:
            of_action[step.action.id].append(step)
    for first, *others in of_action.values():
        more = ngettext("en nog %(num)s mijlpaal", "en nog %(num)s mijlpalen", len(others)) if others else ""
        yield Waiting(
            what=first.title,
            url=url_for("plan.action", action_id=first.action.id, _anchor=f"mijlpaal-{first.id}"),
            action=gettext("Afvinken"),
            due=first.due,
            context=_joined([gettext("Mijlpaal van %(action)s", action=first.action.title), more]),
            late=first.due.has_passed(state.today),
        )


def _deadlines(state: State) -> Iterator[Waiting]:
    for card in state.late:
        yield Waiting(
            what=card.title,
            url=url_for("plan.action", action_id=card.id),
            action=gettext("Bekijk de actie"),
            due=card.deadline,
            context=gettext("De einddatum is voorbij en de actie is nog niet klaar."),
            late=True,
        )


def _pillars(state: State) -> Iterator[Waiting]:
    if state.readings:
        yield Waiting(
            what=ngettext("%(num)s lezing te bevestigen", "%(num)s lezingen te bevestigen", state.readings),
            url=url_for("plan.pillars"),
            action=gettext("Bekijk de pijlers"),
            due=None,
            context=gettext(
                "Zo lazen wij uw plan: welk thema en welke actie bij welke pijler hoort. Klopt het?"
            ),
        )
    empty = [pillar for pillar in state.pillars if not pillar.counts]
    # A plan without pillars is normal (Almelo's): only a pillar left empty beside filled ones asks for something.
    if len(empty) < len(state.pillars):
        yield from _empty_pillars(empty)


def _empty_pillars(empty: Sequence[PillarState]) -> Iterator[Waiting]:
    """One line, however many are empty: it is one piece of work to think about."""
    if len(empty) == 1:
        yield Waiting(
            what=gettext("Pijler %(number)s is nog leeg", number=empty[0].number),
            url=url_for("plan.pillar", number=empty[0].number),
            action=gettext("Vul de pijler"),
            due=None,
            context=empty[0].title,
        )
    elif empty:
        yield Waiting(
            what=gettext("%(count)s pijlers zijn nog leeg", count=len(empty)),
            url=url_for("plan.pillars"),
            action=gettext("Bekijk de pijlers"),
            due=None,
            context=", ".join(pillar.title for pillar in empty),
        )


def _invitations(state: State) -> Iterator[Waiting]:
    for invitation in state.unanswered:
        yield Waiting(
            what=gettext("Uitnodiging van %(name)s is verlopen", name=invitation.name),
            url=url_for("accounts.people"),
            action=gettext("Nodig opnieuw uit"),
            due=PartialDate.of(invitation.expired),
            context=gettext("De link werkt niet meer en is niet gebruikt."),
        )


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
