"""The words for roles: what each is called, and what it is for."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from app.access import PlatformRole, Role
from app.accounts.rules import Digest
from app.history.wording import VALUES

ROLE_NAMES: Mapping[str, Any] = {role: VALUES["roles", role] for role in Role}
PLATFORM_ROLE_NAMES: Mapping[str, Any] = {
    PlatformRole.ADVISER: lazy_gettext("Landelijk adviseur"),
    PlatformRole.OPERATOR: lazy_gettext("Platformbeheerder"),
}
ROLE_TASKS: Mapping[str, Any] = {
    Role.ADMINISTRATOR: lazy_gettext(
        "Nodigt mensen uit, geeft rollen en beheert de instellingen. Leest het plan."
    ),
    Role.COORDINATOR: lazy_gettext(
        "Houdt het plan, de pijlers en de partners bij, en beheert de instellingen."
    ),
    Role.OFFICER: lazy_gettext("Werkt mee aan het plan, de pijlers en de partners."),
    Role.CONTROLLER: lazy_gettext("Kijkt mee in alles en controleert."),
    Role.DECIDER: lazy_gettext("Heeft het mandaat om besluiten te ondertekenen. Leest het plan."),
    Role.COMMITTEE: lazy_gettext("Leest het plan en de partners."),
    Role.READER: lazy_gettext("Leest mee, zoals een wethouder, raadslid of accountant."),
    Role.PARTNER_MEMBER: lazy_gettext("Leest het plan namens een partnerorganisatie."),
}
DIGEST_CHOICES: Mapping[str, Any] = {
    Digest.DAILY: lazy_gettext("Elke dag"),
    Digest.WEEKLY: lazy_gettext("Elke maandag"),
    Digest.OFF: lazy_gettext("Nooit"),
}
