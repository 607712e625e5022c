"""The form of a theme."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from app.pillars.models import ActionLine, Pillar
from app.web.forms import REQUIRED, BaseForm, SelectChoice, at_most, strip


class Boxes(SelectMultipleField):
    """Any number of pillars or action lines, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def offer(self, rows: Sequence[Any], *, now: Sequence[UUID], posted: bool) -> None:
        """Let one choose from `rows`; `now` are ticked until the form is `posted` (an empty box sends nothing)."""
        self._rows = {str(row.id): row for row in rows}
        self.choices = [SelectChoice(key, row.label) for key, row in self._rows.items()]
        if not posted:
            self.data = [str(key) for key in now]

    @property
    def rows(self) -> list[Any]:
        """The rows that were ticked."""
        return [row for key, row in self._rows.items() if key in (self.data or [])]


class ThemeForm(BaseForm):
    """A theme, new or changed, and what it serves."""

    number = StringField(lazy_gettext("Nummer"), [at_most(20)], filters=[strip])
    title = StringField(lazy_gettext("Titel"), [REQUIRED, at_most(200)], filters=[strip])
    description = TextAreaField(lazy_gettext("Waar het over gaat"), [at_most(5_000)], filters=[strip])
    pillars = Boxes(lazy_gettext("Pijlers"))
    action_lines = Boxes(lazy_gettext("Actielijnen"))

    def offer(
        self,
        pillars: Sequence[Pillar],
        action_lines: Sequence[ActionLine],
        *,
        now: tuple[Sequence[UUID], Sequence[UUID]],
    ) -> None:
        """Say what can be ticked; `now` are the pillars and the action lines that the theme serves."""
        posted = bool(self.is_submitted())
        self.pillars.offer(pillars, now=now[0], posted=posted)
        self.action_lines.offer(action_lines, now=now[1], posted=posted)

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, as the theme's verbs ask it."""
        return {
            "number": self.number.data or "",
            "title": self.title.data or "",
            "description": (self.description.data or "").replace("\r\n", "\n"),
        }
