"""Nobody is offered what is refused: no link and no button of a page leads to "no rights"."""

import re

import pytest

from app.access import Permission, Role, permissions_of
from app.web.door import door_of
from tests.people import World
from tests.tenants.test_isolation import crawl

# Who finds something to press: the others read. A partner's member acts for its own organisation.
ACT = {Role.ADMINISTRATOR, Role.COORDINATOR, Role.OFFICER, Role.PARTNER_MEMBER}
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.mark.parametrize("role", list(Role))
def test_a_role_meets_no_link_and_no_button_that_it_may_not_use(world: World, role: Role) -> None:
    visitor = world.as_person(f"{role}@hengelo")
    addresses = world.app.url_map.bind("localhost")
    refused, shapes, pressed = set(), set(), 0
    pages = [page.document for page in crawl(visitor, "/hengelo/").values()]
    for page in pages:
        for link in page.xpath("//a/@href"):
            shape = IDENTIFIER.sub("…", link.partition("#")[0].partition("?")[0])
            if link.startswith("/hengelo/") and shape not in shapes:
                shapes.add(shape)
                if visitor.get(link).status == 403:
                    refused.add(link)
        for form in page.xpath("//form[translate(@method, 'POST', 'post') = 'post']/@action"):
            if form.startswith("/hengelo/"):
                endpoint, _ = addresses.match(form.removeprefix("/hengelo"), method="POST")
                door = door_of(world.app, endpoint)
                assert door is not None
                # To ask for a document is to read: the form is only there because making one takes a while.
                pressed += door.permission is not Permission.PLAN_READ
                if door.permission not in permissions_of([role]):
                    refused.add(form)
    assert refused == set()
    assert len(pages) > 5
    assert bool(pressed) == (role in ACT)
