"""A picture that somebody sent, made anew: known by its content, small, and without what was hidden in it."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from app.refusals import Refusal

LARGEST_SENT = 2 * 1024 * 1024
LARGEST_LOGO = 200_000
# Of what was sent: enough for a photograph, too little to fill the memory of the machine with a small file.
_MOST_PIXELS = 20_000_000
# Twice what the largest place shows, for sharp screens.
_SIDE = 320
_FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept."""

    content: bytes
    media_type: str


def logo_of(sent: bytes) -> Picture:
    """The picture in `sent`, at most 320 by 320 and 200 kB, with nothing but its pixels.

    What it is, its content says: a name or a type that a browser sends with it is not asked. Of a moving picture the first one is
    taken. Raises Refusal, about "file", where it is no PNG, JPEG or WebP, is broken or too large.
    """
    if len(sent) > LARGEST_SENT:
        raise Refusal("Dit bestand is te groot. Kies een plaatje van ten hoogste 2 MB.", about="file")
    try:
        with Image.open(BytesIO(sent), formats=_FORMATS) as found:
            if found.width * found.height > _MOST_PIXELS:
                raise Refusal(
                    "Dit plaatje is te groot. Kies er een van ten hoogste 20 miljoen punten.", about="file"
                )
            found.draft("RGB", (2 * _SIDE, 2 * _SIDE))
            upright = ImageOps.exif_transpose(found)
            pixels = upright.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise Refusal(
            "Dit is geen plaatje dat we kennen. Kies een PNG, JPEG of WebP.", about="file"
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refusal(
            "Dit plaatje is niet heel. Bewaar het opnieuw en kies het nog eens.", about="file"
        ) from error
    pixels.thumbnail((_SIDE, _SIDE))
    return _written(pixels)


def _written(pixels: Image.Image) -> Picture:
    bare = Image.new("RGBA", pixels.size)
    bare.paste(pixels)
    png = BytesIO()
    bare.save(png, "PNG", optimize=True)
    if png.tell() <= LARGEST_LOGO:
        return Picture(png.getvalue(), "image/png")
    webp = BytesIO()
    bare.save(webp, "WEBP", quality=80)
    return Picture(webp.getvalue(), "image/webp")
