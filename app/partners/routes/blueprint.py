"""The blueprint that the routes of partners hang on."""

from flask import Blueprint

blueprint = Blueprint("partners", __name__)
