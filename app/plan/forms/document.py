"""The forms of the plan as a document: its facts, its chapters, its passages."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField, TextAreaField

from app.plan.forms.fields import PlanForm
from app.plan.models import Chapter, Plan
from app.plan.rules import ChapterKind, PassageKind
from app.plan.wording import CHAPTER_KINDS, PASSAGE_KINDS
from app.web.forms import REQUIRED, PartialDateField, SelectChoice, at_most, strip
from app.web.row_fields import RowField

LINE, PAGE, CHAPTER = 200, 5_000, 50_000


class PlanFactsForm(PlanForm):
    """What a plan is called, for which years, and who adopted it."""

    title = StringField(lazy_gettext("Titel"), [REQUIRED, at_most(LINE)], filters=[strip])
    summary = TextAreaField(lazy_gettext("Samenvatting"), [at_most(PAGE)], filters=[strip])
    period_from = PartialDateField(lazy_gettext("Loopt vanaf"))
    period_until = PartialDateField(lazy_gettext("Loopt tot en met"))
    adopted = PartialDateField(lazy_gettext("Vastgesteld op"))
    adopted_by = StringField(lazy_gettext("Vastgesteld door"), [at_most(LINE)], filters=[strip])

    @classmethod
    def of(cls, plan: Plan) -> "PlanFactsForm":
        """Filled with the plan, or with what was typed."""
        dates = {
            name: PartialDateField.of(getattr(plan, name))
            for name in ("period_from", "period_until", "adopted")
        }
        return cls(
            data={"title": plan.title, "summary": plan.summary, "adopted_by": plan.adopted_by, **dates}
        )

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, as the plan's verbs ask it."""
        return {
            "title": self.title.data or "",
            "summary": self.summary.data or "",
            "period_from": self.period_from.value,
            "period_until": self.period_until.value,
            "adopted": self.adopted.value,
            "adopted_by": self.adopted_by.data or "",
        }


class ChapterForm(PlanForm):
    """A chapter, and after which other it stands."""

    number = StringField(lazy_gettext("Nummer"), [at_most(20)], filters=[strip])
    title = StringField(lazy_gettext("Titel"), [REQUIRED, at_most(LINE)], filters=[strip])
    kind = SelectField(lazy_gettext("Gaat over"))
    after: RowField[Chapter] = RowField(lazy_gettext("Staat na"))
    body = TextAreaField(lazy_gettext("Tekst"), [at_most(CHAPTER)], filters=[strip])

    def __init__(self, plan: Plan, chapter: Chapter | None = None) -> None:
        super().__init__(obj=chapter)
        self.kind.choices = [SelectChoice(kind.value, CHAPTER_KINDS[kind]) for kind in ChapterKind]
        place = plan.chapters.index(chapter) if chapter is not None else len(plan.chapters)
        self.after.offer(
            [other for other in plan.chapters if other is not chapter],
            none=lazy_gettext("niets: het is het eerste"),
            now=plan.chapters[place - 1].id if place else None,
        )

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, as the verbs ask it."""
        return {
            "number": self.number.data or "",
            "title": self.title.data or "",
            "kind": self.kind.data,
            # A browser sends a text with carriage returns: without this every chapter would seem changed.
            "body": (self.body.data or "").replace("\r\n", "\n"),
        }


class PassageForm(PlanForm):
    """A numbered or bulleted item."""

    label = StringField(lazy_gettext("Kop of nummer"), [at_most(LINE)], filters=[strip])
    text = TextAreaField(lazy_gettext("Tekst"), [REQUIRED, at_most(PAGE)], filters=[strip])
    kind = SelectField(lazy_gettext("Soort"), default=PassageKind.POINT.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(kind.value, PASSAGE_KINDS[kind]) for kind in PassageKind]

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, as the verbs ask it."""
        return {
            "label": self.label.data or "",
            "text": (self.text.data or "").replace("\r\n", "\n"),
            "kind": self.kind.data,
        }
