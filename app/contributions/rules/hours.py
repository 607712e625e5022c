"""Hours as whole minutes: how people type them, how they are read, and what they are worth. Never a float."""

import re

from app.refusals import Refusal

MINUTES_OF_A_DAY = 24 * 60
# More than a whole organisation works in a year; the database could count much further.
MOST_MINUTES = 1_000_000 * 60
_UNIT = r"(?:uur|uren|u|hours?|h)\.?"
_CLOCK = re.compile(rf"(\d+)\s*(?::|{_UNIT})\s*([0-5]?\d)(?:\s*(?:minuten|min|m)\.?)?(?:\s*{_UNIT})?")
_DECIMAL = re.compile(rf"(\d+)(?:[.,](\d{{1,2}}))?\s*(?:{_UNIT})?")
_MINUTES = re.compile(r"(\d+)\s*(?:minuten|minutes|min)\.?")
_QUARTERS = {"¼": ",25", "½": ",5", "¾": ",75"}


def minutes_of(typed: str) -> int:
    """The minutes that people mean: "1,5", "1:30", "6 uur", "1 uur 15", "45 min", "2½". Raises Refusal for anything else."""
    text = typed.strip().lower()
    for sign, written in _QUARTERS.items():
        text = text.replace(sign, written if text[:1].isdigit() else f"0{written}")
    if text.startswith(("-", "–", "−")):
        raise Refusal("Uren kunnen niet onder nul zijn.")
    found = _minutes(text)
    if found > MOST_MINUTES:
        raise Refusal("Dit zijn te veel uren.")
    return found


def _minutes(text: str) -> int:
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1]) * 60 + int(clock[2])
    if minutes := _MINUTES.fullmatch(text):
        return int(minutes[1])
    if decimal := _DECIMAL.fullmatch(text):
        hundredths = int(decimal[1]) * 100 + int((decimal[2] or "").ljust(2, "0"))
        return _rounded(hundredths * 60, 100)
    raise Refusal("Vul uren in, zoals 6, 1,5 of 1:30.")


def in_clock(minutes: int) -> str:
    """Hours and minutes as a clock writes them: "6:00"; a minus in front of what is taken back."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{hours}:{rest:02}"


def worth(minutes: int, rate: int) -> int:
    """What the minutes are worth, in cents, at so many cents an hour; half a cent is rounded away from zero."""
    return _rounded(abs(minutes) * rate, 60) * (-1 if minutes < 0 else 1)


def _rounded(amount: int, by: int) -> int:
    return (2 * amount + by) // (2 * by)
