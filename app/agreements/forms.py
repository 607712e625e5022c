"""The forms of agreements: the text, the question, the signature, a copy of one on paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    Field,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.agreements.models import AgreementVersion, Asked, Signatory, VersionFacts
from app.agreements.rules import ANSWER_WITHIN, AgreementKind
from app.agreements.wording import KINDS
from app.web.clock import today
from app.web.forms import REQUIRED, BaseForm, Day, SelectChoice, at_most, strip

LONGEST_TEXT = 60_000
SAME, NEWEST = "same", "newest"


class VersionForm(BaseForm):
    """The text of an agreement and what belongs to it."""

    title = StringField(lazy_gettext("Titel"), [REQUIRED, at_most(200)], filters=[strip])
    kind = SelectField(
        lazy_gettext("Soort"),
        choices=[SelectChoice(kind.value, name) for kind, name in KINDS.items()],
        default=AgreementKind.COOPERATION.value,
    )
    text = TextAreaField(lazy_gettext("Tekst"), [REQUIRED, at_most(LONGEST_TEXT)], filters=[strip])
    valid_from = Day(lazy_gettext("Geldig vanaf"), [REQUIRED])
    valid_until = Day(lazy_gettext("Geldig tot en met"), [REQUIRED])
    note = StringField(lazy_gettext("Toelichting"), [at_most(500)], filters=[strip])

    @staticmethod
    def shown(version: AgreementVersion) -> dict[str, Any]:
        """The data with which the form shows a version."""
        return {
            name: getattr(version, name)
            for name in ("title", "kind", "text", "valid_from", "valid_until", "note")
        }

    @property
    def facts(self) -> VersionFacts:
        """What was filled in."""
        return VersionFacts(
            title=self.title.data or "",
            kind=self.kind.data,
            text=self.text.data or "",
            valid_from=self.valid_from.data or date.max,
            valid_until=self.valid_until.data or date.min,
            note=self.note.data or "",
        )


class PeriodForm(BaseForm):
    """For which period, and before which day an answer is expected."""

    valid_from = Day(lazy_gettext("Geldig vanaf"), [REQUIRED])
    valid_until = Day(lazy_gettext("Geldig tot en met"), [REQUIRED])
    answer_by = Day(lazy_gettext("Graag getekend vóór of op"), [REQUIRED])

    @staticmethod
    def shown(first: date, last: date) -> dict[str, date]:
        """The data with which the form proposes a period."""
        return {"valid_from": first, "valid_until": last, "answer_by": today() + ANSWER_WITHIN}

    def validate_answer_by(self, field: Day) -> None:
        """An answer is not expected in the past."""
        if field.data and field.data < today():
            raise ValidationError(gettext("Deze dag is al voorbij."))

    @property
    def asked(self) -> Asked:
        """What was filled in."""
        return Asked(
            self.valid_from.data or date.max,
            self.valid_until.data or date.min,
            self.answer_by.data or date.max,
        )


class SendForm(PeriodForm):
    """Which partners are asked, and for which period."""

    partners = SelectMultipleField(
        lazy_gettext("Partners"),
        [DataRequired(lazy_gettext("Kies ten minste één partner."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[],
    )

    def offer(self, keys: Sequence[str]) -> None:
        """Let one tick these partners."""
        self.partners.choices = [SelectChoice(key, key) for key in keys]


class WhichTextForm(BaseForm):
    """With which text something goes on."""

    text = RadioField(
        lazy_gettext("Met welke tekst?"),
        choices=[
            SelectChoice(NEWEST, lazy_gettext("De nieuwste tekst")),
            SelectChoice(SAME, lazy_gettext("De tekst die nu geldt")),
        ],
        default=NEWEST,
    )


class RenewForm(PeriodForm, WhichTextForm):
    """With which text it goes on, and for which period."""


class RenewManyForm(WhichTextForm):
    """Which agreements go on, and with which text; each for as long as it lasted."""

    parties = SelectMultipleField(
        lazy_gettext("Overeenkomsten"),
        [DataRequired(lazy_gettext("Kies ten minste één overeenkomst."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[],
    )

    def offer(self, keys: Sequence[str]) -> None:
        """Let one tick these."""
        self.parties.choices = [SelectChoice(key, key) for key in keys]


class SignatoryForm(BaseForm):
    """Who signs, as what, and by which authority."""

    name = StringField(lazy_gettext("Naam"), [REQUIRED, at_most(200)], filters=[strip])
    function = StringField(lazy_gettext("Functie"), [REQUIRED, at_most(200)], filters=[strip])
    authority = StringField(lazy_gettext("Bevoegdheid"), [REQUIRED, at_most(300)], filters=[strip])

    @property
    def signatory(self) -> Signatory:
        """What was filled in."""
        return Signatory(self.name.data or "", self.function.data or "", self.authority.data or "")


class SignForm(SignatoryForm):
    """A signature given here: who, that the text is agreed to, and the password once more."""

    agreed = BooleanField(
        lazy_gettext("Ik heb de hele tekst gelezen en ga er namens de organisatie mee akkoord."),
        [
            DataRequired(
                lazy_gettext(
                    "Zet hier een vinkje als u akkoord gaat. Zonder akkoord kunt u niet ondertekenen."
                )
            )
        ],
    )
    password = PasswordField(lazy_gettext("Uw wachtwoord"), [REQUIRED, at_most(1000)])


class UploadForm(SignatoryForm):
    """A copy of what was signed on paper."""

    signed_on = Day(lazy_gettext("Ondertekend op"), [REQUIRED])
    file = FileField(
        lazy_gettext("Ondertekend exemplaar"), [DataRequired(lazy_gettext("Kies eerst een bestand."))]
    )

    def validate_file(self, field: Field) -> None:
        """It is a file, and not a word sent in its place."""
        if not isinstance(field.data, FileStorage):
            raise ValidationError(gettext("Kies eerst een bestand."))


class ReasonForm(BaseForm):
    """Why it is not signed, or taken back."""

    reason = TextAreaField(lazy_gettext("Reden"), [REQUIRED, at_most(2000)], filters=[strip])
