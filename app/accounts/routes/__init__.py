"""The addresses of accounts, one module per noun."""

from app.accounts.routes import account, door, invitations, joining, password, people, start
from app.accounts.routes.blueprint import blueprint

__all__ = ["account", "blueprint", "door", "invitations", "joining", "password", "people", "start"]
