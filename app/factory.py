"""The application: its settings, what every request goes through, and the features; FEATURES is the table of contents."""

import json
from typing import Any

from flask import Flask, Response, flash, g, has_request_context, redirect, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from app.about.routes import blueprint as about
from app.accounts import session
from app.accounts.routes import blueprint as accounts
from app.action_templates.routes import blueprint as action_templates
from app.agreements.routes import blueprint as agreements
from app.bodies.routes import blueprint as bodies
from app.contributions.routes import blueprint as contributions
from app.exports.routes import blueprint as exports
from app.history import undoing
from app.home.routes import blueprint as home
from app.joining.routes import blueprint as joining
from app.organisations.routes import blueprint as organisations
from app.partner_imports.routes import blueprint as partner_imports
from app.partners.routes import blueprint as partners
from app.pillars.routes import blueprint as pillars
from app.plan.routes import blueprint as plan
from app.platform.routes import blueprint as platform
from app.settings import ROOT, Settings
from app.settings import settings as settings_of_process
from app.versions.routes import blueprint as versions
from app.web import (
    answered,
    assets,
    context,
    errors,
    filters,
    gallery,
    headers,
    health,
    intake,
    language,
    limits,
    logs,
    mailbox,
    rendering,
    theme,
    transaction,
    unchanged,
)
from app.web.addresses import Addresses
from app.web.context import Destination
from app.web.door import Place, check_doors, door_of, open_to_all, try_door
from app.web.page import Missing
from jobs.queue import is_postponed
from tenants import current_scope
from tenants.address import TenantAddress, TenantDirectory
from tenants.database import connect, engine
from tenants.policies import weaknesses

FEATURES = (
    home,
    plan,
    action_templates,
    versions,
    exports,
    agreements,
    contributions,
    pillars,
    joining,
    bodies,
    partner_imports,
    partners,
    organisations,
    accounts,
    platform,
    about,
)

INSIDE = (
    Destination(lazy_gettext("Overzicht"), "home.overview"),
    Destination(
        lazy_gettext("Plan"),
        "plan.document",
        rooms=("plan", "versions", "exports", "action_templates"),
    ),
    Destination(
        lazy_gettext("Pijlers"),
        "plan.pillars",
        rooms=("pillars", "plan.pillar", "plan.edit_pillar", "plan.tie_theme", "plan.theme"),
    ),
    Destination(
        lazy_gettext("Partners"),
        "partners.partners",
        rooms=("partners", "bodies", "agreements", "joining", "contributions", "partner_imports"),
    ),
    Destination(lazy_gettext("Mensen"), "accounts.people"),
    Destination(lazy_gettext("Geschiedenis"), "home.history"),
    Destination(
        lazy_gettext("Instellingen"),
        "platform.settings",
        rooms=("joining.public_settings", "joining.preview", "joining.coalition"),
    ),
    Destination(lazy_gettext("Mijn ruimte"), "home.my_room"),
)
OUTSIDE = (
    Destination(lazy_gettext("Mijn coalities"), "accounts.start", choosing=True),
    Destination(lazy_gettext("Mijn ruimte"), "home.my_room", rooms=("organisations",)),
    Destination(lazy_gettext("Landelijk"), "home.national"),
    Destination(lazy_gettext("Platform"), "platform.workspaces", rooms=("platform",)),
)
LARGEST_REQUEST = 11 * 1024 * 1024


class Samenkracht(Flask):
    """Flask that knows which addresses lie outside every coalition."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses = Addresses(self)

    def log_exception(self, exc_info: Any) -> None:
        """Not as Flask does: the text of an exception quotes what people typed. app/web/errors.py logs its kind and place."""

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """The address of a view: within the coalition of this request, unless the view lies outside all."""
        remembered = self._addresses.find(endpoint, values)
        if remembered is not None:
            return remembered
        url = super().url_for(endpoint, **values)
        root = request.script_root if has_request_context() else ""
        door = door_of(self, endpoint)
        return url.removeprefix(root) if root and door and door.place is Place.OUTSIDE else url


def create_app(settings: Settings | None = None) -> Samenkracht:
    """Make the application. Raises RuntimeError, with the reasons, where it would not be safe to serve."""
    settings = settings or settings_of_process()
    app = Samenkracht(
        __name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "app" / "static")
    )
    configure(app, settings)
    connect(settings.database_url)
    refuse_what_is_unsafe(settings)
    install_requests(app, settings)
    install_house(app, settings)
    for feature in FEATURES:
        app.register_blueprint(feature)
    context.init_app(app, INSIDE, OUTSIDE)
    open_to_all(Place.OUTSIDE)(app.view_functions["static"])
    check_doors(app)
    if settings.in_production:
        rendering.compile_all(app)
        unchanged.product()
    app.wsgi_app = TenantAddress(unchanged.Unchanged(app, settings), TenantDirectory().find)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Set what Flask itself reads."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        METRICS_TOKEN=settings.metrics_token,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        # `__Host-` binds the cookie to this host and to https; a browser on http://localhost would refuse it.
        SESSION_COOKIE_NAME="__Host-samenkracht" if settings.in_production else "samenkracht",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SECURE=settings.in_production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
        COMPRESS_ALGORITHM=["br", "gzip"],
        # A page is compressed for one visit: 7 % larger than at level 4, in a third of its time.
        COMPRESS_BR_LEVEL=2,
        COMPRESS_LEVEL=3,
    )
    app.jinja_env.undefined = Missing
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["json"] = json.dumps


def refuse_what_is_unsafe(settings: Settings) -> None:
    """Serve nothing with a database role that could cross the boundary, nor in production with development's settings."""
    reasons = settings.mistakes() if settings.in_production else []
    with engine().connect() as connection:
        reasons += weaknesses(connection)
        if settings.in_production:
            reasons += session.demonstration_accounts(connection)
    if reasons:
        message = "Samenkracht refuses to start:\n- " + "\n- ".join(reasons)
        raise RuntimeError(message)


def install_requests(app: Flask, settings: Settings) -> None:
    """What every request goes through, in this order: log, scope, who looks, the door, what may come in, did it come before."""
    logs.configure(settings.log_level)
    logs.init_app(app)
    Compress(app)
    Htmx(app)
    headers.init_app(app, settings)
    # What is registered first runs last: after the commit.
    app.after_request(say_what_follows)
    transaction.init_app(app)
    app.before_request(lambda: choose_front_page(app))
    session.init_app(app, settings)
    app.before_request(lambda: try_door(app, ask_to_sign_in))
    CSRFProtect(app)
    intake.init_app(app, settings)
    limits.init_app(app, settings)
    language.init_app(app)
    answered.init_app(app)
    undoing.init_app(app)
    errors.init_app(app)


def install_house(app: Flask, settings: Settings) -> None:
    """What every template knows, and the pages of the house itself."""
    rendering.init_app(app)
    filters.init_app(app)
    gallery.init_app(app, settings)
    health.init_app(app, settings)
    mailbox.init_app(app, settings)
    theme.init_app(app)
    assets.init_app(app)


def say_what_follows(response: Response) -> Response:
    """Where the queue is away: what was done is saved, and what belongs to it comes later. Said on the page that is seen next."""
    if "scope" in g and is_postponed(g.scope.session):
        flash(
            gettext(
                "Wat u deed is opgeslagen. Wat er nog bij hoort, zoals een mail, volgt over enkele minuten."
            ),
            "warning",
        )
    return response


def choose_front_page(app: Flask) -> None:
    """`/` is two pages: the overview of a coalition, and outside all the front door of the product."""
    if request.path == "/" and current_scope().tenant_id is None:
        request.url_rule = next(app.url_map.iter_rules("accounts.start"))


def ask_to_sign_in() -> Response:
    """Send a stranger to the sign-in page, and back afterwards where that is a page."""
    back = f"{request.script_root}{request.full_path.rstrip('?')}" if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", terug=back))  # type: ignore[return-value]
