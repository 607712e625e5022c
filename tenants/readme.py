"""What stands in the folder that a coalition takes along, said to whoever opens it: LEESMIJ.txt, in Dutch."""

from collections.abc import Mapping

from tenants.models import Tenant
from tenants.retention import RULES

_PAGE = """{coalition}
{line}

Dit is alles wat Samenkracht van deze coalitie bewaart, in gewone bestanden.
Het zijn uw gegevens: u hebt geen programma van ons nodig om ze te lezen.
Verantwoordelijk voor deze gegevens: {responsible}.

Let op: in deze map staan namen en e-mailadressen. Bewaar haar zoals u zulke
gegevens bewaart.

WAT ER STAAT

workspace.toml        de coalitie zelf: naam, gemeente, ambitie, instellingen
people.toml           mensen met een account: naam en e-mailadres, zonder wachtwoord
organisations.toml    organisaties waar deze coalitie mee werkt
regional_bodies.toml  regionale overleggen waar groepen van deze coalitie bij horen
history.jsonl         de geschiedenis: wie wat deed en wanneer, een regel per gebeurtenis
rows/                 al het andere, een bestand per soort (hieronder)
files/                bestanden: bijlagen en vastgestelde versies
SHA256SUMS            van elk bestand een controlegetal

In rows/ staat:

{rows}

ZO LEEST U HET

De bestanden .toml zijn tekst. Elk stuk dat met [[...]] begint is een ding,
zoals een actie; daaronder staan de eigenschappen. "key" is de naam waarmee
andere stukken ernaar verwijzen: goal = "meer-mensen-aan-tafel" bij een actie
is het doel met die key in rows/goal.toml. Een lege tekst is weggelaten.

Elke regel van history.jsonl heeft een nummer en het controlegetal van de
regel ervoor: een regel die later veranderd of weggehaald is, valt op.

NIET MEEGENOMEN

{left_out}

Wachtwoorden, links uit mails en waar iemand is ingelogd gaan ook niet mee.
De link van een uitnodiging werkt na het laden niet meer: nodig opnieuw uit.

CONTROLEREN EN WEER LADEN

Klopt elk bestand nog?             sha256sum -c SHA256SUMS
In een andere Samenkracht laden:   samenkracht workspace load DEZE_MAP
"""


def readme(tenant: Tenant, counts: Mapping[str, int]) -> str:
    """The page for this folder, with of each table how many rows it holds."""
    shown = [name for name in RULES if counts.get(name) and RULES[name].words]
    return _PAGE.format(
        coalition=tenant.coalition,
        line="=" * len(tenant.coalition),
        responsible=tenant.responsible or "staat niet vast",
        rows="\n".join(
            f"{name + '.toml':<28}{counts[name]:>6}  {RULES[name].words}"
            for name in shown
            if name not in _ELSEWHERE
        ),
        left_out="\n".join(f"- {rule.words}.\n  {rule.left_out}" for rule in RULES.values() if rule.left_out),
    )


_ELSEWHERE = frozenset({"event", "person", "organisation"})
