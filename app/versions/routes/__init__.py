"""The addresses of versions, by what people do with them."""

from app.versions.routes import comparing, freezing, reading
from app.versions.routes.blueprint import blueprint

__all__ = ["blueprint", "comparing", "freezing", "reading"]
