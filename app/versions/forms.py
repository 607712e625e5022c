"""The form with which a plan is frozen."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from app.versions.models import PlanVersion
from app.web.forms import REQUIRED, BaseForm, PartialDateField, SelectChoice, at_most, strip
from app.web.row_fields import RowField

LINE, PAGE = 200, 5_000
NOBODY, ANOTHER = "nobody", "another"
# Who can adopt a plan in any municipality, beside the bodies of the coalition itself.
ALWAYS = ("College van burgemeester en wethouders", "Gemeenteraad", "Stuurgroep")


class FreezeForm(BaseForm):
    """What people say about the version that they freeze; `seen` is the digest of the plan as they saw it."""

    name = StringField(lazy_gettext("Naam"), [REQUIRED, at_most(LINE)], filters=[strip])
    adopted_by = SelectField(lazy_gettext("Vastgesteld door"), [REQUIRED])
    another_body = StringField(lazy_gettext("Wie dan?"), [at_most(LINE)], filters=[strip])
    adopted_on = PartialDateField(lazy_gettext("Vastgesteld op"))
    corrects: RowField[PlanVersion] = RowField(lazy_gettext("Verbetert een eerdere versie"))
    note = TextAreaField(lazy_gettext("Toelichting"), [at_most(PAGE)], filters=[strip])
    seen = HiddenField()

    def offer(self, bodies: Sequence[str], versions: Sequence[PlanVersion]) -> None:
        """Let one choose who adopted it, and which version it corrects."""
        known = {body.casefold() for body in bodies}
        names = [*bodies, *(name for name in ALWAYS if name.casefold() not in known)]
        self.adopted_by.choices = [
            SelectChoice("", lazy_gettext("Kies wie het plan vaststelde")),
            *(SelectChoice(name, name) for name in names),
            SelectChoice(ANOTHER, lazy_gettext("Iemand anders")),
            SelectChoice(NOBODY, lazy_gettext("Nog niemand: dit is een tussenstand")),
        ]
        self.corrects.offer(versions, none=lazy_gettext("Nee"))

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, as the verb asks it."""
        chosen = self.adopted_by.data
        who = {NOBODY: "", ANOTHER: self.another_body.data or ""}.get(chosen, chosen)
        return {
            "name": self.name.data or "",
            "adopted_by": who,
            "adopted_on": self.adopted_on.value,
            "note": (self.note.data or "").replace("\r\n", "\n"),
            "corrects": self.corrects.row,
        }

    @property
    def lacks_a_body(self) -> bool:
        """Somebody else adopted it, but who was not filled in."""
        return self.adopted_by.data == ANOTHER and not self.another_body.data
