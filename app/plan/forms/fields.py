"""What the forms of the plan share."""

from typing import Any

from wtforms import Field

from app.web.forms import BaseForm


class PlanForm(BaseForm):
    """A form of the plan: the ids of its fields carry its name, because an action page can hold several forms at once."""

    class Meta(BaseForm.Meta):
        """How fields are bound."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Give the field its id."""
            field_id = f"{type(form).__name__.removesuffix('Form').lower()}-{options['name']}"
            # A field of a list of fields brings its own.
            field: Field = unbound_field.bind(form=form, **{"id": field_id, **options})
            return field
