"""The nouns of accounts: person and the doors that open for a person, membership of a coalition, invitation to one."""

from app.accounts import waiting  # noqa: F401 - registers what should wait because of these nouns
from app.accounts.models.invitation import Invitation
from app.accounts.models.membership import Membership, PlatformAssignment, Visit, give_roles, wait_your_turn
from app.accounts.models.person import PasswordReset, Person, SignIn

__all__ = [
    "Invitation",
    "Membership",
    "PasswordReset",
    "Person",
    "PlatformAssignment",
    "SignIn",
    "Visit",
    "give_roles",
    "wait_your_turn",
]
