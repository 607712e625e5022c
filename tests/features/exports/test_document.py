"""A plan becomes a document that everybody can read: asked for on a page, made by a task, fetched by the one who asked."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import create_engine, select, text

from app.exports.models import ExportFile
from app.exports.typesetting import NotTypeset, typeset
from app.plan.models import Action, Chapter, Plan
from app.web.limits import limiter
from jobs.task import State, Task
from tenants import db, retention
from tests.features.accounts.conftest import Post
from tests.page import Visitor
from tests.people import World, secret_of

# What a template language, and typst most of all, would take for its own.
STRANGE = '#panic("x") $a_1$ *niet vet* <label> @bron [x] \\ `code` #sys.inputs.data // geen noot'


@pytest.fixture(autouse=True)
def _nobody_asked_yet(furnished: World) -> None:
    with furnished.app.app_context():
        limiter.reset()


@pytest.fixture
def reader(world: World) -> Visitor:
    return world.as_person("reader@hengelo")


def ask(visitor: Visitor, address: str) -> str:
    """Ask for a PDF as people do; returns what the page of files says then."""
    form = visitor.get(address)
    assert form.status == 200
    return visitor.follow(visitor.post(address)).words()


def fetched(visitor: Visitor) -> PdfReader:
    """The newest file of somebody."""
    link = visitor.get("/hengelo/bestanden").document.xpath(
        "//main//a[contains(@href, '/bestanden/')]/@href"
    )[0]
    answer = visitor.get(link)
    assert answer.response.mimetype == "application/pdf"
    assert answer.response.headers["Content-Disposition"].startswith("attachment")
    return PdfReader(BytesIO(answer.response.get_data()))


def words_of(document: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def tags_of(document: PdfReader) -> Iterator[str]:
    """Every kind of element in the tree that a screen reader walks."""
    waiting: list[Any] = [document.root_object["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            if "/S" in node:
                yield str(node["/S"]).removeprefix("/")
            if "/K" in node:
                waiting.append(node["/K"])


def test_a_reader_asks_for_the_plan_and_fetches_it_when_it_is_made(
    world: World, reader: Visitor, post: Post
) -> None:
    plan = world.row("hengelo", "plan", "plan")
    (link,) = reader.get("/hengelo/plan").document.xpath("//main//a[contains(@href, '/pdf')]/@href")
    assert link == f"/hengelo/plan/{plan}/pdf"
    assert "Wacht tot de computer tijd heeft" in ask(reader, link)
    page = reader.get("/hengelo/bestanden")
    assert page.document.xpath("//*[@hx-trigger='every 2s']"), "the page looks by itself whether it is ready"
    post.deliver()
    page = reader.get("/hengelo/bestanden", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert not page.document.xpath("//*[@hx-trigger]"), "and stops looking once it is"
    said = words_of(fetched(reader))
    for seen in ["Samen aan tafel", "Actieplan", "Vastgesteld door college op 20 januari 2026", "2026 tot en met 2027",
                 "1 Visie", "Wie zich eenzaam voelt", "We beginnen klein.", "1. Minder eenzame inwoners", "Voortgang: 25%",
                 "a) Koffieochtend", "Trekker: Welzijn", "Uiterlijk klaar: 30 juni 2027", "Zaal gehuurd",
                 "gehaald, 10 maart 2026", "Ook op feestdagen.", "onze lezing, nog te bevestigen"]:  # fmt: skip
        assert seen in said, seen
    assert secret_of("enschede") not in said


def test_the_document_is_tagged_titled_and_in_dutch_as_the_standards_ask(
    world: World, reader: Visitor, post: Post
) -> None:
    ask(reader, f"/hengelo/plan/{world.row('hengelo', 'plan', 'plan')}/pdf")
    post.deliver()
    document = fetched(reader)
    root: Any = document.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl-NL"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata is not None
    assert (document.metadata.title, document.metadata.author) == ("Actieplan", "Samen aan tafel")
    told = root["/Metadata"].get_data().decode()
    for said in ("pdfuaid:part>1<", "pdfaid:part>2<", "pdfaid:conformance>A<"):
        assert said in told, said
    tags = list(tags_of(document))
    assert {"H1", "H2", "H3", "H4", "P", "L", "LI", "Table", "TH", "TD", "TOC"} <= set(tags)
    assert tags.count("TH") == 3 * tags.count("Table")
    bookmarks = [str(entry["/Title"]) for entry in document.outline if isinstance(entry, dict)]
    assert bookmarks == ["1 Visie", "Doelen en acties", "Pijlers en thema’s"]
    fonts = {str(font["/BaseFont"]) for page in document.pages for font in _fonts(page)}
    assert fonts
    assert all("SourceSans3" in font for font in fonts), fonts


def _fonts(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"].get("/Font", {}).values()]


def test_whatever_people_type_is_text_to_the_typesetter(world: World, reader: Visitor, post: Post) -> None:
    with world.inside("hengelo"):
        db().get_one(Action, world.row("hengelo", "action", "koffie")).title = STRANGE
        db().get_one(Chapter, world.row("hengelo", "chapter", "visie")).title = STRANGE
        db().get_one(Plan, world.row("hengelo", "plan", "plan")).title = STRANGE
    ask(reader, f"/hengelo/plan/{world.row('hengelo', 'plan', 'plan')}/pdf")
    post.deliver()
    document = fetched(reader)
    assert document.metadata is not None
    assert document.metadata.title == STRANGE
    assert '#panic("x") $a_1$ *niet vet* <label> @bron [x]' in words_of(document)


def test_a_version_is_typeset_as_it_was_frozen_and_not_as_the_plan_is_today(world: World, post: Post) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    page = coordinator.get("/hengelo/plan/versies")
    link = page.document.xpath("//main//a[starts-with(@href, '/hengelo/plan/versies/')]/@href")
    version = next(each for each in link if len(each.rsplit("/", 1)[1]) == 36)
    with world.inside("hengelo"):
        db().get_one(Action, world.row("hengelo", "action", "koffie")).title = "Theemiddag"
    ask(coordinator, f"{version}/pdf")
    post.deliver()
    said = words_of(fetched(coordinator))
    assert "Koffieochtend" in said
    assert "Theemiddag" not in said
    assert "zoals ingelezen uit het document" in said


def test_a_file_is_fetched_by_the_one_who_asked_and_nobody_else(world: World, reader: Visitor) -> None:
    theirs = world.row("hengelo", "export_file", "bestand")
    assert world.as_person("coordinator@hengelo").get(f"/hengelo/bestanden/{theirs}").status == 200
    for who in ("reader@hengelo", "administrator@hengelo"):
        assert world.as_person(who).get(f"/hengelo/bestanden/{theirs}").status == 404
    assert "U hebt nog geen bestanden" in reader.get("/hengelo/bestanden").words()
    assert reader.get("/hengelo/bestanden").document.xpath("//main//*[@hx-trigger]") == []


def test_what_could_not_be_made_says_so(world: World, reader: Visitor) -> None:
    ask(reader, f"/hengelo/plan/{world.row('hengelo', 'plan', 'plan')}/pdf")
    with world.inside("hengelo"):
        made = db().scalars(select(ExportFile).where(ExportFile.made_at.is_(None))).one()
        task = db().get_one(Task, made.task_id)
        task.error = "Er ging iets mis bij de verwerking."
    assert "We proberen het opnieuw" in reader.get("/hengelo/bestanden").words()
    assert reader.get(f"/hengelo/bestanden/{made.id}").location == "/hengelo/bestanden"
    with world.inside("hengelo"):
        db().get_one(Task, made.task_id).state = State.FAILED
    assert "Het is niet gelukt dit bestand te maken" in reader.get("/hengelo/bestanden").words()


def test_what_the_template_cannot_read_makes_no_file() -> None:
    with pytest.raises(NotTypeset):
        typeset("plan", {"title": ""})


def test_a_file_is_gone_after_a_week(world: World) -> None:
    owner = create_engine(world.database.url("owner"))
    for days, left in ((6, 1), (8, 0)):
        with owner.begin() as connection:
            connection.execute(text(f"update export_file set asked_at = now() - interval '{days} days'"))
        with world.inside("hengelo"):
            retention.carry_out()
            assert len(db().scalars(select(ExportFile)).all()) == left
    owner.dispose()
