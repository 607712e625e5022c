"""The components keep what they promise: one macro a file, described, shown, and nothing that the browser would block."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
COMPONENTS = sorted((TEMPLATES / "ui").glob("*.html"))
# Parts that other components are made of; a page does not call them.
PARTS = {"field_parts", "hidden_fields", "choices"}
# Classes that say what a part of the page is; nothing about its look depends on them.
ONLY_NAMES = {"sk-page", "sk-panel", "sk-stacked", "sk-document"}
INLINE = re.compile(r"""\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|hx-on|javascript:""")


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_is_a_macro_of_its_own_name_with_a_word_about_it(component: Path) -> None:
    source = component.read_text("utf-8")
    assert source.startswith("{#")
    assert component.stem in PARTS or f"{{% macro {component.stem}(" in source


def test_every_component_is_described_and_shown() -> None:
    names = {component.stem for component in COMPONENTS} - PARTS
    described = set(
        re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "components.md").read_text("utf-8"), re.MULTILINE)
    )
    pages = [
        *(TEMPLATES / "gallery").glob("*.html"),
        *(TEMPLATES / "ui").glob("*.html"),
        TEMPLATES / "layout.html",
    ]
    shown = {name for page in pages for name in re.findall(r'"ui/(\w+)\.html"', page.read_text("utf-8"))}
    assert names == described
    assert names <= shown


def test_no_template_holds_a_style_or_a_script_that_the_policy_blocks() -> None:
    found = [
        f"{page.relative_to(ROOT)}: {match}"
        for page in TEMPLATES.rglob("*.html")
        if "mail" not in page.parts
        for match in INLINE.findall(page.read_text("utf-8"))
    ]
    assert found == []


def test_every_class_of_ours_has_a_rule() -> None:
    css = "".join(sheet.read_text("utf-8") for sheet in (ROOT / "app" / "static" / "css").glob("*.css"))
    named = {
        name
        for page in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""(?<=[\s"'])sk-[\w-]*[a-z0-9]\b(?![\w-])""", page.read_text("utf-8"))
    }
    assert named - set(re.findall(r"\.(sk-[\w-]+)", css)) - ONLY_NAMES == set()


def test_every_drawing_that_a_template_names_exists() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (ROOT / "app" / "static" / "icons.svg").read_text("utf-8")))
    named = {
        name
        for page in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""\bicon(?:=|\()"(\w+)\"""", page.read_text("utf-8"))
    }
    assert named <= drawn
