"""How people call the states, lights and kinds of the plan."""

from flask_babel import lazy_gettext

from app.plan.rules import ActionStatus, ChapterKind, Light, PassageKind

STATUS_NAMES = {
    ActionStatus.IDEA: lazy_gettext("Idee"),
    ActionStatus.PLANNED: lazy_gettext("Gepland"),
    ActionStatus.RUNNING: lazy_gettext("Loopt"),
    ActionStatus.DONE: lazy_gettext("Klaar"),
    ActionStatus.STOPPED: lazy_gettext("Gestopt"),
}
LIGHT_NAMES = {
    Light.GREEN: lazy_gettext("Op koers"),
    Light.AMBER: lazy_gettext("Let op"),
    Light.RED: lazy_gettext("Loopt vast"),
}
CHAPTER_KINDS = {
    ChapterKind.OCCASION: lazy_gettext("Aanleiding"),
    ChapterKind.PROBLEM: lazy_gettext("Vraagstuk"),
    ChapterKind.COALITION: lazy_gettext("Coalitie"),
    ChapterKind.VISION: lazy_gettext("Visie"),
    ChapterKind.AMBITION: lazy_gettext("Ambitie en doelen"),
    ChapterKind.STRATEGY: lazy_gettext("Strategie"),
    ChapterKind.APPROACH: lazy_gettext("Aanpak"),
    ChapterKind.ORGANISATION: lazy_gettext("Organisatie"),
    ChapterKind.MONITORING: lazy_gettext("Monitoring"),
    ChapterKind.COMMUNICATION: lazy_gettext("Communicatie"),
    ChapterKind.RISKS: lazy_gettext("Risico’s"),
    ChapterKind.PRECONDITIONS: lazy_gettext("Randvoorwaarden"),
    ChapterKind.MEANS: lazy_gettext("Middelen"),
    ChapterKind.EVALUATION: lazy_gettext("Evaluatie"),
}
PASSAGE_KINDS = {
    PassageKind.POINT: lazy_gettext("Punt"),
    PassageKind.NEED: lazy_gettext("Behoefte"),
    PassageKind.FIGURE: lazy_gettext("Cijfer"),
    PassageKind.STRATEGY: lazy_gettext("Strategie"),
    PassageKind.RISK: lazy_gettext("Risico"),
    PassageKind.PRINCIPLE: lazy_gettext("Uitgangspunt"),
    PassageKind.NETWORK: lazy_gettext("Netwerk"),
    PassageKind.EXAMPLE: lazy_gettext("Voorbeeld"),
    PassageKind.RESEARCH_QUESTION: lazy_gettext("Onderzoeksvraag"),
    PassageKind.TRAINING_MODULE: lazy_gettext("Trainingsmodule"),
    PassageKind.STEP: lazy_gettext("Stap"),
    PassageKind.EVENT: lazy_gettext("Gebeurtenis"),
    PassageKind.RESULT: lazy_gettext("Resultaat"),
}
