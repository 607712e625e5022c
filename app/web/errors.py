"""What people see when something is not there, not allowed, refused or broken: always a sentence and a way on."""

from collections.abc import Sequence

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import format_date, gettext, lazy_gettext
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.refusals import Refusal
from app.web import shown
from app.web.door import viewer
from app.web.forms import ForgedForm
from app.web.logs import log
from app.web.page import REFRESH_HEADERS, wants_fragment
from tenants import current_tenant

SENTENCES = {
    400: (lazy_gettext("Dit verzoek klopt niet"), lazy_gettext("Ga terug en probeer het opnieuw.")),
    403: (
        lazy_gettext("Hier hebt u geen rechten voor"),
        lazy_gettext("Vraag de beheerder van uw coalitie om de rol die hierbij hoort."),
    ),
    404: (
        lazy_gettext("Deze pagina is er niet"),
        lazy_gettext("Misschien is het adres veranderd, of hoort de pagina bij een coalitie waar u niet in werkt."),
    ),
    405: (lazy_gettext("Dit kan hier niet"), lazy_gettext("Ga terug en gebruik de knop op de pagina.")),
    409: (lazy_gettext("Dat kan nu niet"), ""),
    413: (lazy_gettext("Dit bestand is te groot"), lazy_gettext("Kies een bestand van ten hoogste 10 MB.")),
    429: (lazy_gettext("Even geduld"), lazy_gettext("U deed dit te vaak achter elkaar. Probeer het over een paar minuten weer.")),
    500: (
        lazy_gettext("Er ging iets mis bij ons"),
        lazy_gettext("Wat u deed is niet opgeslagen. Probeer het opnieuw; blijft het misgaan, geef dan het kenmerk hieronder door."),
    ),
    503: (
        lazy_gettext("Samenkracht is even niet bereikbaar"),
        lazy_gettext("Wat u deed is niet opgeslagen. Ga over een minuut terug en probeer het opnieuw."),
    ),
}  # fmt: skip
_SECONDS_UNTIL_RETRY = "30"


def answer(status: int, sentence: str = "", heading: str = "", *, typed: Sequence[str] = ()) -> Response:
    """The page of an error, in the words of SENTENCES or in better ones.

    `typed` is what somebody filled in and should not lose. htmx would swap it into a part of the page: it is told to replace the whole.
    """
    title, explanation = SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])  # noqa: PLR2004
    said = {
        "title": heading or title,
        "explanation": sentence or explanation,
        "status": status,
        "typed": typed,
        "request_id": g.get("request_id", ""),
    }
    if status >= 500:  # noqa: PLR2004
        # Without what every page may show: that asks the database, which may be what broke.
        text = current_app.jinja_env.get_template("errors/broken.html").render(said)
    else:
        text = render_template("errors/refused.html", **said)
    response = make_response(text, status)
    if status == 503:  # noqa: PLR2004
        response.headers["Retry-After"] = _SECONDS_UNTIL_RETRY
    response.headers["Vary"] = REFRESH_HEADERS
    if wants_fragment():
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def init_app(app: Flask) -> None:
    """Give `app` these answers."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(ForgedForm, forged)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(OperationalError, away)
    app.register_error_handler(InternalServerError, broken)


def refused(refusal: Refusal) -> Response:
    """A rule said no and the view had no form to say it in."""
    return answer(409, gettext(refusal.sentence, **refusal.values))


def forged(_error: ForgedForm) -> Response:
    """The form was too old, or came from elsewhere."""
    return answer(
        400, gettext("Dit formulier is verlopen. Ga terug, vernieuw de pagina en verstuur het opnieuw.")
    )


def http(error: HTTPException) -> Response:
    """Every answer that Flask itself gives."""
    if error.code is not None and error.code < 400:  # noqa: PLR2004 - redirects are no errors
        return error.get_response()  # type: ignore[return-value]
    left_at = viewer().left_here
    if error.code == 404 and left_at is not None:  # noqa: PLR2004
        sentence = gettext(
            "Uw laatste rol in %(coalition)s eindigde op %(day)s. Klopt dat niet? Vraag het de beheerder van de coalitie.",
            coalition=current_tenant().coalition,
            day=format_date(left_at, "d MMMM y"),
        )
        return answer(404, sentence, gettext("U werkt hier niet meer mee"))
    typed = shown.typed_texts(request.form) if error.code == 404 and shown.NAME in request.form else []  # noqa: PLR2004
    if typed:
        sentence = gettext(
            "Misschien heeft iemand het intussen verwijderd. Hieronder staat wat u typte, zodat u het kunt overnemen."
        )
        return answer(404, sentence, gettext("Wat u wijzigde, is er niet meer"), typed=typed)
    return answer(error.code or 500)


def away(error: OperationalError) -> Response:
    """The database went away, or is not there yet: it is being restarted."""
    return _broken("database away", error, 503)


def broken(error: InternalServerError) -> Response:
    """Something that we did not foresee: logged with its place, told with its id."""
    return _broken("broken", error.original_exception, 500)


def _broken(what: str, error: BaseException | None, status: int) -> Response:
    if "scope" in g:
        g.scope.settle(keep=False)
    log.error(what, extra={"request_id": g.get("request_id")}, exc_info=error)
    return answer(status)
