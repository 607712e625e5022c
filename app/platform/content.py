"""What a workspace file can hold: importing this makes the tables of every feature known to tenants/provision.py."""

from app.accounts import models as accounts
from app.action_templates import models as action_templates
from app.agreements import models as agreements
from app.bodies import models as bodies
from app.contributions import models as contributions
from app.exports import models as exports
from app.history import models as history
from app.joining import models as joining
from app.organisations import models as organisations
from app.partner_imports import models as partner_imports
from app.partners import models as partners
from app.pillars import models as pillars
from app.plan import models as plan
from app.platform import models as platform
from app.todos import models as todos
from app.versions import models as versions

NOUNS = (
    accounts,
    action_templates,
    agreements,
    bodies,
    contributions,
    exports,
    history,
    joining,
    organisations,
    partner_imports,
    partners,
    pillars,
    plan,
    platform,
    todos,
    versions,
)
