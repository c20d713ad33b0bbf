"""The workbook of a page is in the reader's language, the names of its sheets included."""

import ast
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from access.sec_tables import sec_access_log
from jobs import page_readers
from reports import marking, page_book, page_sheets
from reports.excel import SHEET_NAME_LIMIT
from tests.databases import PROJECT
from ui import i18n
from views.parts import Amount, Sentence

FINDING = (Sentence("findings.data_no_load"),)


def _sheets(language, *blocks):
    before = i18n.language()
    i18n.use(language)
    made = page_book.book({"page": Sentence("data.menu")}, list(blocks))
    i18n.use(before)
    return CalamineWorkbook.from_filelike(BytesIO(made.content))


@pytest.mark.parametrize(("language", "names"), [("zh", ["说明", "结论"]), ("en", ["About", "Findings"])])
def test_sheets_are_named_in_the_language_of_the_reader(language, names):
    sheets = _sheets(language, (Sentence("figures.export_findings"), FINDING))
    assert sheets.sheet_names == names
    told = sheets.get_sheet_by_name(names[1]).to_python()
    assert told[1] == [i18n.catalogue(language)["findings.data_no_load"]]


def _titles():
    """Keys of the titles of blocks: the sentences in the functions named blocks."""
    for path in sorted((PROJECT / "pages").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.name == "blocks":
                yield from (node.args[0] for node in ast.walk(function) if _is_sentence(node))


def _is_sentence(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_titles_of_blocks_fit_the_tab_of_a_sheet(language):
    texts = i18n.catalogue(language)
    titles = [texts[key.value] for key in _titles() if isinstance(key, ast.Constant)]
    assert len(titles) > 30
    assert [
        title for title in titles if len(title) > SHEET_NAME_LIMIT or set(title) & set("[]:*?/\\？")
    ] == []


def test_share_of_which_only_the_side_is_told_is_a_word_in_the_file():
    assert page_sheets.cell(Amount(None, "share", "under")) == "<5%"
    assert page_sheets.cell(Amount(None, "share", "over")) == ">95%"
    assert page_sheets.cell(Amount(0.5, "share")) == 50.0


def test_what_the_log_calls_the_object_of_a_page_fits_its_column():
    """SQLite takes a longer word, PostgreSQL refuses the file."""
    most = sec_access_log.c.object_kind.type.length
    assert [page for page in page_readers.pages() if len(marking.object_kind(page)) > most] == []
