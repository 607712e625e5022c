"""The blueprint that the addresses of agreements hang on."""

from flask import Blueprint

blueprint = Blueprint("agreements", __name__)
