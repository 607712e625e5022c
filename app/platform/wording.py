"""The state of the house in words: what it is, how it should be, and what to do where it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import format_datetime, format_decimal, format_timedelta, gettext, lazy_gettext, ngettext

from app.platform.rules import Chain, House, Matter

_MOMENT = "d MMM y, HH:mm"
_MOST_NAMED = 10

TITLES: Mapping[Matter, Any] = {
    Matter.QUEUE: lazy_gettext("Werk dat wacht"),
    Matter.FAILED: lazy_gettext("Werk dat mislukte"),
    Matter.WORKERS: lazy_gettext("Werkers"),
    Matter.CLOCK: lazy_gettext("De klok"),
    Matter.REDIS: lazy_gettext("Redis"),
    Matter.CHAIN: lazy_gettext("De geschiedenis"),
    Matter.BACKUP: lazy_gettext("De reservekopie"),
}
SHOULD_BE: Mapping[Matter, Any] = {
    Matter.QUEUE: lazy_gettext("Geen taak wacht langer dan vijf minuten."),
    Matter.FAILED: lazy_gettext("Er is niets mislukt waar niemand naar keek."),
    Matter.WORKERS: lazy_gettext("Er is ten minste één werker."),
    Matter.CLOCK: lazy_gettext("De klok tikt elke vijftien seconden."),
    Matter.REDIS: lazy_gettext("Redis antwoordt."),
    Matter.CHAIN: lazy_gettext("Elke nacht is van elke coalitie nagegaan dat de geschiedenis klopt."),
    Matter.BACKUP: lazy_gettext("De laatste is hooguit 26 uur oud."),
}
REMEDIES: Mapping[Matter, Any] = {
    Matter.QUEUE: lazy_gettext("Kijk of er werkers zijn en of Redis antwoordt. Is dat zo, start dan een werker bij."),
    Matter.FAILED: lazy_gettext("Bekijk hieronder wat mislukte. Laat het opnieuw doen, of leg het met een reden terzijde."),
    Matter.WORKERS: lazy_gettext("Start het proces ‘worker’. Wat wacht, blijft bewaard."),
    Matter.CLOCK: lazy_gettext("Start het proces ‘clock’. Wat het miste, haalt het zelf in."),
    Matter.REDIS: lazy_gettext("Start Redis, of herstel de verbinding. Er gaat niets verloren: wat wacht, staat in de database."),
    Matter.CHAIN: lazy_gettext("Verander niets, maak een kopie van de database en volg ‘When history does not fit’ in docs/production.md."),
    Matter.BACKUP: lazy_gettext("Draai ‘samenkracht backup’ en kijk waarom dat vannacht niet gebeurde."),
}  # fmt: skip
FAULTS: Mapping[str, Any] = {
    "who": lazy_gettext("er is veranderd wie het deed"),
    "what": lazy_gettext("de inhoud is veranderd"),
    "row": lazy_gettext("het moment of een kenmerk is veranderd"),
    "missing": lazy_gettext("deze regel ontbreekt of staat op een andere plaats"),
    "cut": lazy_gettext("de regel sluit niet aan op de vorige"),
    "end": lazy_gettext("deze regel en wat erna kwam ontbreken"),
    "beyond": lazy_gettext("er staat meer dan er geschreven is"),
    "outside": lazy_gettext("er staat een regel buiten de keten"),
    "erased": lazy_gettext("er is iets verwijderd zonder dat het is vastgelegd"),
    "rewritten": lazy_gettext("hier stond eerst iets anders"),
}
KINDS_OF_WORK: Mapping[str, Any] = {
    "agreements.announce": lazy_gettext("Mailen dat er een overeenkomst wacht op een handtekening"),
    "agreements.every_night": lazy_gettext("Nagaan welke overeenkomsten aflopen"),
    "agreements.make_document": lazy_gettext("Een ondertekende overeenkomst als document maken"),
    "audit.check_chain": lazy_gettext("Nagaan of de geschiedenis klopt"),
    "digest.ask_for_all": lazy_gettext("Overzichten per mail klaarzetten"),
    "digest.send": lazy_gettext("Een overzicht per mail"),
    "exports.plan": lazy_gettext("Een bestand van het plan maken"),
    "joining.remind": lazy_gettext("Herinneren aan uitnodigingen"),
    "joining.tell_keepers": lazy_gettext("Een uitnodiging mailen naar wie een organisatie beheert"),
    "mail.send": lazy_gettext("Een mail versturen"),
    "partner_imports.carry_out": lazy_gettext("Een lijst van partners inlezen"),
    "passwords.send_link": lazy_gettext("Een link voor een nieuw wachtwoord"),
    "probe": lazy_gettext("Een proef van de beheerder"),
    "retention.remove_expired": lazy_gettext("Verwijderen na de bewaartermijn"),
    "todos.catch_up": lazy_gettext("Bijwerken wat er wacht"),
    "workspace.take_along": lazy_gettext("Alles van een coalitie in een bestand zetten"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is watched, as it is shown."""

    title: str
    now: list[str]
    should_be: str
    remedy: str
    wrong: bool


def lines(house: House) -> list[Line]:
    """Everything that is watched, what asks for attention first."""
    wrong = house.wrong
    shown = [
        Line(str(TITLES[matter]), _now(matter, house), str(SHOULD_BE[matter]), str(REMEDIES[matter]), matter in wrong)
        for matter in Matter
    ]  # fmt: skip
    return sorted(shown, key=lambda line: not line.wrong)


def kind_of_work(name: str) -> str:
    """How people call a job; its own name where it has no other."""
    return str(KINDS_OF_WORK.get(name, name))


def _now(matter: Matter, house: House) -> list[str]:
    return {
        Matter.QUEUE: _queue,
        Matter.FAILED: lambda house: [
            ngettext("%(num)s taak mislukte.", "%(num)s taken mislukten.", house.failed)
            if house.failed
            else gettext("Er is niets mislukt.")
        ],
        Matter.WORKERS: _workers,
        Matter.CLOCK: _clock,
        Matter.REDIS: lambda house: [
            gettext("Redis antwoordt niet.") if house.workers is None else gettext("Redis antwoordt.")
        ],
        Matter.CHAIN: _chains,
        Matter.BACKUP: _backup,
    }[matter](house)


def _queue(house: House) -> list[str]:
    counts = ngettext(
        "%(num)s taak wacht, %(running)s bezig.",
        "%(num)s taken wachten, %(running)s bezig.",
        house.waiting,
        running=house.running,
    )
    if not house.waiting + house.running:
        return [gettext("Er wacht niets.")]
    if house.oldest_waiting is None:
        return [counts]
    return [counts, gettext("De oudste wacht %(time)s.", time=_span(house.longest_wait))]


def _workers(house: House) -> list[str]:
    if house.workers is None:
        return [gettext("Dat is niet te zeggen zolang Redis niet antwoordt.")]
    if not house.workers:
        return [gettext("Er is geen werker.")]
    return [ngettext("Er is %(num)s werker.", "Er zijn %(num)s werkers.", house.workers)]


def _clock(house: House) -> list[str]:
    if house.clock_at is None:
        return [gettext("De klok heeft nog nooit getikt.")]
    return [gettext("De laatste tik was %(time)s geleden.", time=_span(house.now - house.clock_at))]


def _backup(house: House) -> list[str]:
    if house.backup_at is None:
        return [gettext("Er is nog nooit een reservekopie gemaakt.")]
    size = format_decimal(round((house.backup_size or 0) / 1_000_000, 1))
    return [gettext("De laatste is van %(when)s (%(size)s MB).", when=_moment(house.backup_at), size=size)]


def _chains(house: House) -> list[str]:
    broken = [chain for chain in house.chains if chain.broken]
    overdue = [chain.slug for chain in house.chains if chain.overdue(house.now)]
    checked = [chain.checked_at for chain in house.chains if chain.checked_at]
    said = [_broken(chain) for chain in broken[:_MOST_NAMED]]
    if overdue:
        named = ", ".join(f"/{slug}" for slug in overdue[:_MOST_NAMED])
        said.append(
            ngettext(
                "Van %(num)s coalitie is het vannacht niet nagegaan: %(named)s",
                "Van %(num)s coalities is het vannacht niet nagegaan: %(named)s",
                len(overdue),
                named=named,
            )
        )
    if not said and checked:
        said.append(gettext("Alles klopt. De oudste controle is van %(when)s.", when=_moment(min(checked))))
    return said or [gettext("Er is nog niets nagegaan.")]


def _broken(chain: Chain) -> str:
    where = (
        gettext("regel %(number)s", number=chain.fault_number)
        if chain.fault_number
        else gettext("een regel zonder nummer")
    )
    if chain.fault_at:
        where = gettext("%(where)s van %(when)s", where=where, when=_moment(chain.fault_at))
    return f"/{chain.slug}: {where}: {FAULTS.get(chain.fault, chain.fault)}."


def _moment(at: datetime) -> str:
    return str(format_datetime(at, _MOMENT))


def _span(span: timedelta) -> str:
    return str(format_timedelta(span, threshold=1.5))
