"""Events in words: what a person reads in a timeline. The tables below are the one place where kinds and fields get their Dutch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import format_date, gettext, lazy_gettext
from sqlalchemy import Row

from app.access import Permission
from app.history.models import Event
from app.periods import PartialDate
from app.web.door import may

KINDS: Mapping[str, Any] = {
    "action.added": lazy_gettext("Actie toegevoegd"),
    "action.edited": lazy_gettext("Actie gewijzigd"),
    "action.moved": lazy_gettext("Status veranderd"),
    "action.reading_confirmed": lazy_gettext("Onze lezing bevestigd"),
    "action.reported": lazy_gettext("Update geplaatst"),
    "action.tied": lazy_gettext("Verbanden gewijzigd"),
    "action_template.added": lazy_gettext("Sjabloon bewaard"),
    "action_template.edited": lazy_gettext("Sjabloon gewijzigd"),
    "action_template.removed": lazy_gettext("Sjabloon verwijderd"),
    "attachment.added": lazy_gettext("Bijlage toegevoegd"),
    "attachment.removed": lazy_gettext("Bijlage verwijderd"),
    "body.edited": lazy_gettext("Groep gewijzigd"),
    "regional_body.edited": lazy_gettext("Regionaal overleg gewijzigd"),
    "regional_body.added": lazy_gettext("Regionaal overleg toegevoegd"),
    "project_host.named": lazy_gettext("Waar de projectleider werkt"),
    "project_host.ended": lazy_gettext("Projectleider niet meer bij"),
    "body.vacated": lazy_gettext("Zetel in groep vrij"),
    "body.seat_removed": lazy_gettext("Zetel uit groep verwijderd"),
    "body.seat_made": lazy_gettext("Vrije zetel in groep"),
    "body.seat_edited": lazy_gettext("Zetel in groep gewijzigd"),
    "body.office_undone": lazy_gettext("Keuze van voorzitter of secretaris ongedaan gemaakt"),
    "body.office_ended": lazy_gettext("Voorzitter of secretaris gestopt"),
    "body.appointed": lazy_gettext("Voorzitter of secretaris gekozen"),
    "body.seated": lazy_gettext("Organisatie in groep"),
    "body.started": lazy_gettext("Groep toegevoegd"),
    "body.unseated": lazy_gettext("Organisatie uit groep"),
    "chapter.added": lazy_gettext("Hoofdstuk toegevoegd"),
    "chapter.edited": lazy_gettext("Hoofdstuk gewijzigd"),
    "chapter.placed": lazy_gettext("Hoofdstuk verplaatst"),
    "contribution.confirmed": lazy_gettext("Bijdrage bevestigd"),
    "contribution.corrected": lazy_gettext("Bijdrage gecorrigeerd"),
    "contribution.disputed": lazy_gettext("Bijdrage betwist"),
    "contribution.noted": lazy_gettext("Bijdrage genoteerd"),
    "contribution_period.edited": lazy_gettext("Periode van bijdragen gewijzigd"),
    "contribution_period.opened": lazy_gettext("Periode van bijdragen toegevoegd"),
    "erased": lazy_gettext("Inhoud verwijderd"),
    "goal.added": lazy_gettext("Doel toegevoegd"),
    "goal.edited": lazy_gettext("Doel gewijzigd"),
    "invitation.accepted": lazy_gettext("Uitnodiging aangenomen"),
    "invitation.revoked": lazy_gettext("Uitnodiging ingetrokken"),
    "invitation.sent": lazy_gettext("Uitgenodigd"),
    "invitation.sent_again": lazy_gettext("Uitnodiging opnieuw verstuurd"),
    "milestone.added": lazy_gettext("Mijlpaal toegevoegd"),
    "milestone.completed": lazy_gettext("Mijlpaal gehaald"),
    "milestone.edited": lazy_gettext("Mijlpaal gewijzigd"),
    "milestone.removed": lazy_gettext("Mijlpaal verwijderd"),
    "milestone.reopened": lazy_gettext("Mijlpaal weer open"),
    "organisation.change_suggested": lazy_gettext("Wijziging van profiel voorgesteld"),
    "organisation.suggestion_withdrawn": lazy_gettext("Voorstel voor profiel ingetrokken"),
    "partner.organisation_recognised": lazy_gettext("Herkend aan het KvK-nummer als bekende organisatie"),
    "partner.edited": lazy_gettext("Partner gewijzigd"),
    "partner.ended": lazy_gettext("Partner doet niet meer mee"),
    "partner_import.done": lazy_gettext("Lijst van partners ingelezen"),
    "partner.accepted": lazy_gettext("Uitnodiging aangenomen"),
    "partner.admitted": lazy_gettext("Aanmelding toegelaten"),
    "partner.applied": lazy_gettext("Meldde zich aan"),
    "partner.consented": lazy_gettext("Mag op de openbare pagina staan"),
    "partner.consent_withdrawn": lazy_gettext("Staat niet meer op de openbare pagina"),
    "partner.declined": lazy_gettext("Uitnodiging afgeslagen"),
    "partner.invitation_withdrawn": lazy_gettext("Uitnodiging ingetrokken"),
    "partner.invited": lazy_gettext("Uitgenodigd"),
    "partner.invited_again": lazy_gettext("Uitnodiging opnieuw verstuurd"),
    "partner.joined": lazy_gettext("Partner toegevoegd"),
    "partner.refused": lazy_gettext("Aanmelding geweigerd"),
    "partner.reminded": lazy_gettext("Herinnerd aan de uitnodiging"),
    "public_page.edited": lazy_gettext("Openbare pagina gewijzigd"),
    "partner.took_part": lazy_gettext("Partner doet mee"),
    "partner.paused": lazy_gettext("Partner doet even niet mee"),
    "partner.resumed": lazy_gettext("Partner doet weer mee"),
    "partner.returned": lazy_gettext("Partner kwam terug"),
    "partner.switched_circle": lazy_gettext("Partner in andere kring"),
    "partner.noted": lazy_gettext("Notitie geschreven"),
    "partner.note_corrected": lazy_gettext("Notitie verbeterd"),
    "partner.note_removed": lazy_gettext("Notitie verwijderd"),
    "partner.contact_added": lazy_gettext("Contact toegevoegd"),
    "partner.contact_edited": lazy_gettext("Contact gewijzigd"),
    "partner.contact_left": lazy_gettext("Contact weg"),
    "partner.contact_handed_over": lazy_gettext("Contact overgedragen"),
    "partner.contact_taken_along": lazy_gettext("Gegevens van een contact meegenomen"),
    "partner.contact_erased": lazy_gettext("Gegevens van een contact verwijderd"),
    "passage.added": lazy_gettext("Punt toegevoegd"),
    "passage.edited": lazy_gettext("Punt gewijzigd"),
    "passage.removed": lazy_gettext("Punt verwijderd"),
    "person.erased": lazy_gettext("Gegevens van een persoon verwijderd"),
    "person.given_roles": lazy_gettext("Rollen gewijzigd"),
    "pillar.edited": lazy_gettext("Pijler gewijzigd"),
    "pledge.asked": lazy_gettext("Om toegezegd geld gevraagd"),
    "pledge.changed": lazy_gettext("Toezegging gewijzigd"),
    "pledge.invoiced": lazy_gettext("Factuur van toegezegd geld genoteerd"),
    "pledge.made": lazy_gettext("Toezegging genoteerd"),
    "pledge.withdrawn": lazy_gettext("Toezegging ingetrokken"),
    "plan.added": lazy_gettext("Plan begonnen"),
    "plan.edited": lazy_gettext("Gegevens van het plan gewijzigd"),
    "plan.succeeded": lazy_gettext("Opgevolgd door een nieuw plan"),
    "theme.added": lazy_gettext("Thema toegevoegd"),
    "theme.edited": lazy_gettext("Thema gewijzigd"),
    "theme.reading_confirmed": lazy_gettext("Onze lezing bevestigd"),
    "theme.tied": lazy_gettext("Verbanden gewijzigd"),
    "update_request.sent": lazy_gettext("Om een update gevraagd"),
    "update_request.sent_again": lazy_gettext("Opnieuw om een update gevraagd"),
    "update_request.withdrawn": lazy_gettext("Vraag om een update ingetrokken"),
    "version.frozen": lazy_gettext("Plan vastgelegd"),
    "action.move_undone": lazy_gettext("Statuswijziging ongedaan gemaakt"),
    "action.confirmation_undone": lazy_gettext("Bevestiging van onze lezing ongedaan gemaakt"),
    "attachment.removal_undone": lazy_gettext("Bijlage teruggezet"),
    "body.unseating_undone": lazy_gettext("Organisatie terug in groep"),
    "invitation.revocation_undone": lazy_gettext("Intrekken van uitnodiging ongedaan gemaakt"),
    "milestone.completion_undone": lazy_gettext("Mijlpaal toch niet gehaald"),
    "milestone.removal_undone": lazy_gettext("Mijlpaal teruggezet"),
    "milestone.reopening_undone": lazy_gettext("Heropenen van mijlpaal ongedaan gemaakt"),
    "partner.state_undone": lazy_gettext("Wijziging van deelname ongedaan gemaakt"),
    "partner.circle_undone": lazy_gettext("Wijziging van kring ongedaan gemaakt"),
    "partner.note_undone": lazy_gettext("Notitie teruggezet"),
    "passage.removal_undone": lazy_gettext("Punt teruggezet"),
    "person.ending_undone": lazy_gettext("Rollen teruggegeven"),
    "theme.confirmation_undone": lazy_gettext("Bevestiging van onze lezing ongedaan gemaakt"),
    "workspace.edited": lazy_gettext("Instellingen gewijzigd"),
    "workspace.loaded": lazy_gettext("Werkruimte geladen uit een map"),
    "workspace.opened": lazy_gettext("Werkruimte geopend"),
    "workspace.removed_expired": lazy_gettext("Verwijderd na de bewaartermijn"),
    "workspace.taken_along": lazy_gettext("Alles meegenomen in een bestand"),
    "agreement.started": lazy_gettext("Overeenkomst begonnen"),
    "agreement.edited": lazy_gettext("Tekst van overeenkomst gewijzigd"),
    "agreement.written_anew": lazy_gettext("Nieuwe versie van overeenkomst"),
    "agreement.sent": lazy_gettext("Overeenkomst verstuurd om te ondertekenen"),
    "agreement.signed": lazy_gettext("Overeenkomst ondertekend"),
    "agreement.taken_in": lazy_gettext("Op papier ondertekende overeenkomst bewaard"),
    "agreement.declined": lazy_gettext("Overeenkomst afgewezen"),
    "agreement.withdrawn": lazy_gettext("Vraag om te ondertekenen ingetrokken"),
    "agreement.decline_undone": lazy_gettext("Afwijzing van overeenkomst ongedaan gemaakt"),
    "agreement.withdrawal_undone": lazy_gettext("Intrekken van vraag om te ondertekenen ongedaan gemaakt"),
}
FIELDS: Mapping[str, Any] = {
    "action_lines": lazy_gettext("Actielijnen"),
    "adopted": lazy_gettext("Vastgesteld op"),
    "adopted_by": lazy_gettext("Vastgesteld door"),
    "adopted_on": lazy_gettext("Vastgesteld op"),
    "aim": lazy_gettext("Ambitie"),
    "body": lazy_gettext("Tekst"),
    "circle": lazy_gettext("Kring"),
    "secretary": lazy_gettext("Secretaris"),
    "rhythm": lazy_gettext("Komt bij elkaar"),
    "project_host": lazy_gettext("Projectleider werkt bij"),
    "next_meeting": lazy_gettext("Volgende keer"),
    "is_regional": lazy_gettext("Is zelf het regionale overleg"),
    "chair": lazy_gettext("Voorzitter"),
    "coalition": lazy_gettext("Naam van de coalitie"),
    "colour": lazy_gettext("Kleur"),
    "contributors": lazy_gettext("Helpen mee"),
    "current": lazy_gettext("Huidig plan"),
    "deadline": lazy_gettext("Uiterlijk"),
    "description": lazy_gettext("Omschrijving"),
    "done_on": lazy_gettext("Gehaald"),
    "due": lazy_gettext("Datum"),
    "email": lazy_gettext("E-mailadres"),
    "ends": lazy_gettext("Einde"),
    "erased_what": lazy_gettext("Inhoud verwijderd van regels"),
    "erased_who": lazy_gettext("Naam verwijderd van regels"),
    "goal": lazy_gettext("Doel"),
    "hour_rate": lazy_gettext("Waarde van een uur"),
    "in_return": lazy_gettext("Tegenprestatie"),
    "kind": lazy_gettext("Soort"),
    "kvk_number": lazy_gettext("KvK-nummer"),
    "label": lazy_gettext("Kop of nummer"),
    "larger": lazy_gettext("Grotere bijdragen"),
    "logo": lazy_gettext("Logo"),
    "lead": lazy_gettext("Trekker"),
    "led_by": lazy_gettext("Trekker"),
    "light": lazy_gettext("Stand"),
    "member": lazy_gettext("Organisatie"),
    "minimum": lazy_gettext("Minimum per partner"),
    "name": lazy_gettext("Naam"),
    "neighbourhoods": lazy_gettext("Wijken"),
    "note": lazy_gettext("Toelichting"),
    "number": lazy_gettext("Nummer"),
    "owner": lazy_gettext("Trekker"),
    "on_behalf_of": lazy_gettext("Namens"),
    "percent": lazy_gettext("Voortgang"),
    "period_from": lazy_gettext("Loopt vanaf"),
    "period_until": lazy_gettext("Loopt tot en met"),
    "plan_id": lazy_gettext("Plan"),
    "phone": lazy_gettext("Telefoonnummer"),
    "pillars": lazy_gettext("Pijlers"),
    "place": lazy_gettext("Plaats"),
    "contact_email": lazy_gettext("E-mailadres"),
    "contact_name": lazy_gettext("Contactpersoon"),
    "contact_phone": lazy_gettext("Telefoon"),
    "introduction": lazy_gettext("Inleiding"),
    "public_parts": lazy_gettext("Pijlers en thema’s op de openbare pagina"),
    "public_texts": lazy_gettext("Teksten op de openbare pagina"),
    "shows_aim": lazy_gettext("Toont de ambitie"),
    "shows_public_page": lazy_gettext("Openbare pagina"),
    "takes_applications": lazy_gettext("Aanmelden kan"),
    "responsible": lazy_gettext("Verantwoordelijk voor de gegevens"),
    "responsible_reading": lazy_gettext("Onze lezing"),
    "roles": lazy_gettext("Rollen"),
    "sector": lazy_gettext("Sector"),
    "stalled_after_days": lazy_gettext("Stilgevallen na (dagen)"),
    "starts": lazy_gettext("Begin"),
    "state": lazy_gettext("Deelname"),
    "status": lazy_gettext("Status"),
    "summary": lazy_gettext("Samenvatting"),
    "target_groups": lazy_gettext("Doelgroepen"),
    "text": lazy_gettext("Tekst"),
    "themes": lazy_gettext("Thema’s"),
    "title": lazy_gettext("Titel"),
    "umbrella": lazy_gettext("Doet mee via"),
    "until": lazy_gettext("Tot en met"),
    "website": lazy_gettext("Website"),
    "weight": lazy_gettext("Gewicht"),
    "agreement_state": lazy_gettext("Stand"),
    "parties": lazy_gettext("Aan"),
    "signatory": lazy_gettext("Ondertekenaar"),
    "valid_from": lazy_gettext("Geldig vanaf"),
    "valid_until": lazy_gettext("Geldig tot en met"),
}
VALUES: Mapping[tuple[str, str], Any] = {
    ("status", "idea"): lazy_gettext("idee"),
    ("status", "planned"): lazy_gettext("gepland"),
    ("status", "running"): lazy_gettext("loopt"),
    ("status", "done"): lazy_gettext("klaar"),
    ("status", "stopped"): lazy_gettext("gestopt"),
    ("light", "green"): lazy_gettext("op koers"),
    ("light", "amber"): lazy_gettext("let op"),
    ("light", "red"): lazy_gettext("loopt vast"),
    ("roles", "administrator"): lazy_gettext("Beheerder"),
    ("roles", "coordinator"): lazy_gettext("Coördinator"),
    ("roles", "officer"): lazy_gettext("Beleidsmedewerker"),
    ("roles", "controller"): lazy_gettext("Controller"),
    ("roles", "decider"): lazy_gettext("Beslisser"),
    ("roles", "committee"): lazy_gettext("Commissielid"),
    ("roles", "reader"): lazy_gettext("Lezer"),
    ("roles", "partner_member"): lazy_gettext("Lid namens een partner"),
    ("circle", "core"): lazy_gettext("kern"),
    ("circle", "wider"): lazy_gettext("bredere kring"),
    ("kind", "foundation"): lazy_gettext("stichting"),
    ("kind", "association"): lazy_gettext("vereniging"),
    ("kind", "company"): lazy_gettext("bedrijf"),
    ("kind", "cooperative"): lazy_gettext("coöperatie"),
    ("kind", "government"): lazy_gettext("overheid"),
    ("kind", "school"): lazy_gettext("school of opleiding"),
    ("kind", "church"): lazy_gettext("kerk of geloofsgemeenschap"),
    ("kind", "initiative"): lazy_gettext("initiatief van inwoners"),
    ("kind", "network"): lazy_gettext("netwerk"),
    ("kind", "unknown"): lazy_gettext("nog niet bekend"),
    ("kind", "committee"): lazy_gettext("commissie"),
    ("is_regional", "False"): lazy_gettext("nee"),
    ("is_regional", "True"): lazy_gettext("ja"),
    ("kind", "core_group"): lazy_gettext("kerngroep"),
    ("kind", "project_team"): lazy_gettext("projectteam"),
    ("kind", "regional_body"): lazy_gettext("regionaal overleg"),
    ("kind", "steering_group"): lazy_gettext("stuurgroep"),
    ("kind", "working_group"): lazy_gettext("werkgroep"),
    ("sector", "business"): lazy_gettext("bedrijven en winkels"),
    ("sector", "care"): lazy_gettext("zorg"),
    ("sector", "culture"): lazy_gettext("cultuur"),
    ("sector", "education"): lazy_gettext("onderwijs"),
    ("sector", "faith"): lazy_gettext("kerk en levensbeschouwing"),
    ("sector", "government"): lazy_gettext("overheid"),
    ("sector", "housing"): lazy_gettext("wonen"),
    ("sector", "knowledge"): lazy_gettext("kennis en onderzoek"),
    ("sector", "network"): lazy_gettext("netwerk"),
    ("sector", "other"): lazy_gettext("anders"),
    ("sector", "residents"): lazy_gettext("inwoners en ervaringsdeskundigen"),
    ("sector", "sport"): lazy_gettext("sport"),
    ("sector", "volunteers"): lazy_gettext("vrijwilligers"),
    ("sector", "welfare"): lazy_gettext("welzijn"),
    ("shows_public_page", "True"): lazy_gettext("aan"),
    ("shows_public_page", "False"): lazy_gettext("uit"),
    ("shows_aim", "True"): lazy_gettext("aan"),
    ("shows_aim", "False"): lazy_gettext("uit"),
    ("takes_applications", "True"): lazy_gettext("aan"),
    ("takes_applications", "False"): lazy_gettext("uit"),
    ("state", "active"): lazy_gettext("doet mee"),
    ("state", "applied"): lazy_gettext("meldde zich aan"),
    ("state", "declined"): lazy_gettext("sloeg de uitnodiging af"),
    ("state", "ended"): lazy_gettext("doet niet meer mee"),
    ("state", "invited"): lazy_gettext("uitgenodigd"),
    ("state", "mentioned"): lazy_gettext("genoemd in het plan"),
    ("state", "paused"): lazy_gettext("doet even niet mee"),
    ("state", "refused"): lazy_gettext("niet toegelaten"),
    ("agreement_state", "sent"): lazy_gettext("gevraagd"),
    ("agreement_state", "signed"): lazy_gettext("ondertekend"),
    ("agreement_state", "declined"): lazy_gettext("afgewezen"),
    ("agreement_state", "withdrawn"): lazy_gettext("ingetrokken"),
    ("kind", "covenant"): lazy_gettext("convenant"),
    ("kind", "cooperation"): lazy_gettext("samenwerkingsovereenkomst"),
    ("kind", "declaration"): lazy_gettext("intentieverklaring"),
}
_DATES = frozenset(
    {
        "valid_from",
        "valid_until",
        "adopted_on",
        "deadline",
        "done_on",
        "due",
        "ends",
        "next_meeting",
        "starts",
        "until",
    }
)
# What history told before it stood in a room of its own: for who may read that room.
_PRIVATE = {("partner", "note"): Permission.PARTNER_PRIVATE}
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a timeline (templates/ui/timeline.html), with what it is about for who links to it."""

    when: datetime
    who: str
    what: str
    note: str
    subject_table: str
    subject_id: UUID
    subject_label: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def entries(events: Iterable[Event | Row[Any]]) -> list[Entry]:
    """The events as people read them: who, what, and of each field what it was and what it became."""
    return [
        Entry(
            when=event.at,
            who=event.actor_name or gettext("Verwijderd persoon"),
            what=str(KINDS.get(event.kind, "")) or gettext("Gewijzigd"),
            note=_short(event.note),
            subject_table=event.subject_table,
            subject_id=event.subject_id,
            subject_label=event.subject_label,
            changes=[
                (str(FIELDS.get(name, name)), in_words(name, before), in_words(name, after))
                for name, (before, after) in event.changes.items()
                if (needed := _PRIVATE.get((event.subject_table, name))) is None or may(needed)
            ],
        )
        for event in events
    ]


def in_words(name: str, value: Any) -> str:
    """A stored value of the field `name` as a person reads it; empty where there was nothing."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, list):
        return ", ".join(in_words(name, part) for part in value)
    if name == "percent":
        return f"{value}%"
    if name in _DATES:
        return partial_date_in_words(PartialDate.parse(value))
    return str(VALUES.get((name, str(value)), _short(str(value))))


def partial_date_in_words(value: PartialDate) -> str:
    """A date as exactly as it is known: "2026", "maart 2026" or "31 maart 2026"."""
    written = {"year": "y", "month": "MMMM y", "day": "d MMMM y"}[value.precision]
    return str(format_date(value.first_day, written))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
