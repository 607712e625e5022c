"""The addresses of the platform: the operator's rooms, and the settings of a workspace."""

from app.platform.routes import condition, settings, taking_along, workspaces
from app.platform.routes.blueprint import blueprint

__all__ = ["blueprint", "condition", "settings", "taking_along", "workspaces"]
