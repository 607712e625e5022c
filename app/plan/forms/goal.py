"""The form of a goal."""

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField

from app.plan.forms.fields import PlanForm
from app.web.forms import REQUIRED, WholeNumber, at_most, strip


class GoalForm(PlanForm):
    """A goal, new or changed."""

    title = StringField(lazy_gettext("Doel"), [REQUIRED, at_most(400)], filters=[strip])
    description = TextAreaField(lazy_gettext("Toelichting"), [at_most(10000)], filters=[strip])
    weight = WholeNumber(lazy_gettext("Gewicht"), [REQUIRED], default=1)
