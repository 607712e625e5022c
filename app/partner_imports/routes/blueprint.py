"""The blueprint that the addresses of lists hang on."""

from flask import Blueprint

blueprint = Blueprint("partner_imports", __name__)
