"""What an organisation is and does, and what a KvK number and a website look like. Values in, values out."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.refusals import Refusal

_KVK_NUMBER = re.compile(r"[0-9]{8}")
# Digits, with what people write between them, and perhaps a country in front.
_PHONE = re.compile(r"\+?[0-9 ()./-]+")
_DIGITS_OF_PHONE = range(6, 16)
# What a profile says, in the order in which it is read.
PROFILE_FIELDS = ("name", "kind", "sector", "kvk_number", "place", "website", "email", "phone", "description")
_SMALL_WORDS = frozenset({"de", "het", "een", "en", "van", "voor", "in", "stichting", "vereniging"})
# A host with at least one dot, and no spaces: enough to tell a website from a sentence.
_WEBSITE = re.compile(r"https?://[^\s/@]+\.[^\s/@.]{2,}(?:[/?#]\S*)?", re.IGNORECASE)


class OrganisationKind(StrEnum):
    """What an organisation is, in law or in practice."""

    FOUNDATION = "foundation"
    ASSOCIATION = "association"
    COMPANY = "company"
    COOPERATIVE = "cooperative"
    GOVERNMENT = "government"
    SCHOOL = "school"
    CHURCH = "church"
    INITIATIVE = "initiative"
    NETWORK = "network"
    UNKNOWN = "unknown"


class Sector(StrEnum):
    """What an organisation does."""

    CARE = "care"
    WELFARE = "welfare"
    HOUSING = "housing"
    EDUCATION = "education"
    KNOWLEDGE = "knowledge"
    SPORT = "sport"
    CULTURE = "culture"
    BUSINESS = "business"
    FAITH = "faith"
    VOLUNTEERS = "volunteers"
    RESIDENTS = "residents"
    GOVERNMENT = "government"
    NETWORK = "network"
    OTHER = "other"


class SuggestionState(StrEnum):
    """What became of a suggestion to change a profile."""

    OPEN = "open"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Rights:
    """What a colleague may do in the name of an organisation, and the function in which."""

    function: str = ""
    administrator: bool = False
    may_sign: bool = False


def initials(name: str) -> str:
    """One or two letters for an organisation without a logo: of its first and its last word that begins with a letter or digit."""
    words = [word for word in re.split(r"[\s/&+.,()’'\"–-]+", name) if word[:1].isalnum()]
    telling = [word for word in words if word.lower() not in _SMALL_WORDS] or words
    first_and_last = telling[:1] + telling[1:][-1:]
    return "".join(word[0] for word in first_and_last).upper() or "?"


def kvk_number(typed: str) -> str | None:
    """The number that was typed, without the spaces and dots that people put in it; None for nothing.

    Raises Refusal where it is no number of the trade register: those have 8 digits.
    """
    number = re.sub(r"[\s.]", "", typed)
    if not number:
        return None
    if not _KVK_NUMBER.fullmatch(number):
        raise Refusal("Een KvK-nummer heeft 8 cijfers. Dit zijn er %(count)s.", about="kvk_number",
                      count=sum(sign.isdigit() for sign in number))  # fmt: skip
    return number


def website(typed: str) -> str:
    """The address that was typed, with https:// before it where nothing stood; raises Refusal where it is no address."""
    address = typed.strip()
    if address and "://" not in address:
        address = f"https://{address}"
    if address and not _WEBSITE.fullmatch(address):
        raise Refusal(
            "Dit is geen adres van een website. Vul het in zoals www.voorbeeld.nl.", about="website"
        )
    return address


def phone(typed: str) -> str:
    """The number that was typed, as it was; raises Refusal where nobody could call it."""
    number = " ".join(typed.split())
    if number and not (
        _PHONE.fullmatch(number) and sum(sign.isdigit() for sign in number) in _DIGITS_OF_PHONE
    ):
        raise Refusal("Dit is geen telefoonnummer. Vul het in zoals 074 123 45 67.", about="phone")
    return number
