"""The addresses of contributions, by noun."""

from app.contributions.routes import answering, files, giving, partner, periods, promising, totals
from app.contributions.routes.blueprint import blueprint

__all__ = ["answering", "blueprint", "files", "giving", "partner", "periods", "promising", "totals"]
