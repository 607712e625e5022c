"""The boundary: no database session exists outside a tenant scope, and PostgreSQL itself enforces it.

This is the whole public surface. Everything else in the package serves it.
"""

from tenants.boundary import (
    SYSTEM,
    Actor,
    OutsideScope,
    acting_in,
    acting_outside,
    current_scope,
    db,
    in_scope,
    read,
)
from tenants.database import AnywhereRow, Base, GlobalRow, Published, TenantOwned, many, one, refers_to
from tenants.models import Municipality, Tenant, current_tenant, current_tenant_id, tenant_in_brief

__all__ = [
    "SYSTEM",
    "Actor",
    "AnywhereRow",
    "Base",
    "GlobalRow",
    "Municipality",
    "OutsideScope",
    "Published",
    "Tenant",
    "TenantOwned",
    "acting_in",
    "acting_outside",
    "current_scope",
    "current_tenant",
    "current_tenant_id",
    "db",
    "in_scope",
    "many",
    "one",
    "read",
    "refers_to",
    "tenant_in_brief",
]
