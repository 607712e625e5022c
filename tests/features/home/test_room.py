"""What waits in the partner's room stands under the name of its week, and under no other."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from app.access import PlatformRole
from app.accounts.viewer import SignedIn
from app.home.room import Room
from app.periods import PartialDate
from app.todos.queries import Waiting
from app.todos.rules import Kind
from tests.people import World

TODAY = date(2026, 11, 18)
SOMEBODY = SignedIn(
    uuid4(), "Wil", "wil@welzijn.example", "nl", uuid4(), platform_roles=frozenset[PlatformRole]()
)


def waits(kind: Kind, due: str | None) -> Waiting:
    return Waiting(kind, uuid4(), uuid4(), str(due), {"partner": "Welzijn", "heard": "2026-09-01"}, PartialDate.parse(due) if due else None,
                   TODAY, datetime(2026, 11, 1, tzinfo=UTC), 1, "hengelo", "Hengelo", UUID(int=1))  # fmt: skip


def test_what_was_asked_before_today_is_not_told_to_be_of_this_week(world: World) -> None:
    """Late is only what somebody agreed to do by a day; the two do not stand in turns, whatever their days."""
    found = [
        waits(Kind.TELL, "2026-10-01"),
        waits(Kind.AGREEMENT_SIGN, "2026-10-15"),
        waits(Kind.TELL, "2026-11-17"),
        waits(Kind.TELL, "2026-11-18"),
        waits(Kind.TELL, "2026-11-23"),
        waits(Kind.TELL, "2026-12-02"),
        waits(Kind.TELL, None),
    ]
    with world.app.test_request_context():
        room = Room(TODAY, SOMEBODY, [], found)
        weeks = [(week.name, [item.waiting.title for item in week.items]) for week in room.weeks(room.asked)]
    assert weeks == [
        ("Te laat", ["2026-10-15"]),
        ("Al eerder gevraagd", ["2026-10-01", "2026-11-17"]),
        ("Deze week", ["2026-11-18"]),
        ("Volgende week", ["2026-11-23"]),
        ("Week van 30 november", ["2026-12-02"]),
        ("Zonder datum", ["None"]),
    ]
