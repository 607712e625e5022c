"""Two versions beside each other, or one beside the plan of today: what differs, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Response, abort, request, url_for
from flask_babel import format_datetime, gettext

from app.access import Permission
from app.versions.models import PlanVersion
from app.versions.queries.content import content_of
from app.versions.queries.versions import versions, with_content
from app.versions.routes.blueprint import blueprint
from app.versions.rules.comparison import compare
from app.versions.rules.content import Content
from app.versions.rules.differences import Change, Kind
from app.versions.wording.names import GROUPS, KINDS
from app.versions.wording.telling import summary, tell
from app.web.door import needs
from app.web.page import page

NOW = "nu"
_ANCHORS = {"action": "actie-{}", "goal": "doel-{}", "chapter": "hoofdstuk-{}", "pillar": "pijlers-en-themas"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a version, or the plan of today (`version` is None)."""

    key: str
    name: str
    plan_id: UUID
    content: Content
    version: PlanVersion | None

    def url(self, anchor: str | None = None) -> str:
        """Where it is read."""
        if self.version is None:
            return url_for("plan.document_of", plan_id=self.plan_id, _anchor=anchor)
        return url_for("versions.version", version_id=self.version.id, _anchor=anchor)


@blueprint.get("/plan/versies/vergelijking")
@needs(Permission.PLAN_READ)
def comparison() -> Response:
    """What differs between `van` and `naar`, each a version or `nu`; without them the newest version and today."""
    known = versions()
    if not known:
        return page("versions/nothing_to_compare.html")
    keys = [request.args.get("van") or str(known[0].id), request.args.get("naar") or NOW]
    before, after = _sides(keys, known)
    changes = compare(before.content, after.content)
    kind = _chosen_kind()

    def url_of(change: Change) -> str:
        anchor = _ANCHORS.get(change.noun, "").format(change.id)
        return (after if change.there else before).url(anchor or None)

    return page(
        "versions/comparison.html",
        fragment="versions/_comparison.html",
        before=before,
        after=after,
        choices=[
            *((str(version.id), _called(version, known)) for version in known),
            (NOW, gettext("Het plan van vandaag")),
        ],
        kinds=[
            (each, name) for each, name in KINDS.items() if any(each in change.kinds for change in changes)
        ],
        kind=kind,
        groups=tell(changes, url_of, kind),
        group_names=GROUPS,
        summary=summary(changes),
    )


def _called(version: PlanVersion, known: Sequence[PlanVersion]) -> str:
    """Its name, with the day on which it was frozen where another version is called the same."""
    if sum(each.name == version.name for each in known) == 1:
        return version.name
    return f"{version.name} ({format_datetime(version.frozen_at, 'd MMMM y, HH:mm')})"


def _chosen_kind() -> Kind | None:
    said = request.args.get("soort", "")
    return Kind(said) if said in set(Kind) else None


def _sides(keys: Sequence[str], known: Sequence[PlanVersion]) -> list[Side]:
    """The two that were asked for, in that order. 404 where one of them is not here."""
    by_key = {str(version.id): version for version in known}
    if any(key != NOW and key not in by_key for key in keys):
        abort(404)
    loaded = with_content([by_key[key].id for key in keys if key != NOW])
    today = content_of(None) if NOW in keys else None
    if NOW in keys and today is None:
        abort(404)
    sides = []
    for key in keys:
        if today is not None and key == NOW:
            sides.append(Side(NOW, gettext("Het plan van vandaag"), UUID(today["plan"]["id"]), today, None))
        else:
            version = loaded[by_key[key].id]
            sides.append(Side(key, version.name, version.plan_id, version.content, version))
    return sides
