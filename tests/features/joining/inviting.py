"""How a coordinator of the tests invites, and what the rows say then."""

from datetime import timedelta
from typing import Any

from sqlalchemy import create_engine, select, text

from app.joining.models import PartnerInvitation
from app.organisations.models import Organisation
from app.partners.models import Partner
from app.todos.models import Todo
from app.todos.rules import Kind
from tenants import db
from tests.page import Answer
from tests.people import World

INVITE = "/hengelo/partners/uitnodigen"
SAM = "sam@fietsen.example"
NEW = {"name": "Fietsen voor Iedereen", "sector": "sport", "circle": "wider", "kvk_number": "", "website": "", "contact": "Sam Fietser",
       "email": SAM, "message": "Uw tochten zijn precies wat wij missen."}  # fmt: skip
ACCOUNT = {"name": "Sam Fietser", "function": "Voorzitter", "password": "vier woorden achter elkaar"}


def invite(world: World, town: str = "hengelo", **changes: Any) -> Answer:
    return world.as_person(f"coordinator@{town}").post(f"/{town}/partners/uitnodigen", NEW | changes)


def invite_baker(world: World, town: str = "hengelo", **changes: Any) -> Answer:
    partner = world.row(town, "partner", "bakker")
    return world.as_person(f"coordinator@{town}").post(
        f"/{town}/partners/{partner}/uitnodiging", NEW | changes
    )


def partner(name: str = NEW["name"]) -> Partner:
    named = select(Partner).join(Partner.organisation).where(Organisation.name == name)
    return db().scalars(named).one()


def invitation() -> PartnerInvitation:
    newest = select(PartnerInvitation).order_by(PartnerInvitation.sent_at.desc()).limit(1)
    return db().scalars(newest).one()


def later(world: World, **by: int) -> None:
    """Let so much time pass for every invitation."""
    owner = create_engine(world.database.url("owner"))
    with owner.begin() as connection:
        connection.execute(
            text("update partner_invitation set sent_at = sent_at - :by, expires_at = expires_at - :by"),
            {"by": timedelta(**by)},
        )
    owner.dispose()


def open_rows(kind: Kind) -> list[Todo]:
    return list(db().scalars(select(Todo).where(Todo.kind == kind, Todo.closed_at.is_(None))))
