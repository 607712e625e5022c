"""How long every table is kept, and whether it goes along when a coalition takes its data: declared here, once, one line a table.

A table that is missing here fails a test. docs/retention.md holds the same table for people, and another test compares the two.
The Archiefwet and the selection list of the municipalities say for how long a municipality keeps its plan and its account of it; the
term depends on the case and is the coalition's own decision. Therefore nothing of that is ever removed by a clock. What no law asks to
keep goes after a term that we chose as short as the work allows (GDPR, article 5(1)(e)), and `tenant.terms` may say another number of days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    TableClause,
    column,
    delete,
    func,
    select,
    table,
    text,
)

from tenants.boundary import current_scope, db
from tenants.models import current_tenant


class Kind(StrEnum):
    """Why a table is kept."""

    PERMANENT = "permanent"
    """What the coalition decided, planned and made: kept as long as the coalition works here."""
    ACCOUNT = "account"
    """Who did what, and when: the account of the work, kept as long as what it tells of."""
    PERSONAL = "personal"
    """Names and addresses of people: kept as long as they take part, and a while after."""
    TECHNICAL = "technical"
    """What the machine needs to do its work."""
    PUBLIC = "public"
    """Known to everybody, of no coalition."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One table: its class, what people call it, and the ground on which it is kept.

    `days` after the moment in column `since` its rows are removed; without `days` they stay. `fixed` means that the database enforces this
    very term, so that no coalition chooses another. `anywhere` rows may belong to no coalition. `outside` rows never belong to one: only
    the function `forget_outside` of migration 0011, which knows the terms itself, may remove them. `left_out` says, for the coalition,
    why the rows do not go along in an export.
    """

    table: str
    kind: Kind
    words: str
    ground: str
    days: int | None = None
    since: str = ""
    fixed: bool = False
    anywhere: bool = False
    outside: bool = False
    left_out: str = ""


ARCHIVE = "Archiefwet and selection list: the coalition decides; export it first."
WORK = "Account of the work (GDPR, article 5(2); Archiefwet)."
CHOICE = "Choice, GDPR article 5(1)(e): no longer than needed."
SIGNED = "Proof of an agreement (GDPR, article 17(3)(b) and (e)): the signatory is part of it, also after erasure of the person."
MACHINE = "Choice: long enough to find out what went wrong."
_PLACE = "Belongs to what it says something about: " + ARCHIVE


def _permanent(table: str, words: str, ground: str = ARCHIVE) -> Rule:
    return Rule(table, Kind.PERMANENT, words, ground)


RULES: Mapping[str, Rule] = {
    rule.table: rule
    for rule in (
        _permanent("tenant", "de coalitie zelf"),
        _permanent("plan", "plannen"),
        _permanent("plan_version", "versies van plannen, zoals ze zijn vastgesteld"),
        _permanent("chapter", "hoofdstukken van plannen"),
        _permanent("passage", "punten in hoofdstukken en bij acties"),
        _permanent("goal", "doelen"),
        _permanent("action", "acties"),
        _permanent("milestone", "mijlpalen"),
        _permanent("attachment", "bijlagen"),
        _permanent("action_template", "sjablonen voor acties"),
        _permanent("template_milestone", "mijlpalen van sjablonen", _PLACE),
        _permanent("pillar", "pijlers"),
        _permanent("action_line", "actielijnen"),
        _permanent("theme", "thema’s"),
        _permanent("partner", "partners"),
        _permanent("body", "groepen, zoals de stuurgroep"),
        _permanent("body_member", "zetels in groepen"),
        _permanent("body_office", "wie in een groep voorzitter of secretaris is of was", _PLACE),
        _permanent("project_host", "bij welke partner de projectleider werkt of werkte"),
        _permanent("contribution_period", "perioden waarin partners bijdragen"),
        _permanent("pledge", "toezeggingen van partners"),
        _permanent("money_step", "om welk toegezegd geld is gevraagd, en welke factuur er is"),
        _permanent("contribution", "wat partners gaven"),
        _permanent("contribution_answer", "wat de andere kant van een bijdrage zegt", _PLACE),
        _permanent("neighbourhood", "wijken en buurten"),
        _permanent("target_group", "doelgroepen"),
        _permanent("theme_pillar", "bij welke pijler een thema hoort", _PLACE),
        _permanent("theme_action_line", "bij welke actielijn een thema hoort", _PLACE),
        _permanent("action_contributor", "wie meehelpt met een actie", _PLACE),
        _permanent("action_pillar", "bij welke pijler een actie hoort", _PLACE),
        _permanent("action_theme", "bij welk thema een actie hoort", _PLACE),
        _permanent("action_neighbourhood", "in welke wijk een actie is", _PLACE),
        _permanent("action_target_group", "voor welke doelgroep een actie is", _PLACE),
        _permanent("agreement", "overeenkomsten met partners"),
        _permanent("agreement_version", "teksten van overeenkomsten"),
        _permanent("agreement_party", "wie gevraagd is een overeenkomst te ondertekenen, en wat daarvan kwam"),
        _permanent("agreement_signature", "handtekeningen onder overeenkomsten", SIGNED),
        _permanent("agreement_file", "ondertekende overeenkomsten, als document", SIGNED),
        _permanent("agreement_reminder", "herinneringen aan het einde van een overeenkomst", _PLACE),
        _permanent("public_page", "wat de coalitie aan iedereen laat zien"),
        _permanent("public_part", "welke pijlers en thema’s de coalitie aan iedereen laat zien", _PLACE),
        Rule("partner_consent", Kind.ACCOUNT, "wanneer een organisatie zei dat zij genoemd mag worden", "Proof of what was agreed."),
        Rule("event", Kind.ACCOUNT, "geschiedenis: wie wat deed en wanneer", WORK + " Who leaves may be erased from it."),
        Rule("progress_update", Kind.ACCOUNT, "updates over acties", WORK),
        Rule("chain_head", Kind.ACCOUNT, "waar de geschiedenis eindigt", WORK),
        Rule("chain_check", Kind.ACCOUNT, "wanneer is nagegaan dat de geschiedenis klopt", WORK),
        Rule("removal", Kind.ACCOUNT, "wat er na de bewaartermijn is verwijderd", "Proof of what was destroyed; holds no content."),
        Rule("membership", Kind.PERSONAL, "rollen van mensen", CHOICE + " History still tells of it.", 730, "ended_at", fixed=True),
        Rule("organisation_member", Kind.PERSONAL, "wie voor een organisatie werkt", CHOICE + " Who left an organisation.", 730, "ended_at",
             fixed=True, outside=True),
        _permanent("partner_neighbourhood", "in welke wijk een partner werkt", _PLACE),
        Rule("partner_note", Kind.PERSONAL, "notities over partners", CHOICE + " A note that was taken back.",
             365, "ended_at"),
        Rule("contact", Kind.PERSONAL, "contacten bij partners", CHOICE + " Who left.", 365, "until"),
        Rule("colleague_invitation", Kind.PERSONAL, "uitnodigingen van collega’s", CHOICE, 90, "expires_at", fixed=True, outside=True),
        Rule("profile_suggestion", Kind.PERSONAL, "voorstellen voor profielen van organisaties", CHOICE + " Counted from the answer.",
             730, "answered_at", fixed=True, outside=True),
        Rule("suggested_change", Kind.ACCOUNT, "welke voorstellen voor profielen van deze coalitie zijn",
             WORK + " Goes with the suggestion.",
             left_out="Het hoort bij een voorstel voor het profiel van een organisatie, en dat is niet van de coalitie."),
        Rule("profile_change", Kind.ACCOUNT, "wat er aan profielen van organisaties is gewijzigd",
             "Account of the profile: who changed what."),
        Rule("invitation", Kind.PERSONAL, "uitnodigingen", CHOICE, 90, "expires_at"),
        Rule("partner_invitation", Kind.PERSONAL, "uitnodigingen aan organisaties", CHOICE + " History tells what became of it.", 90,
             "expires_at", left_out="Een uitnodiging hoort bij een link in iemands mail, en die link werkt alleen hier."),
        Rule("partner_application", Kind.PERSONAL, "aanmeldingen van organisaties", CHOICE + " Answered, or never confirmed.", 30,
             "closed_at"),
        Rule("update_request", Kind.PERSONAL, "vragen om een update, per mail", CHOICE, 90, "expires_at",
             left_out="Een vraag hoort bij een link in iemands mail, en die link werkt alleen hier."),
        Rule("partner_import", Kind.TECHNICAL, "lijsten van partners die zijn gelezen", CHOICE + " What was read in stays.", 30,
             "brought_at", left_out="Wat ervan is ingelezen, staat bij de partners."),
        Rule("partner_import_row", Kind.TECHNICAL, "rijen van die lijsten", "Goes with its list: " + CHOICE,
             left_out="Wat ervan is ingelezen, staat bij de partners."),
        Rule("todo", Kind.TECHNICAL, "wat op iemand wacht, en wat daarvan gedaan is", CHOICE + " History tells of it.", 90, "closed_at",
             left_out="Dit volgt uit het plan en de uitnodigingen, en wordt bij het inlezen opnieuw gemaakt."),
        Rule("visit", Kind.PERSONAL, "wanneer iemand het laatst keek", CHOICE, 365, "seen_at",
             left_out="Wanneer iemand het laatst keek, zegt niets over het werk van de coalitie."),
        Rule("person", Kind.PERSONAL, "mensen met een account", CHOICE + " Who has no role left anywhere.", 30, "created_at",
             fixed=True, outside=True),
        Rule("sign_in", Kind.TECHNICAL, "wie waar is ingelogd", CHOICE, 30, "seen_at", fixed=True, outside=True),
        Rule("password_reset", Kind.TECHNICAL, "links voor een nieuw wachtwoord", CHOICE, 30, "expires_at", fixed=True, outside=True),
        Rule("export_file", Kind.TECHNICAL, "bestanden die voor iemand zijn gemaakt", CHOICE, 7, "asked_at",
             left_out="Wat erin staat, staat in het plan. Ze zijn van één persoon en blijven een week."),
        Rule("answered_form", Kind.TECHNICAL, "formulieren die al beantwoord zijn", CHOICE, 2, "answered_at", anywhere=True,
             left_out="Hiermee herkent de computer een formulier dat twee keer is verstuurd; na twee dagen is het weg."),
        Rule("way_back", Kind.TECHNICAL, "de weg terug na een vergissing", CHOICE, 1, "offered_at",
             left_out="Ongedaan maken kan maar kort, en alleen waar iets gedaan is."),
        Rule("task", Kind.TECHNICAL, "taken van de computer", MACHINE, 90, "finished_at", anywhere=True,
             left_out="Dit is werk van de computer, en dat is gedaan of wordt gedaan waar het gevraagd is."),
        Rule("backup", Kind.TECHNICAL, "reservekopieën", MACHINE, 730, "finished_at", fixed=True, outside=True),
        Rule("heartbeat", Kind.TECHNICAL, "of de klok loopt", MACHINE),
        Rule("platform_assignment", Kind.PERSONAL, "rollen over coalities heen", "Kept as long as the role is held."),
        Rule("organisation", Kind.PUBLIC, "organisaties", "Names of organisations, shared by the coalitions that they take part in."),
        Rule("regional_body", Kind.PUBLIC, "regionale overleggen", "Names of bodies above several coalitions; tells of no coalition."),
        Rule("organisation_logo", Kind.PUBLIC, "logo’s van organisaties", "Shown where the organisation is; goes when another is chosen."),
        Rule("municipality", Kind.PUBLIC, "het register van gemeenten", "Public register."),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passed:
    """Rows of one table whose term has passed: how many, and the moments of the oldest and the newest of them."""

    table: str
    how_many: int
    oldest: datetime
    newest: datetime

    @property
    def rule(self) -> Rule:
        """What was declared for the table."""
        return RULES[self.table]


def days_of(rule: Rule, terms: Mapping[str, Any]) -> int | None:
    """The term in days: what the coalition's `terms` say, where they may, and otherwise what is declared."""
    chosen = terms.get(rule.table)
    free = rule.days is not None and not rule.fixed
    return chosen if free and isinstance(chosen, int) and chosen > 0 else rule.days


def look() -> list[Passed]:
    """What has passed its term and is still there, within the current scope: a coalition's rows, or those of no coalition."""
    if current_scope().tenant_id is None:
        return [*_outside(really=False), *_counted()]
    return list(_counted())


def carry_out() -> list[Passed]:
    """Remove what has passed its term within the current scope; returns what that was, as `look` would have said before it."""
    found = list(_counted())
    for passed in found:
        db().execute(delete(_table(passed.rule)).where(_is_over(passed.rule)))
    if current_scope().tenant_id is None:
        found = [*_outside(really=True), *found]
    return found


def _counted() -> Iterator[Passed]:
    inside = current_scope().tenant_id is not None
    for rule in RULES.values():
        if rule.days is None or rule.outside or not (inside or rule.anywhere):
            continue
        since = _table(rule).c[rule.since]
        counted = select(func.count(), func.min(since), func.max(since)).where(_is_over(rule))
        how_many, oldest, newest = db().execute(counted).one()
        if how_many:
            yield Passed(rule.table, how_many, oldest, newest)


@cache
def _table(rule: Rule) -> TableClause:
    return table(rule.table, column(rule.since))


def _is_over(rule: Rule) -> ColumnElement[bool]:
    terms = current_tenant().terms if current_scope().tenant_id is not None else {}
    # The moment of the transaction, so that counting and removing mean the same rows.
    return _table(rule).c[rule.since] < func.now() - func.make_interval(0, 0, 0, days_of(rule, terms))


_FORGET = text("select of_table, how_many, oldest, newest from forget_outside(:really) where how_many > 0")


def _outside(*, really: bool) -> list[Passed]:
    rows = db().execute(_FORGET, {"really": really})
    return [Passed(row.of_table, row.how_many, row.oldest, row.newest) for row in rows]
