"""Nothing of the three plans is left out: the loaded workspaces against a register made by hand from the documents.

And a reader of the workspace finds each item back: the page of its row says where it stands in the document.
"""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.access import Role
from app.accounts.models import Membership
from app.bodies.models import BodyMember
from app.history.models import Provenance
from app.pillars.models import Pillar
from app.plan.models import Chapter, Milestone, Passage
from tenants import Base, TenantOwned, acting_in, db, provision
from tests.page import Answer
from tests.people import World

REGISTER = Path(__file__).parents[1] / "register"
TOWNS = {"hengelo": 37, "enschede": 255, "almelo": 167}
Reference = tuple[str, str, str]


def _register(slug: str) -> list[Reference]:
    items = tomllib.loads((REGISTER / f"{slug}.toml").read_text(encoding="utf-8"))["item"]
    return [(item["document"], item["heading"], item["item"]) for item in items]


def _documents(slug: str) -> list[dict[str, Any]]:
    files = (
        provision.STANDARD,
        provision.WORKSPACES / f"{slug}.toml",
        provision.WORKSPACES / f"{slug}.demonstration.toml",
    )
    return [provision.read(file) for file in files]


def _loaded(slug: str) -> Counter[Reference]:
    """The references of every row of the workspace that the product loads, under an address that no town has."""
    provision.create(f"{slug}-echt", *_documents(slug))
    found: Counter[Reference] = Counter()
    with acting_in(provision.tenant_id_of(f"{slug}-echt")):
        for mapper in Base.registry.mappers:
            kind = mapper.class_
            if issubclass(kind, Provenance) and issubclass(kind, TenantOwned):
                rows = db().execute(select(kind.source_document, kind.source_heading, kind.source_item))
                found.update((row[0], row[1], row[2]) for row in rows if row[0])
    return found


@pytest.mark.parametrize("slug", TOWNS)
def test_every_item_of_the_plan_is_one_row_of_the_workspace(world: World, slug: str) -> None:
    assert world.people
    register, loaded = _register(slug), _loaded(slug)
    assert len(register) == TOWNS[slug]
    assert [item for item in register if loaded[item] == 0] == [], "left out"
    assert [item for item in register if loaded[item] > 1] == [], "loaded twice"


# The page of a row whose page is its own; the other kinds stand on the page of what they belong to: `_place`.
PAGES = {
    "action": "/acties/{}",
    "body": "/partners/gremia/{}",
    "contribution_period": "/partners/bijdragen/perioden",
    "goal": "/doelen/{}",
    "partner": "/partners/{}",
    "plan": "/plan/{}",
    "theme": "/themas/{}",
}


@pytest.mark.parametrize("slug", TOWNS)
def test_a_reader_finds_at_every_item_where_it_stands_in_the_plan(world: World, slug: str) -> None:
    tenant_id = provision.create(f"{slug}-echt", *_documents(slug))
    with acting_in(tenant_id):
        # A reader does not read contributions, a controller does.
        for role in (Role.READER, Role.CONTROLLER):
            db().add(Membership(person_id=world.people["reader@hengelo"], role=role))
        places = _places()
    reader = world.as_person("reader@hengelo")
    pages = {
        address: reader.get(f"/{slug}-echt{address}") for address in {page for page, _ in places.values()}
    }
    assert {page.status for page in pages.values()} == {200}
    unsaid = [
        (item, places[item][0])
        for item in _register(slug)
        if not _says(pages[places[item][0]], item, places[item][1])
    ]
    assert unsaid == []


def _places() -> dict[Reference, tuple[str, str]]:
    """Of each reference in this workspace: the address of the page of its row, and the id of its part of that page, if any."""
    rows: list[Any] = [
        row
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Provenance) and issubclass(mapper.class_, TenantOwned)
        for row in db().scalars(select(mapper.class_).where(mapper.class_.source_document != ""))
    ]
    plans: dict[UUID | None, UUID] = {row.id: row.plan_id for row in rows if isinstance(row, Chapter)}
    return {(row.source_document, row.source_heading, row.source_item): _place(row, plans) for row in rows}


def _place(row: Any, plans: dict[UUID | None, UUID]) -> tuple[str, str]:
    match row:
        case Pillar():
            place = f"/pijlers/{row.number}", ""
        case Chapter():
            place = PAGES["plan"].format(row.plan_id), ""
        case Milestone():
            place = PAGES["action"].format(row.action_id), f"mijlpaal-{row.id}"
        case Passage(chapter_id=None):
            place = PAGES["action"].format(row.action_id), f"passage-{row.id}"
        case Passage():
            place = PAGES["plan"].format(plans[row.chapter_id]), f"passage-{row.id}"
        case BodyMember():
            place = PAGES["body"].format(row.body_id), ""
        case _:
            place = PAGES[row.__tablename__].format(row.id), ""
    return place


def _says(page: Answer, reference: Reference, part: str) -> bool:
    """Whether a page names document, heading and item: in the part itself, or the item there and the rest just above it."""
    words = page.words(f"//*[@id='{part}']" if part else "//main | //aside")
    if ", ".join(reference) in words:
        return True
    above = (
        page.words(f"(//*[@id='{part}']/preceding::*[contains(@class, 'sk-source')])[last()]") if part else ""
    )
    return reference[2] in words and above.endswith(", ".join(reference[:2]))


@pytest.mark.parametrize("slug", TOWNS)
def test_what_is_invented_is_marked_so(slug: str) -> None:
    invented = provision.read(provision.WORKSPACES / f"{slug}.demonstration.toml")
    updates = list(_entries(invented, "progress_update"))
    assert updates
    assert all(update.get("demonstration") is True for update in updates)
    assert all(
        "source" in milestone or milestone.get("demonstration")
        for milestone in _entries(invented, "milestone")
        if "title" in milestone
    )
    assert not list(_entries(provision.read(provision.WORKSPACES / f"{slug}.toml"), "progress_update"))


def _entries(document: Any, name: str) -> list[dict[str, Any]]:
    if isinstance(document, list):
        return [entry for part in document for entry in _entries(part, name)]
    if not isinstance(document, dict):
        return []
    own = document.get(name, [])
    return [
        *(own if isinstance(own, list) else []),
        *(entry for part in document.values() for entry in _entries(part, name)),
    ]
