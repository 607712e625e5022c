"""A new password: by a link for who forgot it, or with the present one."""

from datetime import UTC, datetime

from flask import Response, flash, request
from flask_babel import gettext

from app.accounts import session as sessions
from app.accounts.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm
from app.accounts.mails import mail_changed_password
from app.accounts.queries import my_account, reset_with_token
from app.accounts.routes.blueprint import blueprint
from app.refusals import Refusal
from app.web.door import Place, open_to_all, signed_in
from app.web.limits import PER_ACCOUNT, PER_ADDRESS, by_person, by_typed_address, limiter, was_refused
from app.web.page import page, see_view
from jobs.passwords import send_password_link


@blueprint.route("/wachtwoord/vergeten", methods=["GET", "POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"])
@limiter.limit(PER_ACCOUNT, methods=["POST"], key_func=by_typed_address)
@open_to_all(Place.OUTSIDE)
def forgotten() -> Response:
    """Mail a link. What happens here is the same for every address: whether it is known is found out later, by the task."""
    form = ForgottenForm()
    if form.validate_on_submit():
        send_password_link.later(email=form.email.data)
        return page("accounts/link_sent.html", email=form.email.data)
    return page("accounts/forgotten.html", form=form, status=422 if request.method == "POST" else 200)


@blueprint.route("/wachtwoord/<token>", methods=["GET", "POST"])
@limiter.limit(PER_ADDRESS, deduct_when=was_refused)
@open_to_all(Place.OUTSIDE)
def reset(token: str) -> Response:
    """Choose a new password by the link from a mail: once, within the hour. Whoever was signed in anywhere is signed out."""
    found = reset_with_token(token)
    if found is None:
        return page("accounts/link_gone.html", status=410)
    link, person = found
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            person.choose_password(form.password.data or "")
        except Refusal as refusal:
            form.refuse(refusal, otherwise="password")
        else:
            link.used_at = datetime.now(UTC)
            sessions.end_all(person.id)
            mail_changed_password(person)
            flash(gettext("Uw nieuwe wachtwoord geldt vanaf nu. Log ermee in."), "success")
            return see_view("accounts.sign_in")
    status = 422 if request.method == "POST" else 200
    return page("accounts/new_password.html", form=form, person=person, token=token, status=status)


@blueprint.route("/account/wachtwoord", methods=["GET", "POST"])
@limiter.limit(PER_ACCOUNT, methods=["POST"], key_func=by_person)
@signed_in
def change_password() -> Response:
    """Choose a new password with the present one. Other browsers are signed out."""
    form, person = ChangePasswordForm(), my_account(sessions.me().person_id)
    if form.validate_on_submit():
        try:
            person.change_password(form.current.data or "", form.password.data or "")
        except Refusal as refusal:
            form.refuse(refusal, otherwise="password")
        else:
            sessions.end_all(person.id, but=sessions.me().sign_in_id)
            mail_changed_password(person)
            flash(gettext("Uw wachtwoord is veranderd. Op andere apparaten bent u uitgelogd."), "success")
            return see_view("accounts.account")
    return page("accounts/change_password.html", form=form, status=422 if request.method == "POST" else 200)
