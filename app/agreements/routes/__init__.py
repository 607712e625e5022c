"""The addresses of agreements, by noun."""

from app.agreements.routes import agreements
from app.agreements.routes.blueprint import blueprint

__all__ = ["agreements", "blueprint"]
