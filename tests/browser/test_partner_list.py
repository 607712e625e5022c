"""A coordinator brings the list of partners that lay on a desk for years, and takes it along again."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import xlsxwriter
from playwright.sync_api import FilePayload, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import nothing_wrong
from tests.browser.person import Person

MANY = 300


def _list_of_partners() -> bytes:
    """Three hundred rows, of which two cells are wrong: a number of seven digits and a mail address with a space."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Adressen")
        sheet.write_row(0, 0, ["Organisatie", "Sector", "Kring", "KvK", "E-mail", "Onthouden"])
        for number in range(1, MANY + 1):
            kvk = "7654321" if number == 17 else f"{76000000 + number}"
            mail = "info @wijk.example" if number == 203 else f"info{number}@wijk.example"
            sheet.write_row(number, 0, [f"Wijkgroep {number:03}", "Vrijwilligers", "Kern", kvk, mail, "x"])
    return file.getvalue()


def _correct(page: Page, row: int, label: str, value: str) -> None:
    page.locator(f"#rij-{row}").get_by_role("link", name="Verbeter").click()
    page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Bewaar de rij").click()
    expect(page.get_by_text(f"Rij {row} is verbeterd.")).to_be_visible()


def test_a_coordinator_imports_three_hundred_partners_corrects_two_cells_and_exports_what_is_chosen(
    browse: Callable[..., Person], do_what_waits: Callable[[], None], tmp_path: Path
) -> None:
    coordinator = browse("coordinator@hengelo.example")
    page = coordinator.page
    with nothing_wrong(coordinator):
        coordinator.open("/hengelo/partners")
        page.get_by_role("link", name="Lijst inlezen").click()
        sent = FilePayload(name="adressen.xlsx", mimeType="application/zip", buffer=_list_of_partners())
        page.get_by_label("Bestand").set_input_files(sent)
        page.get_by_role("button", name="Lees de lijst").click()
        expect(page.get_by_text("2 rijen kloppen niet")).to_be_visible()
        expect(page.get_by_text("Deze kolommen lezen we niet: Onthouden.")).to_be_visible()
        page.get_by_role("link", name="Klopt niet").click()
        expect(page.get_by_text("Een KvK-nummer heeft 8 cijfers. Dit zijn er 7.")).to_be_visible()
        _correct(page, 18, "KvK-nummer (niet verplicht)", "76000017")
        _correct(page, 204, "E-mailadres (niet verplicht)", "info203@wijk.example")
        expect(page.get_by_text(f"{MANY} partners komen erbij.")).to_be_visible()
        page.get_by_role("button", name="Lees in").click()
        expect(page.get_by_text("De partners worden ingelezen.")).to_be_visible()
        do_what_waits()
        expect(page.get_by_role("link", name="Bekijk de partners")).to_be_visible()

        coordinator.open("/hengelo/partners?q=wijkgroep&sector=volunteers")
        with page.expect_download() as download:
            page.get_by_role("link", name="Excel").click()
    rows = CalamineWorkbook.from_path(download.value.path()).get_sheet_by_name("Partners").to_python()
    assert len(rows) == MANY + 1
    assert rows[17][:2] == ["Wijkgroep 017", "Vrijwilligers"]
    assert "info203@wijk.example" in rows[203]
    assert "76000017" in rows[17]

    almelo = browse("coordinator@almelo.example")
    almelo.open("/almelo/partners?q=wijkgroep")
    expect(almelo.page.get_by_text("Geen partner gevonden")).to_be_visible()
