"""The blueprint that the routes of contributions hang on, and what its templates need to say how much something is."""

from flask import Blueprint

from app.contributions.wording import amount, deed_name, hours, standing_name

blueprint = Blueprint("contributions", __name__)
blueprint.add_app_template_filter(amount)
blueprint.add_app_template_filter(deed_name)
blueprint.add_app_template_filter(hours)
blueprint.add_app_template_filter(standing_name)
