"""The profile of an organisation, for who works there; its administrator keeps it."""

from uuid import UUID

from flask import Response, flash
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from app.access import Permission
from app.organisations.forms import OrganisationForm, profile_of
from app.organisations.models import Organisation
from app.organisations.queries import people, profiles
from app.organisations.routes.blueprint import blueprint, employer, keeper, kept_organisation, only_or_choose
from app.organisations.wording import ORGANISATION_KINDS, SECTORS, told
from app.refusals import Refusal
from app.web.door import needs_across
from app.web.page import page, see_view
from tenants import db


@blueprint.get("/mijn/organisatie")
@needs_across(Permission.ROOM_READ)
def profiles_of_mine() -> Response:
    """The profile of the only organisation that one works for; who works for more chooses."""
    return only_or_choose("organisations.profile", gettext("Het profiel van welke organisatie?"))


@blueprint.get("/mijn/organisatie/<uuid:organisation_id>")
@needs_across(Permission.ROOM_READ)
def profile(organisation_id: UUID) -> Response:
    """The profile as all coalitions see it; for who keeps it also what was suggested and changed."""
    mine = employer(organisation_id)
    keeps = mine.administrator
    return page(
        "organisations/profile.html",
        organisation=profiles.organisation(organisation_id),
        keeps=keeps,
        keepers=[]
        if keeps
        else [each for each in people.colleagues_of(organisation_id) if each.administrator],
        suggestions=profiles.open_suggestions(organisation_id) if keeps else [],
        changes=told(profiles.changes_of(organisation_id)) if keeps else [],
        kinds=ORGANISATION_KINDS,
        sectors=SECTORS,
    )


@blueprint.route("/mijn/organisatie/<uuid:organisation_id>/bewerken", methods=["GET", "POST"])
@needs_across(Permission.ROOM_READ)
def edit_profile(organisation_id: UUID) -> Response:
    """Change the profile."""
    keeper(organisation_id)
    organisation = kept_organisation(organisation_id)
    form = OrganisationForm(data=profile_of(organisation))
    # Outside every coalition no history tells who changed it meanwhile, only that somebody did.
    form.watch(lambda _since, changes: changes)
    if not form.is_submitted():
        return page("organisations/edit.html", form=form, organisation=organisation)
    try:
        if form.validate():
            changed = change(organisation, form)
            if changed:
                flash(gettext("Het profiel is opgeslagen. Alle coalities zien het zo."), "success")
            return see_view("organisations.profile", organisation_id=organisation_id)
    except Refusal as refusal:
        form.refuse(refusal, otherwise="name")
    return page("organisations/edit.html", form=form, organisation=organisation, status=422)


def change(organisation: Organisation, form: OrganisationForm) -> bool:
    """Let the profile say what the form says; returns whether that changed it. Raises Refusal where its number is another's."""
    number = form.number
    owner = profiles.organisation_with_kvk_number(number) if number else None
    if owner is not None and owner.id != organisation.id:
        raise Refusal(
            "Dit KvK-nummer hoort al bij %(name)s. Staat uw organisatie er twee keer in? Meld het bij een coalitie waarin u meedoet.",
            about="kvk_number",
            name=owner.name,
        )
    try:
        with db().begin_nested():
            return bool(organisation.edit(form.organisation))
    except IntegrityError as error:
        raise Refusal(
            "Zojuist voegde iemand anders dit nummer toe. Verstuur het formulier opnieuw.", about="kvk_number"
        ) from error
