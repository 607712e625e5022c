"""The addresses of templates."""

from app.action_templates.routes import beginning, keeping
from app.action_templates.routes.blueprint import blueprint

__all__ = ["beginning", "blueprint", "keeping"]
