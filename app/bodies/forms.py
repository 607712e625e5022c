"""The forms of bodies, seats, offices and what stands above."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.bodies.models import BodyFacts, BodyMember, RegionalBodyFacts
from app.bodies.queries import OF_ACCOUNT, OF_CONTACT, Somebody
from app.bodies.rules import SeatKind, Successor
from app.bodies.wording import BODY_KINDS, SEAT_KINDS, SUCCESSORS
from app.organisations.rules import website
from app.periods import PartialDate
from app.refusals import Refusal
from app.web.forms import BaseForm, Day, PartialDateField, Required, SelectChoice, at_most, strip

UNDER, ITSELF = "under", "itself"
Named = Iterable[tuple[UUID, str]]


class BodyForm(BaseForm):
    """A body by name, what it does and when it meets."""

    name = StringField(
        lazy_gettext("Naam"),
        [Required(lazy_gettext("Geef de groep een naam.")), at_most(200)],
        filters=[strip],
    )
    kind = SelectField(
        lazy_gettext("Soort"),
        [Required(lazy_gettext("Kies een soort."))],
        choices=[SelectChoice(kind.value, name) for kind, name in BODY_KINDS.items()],
    )
    description = TextAreaField(lazy_gettext("Wat doet het?"), [at_most(2000)], filters=[strip])
    rhythm = StringField(lazy_gettext("Hoe vaak komt de groep bij elkaar?"), [at_most(200)], filters=[strip])
    next_meeting = Day(lazy_gettext("Volgende keer"))

    @property
    def facts(self) -> BodyFacts:
        """What was filled in."""
        return {
            "name": self.name.data or "",
            "kind": self.kind.data,
            "description": self.description.data or "",
            "rhythm": self.rhythm.data or "",
            "next_meeting": self.next_meeting.data,
        }


class SeatForm(BaseForm):
    """A seat: as what, of which organisation, by whom, since when."""

    kind = RadioField(
        lazy_gettext("Soort zetel"),
        choices=[SelectChoice(kind.value, name) for kind, name in SEAT_KINDS.items()],
        default=SeatKind.MEMBER.value,
    )
    partner = SelectField(lazy_gettext("Organisatie"))
    role = StringField(lazy_gettext("Functie of rol"), [at_most(200)], filters=[strip])
    somebody = SelectField(lazy_gettext("Persoon"))
    name = StringField(lazy_gettext("Of een naam"), [at_most(200)], filters=[strip])
    starts = PartialDateField(lazy_gettext("Sinds"))

    def offer(self, partners: Named, people: Sequence[Somebody], member: BodyMember | None = None) -> None:
        """Let one choose among `partners` (id, name) and `people`; who sits there now can stay, also who is no longer offered."""
        self.partner.choices = [SelectChoice("", gettext("Geen, of nog open")), *_chosen_or(partners, member)]
        choices = [
            SelectChoice("", gettext("Niemand, of nog niet bekend")),
            *(
                SelectChoice(f"{each.sort}:{each.id}", f"{each.name} ({each.of})" if each.of else each.name)
                for each in people
            ),
        ]
        present = _somebody_of(member) if member else ""
        if member and present and present not in {choice.value for choice in choices}:
            choices.append(SelectChoice(present, member.who or gettext("Wie er nu zit")))
        self.somebody.choices = choices

    @staticmethod
    def of(member: BodyMember) -> dict[str, Any]:
        """The data that shows a seat."""
        return {
            "kind": member.kind,
            "partner": str(member.partner_id or ""),
            "role": member.role,
            "somebody": _somebody_of(member),
            "name": member.name,
            "starts": PartialDateField.of(member.starts),
        }

    def validate_name(self, field: Field) -> None:
        """One person, not two."""
        if field.data and self.somebody.data:
            raise ValidationError(gettext("Kies een persoon of vul een naam in, niet allebei."))

    @property
    def people(self) -> dict[str, Any]:
        """Who fills the seat, as columns."""
        sort, _, identifier = (self.somebody.data or "").partition(":")
        return {
            "contact_id": UUID(identifier) if sort == OF_CONTACT else None,
            "person_id": UUID(identifier) if sort == OF_ACCOUNT else None,
            "name": self.name.data or "",
        }


class EndSeatForm(BaseForm):
    """Until when somebody sat there, and what becomes of the seat."""

    ends = PartialDateField(lazy_gettext("Tot"))
    then = RadioField(
        lazy_gettext("Wat gebeurt er met de zetel?"),
        choices=[SelectChoice(choice.value, name) for choice, name in SUCCESSORS.items()],
        default=Successor.STAYS.value,
    )
    partner = SelectField(lazy_gettext("Wie volgt op?"))

    def offer(self, partners: Named) -> None:
        """Let one choose who comes next."""
        self.partner.choices = [
            SelectChoice("", gettext("Nog niemand: de zetel is vrij")),
            *(SelectChoice(str(identifier), name) for identifier, name in partners),
        ]

    @property
    def on(self) -> PartialDate:
        """The date that was filled in. Raises Refusal where there is none."""
        if self.ends.value is None:
            raise Refusal("Vul in tot wanneer, zo precies als u het weet.", about="ends")
        return self.ends.value


class OfficeForm(BaseForm):
    """Who is chair or secretary from when on."""

    seat = SelectField(lazy_gettext("Wie"))
    starts = PartialDateField(lazy_gettext("Vanaf"))

    def offer(self, seats: Named) -> None:
        """Let one choose among those who sit there."""
        self.seat.choices = [
            SelectChoice("", gettext("Niemand")),
            *(SelectChoice(str(identifier), name) for identifier, name in seats),
        ]

    @property
    def since(self) -> PartialDate:
        """The date that was filled in. Raises Refusal where there is none."""
        if self.starts.value is None:
            raise Refusal("Vul in vanaf wanneer, zo precies als u het weet.", about="starts")
        return self.starts.value


class HostForm(BaseForm):
    """Where the project lead works."""

    partner = SelectField(lazy_gettext("Organisatie"))
    starts = PartialDateField(lazy_gettext("Vanaf"))
    note = TextAreaField(lazy_gettext("Toelichting"), [at_most(1000)], filters=[strip])

    def offer(self, partners: Named) -> None:
        """Let one choose among the partners, or nobody."""
        self.partner.choices = [
            SelectChoice("", gettext("Nog niemand")),
            *(SelectChoice(str(identifier), name) for identifier, name in partners),
        ]


class AboveForm(BaseForm):
    """What a body stands under: a regional body that is known, or a new one. `known` is the one that was offered and accepted."""

    name = StringField(
        lazy_gettext("Naam van het regionale overleg"),
        [Required(lazy_gettext("Vul de naam in.")), at_most(200)],
        filters=[strip],
        render_kw={"list": "regionaal", "autocomplete": "off"},
    )
    tie = RadioField(
        lazy_gettext("Hoe hoort de groep daarbij?"),
        choices=[
            SelectChoice(UNDER, lazy_gettext("De groep valt eronder")),
            SelectChoice(ITSELF, lazy_gettext("De groep is dat overleg zelf")),
        ],
        default=UNDER,
    )
    region = StringField(lazy_gettext("Regio"), [at_most(200)], filters=[strip])
    known = HiddenField()


class RegionalBodyForm(BaseForm):
    """What everybody reads of a regional body."""

    name = StringField(
        lazy_gettext("Naam"), [Required(lazy_gettext("Vul de naam in.")), at_most(200)], filters=[strip]
    )
    region = StringField(lazy_gettext("Regio"), [at_most(200)], filters=[strip])
    description = TextAreaField(lazy_gettext("Wat doet het?"), [at_most(2000)], filters=[strip])
    website = StringField(lazy_gettext("Website"), [at_most(300)], filters=[strip])

    def validate_website(self, field: Field) -> None:
        """An address, or nothing."""
        try:
            website(field.data or "")
        except Refusal as refusal:
            raise ValidationError(gettext(refusal.sentence, **refusal.values)) from refusal

    @property
    def facts(self) -> RegionalBodyFacts:
        """What was filled in."""
        return {
            "name": self.name.data or "",
            "region": self.region.data or "",
            "description": self.description.data or "",
            "website": website(self.website.data or ""),
        }


def _chosen_or(partners: Named, member: BodyMember | None) -> list[SelectChoice]:
    choices = [SelectChoice(str(identifier), name) for identifier, name in partners]
    there = member.partner if member else None
    if there is not None and str(there.id) not in {choice.value for choice in choices}:
        choices.append(SelectChoice(str(there.id), there.label))
    return choices


def _somebody_of(member: BodyMember) -> str:
    if member.contact_id is not None:
        return f"{OF_CONTACT}:{member.contact_id}"
    return f"{OF_ACCOUNT}:{member.person_id}" if member.person_id is not None else ""
