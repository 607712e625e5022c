"""At whose desk somebody sits: the coalition's, where every partner is dealt with, or that of one's own organisation.

Both sides have the same pages about one partner. A page of the coalition asks permission for contributions; one's own page asks that one
works for the organisation: of another it is not found, so that nobody learns whether it is there.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, request, url_for

from app.access import Permission
from app.accounts.session import me
from app.contributions.rules.words import ContributionKind, Side
from app.contributions.wording import KIND_WORDS
from app.partners.models import Partner
from app.web.door import may


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose contributions these are, and for which side somebody acts."""

    partner: Partner
    side: Side

    @property
    def may_write(self) -> bool:
        """Whether who looks may note, answer and correct here."""
        return self.is_own or may(Permission.CONTRIBUTION_EDIT)

    @property
    def is_own(self) -> bool:
        """Whether this is the desk of one's own organisation."""
        return self.side is Side.PARTNER

    @property
    def home(self) -> str:
        """The address of everything of this partner."""
        return self.url("partner", partner_id=self.partner.id)

    def url(self, noun: str, **values: Any) -> str:
        """The address of a page of this desk."""
        return url_for(f"contributions.{'own_' if self.is_own else ''}{noun}", **values)

    def row(self, contribution_id: UUID) -> str:
        """Where a line stands among everything of this partner."""
        return f"{self.home}#regel-{contribution_id}"


def coalition(partner: Partner) -> Desk:
    """The desk of the coalition."""
    return Desk(partner, Side.COALITION)


def own(partner: Partner) -> Desk:
    """The desk of an organisation that one works for, and that this coalition let in. 404 for any other."""
    if partner.organisation_id not in {employer.id for employer in me().employers_here}:
        abort(404)
    return Desk(partner, Side.PARTNER)


def kind_of_request() -> ContributionKind:
    """In what is promised or given, as the address says; otherwise money."""
    return KIND_WORDS.get(request.args.get("soort", ""), ContributionKind.MONEY)
