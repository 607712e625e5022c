"""Writing TOML, as far as a workspace's folder needs it: the standard library only reads it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
# In a string of more lines everything may stand as it is, but for these. A carriage return would be read as no more than an end of line.
_ESCAPED = {ord("\\"): "\\\\", ord("\r"): "\\r", 0x7F: "\\u007f"} | {
    sign: f"\\u{sign:04x}" for sign in range(0x20) if chr(sign) not in "\t\n\r"
}


def entry(name: str, fields: Mapping[str, Any], *, one: bool = False) -> str:
    """One entry of the array `name` (or the table `name`, where there is `one`), with its fields in their order."""
    lines = [f"{key(field)} = {value(content)}" for field, content in fields.items()]
    return "\n".join([f"[{name}]" if one else f"[[{name}]]", *lines, ""])


def key(name: str) -> str:
    """A name before the sign of equality, quoted where it must be."""
    return name if _BARE.fullmatch(name) else _line(name)


def value(content: Any) -> str:
    """A value as TOML: text, number, boolean, date, moment, and lists and tables of these. Raises TypeError for anything else."""
    if isinstance(content, str):
        return _text(content)
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, int | float):
        return repr(content)
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, list):
        return f"[{', '.join(value(each) for each in content)}]"
    if isinstance(content, dict):
        return f"{{{', '.join(f'{key(name)} = {value(each)}' for name, each in sorted(content.items()))}}}"
    message = f"TOML has no room for {type(content).__name__}."
    raise TypeError(message)


def _text(content: str) -> str:
    if "\n" not in content:
        return _line(content)
    written = content.translate(_ESCAPED)
    # A first line end is not part of the text; three quotes in a row would be its end.
    ending = '\\"' if written.endswith('"') else ""
    return '"""\n' + written.replace('"""', '""\\"').removesuffix('"') + ending + '"""'


def _line(content: str) -> str:
    return '"' + content.translate(_ESCAPED).replace('"', '\\"').replace("\n", "\\n") + '"'
