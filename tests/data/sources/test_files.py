"""What a file is, which encoding it has, where its header stands."""

import gzip
from datetime import timedelta

import polars as pl
import pytest

from data.sources.files import ROW, Layout, read_file
from data.sources.headers import header_position, normal_header, unique_headers
from data.sources.register import read_register
from errors import ShownError, shape

WANTED = ["学号", "成绩"]


def _read(tmp_path, body, name="a.csv", **options):
    path = tmp_path / name
    path.write_bytes(body)
    return read_file(path, wanted=WANTED, layout=Layout(**options))


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        ("学号,成绩\n1,优秀\n".encode(), "utf-8"),
        ("\ufeff学号,成绩\n1,优秀\n".encode(), "utf-8"),
        ("学号,成绩\n1,优秀\n".encode("gb18030"), "gb18030"),
        ("学号,成绩\n1,优秀\n".encode("utf-16"), "utf-16-le"),
        ("学号,成绩\n1,优秀\n".encode("utf-16-le"), "utf-16-le"),
        ("学号,成绩\n1,优秀\n".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encoding_is_found(tmp_path, body, encoding):
    file = _read(tmp_path, body)
    assert (file.encoding, file.frame.columns) == (encoding, [ROW, "学号", "成绩"])
    assert file.frame["成绩"].to_list() == ["优秀"]


def test_wrongly_declared_encoding_is_told_and_mended(tmp_path):
    file = _read(tmp_path, "学号,成绩\n1,优秀\n中,良好了\n".encode(), encoding="ascii")
    assert file.frame.height == 2
    assert "declared ascii" in file.notice


def test_no_text_encoding_is_refused_with_row(tmp_path):
    body = "学号,成绩\n".encode() + b"\xff\xfe\xfa\x81,\xff\x00\xfb\n" * 200
    with pytest.raises(
        ShownError, match=r"file a\.csv, row 2.*neither UTF-8 nor GB18030.*expected.*to do"
    ) as error:
        _read(tmp_path, body)
    assert error.value.row == 2


def test_few_damaged_bytes_spoil_their_rows_only(tmp_path):
    rows = [f"{n},优秀".encode() for n in range(100)]
    rows[40] = b"40,\xe4\xbc"
    file = _read(tmp_path, "学号,成绩\n".encode() + b"\n".join(rows))
    assert (file.frame.height, file.row_count) == (99, 100)
    assert "damaged" in file.notice
    assert [(row, reason) for row, reason, _ in file.broken] == [(42, "damaged_bytes")]


@pytest.mark.parametrize("body", [b"", b"\n\n  \n"])
def test_empty_file_is_refused(tmp_path, body):
    with pytest.raises(ShownError, match=r"row 1.*empty file.*expected: a header and rows.*to do"):
        _read(tmp_path, body)


def test_header_under_title_rows_keeps_spreadsheet_rows(tmp_path):
    file = _read(tmp_path, "2024学年成绩,,\n,,\n学号,成绩 ,备注\n1,90,\n\n2,80,\n".encode())
    assert file.frame[ROW].to_list() == [4, 6]
    assert file.frame["成绩"].to_list() == ["90", "80"]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_separator_is_found(tmp_path, separator):
    text = separator.join(["学号", "成绩"]) + "\n" + separator.join(["1", "90"]) + "\n"
    assert _read(tmp_path, text.encode()).frame["成绩"].to_list() == ["90"]


def test_row_with_too_many_cells_is_set_apart(tmp_path):
    file = _read(tmp_path, "学号,成绩\n1,90,\n2,80,extra\n3,70\n".encode())
    assert file.frame["学号"].to_list() == ["1", "3"]
    assert file.broken == [(3, "too_many_cells", "2,80,extra")]
    assert file.row_count == 3


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ('学号,成绩\n1,90\n"2,80\n3,70\n', ["1", "3"]),  # never closed
        ('学号,成绩\n1,90\n"2,80\n3,70\n"4,60\n5,50\n', ["1", "3", "5"]),  # closed by the next open one
    ],
)
def test_open_quote_costs_its_own_line_only(tmp_path, body, rows):
    file = _read(tmp_path, body.encode())
    assert file.frame["学号"].to_list() == rows
    assert {reason for _, reason, _ in file.broken} == {"open_quote"}
    assert file.broken[0] == (3, "open_quote", '"2,80')
    assert file.row_count == body.count("\n") - 1


def test_quoted_cell_over_several_lines_is_one_record(tmp_path):
    file = _read(tmp_path, '学号,成绩\n1,"9\n\n0"\n2,"8""0"\n3,70\n'.encode())
    assert file.frame["成绩"].to_list() == ["9\n\n0", '8"0', "70"]
    assert file.frame[ROW].to_list() == [2, 3, 4]  # as a spreadsheet counts them
    assert file.broken == []


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_line_ends_of_other_machines(tmp_path, end):
    file = _read(tmp_path, end.join(["学号,成绩", "1,90", "2,80", ""]).encode())
    assert file.frame["成绩"].to_list() == ["90", "80"]


def test_cell_of_a_megabyte_is_a_cell(tmp_path):
    body = "学号,成绩\n1," + "9" * 1_000_000 + "\n2,80\n"
    assert _read(tmp_path, body.encode()).frame.height == 2
    with pytest.raises(ShownError, match=r"row 1.*a row of the shape A{37}\.\.\."):
        _read(tmp_path, b"x" * 1_000_000)


def test_same_header_twice_is_for_a_person_to_decide(tmp_path):
    body = "学号,成绩,成绩\n1,90,60\n".encode()
    with pytest.raises(ShownError, match=r"row 1, column 成绩\); found: 2 columns.*name 成绩_1 or 成绩_2"):
        _read(tmp_path, body)
    (tmp_path / "b.csv").write_bytes(body)
    for name, value in (("成绩_1", "90"), ("成绩_2", "60")):
        assert read_file(tmp_path / "b.csv", wanted=["学号", name]).frame[name].to_list() == [value]
    assert _read(tmp_path, "学号,成绩,成绩\n1,90,90\n".encode()).frame["成绩"].to_list() == ["90"]


def test_header_without_a_row_is_told(tmp_path):
    file = _read(tmp_path, "学号,成绩\n".encode())
    assert file.row_count == 0
    assert "row 1: a header and no row below it; expected: rows; to do: export it again" in file.notice


def test_declared_header_row_without_any_header_shows_shapes_only(tmp_path):
    with pytest.raises(ShownError, match=r"row 2\); found: a row of the shape 999, 汉汉") as error:
        _read(tmp_path, "学号,成绩\n301,张三\n".encode(), header_row=2)
    assert "张三" not in str(error.value)


def test_file_without_header_shows_shapes_only(tmp_path):
    with pytest.raises(ShownError, match="finding the header row") as error:
        _read(tmp_path, "202400123,张三\n202400124,李四\n".encode())
    assert "张三" not in str(error.value)
    assert "999999999, 汉汉" in str(error.value)


def test_gzip_and_parquet_by_first_bytes(tmp_path):
    assert _read(tmp_path, gzip.compress("学号,成绩\n1,90\n".encode()), "a.csv.gz").frame.height == 1
    path = tmp_path / "b.parquet"
    pl.DataFrame({"学号": [1], " 成绩": [90]}).write_parquet(path)
    assert read_file(path, wanted=WANTED).frame.columns == [ROW, "学号", "成绩"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"PK\x03\x04rest", "a damaged workbook or another zip file"),
        (b"\xd0\xcf\x11\xe0rest", "a damaged workbook"),
        (b"<html>", "HTML or XML page without a table"),
        (b"\x1f\x8bbroken", "gzip"),
        (b"\x00" * 5000, "bytes that are no text"),
    ],
)
def test_other_kinds_are_refused_by_name(tmp_path, body, found):
    with pytest.raises(ShownError, match=found):
        _read(tmp_path, body)


def test_truncated_parquet_is_refused(tmp_path):
    with pytest.raises(ShownError, match="Parquet"):
        _read(tmp_path, b"PAR1" + b"\x00" * 40, "a.parquet")


@pytest.mark.parametrize(
    ("cell", "kind"), [([90, 60], "List"), (b"\xff\xfe", "Binary"), (timedelta(hours=1), "Duration")]
)
def test_parquet_column_without_single_values_is_refused_with_its_name(tmp_path, cell, kind):
    path = tmp_path / "a.parquet"
    pl.DataFrame({"学号": ["1"], "成绩": [cell]}).write_parquet(path)
    with pytest.raises(ShownError, match=rf"column 成绩\); found: a column of type {kind}; expected: a text"):
        read_file(path, wanted=WANTED)
    assert read_file(path, wanted=["学号"]).frame.height == 1


def test_text_kept_as_bytes_or_categories_in_parquet_is_text(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame({"学号": ["甲".encode()], "成绩": pl.Series(["优"], dtype=pl.Categorical)}).write_parquet(
        path
    )
    assert read_file(path, wanted=WANTED).frame.select("学号", "成绩").rows() == [("甲", "优")]


def test_file_that_cannot_be_read_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.symlink_to("/proc/self/mem")  # a file whose reading fails for every account
    with pytest.raises(ShownError, match=r"reading a file \(file a\.csv\); found: .*rights"):
        read_file(path, wanted=WANTED)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("２０２４Ａ7 José Ünal", "9999A9 AAAA AAAA"),
        ("𠮷田さくら", "汉汉AAA"),
        ("a\x00\tb", "A??A"),
        (None, ""),
    ],
)
def test_shape_hides_letters_of_every_script(value, told):
    assert shape(value) == told


def test_headers_compare_in_one_form():
    assert normal_header(" 课程（一）\n 名称\t") == "课程(一) 名称"
    assert unique_headers(["成绩", "", "成绩", "Daytime\t"]) == ["成绩", "column_2", "成绩_2", "daytime"]
    assert header_position([["标题"], ["学号", "x"], ["学号", "成绩"]], WANTED) == 2
    assert header_position([["1", "2"]], WANTED) is None


def test_register_names_twelve_subsystems_with_owners():
    sources = read_register().sources
    own = [source for source in sources if source.dataset is None and source.id != "demo"]
    assert len(own) == 12
    assert all(source.producer and source.owner and source.schedule_days for source in own)
    assert len({source.id for source in sources}) == len(sources)


def test_a_header_named_as_the_first_of_two_is_found_where_it_stands_alone(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("学号,成绩\nS1,80\n", encoding="utf-8")
    assert read_file(path, wanted=["学号", "成绩_1"]).frame["成绩_1"].to_list() == ["80"]
    path.write_text("学号,成绩,成绩\nS1,80,90\n", encoding="utf-8")
    file = read_file(path, wanted=["学号", "成绩_1", "成绩_2"])
    assert (file.frame["成绩_1"].to_list(), file.frame["成绩_2"].to_list()) == (["80"], ["90"])


def test_headers_keep_their_capitals_for_people(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("学号,大学英语Ⅰ,CET Score\nS1,80,500\n", encoding="utf-8")
    file = read_file(path, wanted=["学号"])
    assert file.headers == ["学号", "大学英语I", "CET Score"] and "cet score" in file.frame.columns
