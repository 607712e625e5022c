"""The addresses of organisations; importing this hangs them on the blueprint."""

from app.organisations.routes import colleagues, entering, invitations, logo, people, profile, suggestions  # noqa: F401
from app.organisations.routes.blueprint import blueprint

__all__ = ["blueprint"]
