"""The addresses of agreements, by noun."""

from app.agreements.routes import agreements, parties, sending, signing
from app.agreements.routes.blueprint import blueprint

__all__ = ["agreements", "blueprint", "parties", "sending", "signing"]
