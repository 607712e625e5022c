"""`python -m app.exports.typesetting`: a template and its data in, a PDF out, in a process of its own.

Once a process has used typst, a child that it forks hangs (docs/decisions/0011). So it is used here only, and this process ends with the
document. Data reach the template as JSON: what people typed is text to it, never typst.
"""

import json
import subprocess
import sys
from typing import Any

from app.settings import ROOT

TEMPLATES = ROOT / "templates" / "letters"
FONTS = ROOT / "node_modules" / "@expo-google-fonts" / "source-sans-3"
_SECONDS = 300


class NotTypeset(RuntimeError):  # noqa: N818 - the name is the sentence
    """A document could not be made; it says why, without a word of what is in it."""


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of `templates/letters/<template>.typ` with these data. Raises NotTypeset."""
    done = subprocess.run(
        [sys.executable, "-m", "app.exports.typesetting", template],
        input=json.dumps(data).encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise NotTypeset(done.stderr.decode(errors="replace")[-400:])
    return done.stdout


def main() -> None:
    """Read the data, write the PDF. A warning is an error: a missing font or a table without a head would go unseen."""
    import typst  # noqa: PLC0415 - nowhere but here

    template, data = sys.argv[1], sys.stdin.read()
    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=[FONTS], ignore_system_fonts=True
    )
    content, warnings = compiler.compile_with_warnings(
        format="pdf",
        sys_inputs={"data": data},
        # Readable by everybody (ISO 14289-1) and for as long as the Archiefwet asks (ISO 19005-2), in one file.
        pdf_standards=["ua-1", "a-2a"],
    )
    if warnings or not isinstance(content, bytes):
        sys.exit("; ".join(warning.message for warning in warnings) or "no file")
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
