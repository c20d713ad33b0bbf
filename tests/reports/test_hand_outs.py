"""Files of whole pages of the demo college: every number of a slide and of a sheet is one of the page's parts."""

from datetime import date
from io import BytesIO

import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from access.viewer import make_viewer
from data.warehouse.home import as_of
from reports import page_book, page_sheets, page_slides, pictures
from reports.excel_charts import number_format
from reports.handing_out import collected
from reports.slides import written
from tests.reports.native import charts_of
from ui import i18n, run
from views import warehouse

PAGES = [
    ("leadership", "school"), ("dean", "department"), ("major_leader", "major"), ("dean", "course"), ("teacher", "teacher"),
    ("counsellor", "worklist"),
]  # fmt: skip


@pytest.fixture(params=i18n.LANGUAGES)
def language(request):
    before, held = run.now(), i18n.language()
    run.use(run.Run(zone="Asia/Shanghai"))
    i18n.use(request.param)
    yield request.param
    run.use(before)
    i18n.use(held)


def _viewer(role):
    with warehouse.engine().connect() as connection:
        return make_viewer(
            connection, mode="demo", session="h", wanted=role, today=date.today(), as_of=as_of(connection)
        )


def _handed(role, page):
    return collected(_viewer(role), page, {}, None)


@pytest.fixture(autouse=True)
def _opened(demo_home):
    warehouse.configure(demo_home)


def _shapes(content, kind):
    slides = Presentation(BytesIO(content)).slides
    return [shape for slide in slides for shape in slide.shapes if getattr(shape, f"has_{kind}")]


@pytest.mark.parametrize(("role", "page"), PAGES)
def test_slides_hold_the_numbers_of_the_page_and_charts_are_native(role, page, language):
    handed = _handed(role, page)
    content = page_slides.maker(_viewer(role), page, warehouse.current_snapshot(), {})()
    wanted = [one for _, part in handed.blocks if part for one in pictures.charts(part)]
    drawn = [shape.chart for shape in _shapes(content, "chart")]
    shown = {series.name: [] for chart in drawn for series in chart.plots[0].series}
    for chart in drawn:
        for series in chart.plots[0].series:
            shown[series.name] += series.values
    told = {line.name: [] for one in wanted for line in one.lines}
    for one in wanted:
        for line in one.lines:
            told[line.name] += line.values
    assert shown == told
    cells = {
        cell.text for shape in _shapes(content, "table") for row in shape.table.rows for cell in row.cells
    }
    rows = [
        row
        for _, part in handed.blocks
        if part and not pictures.charts(part)
        for row in page_sheets.sheet("", part).rows
    ]
    numbers = [value for row in rows for value in row if isinstance(value, int | float)]
    known = {written(value) for value in numbers}
    assert {
        cell for cell in cells if cell.replace(",", "").replace(".", "").lstrip("-").isdigit()
    } <= known | {str(week) for week in range(60)} | {
        written(value) for row in rows for value in row if isinstance(value, str)
    }
    assert wanted or page == "worklist"


@pytest.mark.parametrize(("role", "page"), PAGES)
def test_sheets_hold_native_charts_of_the_pictures_with_their_numbers(role, page, language):
    handed = _handed(role, page)
    content = page_book.book({}, list(handed.blocks)).content
    wanted = [one for _, part in handed.blocks if part for one in pictures.charts(part)]
    found = charts_of(content)
    assert [len(one) for one in found] == [len(one.lines) for one in wanted]
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for drawn, one in zip(found, wanted, strict=True):
        for (sheet, column, first, last), line in zip(drawn, one.lines, strict=True):
            stored = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            values = [
                stored[row][column] if column < len(stored[row]) else "" for row in range(first, last + 1)
            ]
            assert [None if value == "" else value for value in values] == list(line.values)


def test_whole_numbers_are_written_without_decimals():
    from reports.chart import Chart, Line

    assert number_format(Chart("bar", "", ("a",), (Line("x", (5,)),), decimals=1)) == "#,##0"
    assert number_format(Chart("bar", "", ("a",), (Line("x", (5.1,)),), decimals=1)) == "#,##0.0"


def test_page_that_changed_hands_gives_no_slides(monkeypatch):
    from errors import NotAllowed
    from views import rights

    build = page_slides.maker(_viewer("leadership"), "school", warehouse.current_snapshot(), {})
    monkeypatch.setattr(rights, "still_holds", lambda viewer: False)
    with pytest.raises(NotAllowed):
        build()
