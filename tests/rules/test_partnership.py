"""The life of a partnership is a table: in the rules, and for people in docs/partners.md."""

import re
from pathlib import Path

import pytest

from app.partners.rules import PARTNERSHIP, PartnerState
from app.partners.wording import BELONGING_EXPLAINED, BELONGINGS
from app.refusals import Refusal

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "partners.md"


def told() -> dict[str, tuple[set[str], bool]]:
    """Per state what the document says: from which states, and whether a reason is asked."""
    of_partnership = DOCUMENT.read_text(encoding="utf-8").partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\| (yes|no) \|", of_partnership, re.MULTILINE)
    return {state: (set(re.findall(r"`(\w+)`", sources)), reason == "yes") for state, sources, reason in rows}


def test_the_document_tells_the_table_of_the_rules() -> None:
    ruled = {state.value: (set[str](), False) for state in PartnerState}
    ruled |= {
        row.target.value: ({source.value for source in row.sources}, row.needs_reason)
        for row in PARTNERSHIP.transitions
    }
    assert told() == ruled


def test_every_state_has_words_and_an_explanation() -> None:
    assert {state.value for state in PartnerState} - {"active"} <= set(BELONGINGS)
    assert set(BELONGINGS) == set(BELONGING_EXPLAINED)


@pytest.mark.parametrize(
    ("state", "target"),
    [
        (PartnerState.MENTIONED, PartnerState.PAUSED),
        (PartnerState.ENDED, PartnerState.PAUSED),
        (PartnerState.ACTIVE, PartnerState.REFUSED),
        (PartnerState.APPLIED, PartnerState.ENDED),
    ],
)
def test_a_step_that_the_table_lacks_is_refused(state: PartnerState, target: PartnerState) -> None:
    with pytest.raises(Refusal):
        PARTNERSHIP.guard(state, target, reason="Zomaar.")


@pytest.mark.parametrize("target", [PartnerState.PAUSED, PartnerState.ENDED])
def test_who_stops_or_pauses_says_why(target: PartnerState) -> None:
    with pytest.raises(Refusal) as refused:
        PARTNERSHIP.guard(PartnerState.ACTIVE, target, reason="  ")
    assert refused.value.about == "reason"
