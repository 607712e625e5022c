"""The addresses of home, by screen."""

from app.home.routes import history, national, overview, partners, room, search, undo
from app.home.routes.blueprint import blueprint

__all__ = ["blueprint", "history", "national", "overview", "partners", "room", "search", "undo"]
