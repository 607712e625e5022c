"""The addresses of contributions, by noun."""

from app.contributions.routes import totals
from app.contributions.routes.blueprint import blueprint

__all__ = ["blueprint", "totals"]
