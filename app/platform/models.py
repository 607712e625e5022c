"""What the one who runs the product leaves behind: a note of each backup, and of what was removed when its term had passed."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import check_in
from tenants import AnywhereRow, Base, GlobalRow


class BackupKind(StrEnum):
    """What a backup holds."""

    EVERYTHING = "everything"


class Backup(GlobalRow, Base):
    """A backup that was finished: `what` is its file's name, `size` in bytes. Written by the role `owner` only."""

    __tablename__ = "backup"
    __table_args__ = (CheckConstraint(check_in("kind", BackupKind), name="kind"),)

    kind: Mapped[str]
    what: Mapped[str]
    finished_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), index=True)
    size: Mapped[int]
    sha256: Mapped[str]


class Pulse(StrEnum):
    """A process that should always run, and says so."""

    CLOCK = "clock"


class Heartbeat(GlobalRow, Base):
    """When a process last said that it runs: one row each. Workers do not: they say so in Redis."""

    __tablename__ = "heartbeat"
    __table_args__ = (CheckConstraint(check_in("name", Pulse), name="name"),)

    name: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]


class Removal(AnywhereRow, Base):
    """What one run of the retention removed of one table: how many, from when to when. Never what it was.

    It belongs to the coalition whose rows went, or to none. The tables and their classes: tenants/retention.py.
    """

    __tablename__ = "removal"
    __table_args__ = (
        CheckConstraint("how_many > 0", name="how_many"),
        Index(None, "tenant_id", "at"),
    )

    run: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    of_table: Mapped[str]
    of_class: Mapped[str]
    how_many: Mapped[int]
    oldest: Mapped[datetime]
    newest: Mapped[datetime]
