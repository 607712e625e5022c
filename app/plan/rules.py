"""States of an action, the arithmetic of progress, and which files are welcome. Values in, values out."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from typing import TypeVar
from zipfile import BadZipFile, ZipFile

from app.periods import PartialDate
from app.refusals import Refusal
from app.workflow import Transition, Workflow


class ActionStatus(StrEnum):
    """Where an action stands."""

    IDEA = "idea"
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class GoalLevel(StrEnum):
    """A strategic goal is what should change for people; an operational goal (baat) is what we reach for it."""

    STRATEGIC = "strategic"
    OPERATIONAL = "operational"


class Light(StrEnum):
    """How an action goes, in the eyes of who reports."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class RequestState(StrEnum):
    """Where the question for an update stands; its link opens the form in the first state only."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    GONE = "gone"


REQUEST_LASTS = timedelta(days=14)


def request_state(
    *, answered: bool, expires_at: datetime, withdrawn: bool = False, has_action: bool = True
) -> RequestState:
    """Where a question for an update stands now; what somebody did to it comes before what time did."""
    if answered:
        return RequestState.ANSWERED
    if withdrawn:
        return RequestState.WITHDRAWN
    if not has_action:
        return RequestState.GONE
    return RequestState.OPEN if expires_at > datetime.now(UTC) else RequestState.EXPIRED


class TakesPart(StrEnum):
    """How a partner takes part in an action: it is the owner, or it helps."""

    OWNS = "owns"
    HELPS = "helps"


class ChapterKind(StrEnum):
    """What a chapter of the plan is about."""

    OCCASION = "occasion"
    PROBLEM = "problem"
    COALITION = "coalition"
    VISION = "vision"
    AMBITION = "ambition"
    STRATEGY = "strategy"
    APPROACH = "approach"
    ORGANISATION = "organisation"
    MONITORING = "monitoring"
    COMMUNICATION = "communication"
    RISKS = "risks"
    PRECONDITIONS = "preconditions"
    MEANS = "means"
    EVALUATION = "evaluation"


class PassageKind(StrEnum):
    """What a numbered or bulleted item of the plan is."""

    POINT = "point"
    NEED = "need"
    FIGURE = "figure"
    STRATEGY = "strategy"
    RISK = "risk"
    PRINCIPLE = "principle"
    NETWORK = "network"
    EXAMPLE = "example"
    RESEARCH_QUESTION = "research_question"
    TRAINING_MODULE = "training_module"
    STEP = "step"
    EVENT = "event"
    RESULT = "result"


_ANY = frozenset(ActionStatus)


def _from(*sources: ActionStatus) -> frozenset[ActionStatus]:
    return frozenset(sources)


ACTION_WORKFLOW: Workflow[ActionStatus] = Workflow(
    [
        Transition(_from(ActionStatus.PLANNED, ActionStatus.STOPPED), ActionStatus.IDEA),
        Transition(
            _from(ActionStatus.IDEA, ActionStatus.RUNNING, ActionStatus.STOPPED), ActionStatus.PLANNED
        ),
        Transition(_ANY - _from(ActionStatus.RUNNING), ActionStatus.RUNNING),
        Transition(_from(ActionStatus.PLANNED, ActionStatus.RUNNING), ActionStatus.DONE),
        Transition(
            _ANY - _from(ActionStatus.STOPPED, ActionStatus.DONE), ActionStatus.STOPPED, needs_reason=True
        ),
    ]
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of something larger: how far it is (percent, or None where it does not count) and how heavily it weighs."""

    percent: int | None
    weight: int = 1


def weighted_mean(parts: Iterable[Part]) -> int | None:
    """The weighted mean of the parts that count, in whole percents (half up); None where nothing counts."""
    counting = [(part.percent, part.weight) for part in parts if part.percent is not None]
    weight = sum(weight for _, weight in counting)
    if weight == 0:
        return None
    total = sum(percent * weight for percent, weight in counting)
    return (2 * total + weight) // (2 * weight)


def action_progress(
    status: ActionStatus, milestones: Iterable[tuple[bool, int]], reported: int | None
) -> int | None:
    """How far an action is, in percent; None where it does not count (stopped).

    `milestones` are (done, weight); `reported` is the percentage of the newest update that gave one, used only where the
    action has no milestones.
    """
    if status is ActionStatus.STOPPED:
        return None
    if status is ActionStatus.DONE:
        return 100
    if status is not ActionStatus.RUNNING:
        return 0
    share = weighted_mean(Part(100 if done else 0, weight) for done, weight in milestones)
    return share if share is not None else reported or 0


Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal as a place in the tree: under which other goal (None: at the top), and how heavily it weighs there."""

    parent: Hashable | None
    weight: int = 1


def goal_progress(goals: Mapping[Key, Branch], actions: Iterable[tuple[Key, Part]]) -> dict[Key, int | None]:
    """How far each goal is, in percent: the weighted mean of the actions and goals directly under it, from the leaves up.

    `actions` are (key of the goal, part). A goal under which nothing counts is None, and does not count in the goal above it.
    """
    under: defaultdict[Hashable, list[Part]] = defaultdict(list)
    for key, part in actions:
        under[key].append(part)
    children: defaultdict[Hashable, list[Key]] = defaultdict(list)
    for key, branch in goals.items():
        children[branch.parent].append(key)
    progress: dict[Key, int | None] = {}

    def measure(key: Key) -> int | None:
        parts = under[key] + [Part(measure(child), goals[child].weight) for child in children[key]]
        progress[key] = weighted_mean(parts)
        return progress[key]

    for root in children[None]:
        measure(root)
    return progress


def is_stalled(status: ActionStatus, last_heard: date, today: date, after_days: int) -> bool:
    """Whether a running action has been silent for more than `after_days` days since `last_heard`."""
    return status is ActionStatus.RUNNING and (today - last_heard).days > after_days


def guard_period(starts: PartialDate | None, ends: PartialDate | None) -> None:
    """Refuse a period that certainly ends before it begins; "2026" may still begin in March 2026."""
    if starts is not None and ends is not None and ends.last_day < starts.first_day:
        raise Refusal("Het einde ligt vóór het begin.", about="ends")


def guard_weight(weight: int) -> None:
    """Refuse a weight that the arithmetic was not made for."""
    if not 1 <= weight <= 100:  # noqa: PLR2004 - said in the sentence
        raise Refusal("Vul een gewicht in van 1 tot en met 100.", about="weight")


def guard_report(light: Light, light_reason: str, percent: int | None, *, has_milestones: bool) -> None:
    """Refuse a report that would leave people guessing, or that would type progress in where it is computed."""
    if light is not Light.GREEN and not light_reason.strip():
        raise Refusal("Zeg in een paar woorden waarom het niet op koers ligt.", about="light_reason")
    if percent is not None and has_milestones:
        raise Refusal(
            "De mijlpalen bepalen hier hoe ver de actie is: vul geen percentage in.", about="percent"
        )
    if percent is not None and not 0 <= percent <= 100:  # noqa: PLR2004 - a percentage
        raise Refusal("Vul een percentage in van 0 tot en met 100.", about="percent")


LARGEST_ATTACHMENT = 10 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
_BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
_MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_LONGEST_NAME = 120


def own_name(filename: str) -> str:
    """The file's own name, without a folder or signs that a file system or a header stumbles over; it keeps its ending."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{(stem or ending)[:_LONGEST_NAME]}{dot}{ending if stem else ''}" if dot else name[:_LONGEST_NAME]


def media_type_of(filename: str, content: bytes) -> str:
    """What an attachment is, by its ending and its first bytes together. Raises Refusal for anything not on the list."""
    if not content:
        raise Refusal("Dit bestand is leeg.", about="file")
    if len(content) > LARGEST_ATTACHMENT:
        raise Refusal("Dit bestand is te groot. Kies een bestand van ten hoogste 10 MB.", about="file")
    stem, _, ending = filename.lower().rpartition(".")
    if not stem or ending not in MEDIA_TYPES:
        raise Refusal("Kies een bestand van deze soort: pdf, docx, xlsx, odt, ods, png of jpg.", about="file")
    beginning = _BEGINNINGS.get(ending)
    genuine = content.startswith(beginning) if beginning else _is_document(ending, content)
    if not genuine:
        raise Refusal("De inhoud van dit bestand is geen %(ending)s. Sla het opnieuw op en kies het nog eens.",
                      about="file", ending=ending)  # fmt: skip
    return MEDIA_TYPES[ending]


def _is_document(ending: str, content: bytes) -> bool:
    """Whether a zipped office document is what its ending says, and carries no macros."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            names = parts.namelist()
            if ending in _MAIN_PARTS:
                return _MAIN_PARTS[ending] in names and not any(
                    name.endswith("vbaProject.bin") for name in names
                )
            with parts.open("mimetype") as mimetype:
                kind = mimetype.read(100).decode("ascii", "replace").strip()
    except (BadZipFile, KeyError):
        return False
    return kind == MEDIA_TYPES[ending] and not any(name.startswith("Basic/") for name in names)
