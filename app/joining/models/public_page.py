"""The public page of a coalition: off until somebody turns it on, and nothing on it but what the coalition chose."""

from collections.abc import Mapping
from typing import Self, TypedDict
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.history.changes import amend
from app.history.models import Changes, record
from app.pillars.models import Pillar, Theme
from tenants import Base, TenantOwned, current_tenant, db, one, refers_to


class PageFacts(TypedDict, total=False):
    """What can be chosen of the page."""

    shows_aim: bool
    takes_applications: bool
    introduction: str
    contact_name: str
    contact_email: str
    contact_phone: str


class PublicPage(TenantOwned, Base):
    """What a coalition says to everybody, where `tenant.shows_public_page` says that it does. At most one."""

    __tablename__ = "public_page"
    __table_args__ = (Index(None, "tenant_id", unique=True),)

    shows_aim: Mapped[bool] = mapped_column(server_default="true")
    takes_applications: Mapped[bool] = mapped_column(server_default="true")
    introduction: Mapped[str] = mapped_column(server_default="")
    contact_name: Mapped[str] = mapped_column(server_default="")
    contact_email: Mapped[str] = mapped_column(server_default="")
    contact_phone: Mapped[str] = mapped_column(server_default="")

    @property
    def label(self) -> str:
        """How people call it."""
        return current_tenant().coalition

    @classmethod
    def blank(cls) -> Self:
        """A page of which nothing was chosen yet."""
        empty: PageFacts = {"introduction": "", "contact_name": "", "contact_email": "", "contact_phone": ""}
        return cls(id=uuid4(), shows_aim=True, takes_applications=True, **empty)

    @classmethod
    def to_change(cls) -> Self:
        """The page of this coalition, locked; made where there was none."""
        # Of two who open it for the first time at once the second waits, and finds the one of the first.
        db().refresh(current_tenant(), with_for_update={"key_share": True})
        page = db().scalar(select(cls).with_for_update())
        if page is None:
            page = cls.blank()
            db().add(page)
            db().flush()
        return page

    def edit(
        self,
        facts: PageFacts,
        *,
        shown: bool,
        parts: Mapping[UUID, str],
        offered: Mapping[UUID, Pillar | Theme],
    ) -> bool:
        """Say what the page shows, and whether it is `shown` at all; returns whether anything changed.

        `parts` are texts by the ids of the pillars and themes that were chosen of those `offered`.
        """
        changes: Changes = amend(current_tenant(), {"shows_public_page": shown}) | amend(self, facts)
        changes |= self._choose(parts, offered)
        if changes:
            record("public_page.edited", self, changes=changes)
        return bool(changes)

    @staticmethod
    def _choose(parts: Mapping[UUID, str], offered: Mapping[UUID, Pillar | Theme]) -> Changes:
        present = {part.about: part for part in db().scalars(select(PublicPart))}
        before = sorted(offered[about].label for about in present if about in offered)
        edited = False
        for about, part in present.items():
            if about not in parts:
                db().delete(part)
            elif part.text != parts[about]:
                part.text, edited = parts[about], True
        for about in parts.keys() - present.keys():
            db().add(PublicPart.about_one(offered[about], parts[about]))
        db().flush()
        after = sorted(offered[about].label for about in parts)
        if before != after:
            return {"public_parts": (before, after)}
        return {"public_texts": (None, None)} if edited else {}


class PublicPart(TenantOwned, Base):
    """A pillar or theme that the public page shows, in words of its own; without any, those of the pillar or theme itself."""

    __tablename__ = "public_part"
    __table_args__ = (CheckConstraint("num_nonnulls(pillar_id, theme_id) = 1", name="pillar_or_theme"),)

    pillar_id: Mapped[UUID | None] = refers_to("pillar", on_delete="CASCADE")
    theme_id: Mapped[UUID | None] = refers_to("theme", on_delete="CASCADE")
    text: Mapped[str] = mapped_column(server_default="")

    pillar: Mapped[Pillar | None] = one(pillar_id)
    theme: Mapped[Theme | None] = one(theme_id)

    @classmethod
    def about_one(cls, row: Pillar | Theme, text: str) -> Self:
        """The part that shows `row`."""
        pillar_id, theme_id = (row.id, None) if isinstance(row, Pillar) else (None, row.id)
        return cls(pillar_id=pillar_id, theme_id=theme_id, text=text)

    @property
    def about(self) -> UUID:
        """The id of the pillar or theme that it shows."""
        (about,) = [each for each in (self.pillar_id, self.theme_id) if each is not None]
        return about
