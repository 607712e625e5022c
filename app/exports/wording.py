"""What stands in a file about the list: Dutch, because documents are (docs/decisions/0011); and how far a document is."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from app.plan.queries.listing import Sort

# What can be chosen in the list, as its address calls it; what the choices themselves are called, the list knows.
FILTER_NAMES: Mapping[str, str] = {
    "q": "Gezocht op",
    "status": "Status",
    "pijler": "Pijler",
    "thema": "Thema",
    "doel": "Doel",
    "trekker": "Trekker",
    "wijk": "Wijk",
    "doelgroep": "Doelgroep",
    "licht": "Stand",
    "telaat": "Alleen te late acties",
    "stil": "Alleen acties zonder recent nieuws",
    "plan": "Plan",
}
YES_AND_ALL: Mapping[tuple[str, str], str] = {
    ("telaat", "ja"): "ja",
    ("stil", "ja"): "ja",
    ("plan", "alle"): "alle plannen",
}
SORT_NAMES: Mapping[Sort, str] = {
    Sort.PLAN: "volgorde van het plan",
    Sort.TITLE: "actie",
    Sort.STATUS: "status",
    Sort.DEADLINE: "uiterlijk klaar",
    Sort.OWNER: "trekker",
    Sort.HEARD: "laatste update",
    Sort.PROGRESS: "voortgang",
}
# What the task says while it works; kept in Dutch, and said in the language of who looks.
STEPS = (
    lazy_gettext("De tekst wordt gelezen."),
    lazy_gettext("Het document wordt opgemaakt."),
    lazy_gettext("Het bestand wordt bewaard."),
)
TRIES_AGAIN = lazy_gettext("Het lukte niet meteen. We proberen het opnieuw.")
