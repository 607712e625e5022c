"""The nouns of joining."""

from app.joining import waiting  # noqa: F401 - registers what should wait because of these nouns
from app.joining.models.application import ApplicationFacts, PartnerApplication
from app.joining.models.consent import PartnerConsent
from app.joining.models.invitation import PartnerInvitation
from app.joining.models.public_page import PageFacts, PublicPage, PublicPart

__all__ = [
    "ApplicationFacts",
    "PageFacts",
    "PartnerApplication",
    "PartnerConsent",
    "PartnerInvitation",
    "PublicPage",
    "PublicPart",
]
