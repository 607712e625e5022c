"""The forms around a question for an update: asking it, and answering it by its link."""

from flask_babel import lazy_gettext
from wtforms import EmailField, StringField, TextAreaField

from app.accounts.forms import EMAIL_NEEDED, NAME_NEEDED, is_email, lower
from app.plan.forms.action import UpdateForm
from app.plan.forms.fields import PlanForm
from app.web.forms import at_most, strip


class AskForm(PlanForm):
    """Who is asked."""

    name = StringField(lazy_gettext("Naam"), [NAME_NEEDED, at_most(100)], filters=[strip])
    email = EmailField(lazy_gettext("E-mailadres"), [EMAIL_NEEDED, at_most(254), is_email], filters=[lower])
    note = TextAreaField(lazy_gettext("Uw bericht"), [at_most(1000)], filters=[strip])


class AnswerForm(UpdateForm):
    """What an update asks, except a percentage: how far an action is, who works on the plan says."""

    percent = None  # type: ignore[assignment]  # how WTForms leaves a field out
