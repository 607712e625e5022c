"""One's own account."""

from flask import Response

from app.accounts.routes.blueprint import blueprint
from app.web.door import signed_in
from app.web.page import page


@blueprint.get("/account")
@signed_in
def account() -> Response:
    """Name, language, password and sessions."""
    return page("accounts/account.html")
