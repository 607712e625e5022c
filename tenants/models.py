"""The tenant itself, and the register of municipalities that it can be made for: rows, never Python."""

import re
from datetime import datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Select, Text, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column

from tenants.boundary import OutsideScope, current_scope, db, read
from tenants.database import Base, GlobalRow

# First parts of an address that are rooms of the product itself and therefore never a coalition's.
RESERVED_SLUGS = frozenset(
    {"account", "beheer", "galerij", "gezond", "healthz", "inloggen", "landelijk", "metrics", "mijn", "over", "post", "privacy", "readyz",
     "static", "taal", "toegankelijkheid", "uitloggen", "wachtwoord", "well-known"}
)  # fmt: skip


_SLUG = re.compile(r"[a-z][a-z0-9-]{1,40}")


def is_slug(text: str) -> bool:
    """Whether `text` can be the first part of a coalition's address; the table's CHECK says the same."""
    return _SLUG.fullmatch(text) is not None


class Municipality(Base):
    """One of the 342 municipalities, with its brede SPUK as in the letter of VWS of 12 September 2025, annex 2A (cents)."""

    __tablename__ = "municipality"

    cbs_code: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str]
    sort_key: Mapped[str]
    safety_region_code: Mapped[str]
    safety_region: Mapped[str]
    brede_spuk_2025: Mapped[int]
    brede_spuk_2026: Mapped[int]


class Tenant(GlobalRow, Base):
    """A workspace: one coalition, in one municipality, possibly led by a partner; everything local is a value in this row."""

    __tablename__ = "tenant"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z][a-z0-9-]{1,40}$'", name="slug"),
        CheckConstraint("colour ~ '^#[0-9a-f]{6}$'", name="colour"),
        CheckConstraint("stalled_after_days between 7 and 365", name="stalled_after_days"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    cbs_code: Mapped[str] = mapped_column(ForeignKey("municipality.cbs_code"))
    municipality: Mapped[str]
    coalition: Mapped[str]
    aim: Mapped[str] = mapped_column(server_default="")
    led_by: Mapped[str] = mapped_column(server_default="")
    responsible: Mapped[str] = mapped_column(server_default="")
    responsible_reading: Mapped[bool] = mapped_column(server_default="false")
    colour: Mapped[str] = mapped_column(server_default="#1d4f7c")
    stalled_after_days: Mapped[int] = mapped_column(server_default="60")
    wording: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    terms: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    demonstration: Mapped[bool] = mapped_column(server_default="false")
    shows_public_page: Mapped[bool] = mapped_column(server_default="false")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def label(self) -> str:
        """How people call it."""
        return self.coalition


def current_tenant() -> Tenant:
    """The tenant of the current scope (one read per scope). Raises OutsideScope where the scope has none."""
    scope = current_scope()
    # The session knows its rows only as long as somebody else does; this one is asked for again and again.
    kept: dict[str, Tenant | None] = db().info
    if kept.get("tenant") is None and scope.tenant_id is not None:
        kept["tenant"] = db().get(Tenant, scope.tenant_id)
    tenant = kept.get("tenant")
    if tenant is None:
        message = "This scope acts for no tenant."
        raise OutsideScope(message)
    return tenant


class InBrief(Protocol):
    """What pages show of a tenant: of the row itself, or of some of its columns."""

    slug: Any
    coalition: Any
    municipality: Any
    colour: Any
    stalled_after_days: Any
    responsible_reading: Any
    demonstration: Any
    shows_public_page: Any


def tenant_in_brief() -> InBrief:
    """The tenant of the current scope as pages show it (one read per scope, of columns). Raises OutsideScope where the scope has none."""
    kept: dict[str, Any] = db().info
    found = kept.get("tenant") or kept.get("tenant_in_brief")
    if found is None:
        found = read(_in_brief(), {"tenant": current_scope().tenant_id}).one_or_none()
        kept["tenant_in_brief"] = found
    if found is None:
        message = "This scope acts for no tenant."
        raise OutsideScope(message)
    brief: InBrief = found
    return brief


def columns_in_brief() -> list[Any]:
    """The columns of `InBrief`, for a page that reads them together with something else and then keeps the row (`keep_brief`)."""
    return [getattr(Tenant, name) for name in InBrief.__annotations__]


def keep_brief(row: Any) -> None:
    """Let `row`, which was read with `columns_in_brief`, be what `tenant_in_brief` gives in this scope."""
    db().info["tenant_in_brief"] = row


@cache
def _in_brief() -> Select[Any]:
    return select(*columns_in_brief()).where(Tenant.id == bindparam("tenant"))


def current_tenant_id() -> UUID | None:
    """The id of the tenant of the current scope, or None outside every tenant."""
    return current_scope().tenant_id
