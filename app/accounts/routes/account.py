"""One's own account."""

from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext

from app.accounts import session as sessions
from app.accounts.forms import AccountForm
from app.accounts.queries import my_account
from app.accounts.routes.blueprint import blueprint
from app.accounts.wording import PLATFORM_ROLE_NAMES, ROLE_NAMES
from app.web.door import signed_in
from app.web.language import remember_language
from app.web.page import page, see_view


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> Response:
    """Name, language and digest, roles, and the browsers in which one is signed in."""
    me = sessions.me()
    person = my_account(me.person_id)
    form = AccountForm(obj=person)
    if form.validate_on_submit():
        person.name, person.language = form.name.data or "", form.language.data
        person.digest = form.digest.data
        flash(gettext("Uw gegevens zijn opgeslagen."), "success")
        return remember_language(see_view("accounts.account"), person.language)
    return page(
        "accounts/account.html",
        form=form,
        me=me,
        role_names=ROLE_NAMES,
        platform_role_names=PLATFORM_ROLE_NAMES,
        sign_ins=sessions.my_sessions(person.id),
        status=422 if request.method == "POST" else 200,
    )


@blueprint.post("/account/sessies/<uuid:sign_in_id>/einde")
@signed_in
def end_session(sign_in_id: UUID) -> Response:
    """Sign one other browser out."""
    sessions.end_one(sessions.me().person_id, sign_in_id)
    flash(gettext("Op dat apparaat bent u uitgelogd."), "success")
    return see_view("accounts.account", _anchor="sessies")


@blueprint.post("/account/sessies/einde")
@signed_in
def end_other_sessions() -> Response:
    """Sign every other browser out."""
    sessions.end_all(sessions.me().person_id, but=sessions.me().sign_in_id)
    flash(gettext("Op alle andere apparaten bent u uitgelogd."), "success")
    return see_view("accounts.account", _anchor="sessies")
