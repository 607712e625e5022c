"""A coalition's own colour, as a small style sheet: the content security policy allows no inline style."""

import re

from flask import Flask, Response, make_response, request

from app.web.door import Place, open_to_all

_COLOUR = re.compile(r"[0-9a-f]{6}")
WHITE = 1.0
ENOUGH = 4.5
_DARK = 0.04045


def luminance(colour: str) -> float:
    """The relative luminance of "#rrggbb", 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (_linear(value) for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _DARK else ((channel + 0.055) / 1.055) ** 2.4


def contrast_on_white(colour: str) -> float:
    """The contrast ratio of "#rrggbb" with white; WCAG 2.2 AA asks 4.5 for text (1.4.3)."""
    return (WHITE + 0.05) / (luminance(colour) + 0.05)


def init_app(app: Flask) -> None:
    """Serve the sheet. The colour is in the address, so that it can be cached for ever and needs no database."""

    @app.get("/theme.css")
    @open_to_all(Place.OUTSIDE)
    def theme() -> Response:
        colour = request.args.get("kleur", "")
        sheet = f":root{{--sk-brand:#{colour};--sk-brand-ink:#fff}}\n" if _COLOUR.fullmatch(colour) else ""
        response = make_response(sheet)
        response.headers["Content-Type"] = "text/css; charset=utf-8"
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
