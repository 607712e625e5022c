"""The addresses of partners, by noun. The list and the page of a partner also show actions: they stand in app/home/routes/partners.py."""

from app.partners.routes import contacts, notes, participation, partners
from app.partners.routes.blueprint import blueprint

__all__ = ["blueprint", "contacts", "notes", "participation", "partners"]
