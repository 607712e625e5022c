"""The blueprint that the addresses of files hang on."""

from flask import Blueprint

blueprint = Blueprint("exports", __name__)
