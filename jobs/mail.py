"""Mail: written from templates/mail, sent by SMTP, or put in a folder where there is none (development: readable at /post)."""

import os
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from flask import Flask, render_template
from flask_babel import Babel, force_locale
from jinja2 import StrictUndefined

from app.settings import ROOT, settings
from app.web import filters
from jobs.queue import Arguments, job
from jobs.running import running
from tenants import current_scope, current_tenant

_SECONDS_FOR_SMTP = 30
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def masked(address: str) -> str:
    """An address as it may be kept: its first letter and its domain."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"


def _remembered(arguments: Arguments) -> Arguments:
    # The context holds links that open doors: it is forgotten once the mail has left, or cannot leave.
    return {"to": masked(arguments["to"]), "template": arguments["template"]}


@job("mail.send", remembered=_remembered)
def send(
    to: str, template: str, context: dict[str, Any], language: str = "nl", stopped_at: str | None = None
) -> None:
    """Send `templates/<template>.txt` to one address; ask for it by `send.later(to=…, template="mail/invitation", context={…})`.

    The first line that the template renders is the subject, the rest the text. Beside `context` (JSON) it knows `coalition` (its name,
    None outside every coalition), `public_url` and `link(path)`, which makes an address of this product absolute. `stopped_at` is the path
    of the page where one chooses to receive no more of these: mail programs show it beside the sender (RFC 2369).
    """
    subject, text = compose(template, context, language)
    message = EmailMessage()
    message["From"] = settings().mail_from
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = _message_id(to, template)
    message["Auto-Submitted"] = "auto-generated"
    if stopped_at is not None:
        message["List-Unsubscribe"] = f"<{_public_url()}/{stopped_at}>"
    message.set_content(text)
    message.add_alternative(_as_html(subject, text, language), subtype="html")
    _deliver(message)


def compose(template: str, context: dict[str, Any], language: str = "nl") -> tuple[str, str]:
    """The subject and the text of a mail, rendered within the current scope."""
    coalition = current_tenant().coalition if current_scope().tenant_id else None
    with renderer().app_context(), force_locale(language):
        rendered = render_template(f"{template}.txt", coalition=coalition, **context)
    subject, _, text = rendered.strip().partition("\n")
    return subject.strip(), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def renderer() -> Flask:
    """What renders mails: the templates, the language and nothing else of the web. A worker makes it before it forks."""
    app = Flask("jobs.mail", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "app" / "translations")
    Babel(app, default_locale="nl", default_timezone="Europe/Amsterdam")
    filters.init_app(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["public_url"] = _public_url()
    app.jinja_env.globals["link"] = lambda path: f"{_public_url()}/{path.removeprefix('/')}"
    return app


def _public_url() -> str:
    return settings().public_url.rstrip("/")


def _message_id(to: str, template: str) -> str:
    """The same at every attempt of the same task, so that a mail that was sent twice can be recognised as one."""
    task = running()
    key = "/".join([str(current_scope().tenant_id or ""), task.key if task else str(uuid4()), template, to])
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{urlsplit(_public_url()).hostname}>"


def _as_html(subject: str, text: str, language: str) -> str:
    with renderer().app_context():
        return render_template("mail/alternative.html", subject=subject, text=text, language=language)


def _deliver(message: EmailMessage) -> None:
    if settings().smtp_url:
        _by_smtp(message)
    else:
        _into_folder(message)


def _by_smtp(message: EmailMessage) -> None:
    server = urlsplit(settings().smtp_url)
    host, secure = server.hostname or "localhost", ssl.create_default_context()
    if server.scheme == "smtps":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            host, server.port or 465, timeout=_SECONDS_FOR_SMTP, context=secure
        )
    else:
        client = smtplib.SMTP(host, server.port or 587, timeout=_SECONDS_FOR_SMTP)
    with client:
        # Only a relay on this very machine may do without: nothing travels then.
        if server.scheme == "smtp" and (host not in _LOOPBACK or client.has_extn("starttls")):
            client.starttls(context=secure)
        if server.username:
            client.login(unquote(server.username), unquote(server.password or ""))
        client.send_message(message)


def _into_folder(message: EmailMessage) -> None:
    folder = settings().mail_folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = message["Message-ID"].strip("<>").partition("@")[0]
    being_written = folder / f"{name}.part"
    # Readable by us only: what is in it opens doors.
    with os.fdopen(os.open(being_written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(message.as_bytes())
    being_written.replace(folder / f"{name}.eml")
