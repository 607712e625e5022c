"""The action: what is done, by whom, for whom, where and until when; and what it is tied to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypedDict, Unpack, cast
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, func
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import PartialDateColumn, check_in
from app.history.changes import amend
from app.history.models import Changes, Provenance, record
from app.history.undoing import offer, offer_changed, plain
from app.partners.models import Partner
from app.periods import PartialDate
from app.pillars.models import UNCONFIRMED, Pillar, Theme
from app.plan.models.goal import Goal
from app.plan.models.progress import Attachment, Milestone, ProgressUpdate
from app.plan.models.ties import (
    ActionContributor,
    ActionNeighbourhood,
    ActionPillar,
    ActionTargetGroup,
    ActionTheme,
    Neighbourhood,
    TargetGroup,
)
from app.plan.models.update_request import UpdateRequest
from app.plan.rules import (
    ACTION_WORKFLOW,
    ActionStatus,
    Light,
    action_progress,
    guard_period,
    guard_report,
    guard_weight,
    media_type_of,
    own_name,
)
from app.refusals import Refusal
from app.todos.rules import Kind
from app.todos.settling import done, settle
from tenants import Base, TenantOwned, current_scope, db, many, one, refers_to

if TYPE_CHECKING:
    from app.plan.models.chapter import Passage
    from app.plan.models.document import Plan

_PARTS = "all, delete-orphan"


class ActionFacts(TypedDict, total=False):
    """What can be changed of an action by itself; its status moves and its progress is reported."""

    title: str
    description: str
    goal: Goal | None
    owner: Partner | None
    starts: PartialDate | None
    ends: PartialDate | None
    deadline: PartialDate | None
    weight: int


class ActionTies(TypedDict, total=False):
    """What an action can be tied to; each list replaces the one that was."""

    contributors: Sequence[Partner]
    pillars: Sequence[Pillar]
    themes: Sequence[Theme]
    neighbourhoods: Sequence[Neighbourhood]
    target_groups: Sequence[TargetGroup]


# Of each tie: the row between, and the name of what it ties to.
_TIES: dict[str, tuple[type[Any], str]] = {
    "contributors": (ActionContributor, "partner"),
    "pillars": (ActionPillar, "pillar"),
    "themes": (ActionTheme, "theme"),
    "neighbourhoods": (ActionNeighbourhood, "neighbourhood"),
    "target_groups": (ActionTargetGroup, "target_group"),
}


class Action(TenantOwned, Provenance, Base):
    """One thing that the coalition does."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint(check_in("status", ActionStatus), name="status"),
        CheckConstraint("(status = 'stopped') = (stop_reason <> '')", name="stopped_with_reason"),
        CheckConstraint("weight between 1 and 100", name="weight"),
        Index(None, "tenant_id", "status"),
    )

    plan_id: Mapped[UUID] = refers_to("plan", on_delete="CASCADE")
    goal_id: Mapped[UUID | None] = refers_to("goal")
    owner_id: Mapped[UUID | None] = refers_to("partner")
    number: Mapped[str] = mapped_column(server_default="")
    title: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    position: Mapped[int] = mapped_column(server_default="0")
    weight: Mapped[int] = mapped_column(server_default="1")
    status: Mapped[str] = mapped_column(server_default=ActionStatus.IDEA)
    stop_reason: Mapped[str] = mapped_column(server_default="")
    starts: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    ends: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    deadline: Mapped[PartialDate | None] = mapped_column(PartialDateColumn)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    search: Mapped[str] = mapped_column(
        TSVECTOR, Computed("search_words(title, description)", persisted=True), deferred=True
    )

    plan: Mapped["Plan"] = one(plan_id)
    goal: Mapped[Goal | None] = one(goal_id, back_populates="actions")
    owner: Mapped[Partner | None] = one(owner_id)
    contributors: Mapped[list[ActionContributor]] = many(
        "ActionContributor.action_id", back_populates="action", cascade=_PARTS
    )
    pillars: Mapped[list[ActionPillar]] = many(
        "ActionPillar.action_id", back_populates="action", cascade=_PARTS
    )
    themes: Mapped[list[ActionTheme]] = many("ActionTheme.action_id", back_populates="action", cascade=_PARTS)
    neighbourhoods: Mapped[list[ActionNeighbourhood]] = many(
        "ActionNeighbourhood.action_id", back_populates="action", cascade=_PARTS
    )
    target_groups: Mapped[list[ActionTargetGroup]] = many(
        "ActionTargetGroup.action_id", back_populates="action", cascade=_PARTS
    )
    milestones: Mapped[list[Milestone]] = many(
        "Milestone.action_id", back_populates="action", order_by="Milestone.position", cascade=_PARTS
    )
    updates: Mapped[list[ProgressUpdate]] = many(
        "ProgressUpdate.action_id", back_populates="action", order_by="ProgressUpdate.at.desc()"
    )
    attachments: Mapped[list[Attachment]] = many("Attachment.action_id", back_populates="action")
    passages: Mapped[list["Passage"]] = many(
        "Passage.action_id", back_populates="action", order_by="Passage.position"
    )

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.number}) {self.title}" if self.number else self.title

    @property
    def progress(self) -> int | None:
        """How far it is, in percent; None when it stopped. Needs milestones and updates to be loaded."""
        milestones = [(milestone.done_on is not None, milestone.weight) for milestone in self.milestones]
        reported = next((update.percent for update in self.updates if update.percent is not None), None)
        return action_progress(ActionStatus(self.status), milestones, reported)

    @property
    def next_states(self) -> list[ActionStatus]:
        """Where it can move from here."""
        return ACTION_WORKFLOW.choices(ActionStatus(self.status))

    def move(self, to: ActionStatus, *, reason: str = "") -> bool:
        """Change its status; returns False where it already stands there, so that a double press does no harm.

        Raises Refusal where the workflow does not allow it, or asks a reason that was not given.
        """
        state = ActionStatus(self.status)
        if to is state:
            return False
        ACTION_WORKFLOW.guard(state, to, reason=reason)
        stop_reason = reason.strip() if to is ActionStatus.STOPPED else ""
        changes = amend(self, {"status": to.value, "stop_reason": stop_reason})
        # The reason is the event's note; that the old one was cleared says nothing that the status does not say.
        event = record("action.moved", self, changes={"status": changes["status"]}, note=reason.strip())
        offer_changed(event, self, changes)
        if to is ActionStatus.DONE:
            done(Kind.DEADLINE, self)
        settle(self)
        return True

    def report(
        self,
        happened: str,
        *,
        following: str,
        light: Light,
        light_reason: str = "",
        percent: int | None = None,
        asked: UpdateRequest | None = None,
        on_behalf_of: Partner | None = None,
    ) -> ProgressUpdate:
        """Tell what happened and what follows; the newest percentage counts where there are no milestones.

        `asked` is the question that somebody without an account answers by its link: the update is then that person's. `on_behalf_of` is
        the partner in whose name it is told.

        Raises Refusal where nothing is told, a light other than green has no reason, or a percentage would be typed over milestones.
        Needs milestones and updates to be loaded.
        """
        if not happened.strip():
            raise Refusal("Vertel wat er is gebeurd.", about="happened")
        guard_report(light, light_reason, percent, has_milestones=bool(self.milestones))
        before = self.updates[0] if self.updates else None
        actor = current_scope().actor
        update = ProgressUpdate(
            author_id=actor.id,
            author_name=asked.name if asked else actor.name,
            by_link=asked is not None,
            on_behalf_of=on_behalf_of.label if on_behalf_of else "",
            happened=happened.strip(),
            next=following.strip(),
            light=light.value,
            light_reason="" if light is Light.GREEN else light_reason.strip(),
            percent=percent,
        )
        self.updates.insert(0, update)
        said = {
            "light": (before and before.light, light.value),
            "percent": (before and before.percent, percent),
            "on_behalf_of": (None, update.on_behalf_of or None),
        }
        # What stays as it was is no change; a percentage that was not given says nothing.
        changes: Changes = {field: (was, now) for field, (was, now) in said.items() if now not in (None, was)}
        record("action.reported", self, changes=changes, note=update.happened)
        done(Kind.UPDATE, self)
        settle(self, subject=self)
        return update

    def ask_update(self, name: str, email: str, note: str = "") -> tuple[UpdateRequest, str]:
        """Ask somebody without an account how it goes; returns the request and the token for the link. An earlier link stops working."""
        return UpdateRequest.about(self, name=name, email=email, note=note)

    def edit(self, **facts: Unpack[ActionFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Needs goal and owner to be loaded where they are given."""
        if not facts.get("title", self.title).strip():
            raise Refusal("Geef de actie een titel.", about="title")
        guard_period(facts.get("starts", self.starts), facts.get("ends", self.ends))
        guard_weight(facts.get("weight", self.weight))
        changes = amend(self, cast("Mapping[str, Any]", facts))
        if changes:
            record("action.edited", self, changes=changes)
            settle(self)
        return bool(changes)

    def tie_to(self, **ties: Unpack[ActionTies]) -> bool:
        """Make the lists given what it is tied to; ties that stay keep their reading. Returns whether anything changed.

        Needs those ties to be loaded with what they tie to.
        """
        changes: Changes = {}
        for name, wanted in cast("Mapping[str, Sequence[Any]]", ties).items():
            between, noun = _TIES[name]
            rows = getattr(self, name)
            before = [getattr(row, noun) for row in rows]
            if set(before) != set(wanted):
                kept = [row for row in rows if getattr(row, noun) in wanted]
                added = [between(**{noun: other}) for other in wanted if other not in before]
                setattr(self, name, kept + added)
                changes[name] = (sorted(row.label for row in before), sorted(row.label for row in wanted))
        if changes:
            record("action.tied", self, changes=changes)
            settle(self)
        return bool(changes)

    def confirm(self, tie: ActionPillar | ActionTheme) -> None:
        """Somebody of the coalition says that our reading of the document is right."""
        if tie.to_confirm:
            tie.confirm()
            event = record("action.reading_confirmed", self, note=tie.noun.label)
            offer(event, tie, was=UNCONFIRMED, became=plain(tie, UNCONFIRMED))
            done(Kind.READING, tie)

    def add_milestone(self, title: str, due: PartialDate | None, *, weight: int = 1) -> Milestone:
        """Add a moment at which something is there. Needs milestones to be loaded."""
        if not title.strip():
            raise Refusal("Geef de mijlpaal een naam.", about="title")
        guard_weight(weight)
        position = max((milestone.position for milestone in self.milestones), default=0) + 1
        milestone = Milestone(title=title.strip(), due=due, weight=weight, position=position)
        self.milestones.append(milestone)
        record("milestone.added", self, changes={"due": (None, due)}, note=milestone.title)
        settle(self, subject=milestone)
        return milestone

    def attach(self, filename: str, content: bytes) -> Attachment:
        """Keep a file with the action. Raises Refusal for what is too large, or is not what it says it is."""
        name = own_name(filename)
        attachment = Attachment(
            action=self,
            filename=name,
            media_type=media_type_of(name, content),
            size=len(content),
            sha256=sha256(content).hexdigest(),
            content=content,
            added_by=current_scope().actor.name,
        )
        db().add(attachment)
        record("attachment.added", self, note=name)
        return attachment
