"""The addresses of lists of partners that are read in."""

from app.partner_imports.routes import bringing, looking
from app.partner_imports.routes.blueprint import blueprint

__all__ = ["blueprint", "bringing", "looking"]
