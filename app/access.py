"""Who may do what: the one table that joins roles and permissions. The standard library only."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """A role within one coalition. One person may hold several; two pairs of eyes are two persons, never two roles."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    OFFICER = "officer"
    CONTROLLER = "controller"
    DECIDER = "decider"
    COMMITTEE = "committee"
    READER = "reader"
    PARTNER_MEMBER = "partner_member"


class PlatformRole(StrEnum):
    """A role across coalitions; given by the one who runs the platform, never through the web."""

    ADVISER = "adviser"
    OPERATOR = "operator"


class Permission(StrEnum):
    """What a view can ask for. A view declares exactly one (app/web/door.py)."""

    PLAN_READ = "plan.read"
    PLAN_EDIT = "plan.edit"
    ACTION_UPDATE = "action.update"
    PILLAR_EDIT = "pillar.edit"
    PARTNER_READ = "partner.read"
    PARTNER_EDIT = "partner.edit"
    PARTNER_PRIVATE = "partner.private"
    AGREEMENT_READ = "agreement.read"
    AGREEMENT_EDIT = "agreement.edit"
    CONTRIBUTION_READ = "contribution.read"
    CONTRIBUTION_EDIT = "contribution.edit"
    OWN_PART = "own_part.act"
    ROOM_READ = "room.read"
    HISTORY_READ = "history.read"
    PEOPLE_READ = "people.read"
    PEOPLE_MANAGE = "people.manage"
    WORKSPACE_EDIT = "workspace.edit"
    NATIONAL_READ = "national.read"
    PLATFORM_MANAGE = "platform.manage"


_READ = frozenset(
    {Permission.PLAN_READ, Permission.PARTNER_READ, Permission.HISTORY_READ, Permission.PEOPLE_READ}
)
_WORK = _READ | {
    Permission.PLAN_EDIT,
    Permission.ACTION_UPDATE,
    Permission.PILLAR_EDIT,
    Permission.PARTNER_EDIT,
    Permission.PARTNER_PRIVATE,
    Permission.AGREEMENT_READ,
    Permission.AGREEMENT_EDIT,
    Permission.CONTRIBUTION_READ,
    Permission.CONTRIBUTION_EDIT,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _READ | {Permission.PEOPLE_MANAGE, Permission.WORKSPACE_EDIT},
    Role.COORDINATOR: _WORK | {Permission.WORKSPACE_EDIT},
    Role.OFFICER: _WORK,
    Role.CONTROLLER: _READ | {Permission.AGREEMENT_READ, Permission.CONTRIBUTION_READ},
    Role.DECIDER: _READ | {Permission.AGREEMENT_READ, Permission.CONTRIBUTION_READ},
    Role.COMMITTEE: frozenset({Permission.PLAN_READ, Permission.PARTNER_READ}),
    Role.READER: frozenset({Permission.PLAN_READ, Permission.PARTNER_READ, Permission.HISTORY_READ}),
    Role.PARTNER_MEMBER: frozenset({Permission.PLAN_READ, Permission.PARTNER_READ, Permission.OWN_PART}),
}

# Held for an organisation that takes part, by all who work for it; never given to a person (accounts/models/membership.py).
GIVEN_TO_PEOPLE = tuple(role for role in Role if role is not Role.PARTNER_MEMBER)
# What somebody who works for an organisation may do outside every coalition.
FOR_AN_ORGANISATION = frozenset({Permission.ROOM_READ})

PLATFORM_PERMISSIONS: dict[PlatformRole, frozenset[Permission]] = {
    PlatformRole.ADVISER: frozenset({Permission.NATIONAL_READ}),
    PlatformRole.OPERATOR: frozenset({Permission.PLATFORM_MANAGE}),
}


def permissions_of(
    roles: Iterable[Role], platform_roles: Iterable[PlatformRole] = ()
) -> frozenset[Permission]:
    """Everything that somebody with these roles may do, in the coalition where the roles are held."""
    granted: frozenset[Permission] = frozenset()
    for role in roles:
        granted |= ROLE_PERMISSIONS[role]
    for platform_role in platform_roles:
        granted |= PLATFORM_PERMISSIONS[platform_role]
    return granted
