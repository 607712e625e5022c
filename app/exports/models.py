"""The file that was made for somebody."""

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, func
from sqlalchemy.orm import Mapped, mapped_column

from app.exports.rules import KEPT
from tenants import Base, TenantOwned, current_scope, db


class ExportFile(TenantOwned, Base):
    """A file for one person, who alone may fetch it; empty while the task makes it. Removed after a week (tenants/retention.py).

    It leaves no event: that somebody took a copy of what everybody here may read changes nothing in the plan.
    """

    __tablename__ = "export_file"
    __table_args__ = (
        CheckConstraint("(content is null) = (sha256 = '')", name="whole"),
        Index(None, "tenant_id", "made_for", "asked_at"),
    )

    made_for: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    what: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = mapped_column(server_default="0")
    sha256: Mapped[str] = mapped_column(server_default="")
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    made_at: Mapped[datetime | None]
    task_id: Mapped[UUID | None]

    @classmethod
    def ask(cls, what: str, *, name: str, media_type: str) -> "ExportFile":
        """Begin a file for the person who acts. Raises ValueError where nobody acts."""
        person_id = current_scope().actor.id
        if person_id is None:
            message = "A file is made for somebody."
            raise ValueError(message)
        made = cls(
            made_for=person_id, what=what, name=name, media_type=media_type, asked_at=datetime.now(UTC)
        )
        db().add(made)
        db().flush()
        return made

    @property
    def kept_until(self) -> datetime:
        """From when it may be gone."""
        return self.asked_at + KEPT

    def fill(self, content: bytes) -> None:
        """Here it is."""
        self.content, self.size = content, len(content)
        self.sha256, self.made_at = sha256(content).hexdigest(), datetime.now(UTC)
