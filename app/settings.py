"""Every setting of the product, from the environment only; this class is the one place where they are documented."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT_SECRET = "development-only-secret"  # noqa: S105 - refused in production, see `mistakes`


class Settings(BaseSettings):
    """One field per environment variable, named as the field in capitals."""

    environment: Literal["development", "test", "production"] = "development"
    """`production` turns on secure cookies and every refusal to start unsafely."""
    secret_key: str = DEVELOPMENT_SECRET
    """Signs cookies and forms. In production: at least 32 characters, of your own."""
    database_url: str = ""
    """PostgreSQL 15+, signing in as the role `webapp`. Empty: `samenkracht up` starts an embedded one."""
    owner_database_url: str = ""
    """The same database as the role `owner`: used by `release` (migrations) only."""
    redis_url: str = ""
    """Redis 6+. Empty: `samenkracht up` starts an embedded one."""
    port: int = 8000
    """Where the web process listens."""
    listen: str = "127.0.0.1"
    """On which address it listens; a proxy of your own stands before it."""
    public_url: str = "http://localhost:8000"
    """How people reach the product; links in mail start with it."""
    smtp_url: str = ""
    """`smtp://user:password@host:587` (STARTTLS) or `smtps://…`. Empty: mail goes to `mail_folder`, readable at /post in development."""
    mail_from: str = "Samenkracht <noreply@samenkracht.example>"
    """The sender of every mail."""
    mail_folder: Path = ROOT / "var" / "mail"
    """Where mail goes without SMTP."""
    session_idle_hours: int = Field(default=8, ge=1)
    """A session ends after this many hours without a request (ASVS 7.3.1)."""
    session_absolute_hours: int = Field(default=24 * 7, ge=1)
    """A session ends after this many hours in any case (ASVS 7.3.2)."""
    trusted_proxies: int = 0
    """How many proxies of your own stand before the web process: their X-Forwarded-* headers are believed."""
    metrics_token: str = ""
    """Who asks /metrics for the figures of Prometheus says this word as a bearer token. Empty: there is no such address."""
    log_level: str = "INFO"
    """The standard levels of Python's logging."""

    @property
    def in_production(self) -> bool:
        """Whether real people use this."""
        return self.environment == "production"

    def mistakes(self) -> list[str]:
        """Why these settings are not safe enough for production: one sentence each."""
        found = []
        if self.secret_key == DEVELOPMENT_SECRET or len(self.secret_key) < 32:  # noqa: PLR2004 - said in the sentence
            found.append("SECRET_KEY is the default or shorter than 32 characters.")
        if not self.database_url:
            found.append("DATABASE_URL is not set: the embedded PostgreSQL is for development only.")
        if not self.redis_url:
            found.append("REDIS_URL is not set: the embedded Redis is for development only.")
        if not self.public_url.startswith("https://"):
            found.append("PUBLIC_URL does not start with https://.")
        if self.metrics_token and len(self.metrics_token) < 16:  # noqa: PLR2004 - said in the sentence
            found.append("METRICS_TOKEN is shorter than 16 characters.")
        if self.trusted_proxies < 1:
            # All visitors would have the proxy's address, and one who guesses would close the door of sign-in for everybody.
            found.append("TRUSTED_PROXIES is 0, but a proxy with https stands in front.")
        return found


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
