"""Rate limits on every door that can be guessed; counted in Redis, in memory while Redis is away."""

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.settings import Settings
from app.web.transaction import FIRST_ERROR_STATUS, digest

limiter = Limiter(key_func=get_remote_address, strategy="moving-window", in_memory_fallback_enabled=True)

_SECONDS = 2
PER_ADDRESS = "20 per minute"
PER_ACCOUNT = "5 per minute"
# From wherever: enough to stop guessing from many places, too much for a stranger to keep somebody out with a few wrong tries.
PER_ACCOUNT_ANYWHERE = "30 per minute"


def was_refused(response: Response) -> bool:
    """Whether an answer counts as a guess: a whole town hall has one address, and signs in at nine o'clock."""
    return response.status_code >= FIRST_ERROR_STATUS


def was_taken(response: Response) -> bool:
    """Whether a form was filled in well, so that something followed, such as a mail: who mistypes is not kept from trying again."""
    return response.status_code < FIRST_ERROR_STATUS


def by_typed_address() -> str:
    """The key of a limit per account: the e-mail address that was typed, whether it is known or not."""
    typed = request.form.get("email", "").strip().lower()
    # Redis keeps no address, nor a text of any length that somebody sends.
    return f"account:{digest(typed)}"


def by_typed_address_and_place() -> str:
    """The key of a limit per account and per place it is tried from: a stranger's wrong tries do not keep its owner out."""
    return f"{by_typed_address()}:{get_remote_address()}"


def by_link() -> str:
    """The key of a limit per link from a mail, behind which a password can be asked: from however many places it is tried."""
    return f"link:{digest(request.path)}"


def by_person() -> str:
    """The key of a limit per signed-in person."""
    viewer = g.get("viewer")
    return f"person:{viewer.person_id}" if viewer else get_remote_address()


def init_app(app: Flask, settings: Settings) -> None:
    """Count for `app`."""
    # redis-py calls a socket `unix:///path`, the limiter `redis+unix:///path`.
    url = settings.redis_url
    app.config["RATELIMIT_STORAGE_URI"] = f"redis+{url}" if url.startswith("unix:") else url or "memory://"
    # A Redis that hangs must not let people wait at the door. While it is away each process counts for itself, the same limits.
    app.config["RATELIMIT_STORAGE_OPTIONS"] = (
        {"socket_connect_timeout": _SECONDS, "socket_timeout": _SECONDS} if url else {}
    )
    app.config["RATELIMIT_KEY_PREFIX"] = "samenkracht"
    limiter.init_app(app)
