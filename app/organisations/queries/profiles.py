"""Organisations and their profiles."""

from collections.abc import Collection, Sequence
from uuid import UUID

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.organisations.models import (
    Organisation,
    OrganisationLogo,
    ProfileChange,
    ProfileSuggestion,
    SuggestedChange,
)
from app.organisations.rules import SuggestionState
from tenants import current_scope, db

_SHOWN = 20


def organisations_with(ids: Collection[UUID]) -> Sequence[Organisation]:
    """The organisations with these ids that may be seen here, by name."""
    return db().scalars(
        select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.sort_key)
    ).all()  # fmt: skip


def organisation(organisation_id: UUID) -> Organisation:
    """One organisation that may be seen here. 404 otherwise."""
    return db().get(Organisation, organisation_id) or abort(404)


def organisation_to_change(organisation_id: UUID) -> Organisation:
    """The same, locked until this change is settled: for who keeps its profile. 404 for others."""
    found = db().scalar(select(Organisation).where(Organisation.id == organisation_id).with_for_update())
    return found or abort(404)


def organisation_with_kvk_number(number: str) -> Organisation | None:
    """The organisation with this number, whoever added it: row level security shows numbered ones to all."""
    return db().scalar(select(Organisation).where(Organisation.kvk_number == number))


def logo_with_address(address: str) -> OrganisationLogo:
    """The picture at an address that its holder was shown. 404 where there is none (any more)."""
    current_scope().present(address)
    found = db().scalar(select(OrganisationLogo).where(OrganisationLogo.address == address))
    return found or abort(404)


def changes_of(organisation_id: UUID) -> Sequence[ProfileChange]:
    """What was changed of a profile, the last first, at most twenty; nothing for who does not keep it."""
    changes = select(ProfileChange).where(ProfileChange.organisation_id == organisation_id)
    return db().scalars(changes.order_by(ProfileChange.changed_at.desc()).limit(_SHOWN)).all()


def open_suggestions(organisation_id: UUID) -> Sequence[ProfileSuggestion]:
    """What is suggested to who keeps the profile and was not answered yet, the oldest first; not what this coalition suggests."""
    ours = ProfileSuggestion.id.in_(select(SuggestedChange.id))
    waiting = select(ProfileSuggestion).where(
        ProfileSuggestion.organisation_id == organisation_id,
        ProfileSuggestion.state == SuggestionState.OPEN,
        ~ours,
    )
    return db().scalars(waiting.order_by(ProfileSuggestion.suggested_at)).all()


def our_suggestions(organisation_id: UUID) -> Sequence[ProfileSuggestion]:
    """What this coalition suggested for a profile, with the answers, the last first."""
    ours = (
        select(ProfileSuggestion)
        .join(SuggestedChange, SuggestedChange.id == ProfileSuggestion.id)
        .options(joinedload(ProfileSuggestion.organisation))
    )
    of_it = ours.where(ProfileSuggestion.organisation_id == organisation_id)
    return db().scalars(of_it.order_by(ProfileSuggestion.suggested_at.desc()).limit(_SHOWN)).all()


def suggestion(suggestion_id: UUID) -> ProfileSuggestion:
    """One suggestion with its organisation. 404 for who neither made it nor may answer it."""
    return _one(suggestion_id, lock=False)


def suggestion_to_answer(suggestion_id: UUID) -> ProfileSuggestion:
    """The same, locked, so that it is answered once."""
    return _one(suggestion_id, lock=True)


def is_ours(suggestion_id: UUID) -> bool:
    """Whether this coalition made the suggestion."""
    return db().get(SuggestedChange, suggestion_id) is not None


def _one(suggestion_id: UUID, *, lock: bool) -> ProfileSuggestion:
    statement = (
        select(ProfileSuggestion)
        .where(ProfileSuggestion.id == suggestion_id)
        .options(joinedload(ProfileSuggestion.organisation))
    )
    if lock:
        statement = statement.with_for_update(of=ProfileSuggestion)
    return db().scalar(statement) or abort(404)
