"""The house rules that a machine can look for. Taste shows in the tail: the largest room, not the average one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ANATOMY = {"__init__", "rules", "wording", "models", "waiting", "undoing", "queries", "forms", "routes"}
# Rooms of a feature beyond the anatomy, each for a reason.
ROOMS_OF_THEIR_OWN = {
    # flask-login, argon2 and what is mailed each stand in one module; so does coming in by a link. Who looks is no noun with a table.
    "accounts": {"session", "viewer", "passwords", "mails", "entering"},
    # What is mailed stands in one module; what the signed document says in another.
    "agreements": {"document", "mails"},
    # What goes into a file, and how each kind of file is written; typst works in a process of its own.
    "exports": {"listing", "sheets", "document", "markdown", "typesetting"},
    # What differs between before and after, whether history is as it was written, and what it tells who saves second.
    "history": {"changes", "chain", "meanwhile"},
    # Nouns of a screen without a table: the state of the plan, who is missing, what waits, what is news, and where a subject can be seen.
    "home": {"contacts", "missing", "room", "state", "subjects", "visits"},
    # What is mailed stands in one module.
    "joining": {"mails"},
    # What is mailed stands in one module; only one opens pictures that somebody sent.
    "organisations": {"mails", "pictures"},
    # What is mailed stands in one module; where things stand on the drawing of the years.
    "plan": {"mails", "timeline"},
    # Opening a workspace, what it begins with, the roles and the made-up accounts (one of them an organisation
    # with accounts of its own): for commands and pages alike.
    "platform": {"content", "demonstration", "example_partner", "figures", "grants", "workspaces"},
    # From a file to rows of text, and back; and doing what was shown, by the verbs of other rooms.
    "partner_imports": {"reading", "doing", "sheet"},
    # What every verb ends with: the only writer of what waits. It writes with statements, for rows of any feature, not with a noun.
    "todos": {"settling"},
}
NOT_FEATURES = {"web", "console", "static", "translations", "__pycache__"}
LARGEST_MODULE, LARGEST_TEMPLATE, LARGEST_FUNCTION, LARGEST_STORY = 300, 80, 20, 40
DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "manager",
    "managers",
    "common",
    "misc",
}


def _modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def _features() -> list[Path]:
    return sorted(f for f in (ROOT / "app").iterdir() if f.is_dir() and f.name not in NOT_FEATURES)


def _statements(function: ast.AST) -> int:
    inner = [node for node in ast.walk(function) if isinstance(node, ast.stmt) and node is not function]
    documented = isinstance(getattr(function, "body", [None])[0], ast.Expr)
    return len(inner) - documented


def test_the_top_level_holds_what_the_design_names_and_nothing_else() -> None:
    prescribed = {"app", "tenants", "jobs", "templates", "migrations", "tests", "pyproject.toml", "Procfile"}
    allowed = {"Makefile", "README.md", "STYLE.md", "docs", "benchmarks", "package.json", "package-lock.json"}
    made = {"var", "node_modules"}
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    locks = {name for name in there if name.endswith(".lock")}
    assert there - prescribed - allowed - made - locks == set()
    assert prescribed <= there


def test_the_tenant_is_said_once_and_never_in_a_feature() -> None:
    said = [
        f"{path.relative_to(ROOT)}:{number}"
        for feature in _features()
        for path in feature.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        # Indexes and unique keys name the column that they start with, as text; a filter or an assignment is something else.
        if re.search(r"\btenant_id\b", line)
        and not re.search(r'"tenant_id"', line)
        # The operator opens a workspace by acting in it: the one place that acts in another tenant than its request's.
        and str(path.relative_to(ROOT)) != "app/platform/workspaces.py"
    ]
    assert said == []


def test_every_feature_has_the_same_anatomy() -> None:
    for feature in _features():
        rooms = {path.stem for path in feature.iterdir() if path.suffix == ".py" or path.is_dir()} - {
            "__pycache__"
        }
        strange = rooms - ANATOMY - ROOMS_OF_THEIR_OWN.get(feature.name, set())
        assert strange == set(), f"app/{feature.name} has rooms that no other feature has"
        tree = ast.parse((feature / "__init__.py").read_text(encoding="utf-8"))
        assert [type(node) for node in tree.body] == [ast.Expr], f"app/{feature.name}/__init__.py holds code"


@pytest.mark.parametrize(
    "path", list(_modules("app", "tenants", "jobs", "tests")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_room_is_too_large(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert path.stem not in DRAWERS, "a drawer: name it after what is in it"
    assert len(source.splitlines()) <= LARGEST_MODULE, "split it by noun"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # A factory of views holds their bodies; what counts is its own.
            own = _statements(node) - sum(
                _statements(child)
                for child in ast.walk(node)
                if isinstance(child, ast.FunctionDef) and child is not node
            )
            # A test tells a journey from beginning to end: cutting it up would hide the story.
            largest = LARGEST_STORY if node.name.startswith("test_") else LARGEST_FUNCTION
            assert own <= largest, f"{node.name} has {own} statements"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_template_is_too_large_nor_knows_what_only_the_database_knows(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LARGEST_TEMPLATE, "compose it of smaller named ones"
    assert "|safe" not in source.replace(" ", ""), "the markdown filter escapes; nothing else makes markup"
    # A mail comes alone: it has no style sheet beside it, and no policy that would block what stands in it.
    if "mail" not in path.parts:
        assert not re.search(r"""\s(style|on[a-z]+)\s*=\s*["']""", source), "no inline style or handler"
    assert "if htmx" not in source, "one rendering of each thing"


def test_the_untyped_libraries_are_imported_in_one_module_each_and_in_the_factory() -> None:
    for library in ("flask_login", "flask_wtf", "htmx_flask"):
        users = {
            str(path.relative_to(ROOT))
            for path in _modules("app", "jobs")
            if re.search(rf"^\s*(from|import) {library}\b", path.read_text(encoding="utf-8"), re.MULTILINE)
        }
        assert len(users - {"app/factory.py"}) <= 1, f"{library}: {users}"


def test_no_template_and_no_module_names_one_of_our_municipalities() -> None:
    """What belongs to one coalition is a value in its rows: no other municipality ever reads it."""
    towns = re.compile(r"\b(hengelo|enschede|almelo)\b", re.IGNORECASE)
    # The demonstration accounts that ship, and the passwords that everybody would guess.
    known = {"app/console", "app/accounts/rules.py"}
    named = [
        str(path.relative_to(ROOT))
        for path in [*_modules("app", "jobs"), *(ROOT / "templates").rglob("*")]
        if path.is_file() and not any(str(path.relative_to(ROOT)).startswith(place) for place in known)
        for node in [path.read_text(encoding="utf-8")]
        if towns.search(re.sub(r'"""[\s\S]*?"""|#.*', "", node))
    ]
    assert named == []
