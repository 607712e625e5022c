"""Somebody with an account, and the sessions and links that open doors for this person."""

from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, func, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.passwords import fits, hashed
from app.accounts.rules import RESET_LASTS, Digest, refuse_weak_password
from app.columns import check_in
from app.refusals import Refusal
from app.web.transaction import digest
from tenants import Base, GlobalRow, db


class Person(GlobalRow, Base):
    """Somebody with an account; one for all coalitions. `email` is stored in lower case and is what one signs in with."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email"),
        CheckConstraint(check_in("digest", Digest), name="digest"),
    )

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="nl")
    digest: Mapped[str] = mapped_column(server_default=Digest.WEEKLY)
    digest_at: Mapped[datetime | None]
    demonstration: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name

    @property
    def can_sign_in(self) -> bool:
        """Whether there is a password to sign in with."""
        return self.ended_at is None and self.password_hash is not None

    def choose_password(self, password: str) -> None:
        """Sign in with `password` from now on; no link that was mailed before works any more. Raises Refusal where it is easy to guess."""
        refuse_weak_password(password, self.email)
        self.password_hash = hashed(password)
        still_open = update(PasswordReset).where(
            PasswordReset.person_id == self.id, PasswordReset.used_at.is_(None)
        )
        db().execute(still_open.values(used_at=datetime.now(UTC)))

    def change_password(self, current: str, password: str) -> None:
        """Replace the password, by who knows the present one. Raises Refusal where `current` is not it."""
        if not fits(self.password_hash, current):
            raise Refusal("Dit is niet uw huidige wachtwoord.", about="current")
        self.choose_password(password)


class SignIn(GlobalRow, Base):
    """A session: one browser in which a person signed in. Only the hash of its token is kept; it can be listed and ended."""

    __tablename__ = "sign_in"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    device: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class PasswordReset(GlobalRow, Base):
    """A link, sent by mail, with which a person chooses a new password once."""

    __tablename__ = "password_reset"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @classmethod
    def of(cls, person: Person, lasts: timedelta = RESET_LASTS) -> tuple[Self, str]:
        """A new link for `person`, who must be the one who acts, and the token that goes into the address; the token is not kept."""
        token = token_urlsafe(32)
        reset = cls(person_id=person.id, token_hash=digest(token), expires_at=datetime.now(UTC) + lasts)
        db().add(reset)
        return reset, token

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.used_at is None and self.expires_at > datetime.now(UTC)
