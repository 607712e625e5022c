"""The blueprint that the routes of joining hang on."""

from flask import Blueprint

blueprint = Blueprint("joining", __name__)
