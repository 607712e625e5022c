"""Which files are welcome? The ending and the first bytes must agree."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from app.plan.rules import LARGEST_ATTACHMENT, MEDIA_TYPES, media_type_of, own_name
from app.refusals import Refusal


def zipped(**parts: str) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return kept.getvalue()


SAMPLES = {
    "pdf": b"%PDF-1.7 ...",
    "png": b"\x89PNG\r\n\x1a\n...",
    "jpg": b"\xff\xd8\xff\xe0...",
    "jpeg": b"\xff\xd8\xff\xe1...",
    "docx": zipped(**{"[Content_Types].xml": "", "word/document.xml": ""}),
    "xlsx": zipped(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}),
    "odt": zipped(mimetype=MEDIA_TYPES["odt"]),
    "ods": zipped(mimetype=MEDIA_TYPES["ods"]),
}


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_a_file_of_each_kind_is_recognised(ending: str) -> None:
    assert media_type_of(f"Verslag.{ending.upper()}", SAMPLES[ending]) == MEDIA_TYPES[ending]


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_a_script_that_calls_itself_a_document_is_refused(ending: str) -> None:
    with pytest.raises(Refusal, match="De inhoud"):
        media_type_of(f"verslag.{ending}", b"<script>alert(1)</script>")


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a.docm", "pdf", "zonder-einde", "a.pdf.js"])
def test_other_kinds_are_refused_whatever_is_in_them(name: str) -> None:
    with pytest.raises(Refusal, match="Kies een bestand"):
        media_type_of(name, SAMPLES["pdf"])


def test_a_text_that_calls_itself_a_sheet_is_refused() -> None:
    for claimed, real in [("ods", "odt"), ("xlsx", "docx"), ("docx", "odt"), ("odt", "docx")]:
        with pytest.raises(Refusal):
            media_type_of(f"a.{claimed}", SAMPLES[real])


def test_a_document_with_macros_is_refused() -> None:
    with pytest.raises(Refusal):
        media_type_of("a.docx", zipped(**{"word/document.xml": "", "word/vbaProject.bin": ""}))
    with pytest.raises(Refusal):
        media_type_of("a.odt", zipped(mimetype=MEDIA_TYPES["odt"], **{"Basic/Standard/Module1.xml": ""}))


def test_an_empty_and_a_too_large_file_are_refused() -> None:
    with pytest.raises(Refusal, match="leeg"):
        media_type_of("a.pdf", b"")
    assert media_type_of("a.pdf", b"%PDF-".ljust(LARGEST_ATTACHMENT)) == "application/pdf"
    with pytest.raises(Refusal, match="te groot"):
        media_type_of("a.pdf", b"%PDF-".ljust(LARGEST_ATTACHMENT + 1))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Verslag mei.pdf", "Verslag mei.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\iemand\\plan.docx", "plan.docx"),
        ('a"b\r\nX-Header: 1.pdf', "abX-Header 1.pdf"),
        (f"{'lang' * 100}.pdf", f"{'lang' * 30}.pdf"),
        (".pdf", "pdf"),
        ("zonder", "zonder"),
        ("x" * 200, "x" * 120),
    ],
)
def test_a_file_keeps_its_own_name_without_what_does_not_belong_in_one(sent: str, kept: str) -> None:
    assert own_name(sent) == kept
