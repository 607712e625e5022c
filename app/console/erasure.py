"""Erasing a person (GDPR, article 17). personal.py says where names and addresses of people are, and what becomes of each.

Done as the role `owner` by a command, never by the web: `webapp` may change neither history nor updates. What was done stays, who did
it goes. In the chain of history a name goes with its salt, so that nobody can tell any more by trying whose it was, and the chain still
fits; the event `person.erased` says which links were blanked, or a blank one would be a fault (app/history/chain.py).
Texts that people typed are not searched: who is called by name in the text of an update is found and changed by hand.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, create_engine, text

from app.console.personal import BY_LINK, NO_ACCOUNT, OWN_ROWS, PLACES, SOMEBODY
from app.history.chain import ERASED, NOBODY, PERSON_ERASED, as_ranges


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased in one coalition: the numbers of the events of which who did it, and of which the content, is gone."""

    slug: str
    who: Sequence[int]
    what: Sequence[int]
    without_administrator: bool


def erase_person(
    owner_url: str, email: str, *, names: Collection[str] = (), slugs: Collection[str] = ()
) -> list[Erased]:
    """Erase the person with this address from the whole product, in one transaction, and record in each coalition that it was done.

    Also somebody without an account, who was invited or applied, was asked for an update by mail or is a contact at a partner; and where
    that too passed its term, whom the history of the coalitions `slugs` knows by one of `names` alone. Returns what was done per coalition;
    raises LookupError where nobody has this address and no name was given. `owner_url` signs in as the role `owner`.
    """
    engine = create_engine(owner_url, hide_parameters=True)
    try:
        with engine.begin() as connection:
            about = _everything_about(connection, email.strip().lower(), names, slugs)
            if about["person"] is None and not about["names"]:
                raise LookupError(email)
            erased = [_erase_in_history(connection, tenant, about) for tenant in about["tenants"]]
            for place in PLACES:
                values = f"set {place.column} = {place.becomes}"
                connection.execute(text(f"update {place.table} {values} where {place.where}"), about)
            for table, where in OWN_ROWS:
                connection.execute(text(f"delete from {table} where {where}"), about)  # noqa: S608 - our own words
            return [_told(connection, *done) for done in erased]
    finally:
        engine.dispose()


_ASKED = (
    "select {0} from invitation where email = :email union select {0} from update_request where email = :email"
    " union select {0} from partner_invitation where email = :email"
)
_APPLIED = "select {} from partner_application where contact_email = :email"
_NAMES = text(f"""
    select name from person where id = :person
    union select actor_name from event where actor_id = :person
    union select author_name from progress_update where author_id = :person
    union {_ASKED.format("name")}
    union select name from contact where email = :email or person_id = :person
    union select name from colleague_invitation where email = :email
    union {_APPLIED.format("contact_name")}
""")  # noqa: S608 - our own words
_TENANTS = text(f"""
    select tenant_id from membership where person_id = :person
    union select m.tenant_id from membership m join organisation_member o using (organisation_id) where o.person_id = :person
    union select tenant_id from event where actor_id = :person
    union {_ASKED.format("tenant_id")}
    union select tenant_id from contact where email = :email or person_id = :person
    union {_APPLIED.format("tenant_id")}
    union select tenant_id from public_page where contact_email = :email
    union select id from tenant where slug = any(:slugs)
    order by 1
""")  # noqa: S608 - our own words


def _everything_about(
    connection: Connection, email: str, given: Collection[str], slugs: Collection[str]
) -> dict[str, Any]:
    """Who it is, under which names, and in which coalitions; in the order in which two erasures at once do not trip over each other."""
    person = connection.scalar(
        text("select id from person where email = :email for update"), {"email": email}
    )
    about: dict[str, Any] = {"email": email, "person": person, "slugs": list(slugs)}
    names = {*connection.scalars(_NAMES, about), *given} - {"", SOMEBODY}
    names |= {name + BY_LINK for name in names if not name.endswith(BY_LINK)}
    return about | {
        "names": sorted(names),
        "values": [*sorted(names), email, *([str(person)] if person else [])],
        "tenants": list(connection.scalars(_TENANTS, about)),
    }


# What somebody did, also by a link from a mail, without an account.
_WHO = text(f"""
    update event set actor_id = null, actor_name = '', who_salt = null
    where tenant_id = :tenant and who_salt is not null
      and (actor_id = :person or ({NO_ACCOUNT.format("actor_id")} and actor_name = any(:names)))
    returning number
""")  # noqa: S608 - our own words
# What was done about somebody: to a person, role, invitation or question, and where the name or the address is a value by itself.
_WHAT = text(f"""
    update event set kind = '{ERASED}', subject_table = '', subject_id = '{NOBODY}', subject_label = '', changes = '{{}}', note = '',
        what_salt = null
    where tenant_id = :tenant and what_salt is not null and kind <> '{PERSON_ERASED}'
      and (
        subject_id = :person
        or subject_id in (select id from membership where tenant_id = :tenant and person_id = :person)
        or subject_id in (select id from invitation where tenant_id = :tenant and email = :email)
        or (subject_table in ('person', 'membership', 'invitation', 'update_request') and subject_label = any(:names))
        or note = any(cast(:values as text[]))
        or exists (select from unnest(cast(:values as text[])) value
                   where jsonb_path_exists(changes, '$.**  ? (@ == $value)', jsonb_build_object('value', value)))
      )
    returning number
""")  # noqa: S608 - our own words


def _erase_in_history(
    connection: Connection, tenant: UUID, about: Mapping[str, Any]
) -> tuple[UUID, list[int], list[int]]:
    values = {**about, "tenant": tenant}
    return tenant, sorted(connection.scalars(_WHO, values)), sorted(connection.scalars(_WHAT, values))


_TELL = text(f"""
    select record_event(null, 'Samenkracht', '{PERSON_ERASED}', 'tenant', t.id, t.coalition, cast(:changes as jsonb), '')
    from tenant t where t.id = :tenant
""")  # noqa: S608 - our own words
_ABOUT_THE_TENANT = text("""
    select slug, not exists (select from membership m where m.tenant_id = t.id and m.role = 'administrator' and m.ended_at is null)
    from tenant t where t.id = :tenant
""")


def _told(connection: Connection, tenant: UUID, who: list[int], what: list[int]) -> Erased:
    """Record in the coalition that it was done: which events, not whose."""
    acting = text("select set_config('app.tenant', :tenant, true), set_config('app.actor', '', true)")
    connection.execute(acting, {"tenant": str(tenant)})
    changes = {"erased_who": ["", as_ranges(who)], "erased_what": ["", as_ranges(what)]}
    connection.execute(_TELL, {"tenant": tenant, "changes": json.dumps(changes)})
    slug, without_administrator = connection.execute(_ABOUT_THE_TENANT, {"tenant": tenant}).one()
    return Erased(slug, who, what, without_administrator)
