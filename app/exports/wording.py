"""What stands in a file about the list: Dutch, because documents are (docs/decisions/0011)."""

from collections.abc import Mapping

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
