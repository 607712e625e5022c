"""The form of the board: where an action goes, and why it stops."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import SelectField, TextAreaField

from app.plan.rules import ActionStatus
from app.plan.wording import STATUS_NAMES
from app.web.forms import BaseForm, SelectChoice, at_most, strip

LONGEST_REASON = 500


class PlaceForm(BaseForm):
    """Move an action to another column."""

    status = SelectField(lazy_gettext("Nieuwe status"))
    reason = TextAreaField(lazy_gettext("Reden"), [at_most(LONGEST_REASON)], filters=[strip])

    def __init__(self, possible: list[ActionStatus], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = [SelectChoice(status.value, STATUS_NAMES[status]) for status in possible]

    @property
    def target(self) -> ActionStatus:
        """The status that was chosen."""
        return ActionStatus(self.status.data)
