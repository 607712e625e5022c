"""The blueprint that the routes of versions hang on."""

from flask import Blueprint

blueprint = Blueprint("versions", __name__)
