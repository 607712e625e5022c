"""The blueprint that the routes of contributions hang on."""

from flask import Blueprint

blueprint = Blueprint("contributions", __name__)
