"""The pages of partners that also show what they do in the plan: partners may not know the plan, home may know both."""

from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import Response, flash, request, url_for
from flask_babel import gettext

from app.access import Permission
from app.accounts.session import me
from app.agreements.queries.agreements import lines_of_partner
from app.agreements.wording import STATES, TONES
from app.bodies.wording import BODY_KINDS
from app.contributions.queries.entries import lines
from app.contributions.rules.ledger import totals
from app.contributions.wording import KIND_NAMES
from app.history.meanwhile import watch
from app.history.wording import KINDS
from app.home.queries.partner_page import around
from app.home.queries.partners import Selection, listing, work_of
from app.home.queries.places import partner_with_places, places
from app.joining.queries import can_be_invited, works_for
from app.organisations.rules import Sector
from app.organisations.wording import ORGANISATION_KINDS, SECTORS
from app.partners import queries
from app.partners.forms import PlacesForm
from app.partners.routes.blueprint import blueprint
from app.partners.rules import Belonging
from app.partners.wording import BELONGING_EXPLAINED, BELONGINGS
from app.web.door import may, needs
from app.web.intake import countable, said_but
from app.web.page import page, see_view

Choice = TypeVar("Choice", bound=StrEnum)


@blueprint.get("/partners")
@needs(Permission.PARTNER_READ)
def partners() -> Response:
    """The partners by circle, filtered in the address."""
    selection = selected()
    number = max(1, request.args.get("pagina", 1, type=countable))
    return page(
        "partners/partners.html",
        fragment="partners/_circles.html",
        selection=selection,
        can_be_invited=can_be_invited() if may(Permission.PARTNER_EDIT) else frozenset(),
        listing=listing(selection, number),
        number=number,
        page_url=lambda n: url_for("partners.partners", **said_but("pagina"), pagina=n),
        circle_url=_circle_url,
        said=said_but("pagina"),
        sectors=SECTORS,
        belongings=BELONGINGS,
        explained=BELONGING_EXPLAINED,
    )


def selected() -> Selection:
    """What the address asks for; what cannot be read in it is left out."""
    return Selection(
        words=request.args.get("q", "").strip(),
        sector=_chosen(Sector, "sector"),
        belonging=_chosen(Belonging, "kring"),
        neighbourhood=request.args.get("wijk", type=UUID),
        umbrella=request.args.get("koepel", type=UUID),
    )


def _circle_url(way: Belonging | None) -> str:
    """The same choice, in this circle or state only."""
    said = {name: value for name, value in said_but("kring").items() if name != "pagina"}
    return url_for("partners.partners", **said, kring=way.value if way else None)


@blueprint.get("/partners/<uuid:partner_id>")
@needs(Permission.PARTNER_READ)
def partner(partner_id: UUID) -> Response:
    """One partner: how it takes part, what it does, where it sits, where the plan names it; and to who may know, whom to call."""
    private = may(Permission.PARTNER_PRIVATE)
    found = around(partner_id, private=private, people=private or may(Permission.PEOPLE_READ))
    shown = queries.partner(partner_id)
    return page(
        "partners/partner.html",
        partner=shown,
        around=found,
        joining=found.joining if may(Permission.PARTNER_EDIT) else None,
        ours=may(Permission.OWN_PART) and works_for(me().employers_here, shown),
        organisation_kinds=ORGANISATION_KINDS,
        mine=found.may_correct(me().person_id),
        steps=KINDS,
        work=work_of(partner_id),
        agreements=lines_of_partner(partner_id) if may(Permission.AGREEMENT_READ) else [],
        contributions=totals(lines(partner_id)) if may(Permission.CONTRIBUTION_READ) else None,
        contribution_kinds=KIND_NAMES,
        agreement_states=STATES,
        agreement_tones=TONES,
        sectors=SECTORS,
        belongings=BELONGINGS,
        explained=BELONGING_EXPLAINED,
        kinds=BODY_KINDS,
    )


@blueprint.route("/partners/<uuid:partner_id>/wijken", methods=["GET", "POST"])
@needs(Permission.PARTNER_EDIT)
def neighbourhoods(partner_id: UUID) -> Response:
    """In which neighbourhoods a partner works."""
    partner, every = partner_with_places(partner_id), places()
    form = PlacesForm(data={"places": [str(tie.neighbourhood_id) for tie in partner.serves]})
    form.offer(every)
    watch(form, partner.id)
    if form.validate_on_submit():
        chosen = set(form.places.data or ())
        if partner.serve([(identifier, name) for identifier, name in every if str(identifier) in chosen]):
            flash(gettext("De wijzigingen zijn opgeslagen."), "success")
        return see_view("partners.partner", partner_id=partner.id)
    status = 422 if form.is_submitted() else 200
    return page("partners/places.html", form=form, partner=partner, status=status)


def _chosen(words: type[Choice], name: str) -> Choice | None:
    """The choice in the address, or None where there is none that we know."""
    value = request.args.get(name, "")
    return words(value) if value in set(words) else None
