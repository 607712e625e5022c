"""Which versions there are, and one of them from beginning to end."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, abort
from flask_babel import gettext

from app.access import Permission
from app.periods import PartialDate
from app.plan.routes.document import chapter_entries, entry_of
from app.versions.models import PlanVersion
from app.versions.queries.versions import correction_of, version_to_read
from app.versions.queries.versions import versions as all_versions
from app.versions.routes.blueprint import blueprint
from app.versions.rules.content import Content, digest_of, in_groups, tree_of
from app.web.door import needs
from app.web.page import page


@blueprint.get("/plan/versies")
@needs(Permission.PLAN_READ)
def versions() -> Response:
    """Every version of the coalition's plans, the newest first."""
    found = all_versions()
    return page(
        "versions/versions.html",
        versions=found,
        corrections={version.corrects_id: version for version in found if version.corrects_id},
        earlier=_earlier(found),
        names={version.id: version.name for version in found},
        in_groups=in_groups,
    )


def _earlier(newest_first: Sequence[PlanVersion]) -> dict[UUID, PlanVersion]:
    """Of each version the one of the same plan before it."""
    found: dict[UUID, PlanVersion] = {}
    before: dict[UUID, PlanVersion] = {}
    for version in reversed(newest_first):
        if version.plan_id in before:
            found[version.id] = before[version.plan_id]
        before[version.plan_id] = version
    return found


@blueprint.get("/plan/versies/<uuid:version_id>")
@needs(Permission.PLAN_READ)
def version(version_id: UUID) -> Response:
    """A version, as a document: what was frozen and nothing of today; and whether it is still what was frozen."""
    found = version_to_read(version_id) or abort(404)
    if not found.is_readable:
        return page("versions/unreadable.html", version=found)
    branches, loose_actions = tree_of(found.content)
    return page(
        "versions/version.html",
        version=found,
        content=found.content,
        branches=branches,
        loose_actions=loose_actions,
        correction=correction_of(version_id),
        digest=in_groups(found.sha256),
        digest_now=in_groups(digest_of(found.content)),
        contents=contents(found.content),
        date_of=PartialDate.parse,
    )


def contents(content: Content) -> list[dict[str, object]]:
    """The table of contents of a version."""
    chapters = ((chapter["id"], chapter["number"], chapter["title"]) for chapter in content["chapters"])
    entries = chapter_entries(chapters)
    goals = [
        entry_of(f"doel-{branch.goal['id']}", branch.goal["title"], branch.goal["number"], [])
        for branch in tree_of(content)[0]
    ]
    if goals or content["actions"]:
        entries.append(entry_of("doelen-en-acties", gettext("Doelen en acties"), "", goals))
    if any(pillar["themes"] for pillar in content["pillars"]):
        entries.append(entry_of("pijlers-en-themas", gettext("Pijlers en thema’s"), "", []))
    return entries
