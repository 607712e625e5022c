"""The blueprint that the routes of bodies hang on."""

from flask import Blueprint

blueprint = Blueprint("bodies", __name__)
