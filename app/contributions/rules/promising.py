"""What may be promised and noted: amounts, days, and the minimum of the coalition."""

from datetime import date

from app.contributions.rules.hours import MINUTES_OF_A_DAY
from app.contributions.rules.words import ContributionKind
from app.refusals import Refusal


def guard_amount(kind: ContributionKind, quantity: int) -> None:
    """Raise Refusal where there is nothing of it."""
    if quantity > 0:
        return
    if kind is ContributionKind.HOURS:
        raise Refusal("Vul meer dan nul uur in.", about="amount")
    raise Refusal("Vul een bedrag boven nul in.", about="amount")


def guard_day_of_promise(day: date, *, today: date, until: date) -> None:
    """Raise Refusal for a promise of a day that has yet to come, or of after the period."""
    if day > today:
        raise Refusal("Deze dag moet nog komen. Vul de dag van de toezegging in.", about="day")
    if day > until:
        raise Refusal(
            "De periode liep tot en met %(until)s. Kies een andere periode, of de dag van toen.",
            about="day",
            until=written(until),
        )


def guard_day_given(day: date, *, today: date, starts: date, until: date) -> None:
    """Raise Refusal for something given on a day that has yet to come, or outside the period."""
    if day > today:
        raise Refusal("Deze dag moet nog komen. Noteer wat al gegeven is.", about="day")
    if not starts <= day <= until:
        raise Refusal(
            "Deze dag valt buiten de periode: die loopt van %(starts)s tot en met %(until)s.",
            about="day",
            starts=written(starts),
            until=written(until),
        )


def guard_hours_of_a_day(kind: ContributionKind, quantity: int) -> None:
    """Raise Refusal for more hours than a day has."""
    if kind is ContributionKind.HOURS and quantity > MINUTES_OF_A_DAY:
        raise Refusal("Een dag heeft 24 uur. Noteer een regel per dag, of per persoon.", about="amount")


def lacks(promised: int, minimum: int | None) -> int:
    """How many cents are lacking to the minimum of a coalition; 0 where there is none, or it is reached."""
    return max(0, (minimum or 0) - promised)


def written(day: date) -> str:
    """A day in figures, as Dutch people write it."""
    return f"{day.day}-{day.month}-{day.year}"
