"""The one table of roles and permissions, as a colleague would read it: a change of it is a change of this text."""

from app.access import FOR_AN_ORGANISATION, PLATFORM_PERMISSIONS, ROLE_PERMISSIONS, Permission, permissions_of

TABLE = """
                  administrator coordinator officer controller decider committee reader partner_member
plan.read         x             x           x       x          x       x         x      x
plan.edit         -             x           x       -          -       -         -      -
action.update     -             x           x       -          -       -         -      -
pillar.edit       -             x           x       -          -       -         -      -
partner.read      x             x           x       x          x       x         x      x
partner.edit      -             x           x       -          -       -         -      -
partner.private   -             x           x       -          -       -         -      -
agreement.read    -             x           x       x          x       -         -      -
agreement.edit    -             x           x       -          -       -         -      -
contribution.read -             x           x       x          x       -         -      -
contribution.edit -             x           x       -          -       -         -      -
own_part.act      -             -           -       -          -       -         -      x
history.read      x             x           x       x          x       -         x      -
people.read       x             x           x       x          x       -         -      -
people.manage     x             -           -       -          -       -         -      -
workspace.edit    x             x           -       -          -       -         -      -
"""


def test_the_roles_may_what_the_table_says() -> None:
    header, *rows = [line.split() for line in TABLE.strip().splitlines()]
    assert header == [role.value for role in ROLE_PERMISSIONS]
    assert {row[0] for row in rows} == set(Permission) - {"national.read", "platform.manage", "room.read"}
    for role, *marks in zip(ROLE_PERMISSIONS, *(row[1:] for row in rows), strict=True):
        assert {row[0] for row, mark in zip(rows, marks, strict=True) if mark == "x"} == ROLE_PERMISSIONS[
            role
        ], role


def test_a_role_across_coalitions_gives_nothing_inside_one() -> None:
    inside = permissions_of(ROLE_PERMISSIONS)
    assert all(not granted & inside for granted in PLATFORM_PERMISSIONS.values())


def test_several_roles_add_up() -> None:
    assert permissions_of(ROLE_PERMISSIONS, PLATFORM_PERMISSIONS) | FOR_AN_ORGANISATION == set(Permission)
