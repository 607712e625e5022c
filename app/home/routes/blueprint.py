"""The blueprint that the routes of home hang on."""

from flask import Blueprint

blueprint = Blueprint("home", __name__)
