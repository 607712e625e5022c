"""An administrator takes everything of the coalition along, and finds it among the own files."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from app.exports.models import ExportFile
from app.history.models import Event
from jobs.carrying import take_along
from tenants import db, folder
from tests.people import World, secret_of

ADDRESS = "/hengelo/instellingen/alles-meenemen"


def test_an_administrator_asks_for_everything_and_fetches_a_zip_of_this_coalition_alone(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    administrator = world.as_person("administrator@hengelo")
    assert ADDRESS in administrator.get("/hengelo/instellingen").text
    administrator.post(ADDRESS)
    with world.inside("hengelo", "administrator@hengelo"):
        asked = db().scalars(select(ExportFile).where(ExportFile.media_type == "application/zip")).one()
        take_along(file_id=str(asked.id))
    assert "ZIP" in administrator.get("/hengelo/bestanden").text
    fetched = administrator.get(f"/hengelo/bestanden/{asked.id}").response
    place = tmp_path_factory.mktemp("zip")
    with ZipFile(BytesIO(fetched.data)) as archive:
        archive.extractall(place)
    folder.check(place / "hengelo")
    everything = b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file()).decode()
    assert secret_of("hengelo") in everything
    assert secret_of("enschede") not in everything
    with world.inside("hengelo"):
        told = db().scalars(select(Event).where(Event.kind == "workspace.taken_along")).one()
        assert told.actor_name == "administrator@hengelo"
        take_along(file_id=str(world.row("hengelo", "export_file", "weg")))


def test_a_coordinator_is_not_offered_it_and_not_let_in(world: World) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    assert ADDRESS not in coordinator.get("/hengelo/instellingen").text
    assert coordinator.get(ADDRESS).status == 403
