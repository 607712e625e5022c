"""What stands above several coalitions, such as one steering group for a whole region."""

from typing import Self, TypedDict, Unpack
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from app.history.changes import amend
from app.history.models import record
from app.refusals import Refusal
from tenants import Base, GlobalRow, current_tenant_id, db
from tenants.provision import sort_key


class RegionalBodyFacts(TypedDict, total=False):
    """What is said of a regional body: for everybody to read."""

    name: str
    region: str
    description: str
    website: str


class RegionalBody(GlobalRow, Base):
    """A body that exists once for the whole product; who added it keeps what is said of it (migration 0022).

    Which coalitions stand under it is nowhere in this row: each says so of itself, in its own body (decision 22).
    """

    __tablename__ = "regional_body"

    name: Mapped[str]
    sort_key: Mapped[str]
    region: Mapped[str] = mapped_column(server_default="")
    description: Mapped[str] = mapped_column(server_default="")
    website: Mapped[str] = mapped_column(server_default="")
    added_by_tenant: Mapped[UUID | None]

    @classmethod
    def add(cls, **facts: Unpack[RegionalBodyFacts]) -> Self:
        """A regional body that this coalition adds, or outside every coalition whoever runs the product."""
        regional = cls(added_by_tenant=current_tenant_id(), sort_key=sort_key(facts["name"]), **facts)
        db().add(regional)
        db().flush()
        regional._tell("regional_body.added")
        return regional

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name

    @property
    def is_kept_here(self) -> bool:
        """Whether who acts here may change it: who added it."""
        return self.added_by_tenant == current_tenant_id()

    def edit(self, **facts: Unpack[RegionalBodyFacts]) -> bool:
        """Change the facts given; returns whether anything changed. Raises Refusal where it is not kept here."""
        if not self.is_kept_here:
            raise Refusal("Wie dit overleg toevoegde, houdt de gegevens bij.", about="name")
        changed = bool(amend(self, facts))
        if changed:
            self.sort_key = sort_key(self.name)
            db().flush()
            self._tell("regional_body.edited")
        return changed

    def _tell(self, kind: str) -> None:
        # History belongs to a coalition: outside every one there is none.
        if current_tenant_id() is not None:
            record(kind, self)
