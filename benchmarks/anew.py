"""The product with nothing at hand: each page is made as it is after a change, when what everybody sees alike must be made again."""

from flask import Flask

from app import factory
from app.web.kept_parts import SHELF


def create_app() -> Flask:
    """The product itself, which forgets before each request what it kept of the pages before (docs/decisions/0017)."""
    product = factory.create_app()
    product.before_request(SHELF.clear)
    return product
