"""`samenkracht catalogue …`: the English words for the Dutch ones. Dutch is the source language and needs no catalogue.

A changed sentence is a new sentence: nothing is matched approximately, because an approximate match would be skipped and an English
page would silently show Dutch.
"""

from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.settings import ROOT

FOLDER = ROOT / "app" / "translations"
LANGUAGES = ("en",)
_SOURCES = ("app", "jobs", "templates", "tenants")
_METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
_OPTIONS = {
    pattern: {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    for pattern in ("**.html", "**.txt")
}
_KEYWORDS = DEFAULT_KEYWORDS | {
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    # Plain rules know no gettext: the sentence of a refusal is translated where it is shown.
    "Refusal": None,
}
_HEADER = "# The words of the screens. `samenkracht catalogue update` adds new sentences, `make check` looks whether all are translated."


@click.group()
def catalogue() -> None:
    """Keep the English catalogue complete."""


@catalogue.command()
def update() -> None:
    """Read the sentences of code and templates into each catalogue: new ones empty, old ones removed."""
    template = extracted()
    for path in catalogues():
        known = read(path)
        # Without a date that changes with every run, a difference is a difference in sentences.
        created = known.creation_date
        known.update(template, no_fuzzy_matching=True)
        known.creation_date, known.fuzzy = created, False
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, known, no_location=True, sort_output=True, ignore_obsolete=True, omit_header=False)
        click.echo(f"{path.relative_to(ROOT)}: {len(problems(path, template))} to translate.")


@catalogue.command("compile")
def compile_() -> None:
    """Write the form that the product reads, beside each catalogue."""
    for path in catalogues():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))


@catalogue.command()
def check() -> None:
    """Fail on a sentence without an English one, on one that nothing uses, and on a place that the two do not share."""
    template = extracted()
    found = [problem for path in catalogues() for problem in problems(path, template)]
    for problem in found:
        click.echo(problem)
    if found:
        raise click.ClickException(
            f"{len(found)} sentences: run `samenkracht catalogue update` and translate."
        )


def catalogues() -> list[Path]:
    """The file of each language."""
    return [FOLDER / language / "LC_MESSAGES" / "messages.po" for language in LANGUAGES]


def read(path: Path) -> Catalog:
    """The catalogue in `path`, whose folder names the language; an empty one where there is no file yet."""
    language = path.parts[-3]
    if not path.exists():
        return Catalog(locale=language, project="Samenkracht", charset="utf-8", header_comment=_HEADER)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extracted() -> Catalog:
    """Every sentence that code and templates ask a translation for."""
    found = Catalog(project="Samenkracht", charset="utf-8")
    for source in _SOURCES:
        messages = extract_from_dir(ROOT / source, _METHODS, _OPTIONS, _KEYWORDS)
        for _file, _line, sentence, _comments, context in messages:
            found.add(sentence, context=context)
    return found


def problems(path: Path, template: Catalog) -> list[str]:
    """What is wrong with the catalogue in `path`, one line per sentence; an empty list when it is complete."""
    known = read(path)
    name = path.parts[-3]
    missing = [
        message for message in _sentences(template) if not _translated(known.get(message.id, message.context))
    ]
    unused = [message for message in _sentences(known) if template.get(message.id, message.context) is None]
    broken = [(message, errors) for message, errors in known.check() if errors and _translated(message)]
    return [
        *(f"{name}: not translated: {message.id!r}" for message in missing),
        *(f"{name}: used nowhere: {message.id!r}" for message in unused),
        *(f"{name}: {message.id!r}: {errors[0]}" for message, errors in broken),
    ]


def _sentences(found: Catalog) -> Iterator[Message]:
    return (message for message in found if message.id)


def _translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings)
