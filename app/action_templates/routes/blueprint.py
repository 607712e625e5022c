"""The blueprint that the addresses of templates hang on."""

from flask import Blueprint

blueprint = Blueprint("action_templates", __name__)
