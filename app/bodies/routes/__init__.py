"""The addresses of bodies. They stand under those of partners, where people look for them."""

from app.bodies.routes import bodies
from app.bodies.routes.blueprint import blueprint

__all__ = ["blueprint", "bodies"]
