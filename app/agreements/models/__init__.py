"""The nouns of agreements."""

from app.agreements import waiting  # noqa: F401 - registers what should wait because of these nouns
from app.agreements.models.agreement import Agreement, AgreementVersion, VersionFacts
from app.agreements.models.party import AgreementParty, AgreementReminder, Asked, send
from app.agreements.models.signature import (
    AgreementFile,
    AgreementSignature,
    Signatory,
    refuse_without_authority,
)

__all__ = [
    "Agreement",
    "AgreementFile",
    "AgreementParty",
    "AgreementReminder",
    "AgreementSignature",
    "AgreementVersion",
    "Asked",
    "Signatory",
    "VersionFacts",
    "refuse_without_authority",
    "send",
]
