"""Who looks: a person with the roles held in coalitions, across them, and for an organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Boolean,
    CompoundSelect,
    DateTime,
    Row,
    Select,
    Uuid,
    bindparam,
    func,
    literal,
    null,
    select,
    union_all,
)

from app.access import FOR_AN_ORGANISATION, Permission, PlatformRole, Role, permissions_of
from app.accounts.models import Membership, OrganisationMember, PlatformAssignment
from app.web.door import Coalition
from tenants import Tenant, current_tenant_id


class Found(NamedTuple):
    """A living session and its person, as far as every request needs them."""

    id: UUID
    person_id: UUID
    seen_at: datetime
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Left:
    """A coalition in which a person's last role has ended, and when."""

    slug: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Employer:
    """An organisation that a person works for, and what the person may do in its name."""

    id: UUID
    administrator: bool
    may_sign: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who looks: a person, with what this person may do here. What flask-login and app/web/door.py ask of it.

    `employers` are all organisations that the person works for, `employers_here` those of them that this coalition let in: only for those
    may the person act in it. Another coalition may have brought the person into an organisation that is a partner here too.
    """

    person_id: UUID
    name: str
    email: str
    language: str
    sign_in_id: UUID
    permissions: frozenset[Permission] = frozenset()
    is_member: bool = False
    coalitions: list[Coalition] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    left_here: datetime | None = None
    platform_roles: frozenset[PlatformRole] = frozenset()
    employers: tuple[Employer, ...] = ()
    employers_here: tuple[Employer, ...] = ()
    token: str = ""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def permissions_across(self) -> frozenset[Permission]:
        """What the person may do outside every coalition."""
        return _permissions_across(self.platform_roles, self.employers)

    @property
    def only_for_organisations(self) -> bool:
        """Whether the person works for organisations, and nowhere in a role of their own."""
        own = any(coalition.roles - {Role.PARTNER_MEMBER} for coalition in self.coalitions)
        return bool(self.employers) and not own and not self.platform_roles

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


# It belongs to every page: it is composed once.
@cache
def all_roles() -> Select[Any] | CompoundSelect[Any]:
    """Every role of a `person`, in one statement: in coalitions, also those that ended; across (without a coalition); for whom one works.

    What an organisation holds in a coalition, whoever works for it holds; of who left, it ended at the latest then.
    """
    me: BindParameter[UUID] = bindparam("person")
    no_one, unsaid = null().cast(Uuid), null().cast(Boolean)
    never = null().cast(DateTime(timezone=True))
    for_nobody = (no_one.label("employer"), unsaid.label("administrator"), unsaid.label("may_sign"))
    for_whom = (
        OrganisationMember.organisation_id,
        OrganisationMember.administrator,
        OrganisationMember.may_sign,
    )
    held = select(Tenant.id, Tenant.slug, Tenant.coalition, Membership.role)
    inside = held.add_columns(Membership.ended_at, *for_nobody).join(Membership.tenant)
    works_for = OrganisationMember.organisation_id == Membership.organisation_id
    for_one = (
        held.add_columns(func.least(Membership.ended_at, OrganisationMember.ended_at), *for_whom)
        .join(Membership.tenant)
        .join(OrganisationMember, works_for)
    )
    nowhere = (no_one, literal(""), literal(""))
    across = select(*nowhere, PlatformAssignment.role, never, *for_nobody)
    employers = select(*nowhere, literal(""), OrganisationMember.ended_at, *for_whom)
    return union_all(
        inside.where(Membership.person_id == me),
        for_one.where(OrganisationMember.person_id == me),
        across.where(PlatformAssignment.person_id == me),
        employers.where(OrganisationMember.person_id == me),
    )


def _left(rows: Sequence[Row[Any]]) -> dict[UUID, Left]:
    """The coalitions of which every role in `rows` has ended, each with the moment of the last."""
    inside = [row for row in rows if row.id is not None]
    held = {row.id for row in inside if row.ended_at is None}
    ended = sorted((row for row in inside if row.id not in held), key=lambda row: row.ended_at)
    return {row.id: Left(row.slug, row.coalition, row.ended_at) for row in ended}


def viewer_of(found: Found, rows: Sequence[Row[Any]]) -> SignedIn:
    """The person found, with what the `rows` of `all_roles` allow in the coalition of this scope, or outside all."""
    here, left = current_tenant_id(), _left(rows)
    rows = [row for row in rows if row.ended_at is None]
    roles = frozenset(Role(row.role) for row in rows if row.id is not None and row.id == here)
    across = frozenset(PlatformRole(row.role) for row in rows if row.id is None and row.employer is None)
    employers = _employers(row for row in rows if row.id is None)
    names = {row.slug: row.coalition for row in rows if row.id is not None}
    return SignedIn(
        person_id=found.person_id,
        name=found.name,
        email=found.email,
        language=found.language,
        sign_in_id=found.id,
        # What somebody may do across coalitions gives no right inside one.
        permissions=permissions_of(roles) if here is not None else _permissions_across(across, employers),
        is_member=bool(roles),
        coalitions=[
            Coalition(slug, name, frozenset(row.role for row in rows if row.slug == slug))
            for slug, name in sorted(names.items(), key=lambda item: item[1].casefold())
        ],
        left=list(left.values()),
        left_here=left[here].at if here in left else None,
        platform_roles=across,
        employers=employers,
        employers_here=_employers(row for row in rows if row.id is not None and row.id == here),
    )


def _employers(rows: Iterable[Row[Any]]) -> tuple[Employer, ...]:
    return tuple(Employer(row.employer, row.administrator, row.may_sign) for row in rows if row.employer)


def _permissions_across(
    roles: frozenset[PlatformRole], employers: Sequence[Employer]
) -> frozenset[Permission]:
    return permissions_of((), roles) | (FOR_AN_ORGANISATION if employers else frozenset())
