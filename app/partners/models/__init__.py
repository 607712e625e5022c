"""The nouns of partnership."""

from app.partners import waiting  # noqa: F401 - registers what should wait because of these nouns
from app.partners.models.contact import Contact, ContactFacts
from app.partners.models.note import PartnerNote
from app.partners.models.partner import Partner, PartnerFacts, PartnerNeighbourhood

__all__ = ["Contact", "ContactFacts", "Partner", "PartnerFacts", "PartnerNeighbourhood", "PartnerNote"]
