"""Nothing of the three plans is left out: the loaded workspaces against a register made by hand from the documents."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.history.models import Provenance
from tenants import Base, TenantOwned, acting_in, db, provision
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
