"""The addresses of home, by screen."""

from app.home.routes import (
    contacts,
    history,
    missing,
    national,
    overview,
    partner_list,
    partners,
    room,
    search,
    undo,
)
from app.home.routes.blueprint import blueprint

__all__ = [
    "blueprint",
    "contacts",
    "history",
    "missing",
    "national",
    "overview",
    "partner_list",
    "partners",
    "room",
    "search",
    "undo",
]
