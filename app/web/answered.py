"""A form is answered once: a second press, or a connection that broke, gets the answer of the first and makes nothing twice.

Every form carries a fresh key (`idempotency_key()`). It becomes a row in the request's own transaction, before the view: of two at the
same moment the second waits at the unique index until the first is settled. What was refused is rolled back, and its key with it, so the
same form can be sent corrected. See docs/decisions/0010.
"""

import hmac
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from flask import Flask, Response, flash, g, make_response, request, session
from flask_babel import gettext
from sqlalchemy import ForeignKey, Index, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from app.web.page import see, wants_fragment
from app.web.transaction import FIRST_ERROR_STATUS, SESSION_TOKEN
from tenants import Base, GlobalRow, current_scope, db
from tenants.database import ACTING_TENANT

KEY = "idempotency_key"
# Theirs is new in every answer, and no part of what was filled in.
_NO_CONTENT = frozenset({KEY, "csrf_token"})
_FLASHES = "_flashes"
_IN_PLACE = "said_in_place"


class AnsweredForm(GlobalRow, Base):
    """A form that was sent and answered. Forgotten after two nights (tenants/retention.py): nobody sends it again after that.

    It holds nothing of what was typed, except that `said`, the sentences of the answer, can name what or who it was about: `digest` is
    made of the content with the key, and the key itself is not kept. `tenant_id` is
    NULL outside every coalition; a coalition sees its own, the scope outside sees those without tenant (migration 0006).
    """

    __tablename__ = "answered_form"
    __table_args__ = (
        Index(
            "uq_answered_form_digest",
            "tenant_id",
            "person_id",
            "endpoint",
            "digest",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index(None, "tenant_id", "answered_at"),
    )

    tenant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("tenant.id"), server_default=text(ACTING_TENANT)
    )
    person_id: Mapped[UUID | None]
    endpoint: Mapped[str]
    digest: Mapped[str]
    answered_at: Mapped[datetime] = mapped_column(server_default=func.now())
    status: Mapped[int | None]
    location: Mapped[str] = mapped_column(server_default="")
    said: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")


def fresh_key() -> str:
    """A key that no other form has."""
    return token_urlsafe(16)


def init_app(app: Flask) -> None:
    """Answer every form of `app` once. Called after what may refuse a request, so that a refusal keeps no key."""
    app.jinja_env.globals[KEY] = fresh_key

    @app.before_request
    def answer_once() -> Response | None:
        key = request.form.get(KEY, "") if request.method == "POST" and request.endpoint else ""
        # Without one the form is older than this house rule, or written by hand: what somebody typed is worth more.
        if not key:
            return None
        g.held_by = session.get(SESSION_TOKEN)
        g.said_before = len(session.get(_FLASHES, []))
        mark = {"person_id": current_scope().actor.id, "endpoint": request.endpoint, "digest": _digest(key)}
        g.answered_form = db().scalar(
            insert(AnsweredForm).values(**mark).on_conflict_do_nothing().returning(AnsweredForm.id)
        )
        return None if g.answered_form else _again(mark)

    @app.after_request
    def remember(response: Response) -> Response:
        row = g.pop("answered_form", None)
        if row is None or response.status_code >= FIRST_ERROR_STATUS:
            return response
        if session.get(SESSION_TOKEN) != g.held_by or "Content-Disposition" in response.headers:
            # The answer is the cookie of one browser: who signs in twice signs in twice; or a file, which can be fetched again.
            db().execute(delete(AnsweredForm).where(AnsweredForm.id == row))
            return response
        answer = {
            "status": response.status_code,
            "location": response.headers.get("Location") or response.headers.get("HX-Location", ""),
            "said": [
                list(each) for each in session.get(_FLASHES, [])[g.said_before :] + g.get(_IN_PLACE, [])
            ],
        }
        db().execute(update(AnsweredForm).where(AnsweredForm.id == row).values(**answer))
        return response


def say_in_place(sentence: str, category: str = "success") -> None:
    """This sentence stands in the part of the page that is answered; who presses twice sees it on the page that comes then."""
    g.setdefault(_IN_PLACE, []).append((category, sentence))


def _digest(key: str) -> str:
    """What makes a form this form: its key and everything in it. The same key with another text is another form, so no text gets lost."""
    content = hmac.new(key.encode(), request.full_path.encode(), sha256)
    for name, value in sorted(request.form.items(multi=True)):
        if name not in _NO_CONTENT:
            content.update(f"{len(name)}:{name}={len(value)}:{value};".encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        content.update(f"{name}={file.filename};".encode())
        content.update(sha256(file.stream.read()).digest())
        file.stream.seek(0)
    return content.hexdigest()


def _again(mark: dict[str, Any]) -> Response:
    """The answer of the first, to who sent the same form again."""
    first = db().execute(
        select(AnsweredForm.location, AnsweredForm.said).filter_by(**mark)
    ).one()  # fmt: skip
    if not first.said:
        flash(gettext("Dit was al opgeslagen."), "info")
    for category, sentence in first.said:
        flash(sentence, category)
    if first.location or not wants_fragment():
        return see(first.location or f"{request.script_root}{request.full_path.rstrip('?')}")
    # The first was answered with a part of the page, as it was then: show the whole as it is now.
    response = make_response("", 204)
    response.headers["HX-Refresh"] = "true"
    return response
