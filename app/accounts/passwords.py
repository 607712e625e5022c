"""Passwords as argon2id hashes. Comparing costs the same whether there is an account or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

# OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """The hash to store; it carries its salt and parameters."""
    return _hasher.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether `password` belongs to the hash `stored`; without one (no account, no password yet) False, after the same work."""
    try:
        _hasher.verify(stored or _of_nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether `stored` was made with other parameters than today's: hash again while the password is at hand."""
    return _hasher.check_needs_rehash(stored)


@cache
def _of_nobody() -> str:
    return hashed("nobody has this password")
