"""Builds what the browser gets: one stylesheet, one script, htmx, one font, one icon sprite.

Run as ``python -m app.console.assets``; needs ``node_modules`` and writes to ``app/static/built/``.
NL Design System ships a rule for every state of every component and a token for every rule. Only what the
templates name is kept (see ``stylesheet.py``), because a first visit may weigh at most 100 KB.
"""

import gzip
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

from app.console.stylesheet import parse, resolve, rules_in_use, text, tokens

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
SOURCES = ROOT / "app" / "static"
BUILT = SOURCES / "built"

THEME = MODULES / "@nl-design-system-community" / "ma-design-tokens" / "dist"
COMPONENTS = (
    "@nl-design-system-candidate/heading-css/dist/heading.css",
    "@nl-design-system-candidate/paragraph-css/dist/paragraph.css",
    "@nl-design-system-candidate/link-css/dist/link.css",
    "@nl-design-system-candidate/skip-link-css/dist/skip-link.css",
    "@nl-design-system-candidate/data-badge-css/dist/data-badge.css",
    "@utrecht/button-css/dist/index.css",
    "@utrecht/button-link-css/dist/index.css",
    "@utrecht/button-group-css/dist/index.css",
    "@utrecht/form-field-css/dist/index.css",
    "@utrecht/form-label-css/dist/index.css",
    "@utrecht/form-field-description-css/dist/index.css",
    "@utrecht/form-field-error-message-css/dist/index.css",
    "@utrecht/form-fieldset-css/dist/index.css",
    "@utrecht/textbox-css/dist/index.css",
    "@utrecht/textarea-css/dist/index.css",
    "@utrecht/select-css/dist/index.css",
    "@utrecht/alert-css/dist/index.css",
    "@utrecht/table-css/dist/index.css",
    "@utrecht/data-list-css/dist/index.css",
    "@utrecht/breadcrumb-nav-css/dist/index.css",
    "@utrecht/pagination-css/dist/index.css",
)
FONT = "source-sans-3.woff2"
COPIED = {
    "htmx.js": MODULES / "htmx.org" / "dist" / "htmx.min.js",
    FONT: MODULES / "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    "icons.svg": SOURCES / "icons.svg",
}
CLASS_IN_TEMPLATE = re.compile(r"\b(?:utrecht|nl)-[\w-]+")


def build() -> dict[str, str]:
    """Write every built file; return the short content hash of each, by name, for cache-proof addresses."""
    BUILT.mkdir(parents=True, exist_ok=True)
    for name, source in COPIED.items():
        shutil.copyfile(source, BUILT / name)
    versions = {name: version_of(BUILT / name) for name in COPIED}
    # The page preloads the font by its versioned address; the stylesheet must name the same one.
    css = stylesheet().replace(FONT, f"{FONT}?v={versions[FONT]}")
    for name, content in {"site.css": css, "site.js": script()}.items():
        (BUILT / name).write_text(content, encoding="utf-8")
        versions[name] = version_of(BUILT / name)
    (BUILT / "versions.json").write_text(json.dumps(versions, indent=1) + "\n", encoding="utf-8")
    return versions


def version_of(file: Path) -> str:
    """A short hash of what is in the file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]


def stylesheet() -> str:
    """The tokens and component rules in use, in a layer of their own, and then our own css, which so always wins."""
    named = {
        word
        for template in (ROOT / "templates").rglob("*.html")
        for word in CLASS_IN_TEMPLATE.findall(template.read_text("utf-8"))
    }
    rules = [r for file in COMPONENTS for r in parse((MODULES / file).read_text("utf-8"))]
    components = text(rules_in_use(rules, named))
    ours = text(
        [r for file in sorted((SOURCES / "css").glob("*.css")) for r in parse(file.read_text("utf-8"))]
    )
    light = tokens((THEME / "theme.css").read_text("utf-8"))
    dark = tokens((THEME / "color-scheme-dark" / "theme.css").read_text("utf-8"))
    light, dark = resolve(light, dark, used_by=components + ours)
    theme = f".ma-theme{{{declarations(light)}}}"
    night = f"@media screen and (prefers-color-scheme:dark){{.ma-theme{{{declarations(dark)}}}}}"
    return f"@layer base,nl;@layer nl{{{theme}{night}{components}}}{ours}"


def declarations(values: dict[str, str]) -> str:
    """Custom properties as css text, in a fixed order."""
    return ";".join(f"{name}:{value}" for name, value in sorted(values.items()))


def script() -> str:
    """Our own scripts as one file, each in its own scope, without its comment and indentation."""
    parts = []
    for file in sorted((SOURCES / "js").glob("*.js")):
        lines = (line.strip() for line in file.read_text("utf-8").splitlines())
        parts.append("{" + "\n".join(line for line in lines if line and not line.startswith("//")) + "}")
    return "\n".join(parts) + "\n"


def main() -> None:
    """Build and say what a first visit weighs; stop with a sentence when the packages are not there."""
    if not MODULES.is_dir():
        sys.exit("node_modules is missing: run `npm ci` first (make run does it).")
    for name in build():
        size = len(gzip.compress((BUILT / name).read_bytes()))
        sys.stdout.write(f"  {name:<22}{size / 1000:6.1f} kB\n")


if __name__ == "__main__":
    main()
