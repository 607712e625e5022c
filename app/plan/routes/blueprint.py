"""The blueprint that every room of the plan hangs its addresses on."""

from flask import Blueprint

blueprint = Blueprint("plan", __name__)
