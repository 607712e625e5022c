"""The addresses of bodies. They stand under those of partners, where people look for them."""

from app.bodies.routes import above, bodies, catalogue, offices, seats
from app.bodies.routes.blueprint import blueprint

__all__ = ["above", "blueprint", "bodies", "catalogue", "offices", "seats"]
