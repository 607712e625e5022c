"""Person, the sessions and links that open doors for a person, and the membership of a coalition."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access import PlatformRole, Role
from tenants import Base, GlobalRow, Tenant, TenantOwned

_ROLES = ", ".join(f"'{role}'" for role in Role)
_PLATFORM_ROLES = ", ".join(f"'{role}'" for role in PlatformRole)


class Person(GlobalRow, Base):
    """Somebody with an account; one for all coalitions. `email` is stored in lower case and is what one signs in with."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email"),)

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="nl")
    demonstration: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name


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


class PlatformAssignment(GlobalRow, Base):
    """A role across coalitions; granted by a command of the one who runs the platform."""

    __tablename__ = "platform_assignment"
    __table_args__ = (
        CheckConstraint(f"role in ({_PLATFORM_ROLES})", name="role"),
        Index(None, "person_id", "role", unique=True),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[str]


class Membership(TenantOwned, Base):
    """One role that one person holds in one coalition, from a moment until it is ended. A person sees the own ones anywhere."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(f"role in ({_ROLES})", name="role"),
        Index(
            "uq_membership_held",
            "tenant_id",
            "person_id",
            "role",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index(None, "person_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[str]
    granted_by: Mapped[str] = mapped_column(server_default="")
    granted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    tenant: Mapped[Tenant] = relationship(lazy="raise_on_sql", viewonly=True)


class Invitation(TenantOwned, Base):
    """A link, sent by mail, with which somebody joins this coalition in the roles named."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "tenant_id", "token_hash", unique=True),)

    email: Mapped[str]
    name: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSONB)
    token_hash: Mapped[str]
    invited_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name


class Visit(TenantOwned, Base):
    """When a person last looked at this coalition, and the time before: what changed since then is news."""

    __tablename__ = "visit"
    __table_args__ = (Index(None, "tenant_id", "person_id", unique=True),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    previous_at: Mapped[datetime | None]
