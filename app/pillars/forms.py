"""The form of a theme."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField

from app.pillars.models import ActionLine, Pillar
from app.web.forms import REQUIRED, BaseForm, at_most, strip
from app.web.row_fields import RowsField


class ThemeForm(BaseForm):
    """A theme, new or changed, and what it serves."""

    number = StringField(lazy_gettext("Nummer"), [at_most(20)], filters=[strip])
    title = StringField(lazy_gettext("Titel"), [REQUIRED, at_most(200)], filters=[strip])
    description = TextAreaField(lazy_gettext("Waar het over gaat"), [at_most(5_000)], filters=[strip])
    pillars: RowsField[Pillar] = RowsField(lazy_gettext("Pijlers"))
    action_lines: RowsField[ActionLine] = RowsField(lazy_gettext("Actielijnen"))

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
