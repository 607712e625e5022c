"""The list that somebody brought, and its rows: kept while it is looked at, corrected and read in; thrown away after a month."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import check_in
from app.history.models import record
from app.partner_imports.reading import Table
from app.partner_imports.rules.columns import Column
from app.partner_imports.rules.outcomes import DONE, Deed, Outcome, Row, fingerprint
from app.partner_imports.rules.states import IMPORTING, ImportState
from app.refusals import Refusal
from tenants import Base, TenantOwned, current_scope, db, one, refers_to


class PartnerImport(TenantOwned, Base):
    """One list. `confirmed` is the fingerprint of what somebody saw it would do: it does that, or nothing."""

    __tablename__ = "partner_import"
    __table_args__ = (
        CheckConstraint(check_in("state", ImportState), name="state"),
        Index(None, "tenant_id", "brought_at"),
    )

    filename: Mapped[str]
    sheet: Mapped[str] = mapped_column(server_default="")
    columns: Mapped[list[str]] = mapped_column(JSONB)
    unread: Mapped[list[str]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(server_default=ImportState.OPEN)
    brought_by: Mapped[str]
    brought_at: Mapped[datetime] = mapped_column(server_default=func.now())
    confirmed: Mapped[str] = mapped_column(server_default="")
    done_at: Mapped[datetime | None]
    task_id: Mapped[UUID | None]
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, server_default="{}")

    @classmethod
    def bring(cls, filename: str, table: Table) -> Self:
        """Keep what was read from a file. Nothing else changes."""
        brought = cls(
            filename=filename,
            sheet=table.sheet,
            columns=[column.value for column in table.columns],
            unread=list(table.unread),
            state=ImportState.OPEN.value,
            brought_by=current_scope().actor.name,
            brought_at=datetime.now(UTC),
        )
        db().add(brought)
        db().flush()
        db().add_all(
            PartnerImportRow(
                import_id=brought.id,
                number=row.number,
                cells=dict(row.cells),
                formulas=sorted(row.formulas),
                left_out=False,
                corrected=[],
            )
            for row in table.rows
        )
        db().flush()
        return brought

    @property
    def label(self) -> str:
        """How people call it."""
        return self.filename

    @property
    def columns_read(self) -> Sequence[Column]:
        """The columns that were found, in the order of the file."""
        return [Column(column) for column in self.columns]

    def refuse_unless_open(self) -> None:
        """Raise Refusal where it was read in already, or that is being done."""
        if self.state != ImportState.OPEN:
            raise Refusal("Deze lijst is al ingelezen, of dat gebeurt nu.")

    def confirm(self, seen: str, outcomes: Sequence[Outcome]) -> None:
        """Let it be done: what would be done now must be what somebody saw, and nothing of it wrong. Raises Refusal otherwise."""
        self.refuse_unless_open()
        if any(outcome.deed is Deed.WRONG for outcome in outcomes):
            raise Refusal("Er staan nog fouten in. Verbeter ze, of laat die rijen weg.")
        if not any(outcome.deed in DONE for outcome in outcomes):
            raise Refusal("Deze lijst verandert niets: alles staat er al zo.")
        if fingerprint(outcomes) != seen:
            raise Refusal("Intussen is er iets veranderd. Kijk opnieuw wat er gebeurt, en bevestig dan.")
        self._move(ImportState.WAITING)
        self.confirmed = seen

    def finish(self, outcomes: Mapping[int, Outcome], rows: Iterable["PartnerImportRow"]) -> None:
        """It was done: keep per row what happened, and how much in all."""
        self._move(ImportState.DONE)
        self.done_at = datetime.now(UTC)
        deeds = [outcome.deed.value for outcome in outcomes.values()]
        self.counts = {deed.value: deeds.count(deed.value) for deed in Deed if deed.value in deeds}
        for row in rows:
            row.outcome = outcomes[row.number].deed.value
        record("partner_import.done", self, changes={name: (None, n) for name, n in self.counts.items()})

    def stop(self) -> None:
        """It was not done, because meanwhile it would do something else than was confirmed: somebody looks again."""
        self._move(ImportState.OPEN)
        self.confirmed, self.task_id = "", None

    def throw_away(self) -> None:
        """Remove the list. Raises Refusal while it is being read in."""
        if self.state == ImportState.WAITING:
            raise Refusal("Deze lijst wordt nu ingelezen. Wacht tot dat klaar is.")
        db().delete(self)

    def _move(self, target: ImportState) -> None:
        IMPORTING.guard(ImportState(self.state), target)
        self.state = target.value


class PartnerImportRow(TenantOwned, Base):
    """One row: the text of its cells by column, which of them were corrected here, and what became of it."""

    __tablename__ = "partner_import_row"
    __table_args__ = (Index(None, "tenant_id", "import_id", "number", unique=True),)

    import_id: Mapped[UUID] = refers_to("partner_import", on_delete="CASCADE")
    number: Mapped[int]
    cells: Mapped[dict[str, Any]] = mapped_column(JSONB)
    formulas: Mapped[list[str]] = mapped_column(JSONB, server_default="[]")
    corrected: Mapped[list[str]] = mapped_column(JSONB, server_default="[]")
    left_out: Mapped[bool] = mapped_column(server_default="false")
    outcome: Mapped[str] = mapped_column(server_default="")

    brought: Mapped[PartnerImport] = one(import_id)

    @property
    def as_row(self) -> Row:
        """What the rules look at."""
        return Row(self.number, self.cells, frozenset(self.formulas), self.left_out)

    def correct(self, cells: Mapping[str, str]) -> None:
        """Take other texts for the cells given; a formula is none any more. Raises Refusal where the list was read in already."""
        self.brought.refuse_unless_open()
        changed = {
            name for name, text in cells.items() if text != self.cells.get(name, "") or name in self.formulas
        }
        self.cells = {**self.cells, **cells}
        self.corrected = sorted({*self.corrected, *changed})
        self.formulas = [name for name in self.formulas if name not in cells]
        self.left_out = False

    def leave_out(self, *, out: bool) -> None:
        """Do nothing with this row, or look at it again."""
        self.brought.refuse_unless_open()
        self.left_out = out
