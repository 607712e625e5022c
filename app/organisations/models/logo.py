"""The picture by which people know an organisation."""

from datetime import datetime
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, delete, func
from sqlalchemy.orm import Mapped, mapped_column

from app.organisations.models.organisation import Organisation, ProfileChange
from app.organisations.pictures import LARGEST_LOGO, Picture
from tenants import Base, GlobalRow, db


class OrganisationLogo(GlobalRow, Base):
    """The logo of an organisation, made anew from what was sent.

    `address` cannot be guessed and is another one for each picture: whoever was shown it may fetch the picture, and keep it for ever.
    """

    __tablename__ = "organisation_logo"
    __table_args__ = (
        CheckConstraint("media_type in ('image/png', 'image/webp')", name="media_type"),
        CheckConstraint(f"octet_length(content) <= {LARGEST_LOGO}", name="size"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), unique=True)
    address: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    content: Mapped[bytes]
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @classmethod
    def give(cls, organisation: Organisation, picture: Picture) -> None:
        """Let `picture` be the logo from now on, by who keeps the profile; the one before is gone."""
        was = bool(organisation.logo)
        _throw_away(organisation)
        organisation.logo = token_urlsafe(24)
        db().add(
            cls(
                organisation_id=organisation.id,
                address=organisation.logo,
                media_type=picture.media_type,
                content=picture.content,
            )
        )
        ProfileChange.keep(organisation.id, {"logo": ("ja" if was else "", "nieuw" if was else "ja")})

    @classmethod
    def remove(cls, organisation: Organisation) -> None:
        """No logo any more; doing so twice is doing so once."""
        if organisation.logo:
            _throw_away(organisation)
            organisation.logo = ""
            ProfileChange.keep(organisation.id, {"logo": ("ja", "")})


def _throw_away(organisation: Organisation) -> None:
    db().execute(delete(OrganisationLogo).where(OrganisationLogo.organisation_id == organisation.id))
