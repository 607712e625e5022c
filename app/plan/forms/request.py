"""The forms around telling how an action goes: asking somebody, answering by the link, and telling in the name of a partner."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, StringField, TextAreaField

from app.accounts.forms import EMAIL_NEEDED, NAME_NEEDED, is_email, lower
from app.partners.models import Partner
from app.plan.forms.action import UpdateForm
from app.plan.forms.fields import PlanForm
from app.plan.models import Action
from app.web.forms import at_most, strip


class AskForm(PlanForm):
    """Who is asked."""

    name = StringField(lazy_gettext("Naam"), [NAME_NEEDED, at_most(100)], filters=[strip])
    email = EmailField(lazy_gettext("E-mailadres"), [EMAIL_NEEDED, at_most(254), is_email], filters=[lower])
    note = TextAreaField(lazy_gettext("Uw bericht"), [at_most(1000)], filters=[strip])


class AnswerForm(UpdateForm):
    """What an update asks, except a percentage: how far an action is, who works on the plan says."""

    percent = None  # type: ignore[assignment]  # how WTForms leaves a field out


class TellForm(AnswerForm):
    """The same, told in the name of a partner. Several can stand open on one page, so the ids of the fields name action and partner."""

    def __init__(self, action: Action, partner: Partner, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for field in self:
            field.id = field.label.field_id = f"{field.id}-{action.id.hex}-{partner.id.hex}"
