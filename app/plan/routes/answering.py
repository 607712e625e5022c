"""Telling how one action goes by the link from a mail, without an account. The page leads nowhere else."""

from typing import Any

from flask import Response, request

from app.plan.forms.request import AnswerForm
from app.plan.models import Action, ProgressUpdate, UpdateRequest
from app.plan.queries.action import action_to_show
from app.plan.queries.request import lock, request_with_token
from app.plan.routes.blueprint import blueprint
from app.plan.rules import Light, RequestState
from app.refusals import Refusal
from app.web.door import Place, open_to_all
from app.web.limits import PER_ACCOUNT, PER_ADDRESS, by_link, limiter, was_refused
from app.web.page import page, see

# No way into the workspace from here, also for who is signed in: the link is for one action.
_NOTHING_ELSE: dict[str, Any] = {
    "viewer": None,
    "navigation": [],
    "places": [],
    "search_url": None,
    "sign_in_url": None,
    "home_url": None,
}
# The same address, told without the token: where an answer sent somebody is kept for a second press (app/web/answered.py).
_HERE = "?beantwoord"
_REFUSED = {RequestState.WITHDRAWN: 410, RequestState.EXPIRED: 410, RequestState.GONE: 410}


@blueprint.route("/update/<token>", methods=["GET", "POST"])
@limiter.limit(PER_ADDRESS, deduct_when=was_refused)
@limiter.limit(PER_ACCOUNT, methods=["POST"], key_func=by_link, deduct_when=was_refused)
@open_to_all(Place.INSIDE)
def answer_request(token: str) -> Response:
    """Show the question; take the answer. Looking changes nothing, so a mail scanner that follows the link does no harm."""
    found = request_with_token(token)
    if found is None:
        return _page(
            "plan/request_closed.html", asked=None, state="unknown", told=None, not_placed="", status=404
        )
    if found.action_id is None:
        return _closed(found)
    form = AnswerForm()
    if request.method == "POST":
        return _take(found, lock(found, found.action_id), form, token)
    action = action_to_show(found.action_id)
    if found.state is not RequestState.OPEN:
        return _closed(found, _told(found, action))
    return _page("plan/request.html", asked=found, action=action, form=form, token=token)


def _take(found: UpdateRequest, action: Action, form: AnswerForm, token: str) -> Response:
    if found.state is not RequestState.OPEN:
        return _pressed_again(found, action, form)
    if form.validate():
        try:
            found.answer(
                action,
                form.happened.data or "",
                following=form.next.data or "",
                light=Light(form.light.data),
                light_reason=form.light_reason.data or "",
            )
        except Refusal as refusal:
            form.refuse(refusal, otherwise="happened")
        else:
            return see(_HERE)
    return _page("plan/request.html", asked=found, action=action, form=form, token=token, status=422)


def _pressed_again(found: UpdateRequest, action: Action, form: AnswerForm) -> Response:
    """A second press of the same answer is no mistake; another answer is not placed, and is shown so that it can be kept."""
    told, said = _told(found, action), form.happened.data or ""
    if told is not None and told.happened == said:
        return see(_HERE)
    return _closed(found, told, status=409, not_placed=said)


def _told(found: UpdateRequest, action: Action) -> ProgressUpdate | None:
    """The update that the question was answered with."""
    return next((update for update in action.updates if update.id == found.update_id), None)


def _closed(
    found: UpdateRequest,
    told: ProgressUpdate | None = None,
    *,
    status: int | None = None,
    not_placed: str = "",
) -> Response:
    return _page(
        "plan/request_closed.html",
        asked=found,
        state=found.state,
        told=told,
        not_placed=not_placed,
        status=status or _REFUSED.get(found.state, 200),
    )


def _page(template: str, *, status: int = 200, **context: Any) -> Response:
    answer = page(template, status=status, **_NOTHING_ELSE, **context)
    # No search engine keeps it, and no address of another page, nor of a picture, learns of the link.
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Referrer-Policy"] = "strict-origin"
    answer.headers["Cache-Control"] = "no-store"
    return answer
