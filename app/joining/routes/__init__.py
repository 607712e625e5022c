"""The addresses of joining, one module per noun."""

from app.joining.routes.blueprint import blueprint

__all__ = ["blueprint"]
