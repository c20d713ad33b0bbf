"""Workbooks and web pages as colleges really make them (messy-exports.md 1): each case a file made for it, in every format that can hold it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from data.sources.files import ROW, Layout, SourceFile, read_file
from data.sources.workbook import cell_text
from errors import ShownError
from tests.data.sheet_files import WRITERS, Merges, Sheets

WANTED = ["学号", "姓名", "院系", "成绩", "应到", "实到"]


@pytest.fixture(params=WRITERS)
def made(request, tmp_path):
    """Makes the sheets in one of the formats and reads the file back."""

    def make(sheets: Sheets | list[list[object]], merges: Merges = (), **layout) -> SourceFile:
        path = tmp_path / f"成绩.{request.param}"
        WRITERS[request.param](path, sheets if isinstance(sheets, dict) else {"Sheet1": sheets}, list(merges))
        return read_file(path, wanted=WANTED, layout=Layout(**layout))

    make.format = request.param
    return make


def test_plain_sheet(made):
    file = made([["学号", "成绩"], ["0012", 90], ["0013", 85.5]])
    assert file.frame.rows() == [(2, "0012", "90"), (3, "0013", "85.5")]
    assert (file.broken, file.notice) == ([], None)


def test_titles_blank_rows_and_a_header_of_two_rows(made):
    rows = [
        ["某学院学生成绩登记表", None, None, None, None],
        [],
        ["院系", "学号", "考勤", None, "成绩"],
        [None, None, "应到", "实到", None],
        ["甲系", "S1", 10, 9, 90],
    ]
    file = made(rows, [(0, 0, 0, 4), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 3, 4)])
    assert file.frame.columns == [ROW, "院系", "学号", "应到", "实到", "成绩"]
    assert file.frame.rows() == [(5, "甲系", "S1", "10", "9", "90")]


def test_groups_of_columns_without_merged_names_beside_them(made):
    rows = [["学号", "考勤", None], [None, "应到", "实到"], ["S1", 10, 9]]
    file = made(rows, [(0, 1, 0, 2)])
    assert file.frame.rows(named=True) == [{ROW: 3, "学号": "S1", "应到": "10", "实到": "9"}]


def test_the_same_word_under_two_groups_takes_the_name_of_its_group(made):
    rows = [
        ["学号", "上学期", None, "下学期", None],
        [None, "平时", "期末", "平时", "期末"],
        ["S1", 1, 2, 3, 4],
    ]
    file = made(rows, [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)])
    assert file.frame.columns[2:] == ["上学期 平时", "上学期 期末", "下学期 平时", "下学期 期末"]


def test_a_header_merged_for_its_looks_has_one_row(made):
    file = made([["学号", "姓名", None], ["S1", "示例", None], ["S2", "示例", None]], [(0, 1, 0, 2)])
    assert file.frame["学号"].to_list() == ["S1", "S2"]


def test_merged_cells_hold_for_every_row_of_their_block(made):
    rows = [["院系", "学号"], ["甲系", "S1"], [None, "S2"], [None, "S3"], ["乙系", "S4"]]
    assert made(rows, [(1, 0, 3, 0)]).frame["院系"].to_list() == ["甲系", "甲系", "甲系", "乙系"]


def test_cells_left_blank_under_the_first_of_a_block_are_filled_where_the_mapping_says_so(made):
    rows = [["院系", "学号"], ["甲系", "S1"], [None, "S2"], ["乙系", "S3"]]
    assert made(rows).frame["院系"].to_list() == ["甲系", None, "乙系"]
    assert made(rows, fill_down=("院系",)).frame["院系"].to_list() == ["甲系", "甲系", "乙系"]


def test_totals_notes_and_signatures_are_set_apart_and_the_count_balances(made):
    rows = [
        ["院系", "学号", "姓名", "成绩"],
        ["甲系", "S1", "示例", 90],
        ["甲系", "小计", None, 90],
        ["乙系", "S2", "示例", 80],
        ["合计", None, None, 170],
        ["备注:缺考记 0 分", None, None, None],
        ["制表人:", None, "审核人:", None],
    ]
    file = made(rows, [(4, 0, 4, 1)])
    assert file.frame["学号"].to_list() == ["S1", "S2"]
    assert [(number, reason) for number, reason, _ in file.broken] == [
        (3, "no_record"), (5, "no_record"), (6, "no_record"), (7, "no_record"),
    ]  # fmt: skip
    assert file.row_count == 6


def test_a_person_or_course_of_such_a_name_stays_a_record(made):
    file = made([["学号", "姓名", "成绩"], ["S1", "合计", 90], ["S2", "平均", 80]])
    assert file.frame.height == 2 and file.broken == []


def test_the_sheet_with_the_wanted_header_is_read_and_the_others_are_told(made):
    sheets = {
        "Sheet1": [["说明", "按学期导出"], ["x", "y"]],
        "Sheet2": [],
        "成绩": [["学号", "成绩"], ["S1", 90]],
    }
    file = made(sheets)
    assert file.frame.rows() == [(2, "S1", "90")]
    assert "read from sheet 2 of 2 that hold rows; the others were not read" in file.notice


def test_a_sheet_is_chosen_by_name(made):
    if made.format == "page.xls":
        pytest.skip("tables of a page have numbers, no names")
    sheets = {"2023": [["学号", "成绩"], ["S1", 90]], "2024": [["学号", "成绩"], ["S2", 80]]}
    assert made(sheets, sheet="2024").frame["学号"].to_list() == ["S2"]
    with pytest.raises(ShownError, match="no sheet with this name and rows; 2 others have rows"):
        made(sheets, sheet="2025")


def test_an_empty_workbook_is_refused(made):
    with pytest.raises(ShownError, match=r"no cell in any sheet|page without a table"):
        made({"Sheet1": [], "Sheet2": []})


def test_no_header_is_refused_by_shapes_alone(made):
    with pytest.raises(ShownError, match="finding the header row") as error:
        made([["202400123", "张三"], ["202400124", "李四"]])
    assert "张三" not in str(error.value)


def test_blank_rows_within_and_below_keep_the_numbers_of_the_sheet(made):
    file = made([["学号", "成绩"], ["S1", 90], [], [], ["S2", 80], [], [], []])
    assert file.frame[ROW].to_list() == [2, 5]


def test_line_breaks_and_numbering_in_headers_are_no_other_header(made):
    if made.format == "page.xls":
        pytest.skip("a page writes line breaks as tags")
    assert made([["学 号".replace(" ", ""), "成绩\n "], ["S1", 90]]).frame.columns == [ROW, "学号", "成绩"]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_typed_cells_become_what_a_person_reads(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    rows = [
        ["学号", "姓名", "成绩"],
        [2023010101, date(2024, 3, 1), True],
        [201501010101010123, 0.1 + 0.2, "2019/4/1 0:00"],
    ]
    WRITERS[kind](path, {"Sheet1": rows}, [])
    first, second = read_file(path, wanted=WANTED).frame.drop(ROW).rows()
    assert first == ("2023010101", "2024-03-01", "true")
    assert (
        second[0].startswith("2.0150101010101") and "e+17" in second[0]
    )  # digits are lost: seen, not guessed
    assert second[1:] == ("0.3", "2019/4/1 0:00")


def test_cells_of_a_date_and_a_time():
    assert cell_text(datetime(2024, 3, 1, 8, 30)) == "2024-03-01 08:30:00"
    assert cell_text("") is None


def test_a_workbook_with_a_password_is_told(tmp_path):
    """An encrypted xlsx is a compound file with the stream EncryptedPackage."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    with pytest.raises(ShownError, match="reading a workbook"):
        read_file(path, wanted=WANTED)


def test_tab_text_named_xls_is_read_as_text(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes("学号\t成绩\nS1\t90\n".encode("gb18030"))
    assert read_file(path, wanted=WANTED).frame["学号"].to_list() == ["S1"]


def test_a_page_says_its_encoding_and_nested_tables_lay_out_only(tmp_path):
    path = tmp_path / "a.xls"
    inner = "<table><tr><th>学号</th><th>成绩</th></tr><tr><td>S1</td><td>90<br>分</td></tr></table>"
    path.write_bytes(
        f"\r\n<!DOCTYPE html><body><table><tr><td>菜单</td><td>{inner}</td></tr></table>".encode()
    )
    assert read_file(path, wanted=WANTED).frame["学号"].to_list() == ["S1"]


def test_a_file_as_long_as_a_sheet_can_be_says_that_rows_are_missing(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("学号,成绩\n" + "S1,90\n" * 1_048_575, encoding="utf-8")
    assert (
        "row 1048576: the file ends exactly where a sheet must end" in read_file(path, wanted=WANTED).notice
    )
    path.write_text("学号,成绩\n" + "S1,90\n" * 1_048_574, encoding="utf-8")
    assert read_file(path, wanted=WANTED).notice is None


def test_totals_below_a_csv_are_set_apart_too(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("院系,学号,成绩\n甲,S1,90\n合计,,90\n审核人:,,\n", encoding="utf-8")
    file = read_file(path, wanted=WANTED)
    assert file.frame["学号"].to_list() == ["S1"]
    assert file.broken == [(3, "no_record", "合计,,90"), (4, "no_record", "审核人:,,")]
