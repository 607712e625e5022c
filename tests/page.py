"""A visitor who reviews what a person would overlook: every page that a test opens is checked for the habits of the house."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import html5lib
from flask import Flask
from lxml import html
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
# How a page is built, whatever its words say: what is left out holds no mark of HTML, so it cannot make a page malformed. The type
# of a field stays, for a hidden one may stand where another may not.
_VALUES = re.compile(r"""(\s(?!type=)[a-z][\w:-]*)=(?:"[^"&<>]*"|'[^'&<>]*')""")
_WORDS = re.compile(r">([^<>&]*)<")
# What the HTML standard calls an error but every browser and reader accepts; each with its reason.
_TOLERATED = {
    "expected-doctype-but-got-start-tag",  # a fragment, not a page
    "expected-doctype-but-got-chars",  # a fragment, not a page
    "non-void-element-with-trailing-solidus",  # inside svg
}


@dataclass
class Answer:
    """What came back."""

    response: TestResponse

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def text(self) -> str:
        """The body."""
        return self.response.get_data(as_text=True)

    @property
    def location(self) -> str:
        """Where the answer sends the visitor."""
        return self.response.headers.get("Location", "")

    @cached_property
    def document(self) -> HtmlElement:
        """The page, to ask with CSS or XPath."""
        return html.document_fromstring(self.text)

    def words(self, xpath: str = "//main") -> str:
        """The visible words of a part of the page, white space folded."""
        return " ".join(" ".join(part.text_content() for part in self.document.xpath(xpath)).split())

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return self.words("//h1")

    def error_of(self, field: str) -> str:
        """The sentence beside a field."""
        (control,) = self.document.xpath(f'//*[@name="{field}"][1]')
        ids = (control.get("aria-describedby") or "").split()
        found = [part for part in self.document.xpath("//*[@id]") if part.get("id") in ids]
        return " ".join(" ".join(part.text_content() for part in found).split())

    def value_of(self, field: str) -> str:
        """What stands typed in a field."""
        (control,) = self.document.xpath(f'//*[@name="{field}"][1]')
        if control.tag == "textarea":
            return str(control.text_content()).removeprefix("\n").removeprefix("\r\n")
        if control.tag == "select":
            return str(control.value)
        return control.get("value") or ""


class Visitor:
    """A browser without JavaScript, in which nobody or somebody has signed in."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self._token = ""

    def carry(self, session_token: str) -> None:
        """Be signed in with this session."""
        with self._client.session_transaction() as session:
            session["_user_id"] = session_token
            session["_fresh"] = True

    def get(self, address: str, **kwargs: Any) -> Answer:
        """Open a page, and review it."""
        answer = Answer(self._client.get(address, **kwargs))
        self._keep_token(answer)
        if (
            answer.response.mimetype == "text/html"
            and answer.text
            and answer.status not in {301, 302, 303, 308}
        ):
            review(answer, address)
        return answer

    def post(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Answer:
        """Send a form, with the token that every form of ours carries."""
        if not self._token:
            self.get("/inloggen")
            self.get("/account")
        answer = Answer(
            self._client.post(address, data={**(data or {}), "csrf_token": self._token}, **kwargs)
        )
        self._keep_token(answer)
        if (
            answer.response.mimetype == "text/html"
            and answer.text
            and answer.status not in {301, 302, 303, 308}
        ):
            review(answer, address)
        return answer

    def follow(self, answer: Answer) -> Answer:
        """Go where an answer sends."""
        assert answer.status in {302, 303}, f"{answer.status} sends nobody anywhere"
        return self.get(answer.location)

    def _keep_token(self, answer: Answer) -> None:
        found = _TOKEN.search(answer.text) if answer.response.mimetype == "text/html" else None
        if found:
            self._token = found.group(1)


def review(answer: Answer, address: str) -> None:
    """Refuse a page that a careful colleague would not let pass."""
    problems = [*_malformed(answer.text)]
    document = answer.document
    identifiers = [part.get("id") for part in document.xpath("//*[@id]")]
    problems += [f"the id {name} stands twice" for name in set(identifiers) if identifiers.count(name) > 1]
    problems += ["an inline style" for _ in document.xpath("//*[@style] | //style")]
    problems += ["an inline script" for _ in document.xpath("//script[not(@src)]")]
    problems += [f"inline handler {name}" for name in document.xpath("//@*[starts-with(name(), 'on')]")]
    for form in document.xpath("//form[translate(@method, 'POST', 'post') = 'post']"):
        if not form.xpath(".//input[@name='csrf_token']"):
            problems.append(f"the form to {form.get('action')} carries no token")
        if len(form.xpath(".//input[@name='idempotency_key'][string-length(@value) > 20]")) != 1:
            problems.append(f"the form to {form.get('action')} carries no key of its own")
    for control in document.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        if not _is_labelled(control, document):
            problems.append(f"the field {control.get('name')} has no label")
    if "<html" in answer.text:
        problems += _page_problems(document)
    assert not problems, f"{address}: " + "; ".join(sorted(set(problems)))


def _page_problems(document: HtmlElement) -> list[str]:
    problems = []
    if len(document.xpath("//h1")) != 1:
        problems.append(f"{len(document.xpath('//h1'))} headings of the first level")
    if not document.xpath("//title[normalize-space()]"):
        problems.append("no title")
    if not document.xpath("/html/@lang"):
        problems.append("no language")
    if not document.xpath("//main"):
        problems.append("no main part")
    return problems


def _is_labelled(control: HtmlElement, document: HtmlElement) -> bool:
    if (
        control.get("type") in {"submit", "button", "image"}
        or control.get("aria-label")
        or control.get("aria-labelledby")
    ):
        return True
    wrapped = bool(control.xpath("ancestor::label"))
    return wrapped or bool(control.get("id") and document.xpath(f'//label[@for="{control.get("id")}"]'))


def _malformed(source: str) -> list[str]:
    """What a strict reader of HTML objects to. It reads slowly, so a page of one build is read once in a run."""
    return _objections(_WORDS.sub(_as_words, _VALUES.sub(r'\1=""', source)))


def _as_words(between: re.Match[str]) -> str:
    return ">…<" if between.group(1).strip() else "> <"


@lru_cache(maxsize=1000)
def _objections(source: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    if "<html" in source:
        parser.parse(source)
    else:
        parser.parseFragment(source)
    return [f"malformed html: {code} {values}" for _, code, values in parser.errors if code not in _TOLERATED]
