"""The nouns of accounts: person and the doors that open for a person, membership of a coalition, invitation to one."""

from app.accounts import waiting  # noqa: F401 - registers what should wait because of these nouns
from app.accounts.models.invitation import Invitation
from app.accounts.models.membership import (
    Membership,
    PlatformAssignment,
    Visit,
    close_to,
    give_roles,
    is_let_in,
    is_open_to,
    open_to,
    wait_your_turn,
)
from app.accounts.models.organisation_member import OrganisationMember, was_taken_over_since
from app.accounts.models.person import PasswordReset, Person, SignIn

__all__ = [
    "Invitation",
    "Membership",
    "OrganisationMember",
    "PasswordReset",
    "Person",
    "PlatformAssignment",
    "SignIn",
    "Visit",
    "close_to",
    "give_roles",
    "is_let_in",
    "is_open_to",
    "open_to",
    "wait_your_turn",
    "was_taken_over_since",
]
