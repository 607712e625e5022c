"""What somebody who does not keep a profile thinks that it should say."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, Self, cast
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import check_in
from app.history.models import Changes, record
from app.organisations.models.organisation import Organisation, OrganisationFacts
from app.organisations.rules import PROFILE_FIELDS, SuggestionState
from app.refusals import Refusal
from app.todos.rules import Kind
from app.todos.settling import done, settle
from tenants import Base, GlobalRow, TenantOwned, current_scope, current_tenant, db


class SuggestedChange(TenantOwned, Base):
    """That it was this coalition that made the suggestion of the same id, and who here did. The suggestion itself does not tell."""

    __tablename__ = "suggested_change"
    __table_args__ = (
        ForeignKeyConstraint(["id"], ["profile_suggestion.id"], ondelete="CASCADE"),
        Index(None, "id"),
    )

    suggested_by: Mapped[str]


class ProfileSuggestion(GlobalRow, Base):
    """A suggestion to who keeps the profile of an organisation, and the answer.

    `changes` holds per field what the profile said and what it should say; `accepted` the fields that were taken over. `coalition` is who
    suggests it, for the organisation's own people; empty where nobody has an account and another coalition reads it.
    No column has a default of the database: whoever adds a row may read it only once SuggestedChange says so.
    """

    __tablename__ = "profile_suggestion"
    __table_args__ = (
        CheckConstraint(check_in("state", SuggestionState), name="state"),
        CheckConstraint("(state = 'open') = (answered_at is null)", name="answered"),
        Index(None, "organisation_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    coalition: Mapped[str]
    suggested_at: Mapped[datetime]
    changes: Mapped[dict[str, Any]]
    note: Mapped[str]
    state: Mapped[str]
    accepted: Mapped[list[str]] = mapped_column(JSONB)
    answer: Mapped[str]
    answered_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")

    @property
    def label(self) -> str:
        """How people call it: what it is about. Needs organisation to be loaded."""
        return self.organisation.name

    @property
    def fields(self) -> list[str]:
        """What it is about, in the order in which a profile is read."""
        return [field for field in PROFILE_FIELDS if field in self.changes]

    @classmethod
    def make(cls, organisation: Organisation, facts: OrganisationFacts, note: str) -> Self:
        """Suggest to who keeps the profile that it says `facts`. Raises Refusal where it says so already."""
        changes = _differences(organisation, facts)
        if not changes:
            raise Refusal("Verander eerst iets: dit staat al zo in het profiel.", about="name")
        known = db().scalar(select(func.organisation_has_member(organisation.id)))
        suggestion = cls(
            id=uuid4(),
            organisation_id=organisation.id,
            organisation=organisation,
            coalition=current_tenant().coalition if known else "",
            suggested_at=datetime.now(UTC),
            changes={field: list(values) for field, values in changes.items()},
            note=note.strip(),
            state=SuggestionState.OPEN,
            accepted=[],
            answer="",
            answered_at=None,
        )
        db().add(suggestion)
        db().flush()
        db().add(SuggestedChange(id=suggestion.id, suggested_by=current_scope().actor.name))
        record("organisation.change_suggested", organisation, changes=changes, note=note.strip())
        settle(suggestion)
        return suggestion

    def withdraw(self) -> None:
        """It is not suggested any more, by the coalition that did. Raises Refusal where it was answered. Needs its organisation."""
        self._close(SuggestionState.WITHDRAWN, (), "")
        record("organisation.suggestion_withdrawn", self.organisation)
        settle(self)

    def answer_with(self, fields: Collection[str], answer: str) -> OrganisationFacts:
        """Take over `fields` and not the others, by who keeps the profile; returns what the profile is to say from now on.

        Raises Refusal where a field is not taken over without a sentence that says why, where the number that is suggested became
        another's, or where it was answered already.
        """
        accepted = [field for field in self.fields if field in fields]
        if len(accepted) < len(self.changes) and not answer.strip():
            raise Refusal(
                "Schrijf waarom u niet alles overneemt: wie het voorstelde, leest dat.", about="answer"
            )
        facts = cast("OrganisationFacts", {field: self.changes[field][1] for field in accepted})
        _refuse_number_of_another(self.organisation_id, facts.get("kvk_number"))
        states = {0: SuggestionState.DECLINED, len(self.changes): SuggestionState.ACCEPTED}
        self._close(states.get(len(accepted), SuggestionState.PARTLY), accepted, answer.strip())
        done(Kind.SUGGESTION, self)
        return facts

    def _close(self, state: SuggestionState, accepted: Collection[str], answer: str) -> None:
        if self.state != SuggestionState.OPEN:
            raise Refusal("Op dit voorstel is al geantwoord.")
        self.state, self.accepted, self.answer = state.value, list(accepted), answer
        self.answered_at = datetime.now(UTC)


def _refuse_number_of_another(organisation_id: UUID, number: str | None) -> None:
    others = select(Organisation.name).where(
        Organisation.kvk_number == number, Organisation.id != organisation_id
    )
    owner = db().scalar(others) if number else None
    if owner is not None:
        raise Refusal("Dit KvK-nummer hoort bij %(name)s. Neem het niet over.", about="accepted", name=owner)


def _differences(organisation: Organisation, facts: OrganisationFacts) -> Changes:
    given: Mapping[str, Any] = facts
    return {
        field: (getattr(organisation, field), value)
        for field, value in given.items()
        if (getattr(organisation, field) or "") != (value or "")
    }
