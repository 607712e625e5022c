"""The address says the tenant: `/hengelo/plan` is `/plan` within Hengelo. The only reader of the slug."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tenants.boundary import acting_outside, db
from tenants.models import RESERVED_SLUGS, Tenant, is_slug

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

TENANT_KEY = "samenkracht.tenant"
# Set where the database could not be asked which tenant an address names: the application then says that it is away.
AWAY_KEY = "samenkracht.away"


class TenantDirectory:
    """Finds the tenant of a slug; remembers what it found, because a slug never moves to another tenant."""

    def __init__(self) -> None:
        self._known: dict[str, UUID] = {}

    def find(self, slug: str) -> UUID | None:
        """The id of the tenant at `slug`, or None."""
        if slug in self._known:
            return self._known[slug]
        if slug in RESERVED_SLUGS or not is_slug(slug):
            return None
        with acting_outside():
            found = db().scalar(select(Tenant.id).where(Tenant.slug == slug))
        if found is not None:
            self._known[slug] = found
        return found


class TenantAddress:
    """WSGI middleware: moves the slug from PATH_INFO to SCRIPT_NAME, so that routes and links never mention it."""

    def __init__(self, application: "WSGIApplication", find: Callable[[str], UUID | None]) -> None:
        self._application = application
        self._find = find

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """Pass the request on, within its tenant where the address names one."""
        slug, slash, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        # A client cannot send this key: WSGI puts headers under HTTP_*.
        environ.pop(TENANT_KEY, None)
        try:
            tenant = self._find(slug)
        except OperationalError:
            tenant, environ[AWAY_KEY] = None, True
        if tenant is not None:
            environ[TENANT_KEY] = tenant
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{slug}"
            environ["PATH_INFO"] = f"{slash or '/'}{rest}"
        return self._application(environ, start_response)
