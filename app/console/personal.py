"""Where names and addresses of people are, and what becomes of each when somebody is erased (erasure.py): said here, once."""

from collections.abc import Mapping
from dataclasses import dataclass

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
    "organisation_id in (select organisation_id from partner where " + _HERE + ") and {} = any(:names)"  # noqa: S608 - our own words
)
_IS_ID = "{} = :person"
_IS_EMAIL = _HERE + " and email = :email"
_IS_CONTACT = _HERE + " and contact_email = :email"
_NAME = f"'{SOMEBODY}'"
# An id alone leads to nobody where the account passed its term, or has another id here than where the coalition came from.
NO_ACCOUNT = "not exists (select from person p where p.id = {})"
_NO_ADDRESS = "'verwijderd-' || id || '@verwijderd.invalid'"


def _theirs(by_id: str, by_name: str) -> str:
    return f"{by_id} = :person or ({NO_ACCOUNT.format(by_id)} and {_IS_NAME.format(by_name)})"


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
    ("agreement_signature", "authority"): "why the signatory may sign, in the signatory's own words",
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
    ("organisation", "email"): "of an organisation, for everybody",
    ("plan", "adopted_by"): "a council or another body",
    ("plan_version", "adopted_by"): "a council or another body",
    ("plan_version", "name"): "of a version",
    ("target_group", "name"): "of a group of people",
    ("task", "name"): "of a kind of work",
    ("tenant", "led_by"): "an organisation",
    ("todo", "closed_by"): "an id; whose it is, went with the person",
}
