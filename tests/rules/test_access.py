"""The one table of roles and permissions, as a colleague would read it: a change of it is a change of this text."""

from app.access import FOR_AN_ORGANISATION, PLATFORM_PERMISSIONS, ROLE_PERMISSIONS, Permission, permissions_of

TABLE = """
               plan.read plan.edit action.update pillar.edit partner.read partner.edit partner.private agreement.read agreement.edit contribution.read contribution.edit own_part.act history.read people.read people.manage workspace.edit
administrator  x         -         -             -           x            -            -               -              -              -                 -                 -            x            x           x             x
coordinator    x         x         x             x           x            x            x               x              x              x                 x                 -            x            x           -             x
officer        x         x         x             x           x            x            x               x              x              x                 x                 -            x            x           -             -
controller     x         -         -             -           x            -            -               x              -              x                 -                 -            x            x           -             -
decider        x         -         -             -           x            -            -               x              -              x                 -                 -            x            x           -             -
committee      x         -         -             -           x            -            -               -              -              -                 -                 -            -            -           -             -
reader         x         -         -             -           x            -            -               -              -              -                 -                 -            x            -           -             -
partner_member x         -         -             -           x            -            -               -              -              -                 -                 x            -            -           -             -
"""


def test_the_roles_may_what_the_table_says() -> None:
    header, *rows = [line.split() for line in TABLE.strip().splitlines()]
    assert set(header) == {p.value for p in Permission} - {"national.read", "platform.manage", "room.read"}
    assert [row[0] for row in rows] == [role.value for role in ROLE_PERMISSIONS]
    for role, granted in ROLE_PERMISSIONS.items():
        (marks,) = [row[1:] for row in rows if row[0] == role]
        assert {name for name, mark in zip(header, marks, strict=True) if mark == "x"} == granted, role


def test_a_role_across_coalitions_gives_nothing_inside_one() -> None:
    inside = permissions_of(ROLE_PERMISSIONS)
    assert all(not granted & inside for granted in PLATFORM_PERMISSIONS.values())


def test_several_roles_add_up() -> None:
    assert permissions_of(ROLE_PERMISSIONS, PLATFORM_PERMISSIONS) | FOR_AN_ORGANISATION == set(Permission)
