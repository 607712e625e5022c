"""The mailbox of development: where no mail leaves the house, what would have been sent is read at /post."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from flask import Blueprint, Flask, Response, abort

from app.settings import Settings
from app.web.door import Place, open_to_all
from app.web.page import page

_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as it was put in the folder."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str


def init_app(app: Flask, settings: Settings) -> None:
    """Add both pages to `app`; never in production, and not where mail is really sent."""
    if settings.in_production or settings.smtp_url:
        return
    blueprint = Blueprint("mailbox", __name__)

    @blueprint.get("/post")
    @open_to_all(Place.OUTSIDE)
    def mails() -> Response:
        """Every mail, the newest first."""
        letters = [_read(path) for path in settings.mail_folder.glob("*.eml")]
        return page(
            "mailbox/index.html", letters=sorted(letters, key=lambda letter: letter.sent_at, reverse=True)
        )

    @blueprint.get("/post/<name>")
    @open_to_all(Place.OUTSIDE)
    def mail(name: str) -> Response:
        """One mail, its links to be pressed."""
        path = settings.mail_folder / f"{name}.eml"
        if not _NAME.fullmatch(name) or not path.exists():
            abort(404)
        return page("mailbox/letter.html", letter=_read(path))

    app.register_blueprint(blueprint)


def _read(path: Path) -> Letter:
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    body = message.get_body(("plain",))
    return Letter(
        name=path.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        text=body.get_content() if body else "",
    )
