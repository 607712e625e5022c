"""The question for an update, put by mail to somebody who needs no account to answer it."""

from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Self
from uuid import UUID

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.history.models import record
from app.plan.rules import REQUEST_LASTS, Light, RequestState, request_state
from app.refusals import Refusal
from app.web.transaction import digest
from tenants import Actor, Base, TenantOwned, current_scope, db, refers_to

if TYPE_CHECKING:
    from app.plan.models.action import Action


class UpdateRequest(TenantOwned, Base):
    """A link, sent by mail, with which one person tells once how one action goes.

    It holds a name and an address: tenants/retention.py removes it 90 days after the link stopped working.
    """

    __tablename__ = "update_request"
    __table_args__ = (Index(None, "tenant_id", "token_hash", unique=True),)

    # Without an action where that was taken out of the plan: who has the link still hears why it opens nothing.
    action_id: Mapped[UUID | None] = refers_to("action", on_delete="SET NULL (action_id)")
    owner_id: Mapped[UUID | None] = refers_to("partner", on_delete="SET NULL (owner_id)")
    name: Mapped[str]
    email: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="")
    token_hash: Mapped[str]
    asked_by: Mapped[str]
    asked_by_id: Mapped[UUID | None]
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    update_id: Mapped[UUID | None] = refers_to("progress_update", on_delete="SET NULL (update_id)")

    @property
    def state(self) -> RequestState:
        """Whether the link works, and if not, why."""
        return request_state(
            answered=self.answered_at is not None,
            withdrawn=self.withdrawn_at is not None,
            has_action=self.action_id is not None,
            expires_at=self.expires_at,
        )

    @classmethod
    def about(cls, action: "Action", *, name: str, email: str, note: str) -> tuple[Self, str]:
        """Ask somebody; returns the request and the token that goes into the mail's link. The token itself is not kept."""
        request = cls(
            action_id=action.id,
            owner_id=action.owner_id,
            name=name.strip(),
            email=email.lower(),
            note=note.strip(),
        )
        token = request._renew()
        request._replace_others(action)
        db().add(request)
        record("update_request.sent", action, note=request.name)
        return request, token

    def send_again(self, action: "Action") -> str:
        """A new link for the same question about `action`, which it is about: no earlier link works. Raises Refusal where it is closed."""
        self._refuse_unless(RequestState.OPEN, RequestState.EXPIRED)
        self._replace_others(action)
        record("update_request.sent_again", action, note=self.name)
        return self._renew()

    def withdraw(self, action: "Action") -> None:
        """Let the link no longer work. Doing so twice is doing so once. Raises Refusal where it was answered already."""
        if self.state is RequestState.WITHDRAWN:
            return
        self._refuse_unless(RequestState.OPEN, RequestState.EXPIRED)
        self.withdrawn_at = datetime.now(UTC)
        record("update_request.withdrawn", action, note=self.name)

    def answer(
        self, action: "Action", happened: str, *, following: str, light: Light, light_reason: str
    ) -> None:
        """Place what was told as an update of `action`, by the one who was asked. Raises Refusal as `Action.report`, or where it is closed.

        Needs the action's milestones and updates to be loaded.
        """
        self._refuse_unless(RequestState.OPEN)
        # From here on the one who was asked acts: somebody without an account, so without an id.
        current_scope().identify(Actor(None, f"{self.name} (via een link)"))
        update = action.report(
            happened, following=following, light=light, light_reason=light_reason, asked=self
        )
        db().flush()
        self.answered_at, self.update_id = datetime.now(UTC), update.id

    def _replace_others(self, action: "Action") -> None:
        """One question about an action at a time: an earlier link stops working when another leaves."""
        waiting = select(UpdateRequest).where(
            UpdateRequest.action_id == action.id,
            UpdateRequest.id != self.id,
            UpdateRequest.answered_at.is_(None),
            UpdateRequest.withdrawn_at.is_(None),
        )
        with db().no_autoflush:
            for other in db().scalars(waiting):
                other.withdraw(action)

    def _refuse_unless(self, *states: RequestState) -> None:
        if self.state not in states:
            raise Refusal("Deze vraag staat niet meer open.")

    def _renew(self) -> str:
        token, actor = token_urlsafe(32), current_scope().actor
        self.token_hash, self.expires_at = digest(token), datetime.now(UTC) + REQUEST_LASTS
        self.asked_at, self.asked_by, self.asked_by_id = datetime.now(UTC), actor.name, actor.id
        return token
