"""Erasing a person (GDPR, article 17): where names and addresses of people are, said once, and what becomes of each.

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

from app.history.chain import ERASED, NOBODY, PERSON_ERASED, as_ranges

SOMEBODY = "Verwijderd persoon"
BY_LINK = " (via een link)"


@dataclass(frozen=True, slots=True)
class Place:
    """A column with names or addresses of people, what becomes of it, and in which rows."""

    table: str
    column: str
    becomes: str
    where: str


_HERE = "tenant_id = any(:tenants)"
_IS_NAME = _HERE + " and {} = any(:names)"
# Of a table outside the coalitions: at the organisations that the coalitions of the person have as partners.
_IS_COLLEAGUE = (
    "organisation_id in (select organisation_id from partner where " + _HERE + ") and {} = any(:names)"
)
_IS_ID = "{} = :person"
_IS_EMAIL = _HERE + " and email = :email"
_IS_CONTACT = _HERE + " and contact_email = :email"
_NAME = f"'{SOMEBODY}'"
# An id alone leads to nobody where the account passed its term, or has another id here than where the coalition came from.
_NO_ACCOUNT = "not exists (select from person p where p.id = {})"
_NO_ADDRESS = "'verwijderd-' || id || '@verwijderd.invalid'"


def _theirs(by_id: str, by_name: str) -> str:
    return f"{by_id} = :person or ({_NO_ACCOUNT.format(by_id)} and {_IS_NAME.format(by_name)})"


# Every column that can hold the name or the address of a person, but those of history. The order matters: addresses, by which others
# are found, go last. A test finds every column that looks like one and is neither here nor in HOLDS_NO_PERSON.
PLACES = (
    Place("progress_update", "author_name", _NAME, _theirs("author_id", "author_name")),
    Place("progress_update", "author_id", "null", _IS_ID.format("author_id")),
    Place("attachment", "added_by", _NAME, _IS_NAME.format("added_by")),
    Place("theme_pillar", "confirmed_by", _NAME, _IS_NAME.format("confirmed_by")),
    Place("theme_action_line", "confirmed_by", _NAME, _IS_NAME.format("confirmed_by")),
    Place("action_pillar", "confirmed_by", _NAME, _IS_NAME.format("confirmed_by")),
    Place("action_theme", "confirmed_by", _NAME, _IS_NAME.format("confirmed_by")),
    Place("agreement_version", "written_by", _NAME, _IS_NAME.format("written_by")),
    Place("agreement_party", "sent_by", _NAME, _IS_NAME.format("sent_by")),
    Place("agreement_signature", "taken_in_by", _NAME, _IS_NAME.format("taken_in_by")),
    Place("agreement_signature", "signed_by_id", "null", _IS_ID.format("signed_by_id")),
    Place("partner", "state_by", _NAME, _IS_NAME.format("state_by")),
    Place("partner_note", "author_name", _NAME, _theirs("author_id", "author_name")),
    Place("partner_note", "author_id", "null", _IS_ID.format("author_id")),
    Place("membership", "granted_by", _NAME, _IS_NAME.format("granted_by")),
    Place("membership", "ended_at", "coalesce(ended_at, now())", _IS_ID.format("person_id")),
    Place("todo", "title", _NAME, _HERE + " and subject_table in ('invitation', 'update_request') and title = any(:names)"),
    Place("plan_version", "frozen_by", _NAME, _theirs("frozen_by_id", "frozen_by")),
    Place("plan_version", "frozen_by_id", "null", _IS_ID.format("frozen_by_id")),
    Place("pledge", "noted_by", _NAME, _theirs("noted_by_id", "noted_by")),
    Place("pledge", "noted_by_id", "null", _IS_ID.format("noted_by_id")),
    Place("money_step", "noted_by", _NAME, _theirs("noted_by_id", "noted_by")),
    Place("money_step", "noted_by_id", "null", _IS_ID.format("noted_by_id")),
    Place("contribution", "noted_by", _NAME, _theirs("noted_by_id", "noted_by")),
    Place("contribution", "noted_by_id", "null", _IS_ID.format("noted_by_id")),
    Place("contribution_answer", "noted_by", _NAME, _theirs("noted_by_id", "noted_by")),
    Place("contribution_answer", "noted_by_id", "null", _IS_ID.format("noted_by_id")),
    Place("task", "actor_name", _NAME, _theirs("actor_id", "actor_name")),
    Place("task", "aside_by", _NAME, "aside_by = any(:names)"),
    Place("task", "actor_id", "null", _IS_ID.format("actor_id")),
    Place("partner_import", "brought_by", _NAME, _IS_NAME.format("brought_by")),
    Place("body_member", "name", "''", _IS_NAME.format("name")),
    Place("body_member", "person_id", "null", _IS_ID.format("person_id")),
    Place("organisation_member", "added_by", _NAME, _IS_COLLEAGUE.format("added_by")),
    Place("organisation_member", "ended_by", _NAME, _IS_COLLEAGUE.format("ended_by")),
    Place("organisation_member", "function", "''", _IS_ID.format("person_id")),
    Place("organisation_member", "ended_at", "coalesce(ended_at, now())", _IS_ID.format("person_id")),
    Place("colleague_invitation", "invited_by", _NAME, _IS_COLLEAGUE.format("invited_by")),
    Place("colleague_invitation", "revoked_at", "coalesce(revoked_at, now())", "email = :email and accepted_at is null"),
    Place("colleague_invitation", "name", _NAME, "email = :email"),
    Place("colleague_invitation", "function", "''", "email = :email"),
    Place("colleague_invitation", "email", _NO_ADDRESS, "email = :email"),
    Place("profile_change", "changed_by", _NAME, _IS_ID.format("changed_by_id")),
    Place("profile_change", "changed_by_id", "null", _IS_ID.format("changed_by_id")),
    Place("suggested_change", "suggested_by", _NAME, _IS_NAME.format("suggested_by")),
    Place("invitation", "invited_by", _NAME, _IS_NAME.format("invited_by")),
    Place("invitation", "revoked_at", "coalesce(revoked_at, now())", f"{_IS_EMAIL} and accepted_at is null"),
    Place("invitation", "name", _NAME, _IS_EMAIL),
    Place("invitation", "email", _NO_ADDRESS, _IS_EMAIL),
    Place("partner_invitation", "sent_by", _NAME, _theirs("sent_by_id", "sent_by")),
    Place("partner_invitation", "sent_by_id", "null", _IS_ID.format("sent_by_id")),
    Place("partner_invitation", "answered_by", _NAME, _IS_NAME.format("answered_by")),
    Place("partner_invitation", "expires_at", "least(expires_at, now())", _IS_EMAIL),
    Place("partner_invitation", "name", _NAME, _IS_EMAIL),
    Place("partner_invitation", "email", _NO_ADDRESS, _IS_EMAIL),
    Place("partner_application", "decided_by", _NAME, _IS_NAME.format("decided_by")),
    Place("partner_application", "contact_name", _NAME, _IS_CONTACT),
    Place("partner_application", "contact_phone", "''", _IS_CONTACT),
    Place("partner_application", "contact_email", _NO_ADDRESS, _IS_CONTACT),
    Place("partner_consent", "noted_by", _NAME, _IS_NAME.format("noted_by")),
    Place("partner_consent", "withdrawn_by", _NAME, _IS_NAME.format("withdrawn_by")),
    Place("public_page", "contact_phone", "''", _IS_CONTACT),
    Place("public_page", "contact_name", "''", _IS_CONTACT),
    Place("public_page", "contact_email", "''", _IS_CONTACT),
    Place("update_request", "asked_by", _NAME, _theirs("asked_by_id", "asked_by")),
    Place("update_request", "asked_by_id", "null", _IS_ID.format("asked_by_id")),
    Place("update_request", "withdrawn_at", "coalesce(withdrawn_at, now())", f"{_IS_EMAIL} and answered_at is null"),
    Place("update_request", "name", _NAME, _IS_EMAIL),
    Place("update_request", "email", _NO_ADDRESS, _IS_EMAIL),
    Place("person", "password_hash", "null", _IS_ID.format("id")),
    Place("person", "ended_at", "coalesce(ended_at, now())", _IS_ID.format("id")),
    Place("person", "name", _NAME, _IS_ID.format("id")),
    Place("person", "email", _NO_ADDRESS, _IS_ID.format("id")),
)  # fmt: skip
_IS_SAID = "exists (select from unnest(cast(:names as text[])) name where strpos(said::text, name) > 0)"
# Rows that are a person's own and mean nothing without the person.
OWN_ROWS = (
    ("sign_in", "person_id = :person"),
    ("password_reset", "person_id = :person"),
    ("platform_assignment", "person_id = :person"),
    ("visit", "person_id = :person"),
    ("todo", "person_id = :person"),
    # The sentences in it can name others too, as can a removed row; and no way back may lead to what was erased.
    ("answered_form", f"person_id = :person or (({_HERE} or tenant_id is null) and {_IS_SAID})"),
    ("export_file", "made_for = :person"),
    ("contact", f"{_HERE} and (email = :email or person_id = :person)"),
    # A row of a list that holds the name or the address of somebody, as a contact.
    (
        "partner_import_row",
        f"{_HERE} and exists (select from unnest(cast(:values as text[])) value where strpos(cells::text, value) > 0)",
    ),
    ("way_back", f"person_id = :person or {_HERE}"),
    ("task", "state in ('waiting', 'failed') and arguments ->> 'to' = :email"),
)
# Columns that go with the whole row, by OWN_ROWS.
WITH_THE_ROW = frozenset({("contact", "name"), ("contact", "email")})
# In history: handled apart, because a name there goes with its salt.
IN_HISTORY = frozenset({("event", "actor_name"), ("event", "subject_label"), ("event", "note")})
# Who signed is what a signed agreement proves. It goes with the agreement, and not before (GDPR, article 17(3)(b) and (e)).
KEPT_AS_PROOF: Mapping[tuple[str, str], str] = {
    ("agreement_signature", "name"): "the signatory of an agreement between two organisations",
}
HOLDS_NO_PERSON: Mapping[tuple[str, str], str] = {
    ("action_template", "name"): "of a kind of action",
    ("agreement_file", "name"): "of a file",
    ("attachment", "filename"): "of a file, chosen by who added it",
    ("body", "name"): "of a group",
    ("regional_body", "name"): "of a group",
    ("regional_body", "added_by_tenant"): "a coalition",
    ("contribution_period", "name"): "of a period",
    ("export_file", "name"): "of a file",
    ("partner_application", "name"): "of an organisation",
    ("partner_import", "filename"): "of a file, chosen by who brought it",
    ("heartbeat", "name"): "of a process",
    ("municipality", "name"): "of a municipality",
    ("neighbourhood", "name"): "of a place",
    ("organisation", "name"): "of an organisation",
    ("organisation", "added_by_tenant"): "a coalition",
    ("plan", "adopted_by"): "a council or another body",
    ("plan_version", "adopted_by"): "a council or another body",
    ("plan_version", "name"): "of a version",
    ("target_group", "name"): "of a group of people",
    ("task", "name"): "of a kind of work",
    ("tenant", "led_by"): "an organisation",
    ("todo", "closed_by"): "an id; whose it is, went with the person",
}


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

    Also somebody without an account, who was invited, asked for an update by mail or a contact at a partner; and where that too passed its term, whom the history
    of the coalitions `slugs` knows by one of `names` alone. Returns what was done per coalition; raises LookupError where nobody has this
    address and no name was given. `owner_url` signs in as the role `owner`.
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
      and (actor_id = :person or ({_NO_ACCOUNT.format("actor_id")} and actor_name = any(:names)))
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
