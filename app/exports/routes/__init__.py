"""The addresses of files."""

from app.exports.routes import listing
from app.exports.routes.blueprint import blueprint

__all__ = ["blueprint", "listing"]
