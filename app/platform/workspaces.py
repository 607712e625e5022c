"""Opening a workspace: one sentence for the command and the form alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Row, select
from sqlalchemy.exc import IntegrityError

import app.platform.content  # noqa: F401 - makes the tables known that a workspace begins with
from app.access import Role
from app.accounts.mails import mail_invitation, path_of
from app.accounts.models import Invitation, wait_your_turn
from app.accounts.queries import colleagues, open_invitations
from app.history.models import record
from app.plan.models import Plan
from app.refusals import Refusal
from app.todos.settling import catch_up
from app.versions.models import PlanVersion
from app.versions.queries.content import content_of
from app.versions.rules.content import Content
from tenants import Actor, Municipality, Tenant, acting_in, current_tenant, db, provision
from tenants.models import RESERVED_SLUGS, is_slug


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a new workspace. An empty `slug` or `coalition` follows from the municipality."""

    municipality: str
    coordinator_name: str
    coordinator_email: str
    coalition: str = ""
    slug: str = ""
    led_by: str = ""
    responsible: str = ""


def slug_of(name: str) -> str:
    """The name as a part of an address: "'s-Hertogenbosch" becomes "s-hertogenbosch"."""
    return re.sub(r"[^a-z0-9]+", "-", provision.sort_key(name)).strip("-")


def open_workspace(opening: Opening, actor: Actor) -> str:
    """Make the workspace with all that one starts with, and invite its coordinator, who is administrator too.

    Returns the path of the invitation's link, which is mailed as well. Raises Refusal where the municipality is not in the register or
    the address is taken.
    """
    municipality = db().get(Municipality, opening.municipality)
    if municipality is None:
        raise Refusal("Deze gemeente staat niet in het register.", about="municipality")
    slug = opening.slug or slug_of(municipality.name)
    _refuse_unusable(slug)
    _refuse_unreachable(opening.coordinator_email)
    described = _described(opening, municipality)
    # One transaction: a workspace without an invitation would be a house without a door.
    with acting_in(provision.tenant_id_of(slug), actor=actor):
        _establish(slug, described)
        catch_up()
        record("workspace.opened", current_tenant())
        return _invite(opening.coordinator_name, opening.coordinator_email)


def load_workspace(
    slug: str, *documents: Mapping[str, Any], invented: Mapping[str, Any] | None, demonstration: bool
) -> None:
    """Make a workspace from its files, and keep each plan in it as a version: as the documents say, before what was `invented`."""
    with acting_in(provision.tenant_id_of(slug)):
        as_documented = _contents(slug, documents)
        also = [] if invented is None else [invented]
        provision.establish(slug, *documents, *also, demonstration=demonstration)
        for content in as_documented:
            PlanVersion.keep_as_loaded(content)
        catch_up()


def _contents(slug: str, documents: Sequence[Mapping[str, Any]]) -> list[Content]:
    """What each plan of the documents holds by itself; nothing stays of having loaded it to find out."""
    attempt = db().begin_nested()
    provision.establish(slug, *documents)
    contents = [content_of(plan_id) for plan_id in db().scalars(select(Plan.id)).all()]
    attempt.rollback()
    return [content for content in contents if content is not None]


def invite_first(slug: str, name: str, email: str, actor: Actor) -> str:
    """Invite a coordinator (again) to the workspace `slug` in which nobody works yet: the link was lost, or its seven days are over.

    Returns the path of the link; links sent before no longer work. Raises Refusal where somebody works there already: from then on
    the coalition itself says who comes in, and nobody else.
    """
    _refuse_unreachable(email)
    with acting_in(provision.tenant_id_of(slug), actor=actor):
        wait_your_turn()
        if colleagues():
            raise Refusal("In deze werkruimte werkt al iemand. De beheerder daar nodigt anderen uit.")
        for sent_before in open_invitations():
            sent_before.revoke()
        return _invite(name, email)


def _invite(name: str, email: str) -> str:
    roles = {Role.ADMINISTRATOR, Role.COORDINATOR}
    invitation, token = Invitation.to(name=name, email=email, roles=roles)
    mail_invitation(invitation, token)
    return path_of(token)


def _refuse_unreachable(email: str) -> None:
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise Refusal(
            "Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@gemeente.nl.",
            about="coordinator_email",
        ) from error


def _refuse_unusable(slug: str) -> None:
    if not is_slug(slug):
        raise Refusal(
            "Gebruik kleine letters, cijfers en streepjes; begin met een letter. Bijvoorbeeld: bergen-nh.",
            about="slug",
        )
    if slug in RESERVED_SLUGS or provision.exists(slug):
        raise Refusal(
            "Dit adres is al in gebruik. Kies een ander, zoals %(other)s.", about="slug", other=f"{slug}-2"
        )


def _described(opening: Opening, municipality: Municipality) -> dict[str, Any]:
    return {
        "municipality": municipality.cbs_code,
        "coalition": opening.coalition or f"Samen tegen eenzaamheid {municipality.name}",
        "led_by": opening.led_by,
        "responsible": opening.responsible or f"Gemeente {municipality.name}",
        # Nobody said so yet: the coalition confirms it in its settings.
        "responsible_reading": not opening.responsible,
    }


def _establish(slug: str, described: dict[str, Any]) -> None:
    try:
        provision.establish(slug, provision.read(provision.STANDARD), {"workspace": described})
    except IntegrityError as error:
        # Somebody else took the address between the question and the deed.
        raise Refusal(
            "Dit adres is al in gebruik. Kies een ander, zoals %(other)s.", about="slug", other=f"{slug}-2"
        ) from error


def municipalities() -> list[tuple[str, str]]:
    """The register, by name: code and name."""
    rows = db().execute(select(Municipality.cbs_code, Municipality.name).order_by(Municipality.sort_key))
    return [(row.cbs_code, row.name) for row in rows]


def all_workspaces() -> list[Row[Any]]:
    """Every workspace by municipality: what is public of it, and who is responsible."""
    columns = (
        Tenant.id, Tenant.slug, Tenant.municipality, Tenant.coalition, Tenant.led_by, Tenant.responsible,
        Tenant.responsible_reading, Tenant.demonstration, Tenant.created_at,
    )  # fmt: skip
    rows: Sequence[Any] = db().execute(select(*columns)).all()
    return sorted(rows, key=lambda row: (provision.sort_key(row.municipality), row.slug))
