"""Which passwords are too easy, what a device is called."""

import pytest

from app.accounts.rules import DEMONSTRATION_PASSWORD, device_of, refuse_weak_password
from app.refusals import Refusal

EMAIL = "noor.bakker@hengelo.example"


@pytest.mark.parametrize(
    "password",
    [
        "vier woorden achter elkaar",
        "ß" * 5 + "correct horse",
        "een heel lang zinnetje zonder hoofdletter",
        "x4!q-7zk@#pt2",
        "8391 2847 5566 1209",
    ],
)
def test_a_long_password_of_any_signs_is_good_enough(password: str) -> None:
    refuse_weak_password(password, EMAIL)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("elf tekens!", "ten minste"),
        ("x1y2z3" * 22, "ten hoogste"),
        ("Welkom2026!!", "veel mensen"),
        ("Hengelo-2026!", "veel mensen"),
        ("Wachtwoord123", "veel mensen"),
        ("aaaaaaaaaaaa", "veel mensen"),
        ("123412341234", "veel mensen"),
        ("234567890123", "veel mensen"),
        (DEMONSTRATION_PASSWORD, "veel mensen"),
        ("ik ben Noor.Bakker en dit is lang", "e-mailnaam"),
    ],
)
def test_what_others_guess_first_is_refused_with_a_sentence(password: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        refuse_weak_password(password, EMAIL)
    assert refused.value.about == "password"


def test_a_name_of_two_letters_forbids_nothing() -> None:
    refuse_weak_password("johannes loopt naar huis", "jo@hengelo.example")


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) Version/20.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.0", ""),
    ],
)
def test_a_device_is_told_in_a_few_words(agent: str, device: str) -> None:
    assert device_of(agent) == device
