"""Files that leave open in an office program: LibreOffice turns slides and workbook into pages, one for each slide."""

import shutil
import subprocess
from datetime import datetime
from io import BytesIO

import pytest
from pptx import Presentation

from reports import page_book, page_slides
from reports.handing_out import HandedOut
from reports.marking import Mark
from reports.slides import Deck
from tests.reports import parts
from ui import i18n
from views.parts import Header, Name, Sentence

MARK = Mark("质量管理办公室 · 快照 7", "学校", "质量管理办公室", "页面查看", datetime(2025, 11, 3, 8))
SHOWN = (parts.TILES, parts.INTERVALS, parts.SCORES, parts.STEPS, parts.WEEKS, parts.RIDGES, parts.RADAR, parts.WATERFALL,
         parts.HEAT, parts.TABLE, parts.NEW)  # fmt: skip
BLOCKS = [(Sentence("figures.export_tiles"), part) for part in SHOWN]

pytestmark = pytest.mark.usefixtures("in_chinese")


@pytest.fixture(scope="module")
def office():
    """The program; a test that asks for it is skipped where it is not."""
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("needs an office program: soffice is not here")
    return found


def _converted(office, folder, name, content):
    (folder / name).write_bytes(content)
    command = [
        office,
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        name,
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    return (folder / name).with_suffix(".pdf").read_bytes()


def _pages(pdf):
    return pdf.count(b"/Type/Page") - pdf.count(b"/Type/Pages")


def test_slides_open_one_page_each(office, tmp_path):
    deck = Deck(MARK, i18n.t("projection.masked"))
    page_slides.add(
        deck, HandedOut("school", Header(title=Name("学校")), tuple(BLOCKS), None, ""), "quality_office"
    )
    content = deck.content()
    pdf = _converted(office, tmp_path, "slides.pptx", content)
    assert pdf.startswith(b"%PDF") and _pages(pdf) == len(Presentation(BytesIO(content)).slides)


def test_workbook_opens_with_every_sheet(office, tmp_path):
    pdf = _converted(office, tmp_path, "book.xlsx", page_book.book({}, BLOCKS, MARK).content)
    assert pdf.startswith(b"%PDF") and _pages(pdf) >= len(BLOCKS) + 1
