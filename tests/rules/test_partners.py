"""What a KvK number and a website look like, and how a partner belongs."""

import pytest

from app.organisations.rules import kvk_number, website
from app.partners.rules import Belonging, Circle, PartnerState, belonging
from app.refusals import Refusal


@pytest.mark.parametrize(
    ("typed", "number"), [("12345678", "12345678"), (" 12.34 56.78", "12345678"), ("  ", None)]
)
def test_a_kvk_number_is_read_as_people_write_it(typed: str, number: str | None) -> None:
    assert kvk_number(typed) == number


@pytest.mark.parametrize("typed", ["1234567", "123456789", "1234567a", "KvK 12345678", "١٢٣٤٥٦٧٨"])
def test_what_has_no_eight_digits_is_no_kvk_number(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        kvk_number(typed)
    assert refused.value.about == "kvk_number"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.voorbeeld.nl", "https://www.voorbeeld.nl"),
        (" http://voorbeeld.nl/over?x=1 ", "http://voorbeeld.nl/over?x=1"),
        ("", ""),
    ],
)
def test_a_website_is_read_as_people_write_it(typed: str, address: str) -> None:
    assert website(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "voorbeeld",
        "geen idee",
        "javascript:alert(1)",
        "ftp://voorbeeld.nl",
        "https://a@b.nl",
        "https://x .nl",
    ],
)
def test_what_is_no_website_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        website(typed)
    assert refused.value.about == "website"


@pytest.mark.parametrize(
    ("state", "circle", "expected"),
    [
        (PartnerState.ACTIVE, Circle.CORE, Belonging.CORE),
        (PartnerState.ACTIVE, Circle.WIDER, Belonging.WIDER),
        (PartnerState.MENTIONED, Circle.CORE, Belonging.MENTIONED),
        (PartnerState.ENDED, Circle.WIDER, Belonging.ENDED),
    ],
)
def test_a_circle_counts_only_while_somebody_takes_part(
    state: PartnerState, circle: Circle, expected: Belonging
) -> None:
    assert belonging(state, circle) is expected
