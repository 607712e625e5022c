"""What tests of the plan borrow: the mailbox of accounts."""

from tests.features.accounts.conftest import post

__all__ = ["post"]
