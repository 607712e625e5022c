"""p"""

from flask import Blueprint, Response

from app.access import Permission
from app.web.door import Place, needs, needs_platform, open_to_all, signed_in


blueprint = Blueprint("pillars", __name__)
