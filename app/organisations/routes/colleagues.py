"""Who works for an organisation: seen by all who do, kept by its administrator."""

from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext

from app.access import Permission
from app.accounts.session import me
from app.organisations.forms import RightsForm
from app.organisations.models import change_rights, end_work, rights_of
from app.organisations.queries import people, profiles
from app.organisations.routes.blueprint import blueprint, employer, keeper, kept_organisation, only_or_choose
from app.refusals import Refusal
from app.web.door import needs_across
from app.web.page import page, see, see_view
from app.web.shown import Meanwhile


@blueprint.get("/mijn/collegas")
@needs_across(Permission.ROOM_READ)
def colleagues_of_mine() -> Response:
    """The colleagues of the only organisation that one works for; who works for more chooses."""
    return only_or_choose("organisations.colleagues", gettext("De collega’s van welke organisatie?"))


@blueprint.get("/mijn/collegas/<uuid:organisation_id>")
@needs_across(Permission.ROOM_READ)
def colleagues(organisation_id: UUID) -> Response:
    """Who works there, and as what; for the administrator also who was asked to."""
    mine = employer(organisation_id)
    return page(
        "organisations/colleagues.html",
        organisation=profiles.organisation(organisation_id),
        keeps=mine.administrator,
        colleagues=people.colleagues_of(organisation_id),
        invitations=people.open_invitations(organisation_id) if mine.administrator else [],
        me=me(),
    )


@blueprint.route("/mijn/collegas/<uuid:organisation_id>/<uuid:member_id>", methods=["GET", "POST"])
@needs_across(Permission.ROOM_READ)
def rights(organisation_id: UUID, member_id: UUID) -> Response:
    """Change what a colleague may do."""
    organisation = kept_organisation(organisation_id)
    member = people.colleague_of(organisation_id, member_id)
    held = rights_of(member)
    form = RightsForm(
        data={"function": held.function, "administrator": held.administrator, "may_sign": held.may_sign}
    )
    form.watch(_nobody_is_named)
    if form.validate_on_submit():
        try:
            change_rights(member, form.rights)
        except Refusal as refusal:
            form.refuse(refusal, otherwise="administrator")
        else:
            flash(gettext("De rechten van %(name)s zijn opgeslagen.", name=member.person.name), "success")
            return see_view("organisations.colleagues", organisation_id=organisation_id)
    status = 422 if form.is_submitted() else 200
    return page(
        "organisations/rights.html", form=form, member=member, organisation=organisation, status=status
    )


@blueprint.route("/mijn/collegas/<uuid:organisation_id>/<uuid:member_id>/einde", methods=["GET", "POST"])
@needs_across(Permission.ROOM_READ)
def end_colleague(organisation_id: UUID, member_id: UUID) -> Response:
    """Let a colleague no longer work for the organisation, after asking."""
    keeper(organisation_id)
    return _end(organisation_id, member_id)


@blueprint.route("/mijn/collegas/<uuid:organisation_id>/vertrek", methods=["GET", "POST"])
@needs_across(Permission.ROOM_READ)
def leave(organisation_id: UUID) -> Response:
    """No longer work for the organisation oneself, after asking."""
    employer(organisation_id)
    return _end(organisation_id, people.myself_in(organisation_id, me().person_id).id)


def _end(organisation_id: UUID, member_id: UUID) -> Response:
    mine = employer(organisation_id)
    # Only an administrator can be the last one, and only an administrator may lock the organisation.
    organisation = (
        kept_organisation(organisation_id) if mine.administrator else profiles.organisation(organisation_id)
    )
    member = people.colleague_of(organisation_id, member_id)
    myself = member.person_id == me().person_id
    refused = ""
    if request.method == "POST":
        try:
            end_work(member)
        except Refusal as refusal:
            refused = gettext(refusal.sentence)
        else:
            return _ended(organisation_id, member.person.name, organisation.name, myself=myself)
    return page(
        "organisations/end.html",
        member=member,
        organisation=organisation,
        myself=myself,
        refused=refused,
        status=409 if refused else 200,
    )


def _ended(organisation_id: UUID, name: str, organisation: str, *, myself: bool) -> Response:
    if myself:
        flash(gettext("U werkt niet meer voor %(organisation)s.", organisation=organisation), "success")
        return see("/")
    flash(gettext("%(name)s komt nergens meer binnen namens de organisatie.", name=name), "success")
    return see_view("organisations.colleagues", organisation_id=organisation_id)


def _nobody_is_named(_since: object, changes: list[Meanwhile]) -> list[Meanwhile]:
    """Outside every coalition no history tells who changed it meanwhile: only that somebody did."""
    return changes
