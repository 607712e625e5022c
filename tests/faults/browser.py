"""A browser without JavaScript that speaks to a real process, and survives its death."""

from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from lxml import html

from app.accounts.rules import DEMONSTRATION_PASSWORD

_SECONDS = 30


class Browser:
    """One person at one address."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        """The page at `path`, whatever its status; empty where nobody answers."""
        return self._open(path, None)

    def fill(self, page: str, **typed: str | list[str]) -> dict[str, str | list[str]]:
        """What the form of `page` sends, with what was typed: also its hidden fields."""
        (form, *_) = html.fromstring(page).xpath("//main//form")
        hidden = {
            field.get("name"): field.get("value") or "" for field in form.xpath(".//input[@type='hidden']")
        }
        return hidden | typed

    def post(self, path: str, sent: dict[str, str | list[str]]) -> str:
        """Send it; returns the page that follows, empty where the answer never came."""
        return self._open(path, urlencode(sent, doseq=True).encode())

    def sign_in(self, email: str) -> None:
        """With the demonstration's password."""
        form = self.fill(self.get("/inloggen"), email=email, password=DEMONSTRATION_PASSWORD)
        answer = self.post("/inloggen", form)
        assert "Uitloggen" in answer, answer

    def _open(self, path: str, body: bytes | None) -> str:
        try:
            with self._opener.open(f"{self._address}{path}", body, _SECONDS) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return error.read().decode()
        except (HTTPException, OSError):
            return ""
