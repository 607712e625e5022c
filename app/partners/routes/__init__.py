"""The addresses of partners, by noun. The list and the page of a partner also show actions: they stand in app/home/routes/partners.py."""

from app.partners.routes import contacts, logo, notes, participation, partners, suggestions
from app.partners.routes.blueprint import blueprint

__all__ = ["blueprint", "contacts", "logo", "notes", "participation", "partners", "suggestions"]
