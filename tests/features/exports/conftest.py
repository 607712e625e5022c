"""What tests of files borrow: the mailbox of accounts, that does what waits."""

from tests.features.accounts.conftest import post

__all__ = ["post"]
