"""Sample data for the gallery of components: every state once, without a database."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    Form,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired

from app.periods import PartialDate
from app.settings import Settings
from app.web.door import Place, open_to_all
from app.web.page import page
from app.web.shown import Meanwhile

STATUSES = [
    ("idea", "Idee"),
    ("planned", "Gepland"),
    ("running", "Loopt"),
    ("done", "Klaar"),
    ("stopped", "Gestopt"),
]
COUNTS = {"idea": 3, "planned": 5, "running": 8, "done": 6, "stopped": 1}
NEIGHBOURHOODS = ["Binnenstad", "De Riet", "Kerkelanden", "Schelfhorst", "Sluitersveld", "Windmolenbroek"]


class Pieces(Form):
    """The three parts of a date."""

    day = IntegerField("Dag")
    month = IntegerField("Maand")
    year = IntegerField("Jaar")


class SampleForm(Form):
    """One field of each kind."""

    title = StringField("Titel", [InputRequired("Vul een titel in.")])
    description = TextAreaField("Omschrijving")
    email = EmailField("E-mailadres")
    status = SelectField("Status", choices=STATUSES)
    begins = FormField(Pieces, "Begin")
    neighbourhoods = SelectMultipleField(
        "Wijken",
        choices=[(name, name) for name in NEIGHBOURHOODS],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    light = RadioField(
        "Hoe gaat het?", choices=[("green", "Op koers"), ("amber", "Let op"), ("red", "Loopt vast")]
    )
    attachment = FileField("Bijlage")
    agreed = BooleanField("De partner heeft dit gezien")
    password = PasswordField("Wachtwoord")

    def hidden_tag(self) -> str:
        """What a form of the product sends along; a sample sends nothing."""
        return ""


def _change(typed: str | None) -> Meanwhile:
    """A field that a colleague changed too, or that nobody else touched meanwhile."""
    at = datetime(2026, 3, 12, 14, 5, tzinfo=UTC)
    name, label = ("title", "Titel") if typed else ("deadline", "Uiterlijk klaar")
    was, now = ("Koffieochtend", "Koffie en taart") if typed else ("30 juni 2027", "2028")
    return Meanwhile(name, label, now, typed, was, "Coördinator", at)


def gallery_context() -> dict[str, Any]:
    """Everything that templates/gallery/index.html shows."""
    wrong = SampleForm(prefix="wrong-", data={"description": "Elke donderdag komt een vrijwilliger langs."})
    wrong.validate()
    wrong.email.errors = ["Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@gemeente.nl."]
    wrong.light.errors = ["Kies hoe het gaat."]
    wrong.begins.form.year.errors = ["Vul een jaar in van vier cijfers."]
    return {
        "statuses": STATUSES,
        "counts": COUNTS,
        "form": SampleForm(data={"neighbourhoods": ["De Riet"], "light": "green"}),
        "wrong": wrong,
        "changed": SimpleNamespace(meanwhile=[_change("Elke dinsdag koffie"), _change(None)]),
        "dates": [PartialDate(2019, 4, 11), PartialDate(2020, 3), PartialDate(2020), None],
        "columns": _columns(),
        "rows": _rows(),
        "history": _history(),
        "told_at": datetime(2026, 10, 28, 13, 5, tzinfo=UTC),
        "cards": _cards(),
        "chapters": _chapters(),
        "tabs": [_link("Alles", 23, current=True), _link("Wacht op mij", 4), _link("Stilgevallen", 2)],
        "page_url": lambda number: f"?pagina={number}",
        "today": date(2026, 11, 22),
    }


def _link(label: str, count: int | None = None, *, current: bool = False) -> SimpleNamespace:
    return SimpleNamespace(label=label, url="#tabs", count=count, current=current)


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": "Actie", "sort_url": "#table", "sorted": "ascending"},
        {"label": "Status", "sort_url": "#table"},
        {"label": "Trekker"},
        {"label": "Deadline", "sort_url": "#table"},
        {"label": "Bereikt", "numeric": True},
    ]


def _rows() -> list[SimpleNamespace]:
    rows = [
        ("Huisbezoek aan oudere migranten", "running", "Wijkracht", PartialDate(2027, 6), "128"),
        ("Signaleringskaart voor bezorgers", "done", "De Slinger", PartialDate(2026, 9, 1), "1.450"),
        ("Training “Een goed gesprek”", "planned", "Leerkring jongeren", PartialDate(2027), "0"),
    ]
    names = ("title", "status", "owner", "deadline", "reached")
    return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in rows]


def _history() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            when=datetime(2026, 11, 20, 9, 12, tzinfo=UTC),
            who="Coördinator",
            what="Status gewijzigd",
            note="De eerste tien bezoekers zijn geworven.",
            changes=[("Status", "Gepland", "Loopt"), ("Deadline", "", "juni 2027")],
        ),
        SimpleNamespace(
            when=datetime(2026, 10, 3, 14, 40, tzinfo=UTC),
            who="Beleidsmedewerker",
            what="Actie toegevoegd",
            note=None,
            changes=[],
        ),
    ]


def _cards() -> dict[str, list[SimpleNamespace]]:
    def card(number: int, title: str, owner: str, when: str, light: str | None = None) -> SimpleNamespace:
        share = 35 if light else None
        return SimpleNamespace(
            id=f"card-{number}", title=title, meta=[owner, when], colour=light, percentage=share
        )

    return {
        "idea": [card(1, "Buurtkaart met alle ontmoetingsplekken", "Nog geen trekker", "")],
        "planned": [card(2, "Training “Een goed gesprek”", "Leerkring jongeren", "2027")],
        "running": [
            card(3, "Huisbezoek aan oudere migranten", "Wijkracht", "juni 2027", "green"),
            card(4, "Meldpunt voor zorgen over een buur", "Wijkwijzer", "1 maart 2027", "amber"),
        ],
        "done": [card(5, "Signaleringskaart voor bezorgers", "De Slinger", "september 2026")],
        "stopped": [],
    }


def _chapters() -> list[SimpleNamespace]:
    part = SimpleNamespace(
        number="2.1", title="Wat we zien in de wijken", anchor="hoofdstuk-2-1", children=[]
    )
    return [
        SimpleNamespace(number="1", title="Aanleiding", anchor="hoofdstuk-1", children=[]),
        SimpleNamespace(number="2", title="Visie", anchor="hoofdstuk-2", children=[part]),
    ]


def init_app(app: Flask, settings: Settings) -> None:
    """Show the gallery at /galerij of `app`, to who builds and designs; not in production."""
    if settings.in_production:
        return

    @app.get("/galerij")
    @open_to_all(Place.OUTSIDE)
    def gallery() -> Response:
        """Every component in every state."""
        return page("gallery/index.html", **gallery_context())
