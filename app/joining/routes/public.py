"""What a coalition shows to everybody, and the choice of it."""

from uuid import UUID

from flask import Response, abort, flash, request
from flask_babel import gettext

from app.access import Permission
from app.history.meanwhile import watch
from app.joining import queries
from app.joining.forms import PublicPageForm
from app.joining.models import PublicPage
from app.joining.routes.blueprint import blueprint
from app.organisations.wording import SECTORS
from app.pillars.models import Pillar, Theme
from app.web.door import Place, needs, open_to_all
from app.web.page import page, see_view
from tenants import current_tenant, tenant_in_brief

LONGEST_TEXT = 1000


@blueprint.get("/coalitie")
@open_to_all(Place.INSIDE)
def coalition() -> Response:
    """The public page: what the coalition chose, and nothing else of the workspace. Answers 404 while it is off."""
    if not tenant_in_brief().shows_public_page:
        abort(404)
    return _show()


@blueprint.get("/instellingen/openbaar/voorbeeld")
@needs(Permission.WORKSPACE_EDIT)
def preview() -> Response:
    """The same page as it is now, for who chooses what stands on it: also while it is off."""
    return _show(preview=True)


def _show(*, preview: bool = False) -> Response:
    return page(
        "joining/coalition.html",
        public=queries.public_page() or PublicPage.blank(),
        tenant=current_tenant(),
        parts=queries.public_parts(),
        partners=queries.shown_partners(),
        sectors=SECTORS,
        preview=preview,
    )


@blueprint.route("/instellingen/openbaar", methods=["GET", "POST"])
@needs(Permission.WORKSPACE_EDIT)
def public_settings() -> Response:
    """Choose what everybody may see: it is off until somebody turns it on."""
    saving = request.method == "POST"
    public = PublicPage.to_change() if saving else queries.public_page() or PublicPage.blank()
    offered = queries.pillars_and_themes()
    shown = {part.about: part.text for part in queries.public_parts()}
    form = PublicPageForm(obj=public, data={"shows_public_page": tenant_in_brief().shows_public_page})
    watch(form, public.id)
    if saving:
        shown = _chosen(offered)
        if form.validate():
            public.edit(
                form.facts,
                shown=bool(form.shows_public_page.data),
                parts=shown,
                offered={row.id: row for row in offered},
            )
            flash(gettext("De openbare pagina is opgeslagen."), "success")
            return see_view("joining.public_settings")
    return page(
        "joining/public_settings.html",
        form=form,
        public=public,
        offered=offered,
        shown=shown,
        consented=queries.shown_partners(),
        longest=LONGEST_TEXT,
        status=422 if saving else 200,
    )


def _chosen(offered: list[Pillar | Theme]) -> dict[UUID, str]:
    """The texts by pillar and theme that were ticked: of those that there are."""
    ticked = set(request.form.getlist("part"))
    return {
        row.id: request.form.get(f"text-{row.id}", "").strip()[:LONGEST_TEXT]
        for row in offered
        if str(row.id) in ticked
    }
