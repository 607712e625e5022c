"""Somebody with a browser."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# The rules of WCAG 2.2 A and AA that axe can check, and its own best practices.
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"type": "tag", "values": _TAGS}
# In other colours, or in other words, the elements are the same: only the rules are asked again whose answer can differ.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WORDS = {
    "type": "rule",
    "values": [
        *("document-title", "html-has-lang", "html-lang-valid", "valid-lang"),
        *("button-name", "link-name", "summary-name", "input-button-name", "aria-command-name"),
        *("label", "label-title-only", "select-name", "aria-input-field-name", "aria-toggle-field-name"),
        *("empty-heading", "empty-table-header", "image-alt", "svg-img-alt", "landmark-unique"),
    ],
}


# How a page is built, without its words, numbers and addresses; runs of alike neighbours count once.
_BUILD = """() => {
  const told = new Set(["id", "href", "for", "value", "action", "content", "src", "title", "datetime", "headers"]);
  const of = (node) => {
    const names = [...node.attributes].map((a) => a.name).filter((name) => !told.has(name) && !name.startsWith("hx-")).sort();
    const parts = names.map((name) => `${name}=${/^(aria-|d$|points|x|y|width|height)/.test(name) ? "" : node.getAttribute(name)}`);
    const children = [...node.children].map(of).filter((child, at, all) => child !== all[at - 1]);
    return `<${node.localName} ${parts.join(" ")}>${children.join("")}`;
  };
  const look = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) => matchMedia(query).matches);
  return [location.pathname.split("/")[1], innerWidth, ...look, of(document.documentElement)].join(" ");
}"""
_CLEAN: set[str] = set()


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


@dataclass
class Person:
    """One browser window; what the browser complains about is kept."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)
    page: Page = field(init=False)
    clean: set[str] = field(default_factory=lambda: _CLEAN)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console", lambda line: self.complaints.append(line.text) if line.type == "error" else None
        )

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form, as everybody does."""
        self.page.goto("/inloggen")
        self.page.get_by_label("E-mailadres").fill(email)
        self.page.get_by_label("Wachtwoord", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Inloggen").click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        assert "/inloggen" not in self.page.url, self.page.inner_text("main")

    def open(self, address: str) -> Page:
        """Go somewhere."""
        self.page.goto(address)
        return self.page

    def links(self) -> list[str]:
        """The addresses of this product that the page links to, without query and anchor."""
        found: list[str] = self.page.eval_on_selector_all(
            "a[href]",
            "links => links.filter(a => a.origin === location.origin).map(a => a.pathname)",
        )
        return found

    def barriers(self, rules: dict[str, Any] = EVERY_RULE) -> list[str]:
        """What axe finds on this page; injected by evaluate, so that the content security policy stays as it is.

        A page made of the same elements, classes and attributes as one in which nothing was found, in the same coalition and colours, is
        not asked again: several roles see the same page. `rules` narrows what is asked.
        """
        build: str = self.page.evaluate(_BUILD)
        if build in self.clean:
            return []
        found = self._asked(rules)
        if not found:
            self.clean.add(build)
        return found

    def _asked(self, rules: dict[str, Any]) -> list[str]:
        self.page.evaluate(_axe())
        result: dict[str, Any] = self.page.evaluate("rules => axe.run({runOnly: rules})", rules)
        return [
            f"{violation['id']}: {violation['help']} ({', '.join(str(node['target']) for node in violation['nodes'][:3])})"
            for violation in result["violations"]
        ]

    def is_wider_than_the_window(self) -> bool:
        """Whether one must scroll sideways to read."""
        wide: bool = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        return wide
