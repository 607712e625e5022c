"""The logo: known by its content, made anew, and shown to whoever was given its address."""

from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from app.organisations.models import Organisation
from app.organisations.pictures import LARGEST_LOGO, logo_of
from app.refusals import Refusal
from tenants import acting_outside, db
from tests.features.organisations.cast import ADMINISTRATOR, organisation_of
from tests.page import Answer, Visitor
from tests.people import World

SMALL = (60, 40)


def picture(kind: str, size: tuple[int, int] = (900, 300), **said: object) -> bytes:
    made = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(made, kind, **said)
    return made.getvalue()


def test_a_picture_becomes_small_and_keeps_nothing_but_its_pixels() -> None:
    hidden = Image.Exif()
    hidden[0x010E] = "Keukentafel van Noor"
    kept = logo_of(picture("JPEG", exif=hidden))
    assert b"Keukentafel" in picture("JPEG", exif=hidden)
    with Image.open(BytesIO(kept.content)) as made:
        assert max(made.size) == 320
        assert Image.MIME[made.format or ""] == kept.media_type
        assert not made.getexif()
        assert not made.info
    assert len(kept.content) <= LARGEST_LOGO


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "Dit is geen plaatje"),
        (b"GIF89a" + bytes(40), "Dit is geen plaatje"),
        (picture("PNG")[:900], "Dit plaatje is niet heel"),
        (bytes(3 * 1024 * 1024), "Dit bestand is te groot"),
        (b"", "Dit is geen plaatje"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(sent: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        logo_of(sent)
    assert refused.value.about == "file"


def test_a_small_file_that_would_fill_the_memory_is_refused_before_it_is_read() -> None:
    huge = BytesIO()
    Image.new("1", (9000, 9000)).save(huge, "PNG")
    with pytest.raises(Refusal, match="20 miljoen"):
        logo_of(huge.getvalue())


@pytest.fixture
def welzijn(world: World) -> UUID:
    return organisation_of(world, "hengelo")


def send(visitor: Visitor, welzijn: UUID, content: bytes, name: str = "logo.png") -> Answer:
    return visitor.post(
        f"/mijn/organisatie/{welzijn}/logo",
        {"file": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def address_of(world: World, welzijn: UUID) -> str:
    with acting_outside(actor=world.actor(ADMINISTRATOR)):
        return db().get_one(Organisation, welzijn).logo


def test_an_administrator_chooses_a_logo_and_it_stands_on_the_page_of_the_partner(
    world: World, welzijn: UUID
) -> None:
    administrator = world.as_person(ADMINISTRATOR)
    refused = send(administrator, welzijn, b"MZ geen plaatje")
    assert refused.status == 422
    assert "Dit is geen plaatje dat we kennen." in refused.error_of("file")
    page = administrator.follow(send(administrator, welzijn, picture("WEBP", SMALL), "iets.exe"))
    (shown,) = page.document.xpath("//main//img[contains(@class, 'sk-logo')]/@src")
    partner = f"/hengelo/partners/{world.row('hengelo', 'partner', 'welzijn')}"
    assert shown in world.as_person("reader@hengelo").get(partner).text
    administrator.post(f"/mijn/organisatie/{welzijn}/logo/verwijdering")
    assert address_of(world, welzijn) == ""
    assert world.stranger().get(shown).status == 404


def test_the_picture_is_nothing_but_a_picture_and_only_for_who_was_given_its_address(
    world: World, welzijn: UUID
) -> None:
    administrator = world.as_person(ADMINISTRATOR)
    send(administrator, welzijn, picture("PNG", SMALL))
    first = address_of(world, welzijn)
    answer = world.stranger().get(f"/logo/{first}")
    assert answer.status == 200
    headers = answer.response.headers
    assert headers["Content-Type"] in {"image/png", "image/webp"}
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in headers["Cache-Control"]
    send(administrator, welzijn, picture("PNG", SMALL))
    assert address_of(world, welzijn) != first
    assert world.stranger().get(f"/logo/{first}").status == 404


def test_a_coalition_gives_a_logo_to_who_has_nobody_with_an_account(world: World) -> None:
    coordinator = world.as_person("coordinator@hengelo")
    bakker = world.row("hengelo", "partner", "bakker")
    sent = {"file": (BytesIO(picture("PNG", SMALL)), "logo.png")}
    done = coordinator.post(f"/hengelo/partners/{bakker}/logo", sent, content_type="multipart/form-data")
    assert coordinator.follow(done).document.xpath("//main//img[contains(@class, 'sk-logo')]")
    welzijn = world.row("hengelo", "partner", "welzijn")
    assert coordinator.get(f"/hengelo/partners/{welzijn}/logo").status == 404
