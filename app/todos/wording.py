"""What waits, in words: the same on a page and in a mail."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from app.periods import PartialDate
from app.todos.queries import Waiting
from app.todos.rules import Kind, path_of

_LAST = date.max


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: what, where (a path within its coalition) and what the button says, when it was or is due, what is the matter."""

    what: str
    path: str
    button: str
    due: PartialDate | None
    context: str
    late: bool

    @property
    def order(self) -> tuple[date, str]:
        """By date, the oldest first; what has none comes last."""
        return (self.due.last_day if self.due is not None else _LAST), self.what


def line_of(waiting: Waiting, today: date) -> Line:
    """The line of what waits, in the reader's language, on the day `today`."""
    what, context, button = _WORDS[waiting.kind](waiting, today)
    return Line(
        what=what,
        path=path_of(
            waiting.kind,
            place=waiting.place_id,
            subject=waiting.subject_id,
            organisation=waiting.organisation_id,
        ),
        button=button,
        due=waiting.due,
        context=context,
        # An update that is due since a day is no failure of a date that somebody agreed to.
        late=waiting.kind in _PROMISED and waiting.due is not None and waiting.due.has_passed(today),
    )


def in_order(found: Iterable[Waiting], today: date) -> list[Line]:
    """Their lines, by date."""
    return sorted((line_of(waiting, today) for waiting in found), key=lambda line: line.order)


def _update(waiting: Waiting, today: date) -> tuple[str, str, str]:
    days = (today - date.fromisoformat(waiting.context["heard"])).days
    context = gettext("Loopt, maar al %(days)s dagen hoorde niemand er iets over.", days=days)
    return waiting.title, context, gettext("Schrijf een update")


def _tell(waiting: Waiting, today: date) -> tuple[str, str, str]:
    days = (today - date.fromisoformat(waiting.context["heard"])).days
    context = gettext("Hoe gaat het? Het vorige bericht was %(days)s dagen geleden.", days=days)
    return waiting.title, context, gettext("Schrijf een update")


def _deadline(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    context = gettext("De einddatum is voorbij en de actie is nog niet klaar.")
    return waiting.title, context, gettext("Bekijk de actie")


def _milestone(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    context = gettext("Mijlpaal van %(action)s", action=waiting.context["action"])
    others = waiting.number - 1
    if others:
        context += ", " + ngettext("en nog %(num)s mijlpaal", "en nog %(num)s mijlpalen", others)
    return waiting.title, context, gettext("Afvinken")


def _reading(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = ngettext("%(num)s lezing te bevestigen", "%(num)s lezingen te bevestigen", waiting.number)
    context = gettext("Zo lazen wij uw plan: welk thema en welke actie bij welke pijler hoort. Klopt het?")
    return what, context, gettext("Bekijk de pijlers")


def _invitation(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = gettext("Uitnodiging van %(name)s is verlopen", name=waiting.title)
    return what, gettext("De link werkt niet meer en is niet gebruikt."), gettext("Nodig opnieuw uit")


def _contact(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = gettext("Wie belt u nu bij %(name)s?", name=waiting.title)
    return (
        what,
        gettext("Het vaste contact is weg en niemand kwam in de plaats."),
        gettext("Kies een contact"),
    )


def _answer_invitation(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = gettext("%(coalition)s vraagt of u meedoet", coalition=waiting.coalition)
    return what, gettext("Uitnodiging voor %(name)s", name=waiting.title), gettext("Lees en antwoord")


def _invited_partner(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = gettext("%(name)s antwoordde niet op de uitnodiging", name=waiting.title)
    return what, gettext("De uitnodiging is verlopen."), gettext("Stuur opnieuw of trek in")


def _application(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = gettext("%(name)s wil meedoen", name=waiting.title)
    return what, gettext("Een aanmelding vanaf de openbare pagina."), gettext("Lees en beslis")


def _agreement_sign(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = gettext("Onderteken: %(title)s", title=waiting.title)
    context = gettext("Gevraagd aan %(partner)s.", partner=waiting.context["partner"])
    return what, context, gettext("Lees en onderteken")


def _agreement_ends(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = gettext("Loopt af: %(title)s", title=waiting.title)
    context = gettext("De overeenkomst van %(partner)s loopt bijna af.", partner=waiting.context["partner"])
    return what, context, gettext("Bekijk de overeenkomst")


def _agreement_renew(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = ngettext(
        "%(num)s overeenkomst loopt bijna af", "%(num)s overeenkomsten lopen bijna af", waiting.number
    )
    context = gettext("De eerste is die van %(partner)s.", partner=waiting.context["partner"])
    return what, context, gettext("Verleng")


def _suggestion(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = gettext("Voorstel voor het profiel van %(name)s", name=waiting.title)
    return what, gettext("Iemand stelt voor iets in het profiel te veranderen."), gettext("Bekijk en beslis")


def _contribution_of_partner(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = ngettext("%(num)s bijdrage te bevestigen", "%(num)s bijdragen te bevestigen", waiting.number)
    context = gettext("Partners noteerden wat zij gaven. Het telt als u het ook zegt.")
    return what, context, gettext("Bekijk de bijdragen")


def _contribution_of_coalition(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = ngettext("%(num)s bijdrage te bevestigen", "%(num)s bijdragen te bevestigen", waiting.number)
    context = gettext(
        "De coalitie noteerde wat %(name)s gaf. Het telt als u het ook zegt.", name=waiting.title
    )
    return what, context, gettext("Bekijk onze bijdrage")


def _invoice(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = gettext("Factuur voor %(name)s", name=waiting.title)
    return (
        what,
        gettext("Om het geld is gevraagd, maar er is nog geen factuur."),
        gettext("Noteer de factuur"),
    )


def _promise(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = ngettext(
        "%(num)s toezegging waar nog niets van kwam",
        "%(num)s toezeggingen waar nog niets van kwam",
        waiting.number,
    )
    context = gettext("De periode is bijna voorbij.")
    return what, context, gettext("Bekijk wat openstaat")


def _seat(waiting: Waiting, _today: date) -> tuple[str, str, str]:
    what = gettext("De zetel van %(name)s in %(body)s", name=waiting.title, body=waiting.context["body"])
    others = waiting.number - 1
    if others:
        what += ", " + ngettext("en nog %(num)s zetel", "en nog %(num)s zetels", others)
    return what, gettext("Deze organisatie doet niet meer mee. Wie volgt op?"), gettext("Kies wie volgt")


_WORDS: dict[Kind, Callable[[Waiting, date], tuple[str, str, str]]] = {
    Kind.UPDATE: _update,
    Kind.TELL: _tell,
    Kind.DEADLINE: _deadline,
    Kind.MILESTONE: _milestone,
    Kind.READING: _reading,
    Kind.INVITATION: _invitation,
    Kind.SUGGESTION: _suggestion,
    Kind.ANSWER_INVITATION: _answer_invitation,
    Kind.INVITED_PARTNER: _invited_partner,
    Kind.APPLICATION: _application,
    Kind.CONTACT: _contact,
    Kind.SEAT: _seat,
    Kind.AGREEMENT_SIGN: _agreement_sign,
    Kind.AGREEMENT_ENDS: _agreement_ends,
    Kind.AGREEMENT_RENEW: _agreement_renew,
    Kind.CONTRIBUTION_OF_PARTNER: _contribution_of_partner,
    Kind.CONTRIBUTION_OF_COALITION: _contribution_of_coalition,
    Kind.INVOICE: _invoice,
    Kind.PROMISE: _promise,
}
_PROMISED = frozenset({Kind.DEADLINE, Kind.MILESTONE, Kind.AGREEMENT_SIGN})
