"""Passwords, links and addresses: what is good enough. Values in, values out."""

from datetime import timedelta
from enum import StrEnum

from app.refusals import Refusal


class InvitationState(StrEnum):
    """Where an invitation stands; its link works in the first state only."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Digest(StrEnum):
    """How often a person wants to read by mail what waits; weekly is on Monday."""

    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
# "aaaaaaaaaaaa", "123412341234", "123456789012"
FEWEST_SIGNS = 4
COUNTING = "0123456789" * 13
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)
SEEN_AGAIN_AFTER = timedelta(minutes=5)
DEMONSTRATION_PASSWORD = "samen-tegen-eenzaamheid"  # noqa: S105 - public on purpose, and refused everywhere else

# What people choose first, of at least twelve signs, without the digits and signs that they add (our own list).
COMMON_CORES = frozenset(
    {"wachtwoord", "welkom", "password", "qwerty", "qwertyuiop", "azerty", "gemeente", "eenzaamheid", "samenkracht",
     "samen", "coalitie", "geheim", "lente", "zomer", "herfst", "winter", "voorjaar", "najaar", "januari", "februari", "maart",
     "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december", "nederland", "ajax", "feyenoord",
     "hengelo", "enschede", "almelo", "twente", "fctwente", "heracles", "iloveyou", "ikhouvanjou", "letmein", "admin", "administrator",
     "coordinator", "beheerder", "gebruiker", "welkomwelkom", "wachtwoordwachtwoord", "passwordpassword",
     "eentegeneenzaamheid", "samentegeneenzaamheid", "qwertyuiopasdfghjkl", "abcdefghijkl", "abcdefghijklm"}
)  # fmt: skip

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
            ("Linux", "Linux"))  # fmt: skip


def refuse_weak_password(password: str, email: str) -> None:
    """Raise Refusal with a sentence where the password is too easy to guess for somebody who knows `email`.

    NIST SP 800-63B: length counts, composition rules do not help; the most common ones are refused.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(
            "Neem ten minste %(least)s tekens. Een paar woorden achter elkaar werkt goed.",
            about="password",
            least=SHORTEST_PASSWORD,
        )
    if len(password) > LONGEST_PASSWORD:
        raise Refusal("Neem ten hoogste %(most)s tekens.", about="password", most=LONGEST_PASSWORD)
    if _core(password) in COMMON_CORES or len(set(password)) <= FEWEST_SIGNS or password in COUNTING:
        raise Refusal(
            "Dit wachtwoord kiezen veel mensen, dus het is te raden. Neem een ander.", about="password"
        )
    name = email.partition("@")[0].casefold()
    if len(name) > 2 and name in password.casefold():  # noqa: PLR2004 - "jo@…" would forbid too much
        raise Refusal("Uw e-mailnaam staat in het wachtwoord. Neem een ander.", about="password")


def _core(password: str) -> str:
    """The letters only: people add a year and an exclamation mark."""
    return "".join(sign for sign in password.casefold() if sign.isalpha())


def device_of(user_agent: str) -> str:
    """The browser and the system in a few words ("Firefox, Windows"); empty where the text names neither."""
    found = [
        next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name)
