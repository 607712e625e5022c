"""The form of a pillar: who leads it and our note, and which theme serves it. Here and not in `pillars`, because who leads is a partner."""

from flask_babel import lazy_gettext
from wtforms import TextAreaField

from app.partners.models import Partner
from app.pillars.models import Theme
from app.plan.forms.fields import PlanForm
from app.web.forms import REQUIRED, at_most, strip
from app.web.row_fields import RowField


class PillarForm(PlanForm):
    """Who leads a pillar, and what the coalition notes about it."""

    lead: RowField[Partner] = RowField(lazy_gettext("Trekker"))
    note = TextAreaField(lazy_gettext("Onze aantekening"), [at_most(5_000)], filters=[strip])


class TieThemeForm(PlanForm):
    """Which theme serves a pillar too."""

    theme: RowField[Theme] = RowField(lazy_gettext("Thema"), validators=[REQUIRED])
