"""The addresses of joining, one module per noun."""

from app.joining.routes import answering, applications, applying, consent, invitations, public
from app.joining.routes.blueprint import blueprint

__all__ = ["answering", "applications", "applying", "blueprint", "consent", "invitations", "public"]
