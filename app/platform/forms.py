"""The forms of the platform: a new workspace, and the settings of one."""

import re

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, ColorField, EmailField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from app.accounts.forms import EMAIL_NEEDED, NAME_NEEDED, is_email, lower
from app.web.forms import REQUIRED, BaseForm, Required, WholeNumber, at_most, strip
from app.web.theme import ENOUGH, contrast_on_white

_COLOUR = re.compile(r"#[0-9a-f]{6}")


class WorkspaceForm(BaseForm):
    """Which municipality, what the coalition is called, and who begins."""

    municipality = SelectField(lazy_gettext("Gemeente"), [Required(lazy_gettext("Kies een gemeente."))])
    coalition = StringField(lazy_gettext("Naam van de coalitie"), [at_most(120)], filters=[strip])
    slug = StringField(lazy_gettext("Adres"), [at_most(41)], filters=[lower])
    led_by = StringField(lazy_gettext("Trekker"), [at_most(300)], filters=[strip])
    responsible = StringField(
        lazy_gettext("Verantwoordelijk voor de gegevens"), [at_most(300)], filters=[strip]
    )
    coordinator_name = StringField(lazy_gettext("Naam"), [NAME_NEEDED, at_most(120)], filters=[strip])
    coordinator_email = EmailField(
        lazy_gettext("E-mailadres"), [EMAIL_NEEDED, at_most(254), is_email], filters=[lower]
    )


class FirstInvitationForm(BaseForm):
    """Who begins in a workspace where nobody works yet."""

    coordinator_name = StringField(lazy_gettext("Naam"), [NAME_NEEDED, at_most(120)], filters=[strip])
    coordinator_email = EmailField(
        lazy_gettext("E-mailadres"), [EMAIL_NEEDED, at_most(254), is_email], filters=[lower]
    )


class AsideForm(BaseForm):
    """Why nobody needs to look at a failed task any more."""

    reason = TextAreaField(lazy_gettext("Reden"), [REQUIRED, at_most(500)], filters=[strip])


class SettingsForm(BaseForm):
    """What a coalition says of itself, and how its workspace behaves."""

    coalition = StringField(lazy_gettext("Naam van de coalitie"), [REQUIRED, at_most(120)], filters=[strip])
    aim = TextAreaField(lazy_gettext("Ambitie"), [at_most(1000)], filters=[strip])
    led_by = TextAreaField(lazy_gettext("Trekker"), [at_most(300)], filters=[strip])
    responsible = StringField(
        lazy_gettext("Verantwoordelijk voor de gegevens"), [REQUIRED, at_most(300)], filters=[strip]
    )
    confirmed = BooleanField(lazy_gettext("Dit klopt: deze organisatie is verantwoordelijk"))
    colour = ColorField(lazy_gettext("Kleur"), [REQUIRED], filters=[lower])
    stalled_after_days = WholeNumber(
        lazy_gettext("Stilgevallen na zoveel dagen zonder update"),
        [
            InputRequired(lazy_gettext("Vul een heel getal in.")),
            NumberRange(7, 365, lazy_gettext("Kies een getal van 7 tot en met 365.")),
        ],
    )

    def validate_colour(self, field: Field) -> None:
        """White letters stand on it, so it must be dark enough (WCAG 2.2, 1.4.3)."""
        if not _COLOUR.fullmatch(field.data):
            raise ValidationError(gettext("Kies een kleur, geschreven als #1d4f7c."))
        contrast = contrast_on_white(field.data)
        if contrast < ENOUGH:
            raise ValidationError(
                gettext(
                    "Deze kleur is te licht: het contrast met wit is %(found)s. Kies een donkerder kleur, met ten minste %(least)s.",
                    found=f"{contrast:.1f}".replace(".", ","),
                    least="4,5",
                )
            )
