"""The signed agreement as the plain data of its document: the text, who signed it, and how anybody can check that it is this text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, format_datetime

from app.agreements.models import AgreementParty, AgreementSignature
from app.agreements.rules import AgreementKind, written
from app.agreements.wording import KINDS
from app.exports.document import Headings
from app.exports.markdown import Block, blocks
from app.web.clock import AMSTERDAM
from tenants import current_tenant

Part = dict[str, Any]
# Chapters of the document stand at the first level: those of the text are one below.
_UNDER = 1


def document_of(party: AgreementParty, signature: AgreementSignature) -> Part:
    """The data of `templates/letters/agreement.typ`, in Dutch. Needs version and partner to be loaded."""
    here = current_tenant()
    signed = signature.at.astimezone(AMSTERDAM)
    return {
        "title": party.version.title,
        "kind": str(KINDS[AgreementKind(party.version.kind)]),
        "coalition": here.coalition,
        "municipality": here.municipality,
        "colour": here.colour,
        "made": [signed.year, signed.month, signed.day],
        "parties": _parties(party),
        "text": _text(party.version.text),
        "signature": _signature(party, signature),
        "text_hash": party.text_hash,
        "document_hash": signature.document_hash,
        "statement": _pieces(signature.statement),
        "version": party.version.number,
        "demonstration": here.demonstration,
    }


def _text(written: str) -> list[Block]:
    """The blocks of the text; its highest headings stand right below that of the chapter, whichever sign people gave them."""
    found, headings = blocks(written), Headings()
    headings.at(_UNDER)
    highest = min((block["level"] for block in found if block["type"] == "heading"), default=1)
    for block in found:
        if block["type"] == "heading":
            block["level"] = headings.at(_UNDER + 1 + block["level"] - highest)
    return found


def _parties(party: AgreementParty) -> list[Part]:
    here, organisation = current_tenant(), party.partner.organisation
    number = f" (KvK {organisation.kvk_number})" if organisation.kvk_number else ""
    return [
        {"name": "Coalitie", "value": f"{here.coalition}, gemeente {here.municipality}"},
        {"name": "Partner", "value": f"{organisation.name}{number}"},
        {"name": "Geldig", "value": f"{_day(party.valid_from)} tot en met {_day(party.valid_until)}"},
    ]


def _signature(party: AgreementParty, signature: AgreementSignature) -> list[Part]:
    moment = format_datetime(signature.at, "d MMMM y 'om' H.mm 'uur'")
    return [
        {"name": "Namens", "value": party.partner.label},
        {"name": "Naam", "value": signature.name},
        {"name": "Functie", "value": signature.function},
        {"name": "Bevoegdheid", "value": signature.authority},
        {"name": "Tijdstip", "value": f"{moment} (Nederlandse tijd)"},
        {"name": "Wijze", "value": "Met een eigen account, en het wachtwoord daarvan nog eens"},
    ]


def _pieces(statement: Mapping[str, str]) -> list[str]:
    """What the hash of the signature was taken of, cut where one pair ends; one after the other they are exactly that."""
    whole = written(statement)
    # Within a value a quotation mark is written with a stroke before it: this stands between two pairs only.
    pairs = whole.split(',"')
    return [pairs[0], *(f',"{pair}' for pair in pairs[1:])]


def _day(day: date) -> str:
    return str(format_date(day, "d MMMM y"))
