"""The forms of bodies and seats."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, StringField, TextAreaField

from app.bodies.models import BodyFacts
from app.bodies.wording import BODY_KINDS
from app.web.forms import BaseForm, Required, SelectChoice, at_most, strip


class BodyForm(BaseForm):
    """A body by name."""

    name = StringField(
        lazy_gettext("Naam"),
        [Required(lazy_gettext("Geef de groep een naam.")), at_most(200)],
        filters=[strip],
    )
    kind = SelectField(
        lazy_gettext("Soort"),
        [Required(lazy_gettext("Kies een soort."))],
        choices=[SelectChoice(kind.value, name) for kind, name in BODY_KINDS.items()],
    )
    description = TextAreaField(lazy_gettext("Wat doet het?"), [at_most(2000)], filters=[strip])

    @property
    def facts(self) -> BodyFacts:
        """What was filled in."""
        return {
            "name": self.name.data or "",
            "kind": self.kind.data,
            "description": self.description.data or "",
        }


class SeatForm(BaseForm):
    """Who sits in a body, and as what."""

    partner = SelectField(lazy_gettext("Organisatie"), [Required(lazy_gettext("Kies een organisatie."))])
    role = StringField(lazy_gettext("Functie of rol"), [at_most(200)], filters=[strip])

    def offer(self, partners: Any) -> None:
        """Let one choose among `partners`, as (id, name)."""
        self.partner.choices = [
            SelectChoice("", gettext("Kies een organisatie")),
            *[SelectChoice(str(identifier), name) for identifier, name in partners],
        ]
