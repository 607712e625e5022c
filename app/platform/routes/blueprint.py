"""The blueprint that the routes of this feature hang on."""

from flask import Blueprint

blueprint = Blueprint("platform", __name__)
