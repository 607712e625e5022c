"""An amount in euros: integer cents, never a float. The standard library and refusals only."""

import re
from dataclasses import dataclass
from typing import Self

from app.refusals import Refusal

# More than any coalition has; the database could count much further.
_LARGEST = 10**12
_SIGNS = re.compile(r"€|\beuros?\b|\beur\b|\s", re.IGNORECASE)
# What is written after whole euros: "40,-", "40,--", "40.-".
_WHOLE = re.compile(r"[.,]\s*(-{1,2}|–|—)$")
_DUTCH = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?")
_ENGLISH = re.compile(r"([1-9]\d{0,2}(?:,\d{3})+|\d+)\.(\d{1,2})")
_TOO_FINE = re.compile(r"[\d.,]*[.,]\d{3,}")


@dataclass(frozen=True, slots=True, order=True)
class Euro:
    """So many cents."""

    cents: int

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read what people type: "500", "1.234,50", "€ 40,-", "12.50". Raises Refusal for what is no amount of zero or more."""
        bare = _WHOLE.sub("", _SIGNS.sub("", typed))
        if bare.startswith(("-", "–", "−")):
            raise Refusal("Een bedrag kan niet onder nul zijn.")
        found = _DUTCH.fullmatch(bare) or _ENGLISH.fullmatch(bare)
        if found is None and _TOO_FINE.fullmatch(bare):
            raise Refusal("Een bedrag heeft ten hoogste twee cijfers achter de komma.")
        if found is None:
            raise Refusal("Vul een bedrag in, zoals 500 of 1.234,50.")
        euros, decimals = found.groups()
        cents = int(re.sub(r"[.,]", "", euros)) * 100 + int((decimals or "").ljust(2, "0"))
        if cents > _LARGEST:
            raise Refusal("Dit bedrag is te groot.")
        return cls(cents)

    @property
    def typed(self) -> str:
        """As a Dutch form shows it: "1234,50", whole euros without decimals."""
        euros, rest = divmod(abs(self.cents), 100)
        return f"{'-' if self.cents < 0 else ''}{euros}" + (f",{rest:02}" if rest else "")

    def __str__(self) -> str:
        """As a Dutch text says it: "€ 1.234,50"; whole euros without decimals."""
        euros, rest = divmod(abs(self.cents), 100)
        whole = f"{euros:,}".replace(",", ".")
        return f"{'-' if self.cents < 0 else ''}€ {whole}" + (f",{rest:02}" if rest else "")
