"""Files as they go wrong: what is told names file, row, column, shape, expectation and remedy; good rows load."""

import gzip
import json
import re
import zipfile
from io import BytesIO

import polars as pl
import pytest

from data.warehouse import bulk
from data.warehouse.home import open_engine
from data.warehouse.schema import metadata
from jobs.__main__ import main
from tests.data.small_source import FILES, GRADES, make_mapping, write_files

HEADER = GRADES.split("\n")[0] + "\n"
WHOLE_MESSAGE = r"(file grades\.csv[^)]*\)); found: .+; expected: .+; to do: .+"


def _written(make) -> bytes:
    body = BytesIO()
    make(body)
    return body.getvalue()


def _workbook(body: BytesIO) -> None:
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")


PARQUET = _written(pl.DataFrame({"学号": ["S001"]}).write_parquet)
REFUSED = {  # name -> contents, what is told
    "empty": (b"", "row 1); found: an empty file"),
    "blank lines": (b"\n \n\n", "row 1); found: an empty file"),
    "empty Parquet": (b"PAR1", "expected: a whole Parquet file"),
    "Parquet cut off": (PARQUET[:-9], "expected: a whole Parquet file"),
    "gzip cut off": (gzip.compress(GRADES.encode())[:-9], "ends too early"),
    "gzip of nothing": (gzip.compress(b""), "row 1); found: an empty file"),
    "workbook named csv": (
        _written(_workbook),
        "found: CalamineError: a damaged workbook or another zip file",
    ),
    "old workbook named csv": (b"\xd0\xcf\x11\xe0" + bytes(500), "a damaged workbook"),
    "page named csv": ("<html><p>张三</p>".encode(), "row 1); found: an HTML or XML page without a table"),
    "page without a header": (
        "<html><table><tr><td>张三</td></tr></table>".encode(),
        "row 1); found: a row of the shape 汉汉",
    ),
    "no text": (bytes(3000), "row 1); found: bytes that are no text"),
    "wrong encoding": (
        HEADER.encode() + b"\xff\xfe\xfa\x81,\xff\xfb\n" * 300,
        "row 2); found: bytes that are neither UTF-8 nor GB18030",
    ),
    "no header": (
        GRADES.removeprefix(HEADER).replace("S001", "张三").encode(),
        "row 1); found: a row of the shape 汉汉, A9, 9, 99",
    ),
    "no key column": (
        GRADES.replace("学号", "编码").encode(),
        "row 1, column 学号); found: the headers 编码, 教学班",
    ),
    "key column twice": (
        GRADES.replace("备注", "学号").encode(),
        "row 1, column 学号); found: 2 columns with this header",
    ),
    "a line of ten megabytes": (b"x" * 10_000_000, "row 1); found: a row of the shape AAAA"),
}
READ_ALL_THE_SAME = {
    "UTF-16": GRADES.encode("utf-16"),
    "UTF-16 without a mark": GRADES.encode("utf-16-le"),
    "GB18030": GRADES.encode("gb18030"),
    "byte-order mark": b"\xef\xbb\xbf" + GRADES.encode(),
    "gzip": gzip.compress(GRADES.encode()),
    "line ends of Windows": GRADES.replace("\n", "\r\n").encode(),
    "line ends of old machines": GRADES.replace("\n", "\r").encode(),
    "semicolons": GRADES.replace(",", ";").encode(),
    "title above": f"成绩表,,,,,\n,,,,,\n{GRADES}".encode(),
    "zero bytes filling a cell": GRADES.replace("S002", "S002\0\0").encode(),
}
SET_ASIDE = {  # a fourth row: reason, column and shape told
    ",K1,2,60,,2025-01-10": ("missing_required", "学号", "nothing"),
    "S001,K1,2,60,,昨天": ("not_a_datetime", "录入", "汉汉"),
    "S001,K1,2,60,,0001-01-01": ("not_a_datetime", "录入", "9999-99-99"),
    "S001,K1,二,60,,2025-01-10": ("not_a_integer", "次", "汉"),
    f"S001,K1,{'9' * 30},60,,2025-01-10": ("not_a_integer", "次", "9" * 30),
    "S001,K1,3000000000,60,,2025-01-10": ("out_of_range", "次", "9999999999"),
    "S001,K1,2,6_0,,2025-01-10": ("unknown_grade_word", "成绩", "9_9"),
    f"S001,K1,2,{'7' * 1_000_000},,2025-01-10": ("out_of_range", "成绩", "9" * 37 + "..."),
    "阿依古丽·Ünal,K1,2,60,,2025-01-10": ("unknown_student_no", "学号", "汉汉汉汉·AAAA"),
    "S001,K1,2,60,,2025-01-10,多,余": ("too_many_cells", None, "A999,A9,9,99,,9999-99-99,汉,汉"),
    '"S001,K1,2,60,,2025-01-10': ("open_quote", None, '"A999,A9,9,99,,9999-99-99'),
}


def _mapping(tmp_path):
    body = make_mapping().model_dump_json(by_alias=True, exclude={"sha256"}, exclude_none=True)
    path = tmp_path / "small.yaml"
    path.write_text(body, encoding="utf-8")  # JSON is YAML
    return path


def _place(home) -> list[str]:
    return ["--home", str(home.directory)] + (
        ["--warehouse", home.warehouse_url] if home.warehouse_url else []
    )


@pytest.fixture
def ingest(empty_home, tmp_path, jobs):
    """`jobs ingest files` on the small source with some files replaced; returns process and JSON."""

    def run(expect=0, **files):
        folder, answer = write_files(tmp_path / "files", **files), tmp_path / "answer.json"
        words = ["ingest", "files", "--path", str(folder), "--mapping", str(_mapping(tmp_path))]
        done = jobs(*words, "--json", str(answer), home=empty_home, expect=expect)
        return done, json.loads(answer.read_text()) if answer.exists() else None

    return run


@pytest.fixture
def verb(empty_home, tmp_path, capsys):
    """The same verb in this process, which takes a tenth of the time: exit code, JSON and everything said."""

    def run(*options, folder=None, mapping=None, **files):
        folder = folder or write_files(tmp_path / "files", **files)
        answer = tmp_path / "answer.json"
        answer.unlink(missing_ok=True)
        words = ["ingest", "files", "--path", str(folder), "--mapping", str(mapping or _mapping(tmp_path))]
        code = main([*words, "--json", str(answer), *options, *_place(empty_home)])
        said = "".join(capsys.readouterr())
        return code, json.loads(answer.read_text()) if answer.exists() else None, said

    return run


def _grades(home) -> pl.DataFrame:
    engine = open_engine(home)
    with engine.connect() as connection:
        frame = bulk.read_table(connection, metadata.tables["fact_grade_attempt"])
    engine.dispose()
    return frame


def _balanced(answer) -> bool:
    counts = [counts for tables in answer["files"].values() for counts in tables.values()]
    return all(c["read"] == c["loaded"] + c["already"] + c["set_aside"] for c in counts)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_file_is_told_in_full_and_changes_nothing(verb, empty_home, name):
    verb()
    before = _grades(empty_home)
    body, told = REFUSED[name]
    code, answer, said = verb(grades=body)
    assert code == 1
    assert len(answer["refused"]) == 1
    assert re.search(WHOLE_MESSAGE, answer["refused"][0]), answer["refused"]
    assert told in answer["refused"][0]
    assert answer["refused"][0] in said
    assert "张三" not in said
    assert _grades(empty_home).equals(before)
    assert _balanced(answer)
    assert answer["tables"]["dim_student"]["already"] == 3


@pytest.mark.parametrize("name", READ_ALL_THE_SAME)
def test_file_of_another_make_reads_the_same(verb, name):
    assert verb()[0] == 0
    code, answer, _ = verb("--check", grades=READ_ALL_THE_SAME[name])
    expected = {"read": 3, "loaded": 0, "replaced": 0, "already": 3, "set_aside": 0}
    assert (code, answer["tables"]["fact_grade_attempt"]) == (0, expected)


def test_every_broken_row_is_set_aside_with_its_shape_and_the_good_ones_load(verb, empty_home):
    code, answer, said = verb(grades=GRADES + "\n".join(SET_ASIDE) + "\n")
    assert code == 0
    counts = answer["tables"]["fact_grade_attempt"]
    broken = len(SET_ASIDE)
    assert counts == {"read": 3 + broken, "loaded": 3, "replaced": 0, "already": 0, "set_aside": broken}
    assert _balanced(answer)
    assert sum(answer["reasons"].values()) == broken
    for row, (reason, column, shape) in enumerate(SET_ASIDE.values(), start=5):
        place = f"file grades.csv, row {row}" + (f", column {column}" if column else "")
        assert f"{reason} ({place}); found: {shape}; expected: " in said
    assert not any(secret in said for secret in ("昨天", "阿依古丽", "Ünal", "多,余", "777"))
    assert _grades(empty_home).height == 3


def test_header_without_a_row_is_told_and_the_rest_loads(verb):
    code, answer, said = verb(grades=HEADER)
    assert code == 0
    assert "note: grades.csv: row 1: a header and no row below it; expected: rows; to do: export it" in said
    assert answer["tables"]["dim_student"]["loaded"] == 3


def test_folder_in_place_of_a_file_is_told(verb, tmp_path):
    folder = write_files(tmp_path / "files", grades=None)
    (folder / "grades.csv").mkdir()
    code, _, said = verb(folder=folder)
    assert code == 1
    assert "(file grades.csv); found: a folder of this name; expected: a file" in said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "found: Is a directory"),
        ("mapping: [a\n  b: c\n", "row 2"),
        ("just words", "YAML in UTF-8"),
        ("{}", "column mapping); found: Field required"),
    ],
)
def test_broken_mapping_is_told_with_its_place(verb, tmp_path, text, message):
    mapping = tmp_path / "m.yaml"
    if text is None:
        mapping.mkdir()
    else:
        mapping.write_text(text)
    code, _, said = verb(mapping=mapping)
    assert code == 1
    assert "(file m.yaml" in said
    assert message in said
    assert "to do: " in said


def test_empty_file_is_told_and_the_others_load(ingest):
    done, answer = ingest(expect=1, grades="")
    assert "refused: reading a file (file grades.csv, row 1); found: an empty file" in done.stdout
    assert "expected: a header and rows; to do: export it again" in done.stdout
    assert answer["tables"]["dim_student"]["loaded"] == 3
    assert "fact_grade_attempt" not in answer["tables"]


def test_half_the_rows_broken_the_good_ones_load(ingest):
    broken = (
        "S00九,K1,1,机密,,2025-01-10\n" + "2.015E+11,K1,1,60,,2025-01-10\n" + "S001,K9,1,60,,2025-01-10\n"
    )
    done, answer = ingest(grades=GRADES + broken)
    counts = answer["tables"]["fact_grade_attempt"]
    assert counts == {"read": 6, "loaded": 3, "replaced": 0, "already": 0, "set_aside": 3}
    assert answer["reasons"] == {
        "unknown_grade_word": 1,
        "number_shown_as_float": 1,
        "unknown_offering_no": 1,
    }
    assert (
        "unknown_grade_word (file grades.csv, row 5, column 成绩); found: 汉汉; expected: a score of 0-100"
        in done.stdout
    )
    assert "to do: mend them at the source" in done.stdout
    everything = done.stdout + done.stderr + json.dumps(answer, ensure_ascii=False)
    assert not any(secret in everything for secret in ("机密", "S00九", "2.015E+11"))


def test_no_row_at_all_fails_with_a_reason(verb):
    headers = {name: text.split("\n")[0] + "\n" for name, text in FILES.items()}
    code, _, said = verb(**headers)
    assert code == 1
    assert "no row in any file" in said


def test_no_file_at_all_fails_with_what_was_expected(verb):
    code, _, said = verb(**dict.fromkeys(FILES))
    assert code == 1
    assert "expected: students.csv, offerings.csv, grades.csv, visits.csv" in said


def test_one_missing_file_is_told_and_nothing_changes(verb):
    code, _, said = verb(grades=None)
    assert code == 1
    assert "file grades.csv" in said
    _, answer, _ = verb()
    assert answer["tables"]["dim_student"]["already"] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["database"], "no --mapping"),
        (["nobody"], "a name of the register"),
        (["files", "--path", "."], "no --mapping"),
        (["files", "--path", "nowhere", "--mapping", "nothing.yaml"], "no such file"),
    ],
)
def test_what_cannot_be_loaded_is_refused(empty_home, jobs, words, message):
    assert message in jobs("ingest", *words, home=empty_home, expect=1).stderr
