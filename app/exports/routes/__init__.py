"""The addresses of files."""

from app.exports.routes import documents, listing
from app.exports.routes.blueprint import blueprint

__all__ = ["blueprint", "documents", "listing"]
