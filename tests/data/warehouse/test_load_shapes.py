"""What a mapping may say of cells and headers that hold several things: parts, lists side by side, lessons in the header, a base."""

from __future__ import annotations

import pytest
import yaml

from data.staging.based import standing_alone
from data.staging.reading_mappings import parsed_mapping, read_mapping
from data.warehouse import bulk, lake
from data.warehouse.home import open_engine
from data.warehouse.loading.source import load_source
from data.warehouse.schema import metadata
from errors import ShownError
from tests.data.sheet_files import xlsx
from tests.data.small_source import IN_TERM, TABLES, make_mapping, rule, tables_with, write_files

SIGN_IN = r"(?P<day>\d{4}-\d\d-\d\d) 第(?P<lesson>[\d-]+)节 (?P<header>.+)"


def held(home, name):
    engine = open_engine(home)
    with engine.connect() as connection:
        frame = bulk.read_table(connection, metadata.tables[name])
    engine.dispose()
    return frame


def test_part_of_a_cell_by_its_form(tmp_path, empty_home):
    """88.4/60% is 88.4; a cell of another form is set aside, an empty one stays empty."""
    grades = "学号,教学班,次,成绩,备注,录入,平时\nS001,K1,1,86,,2025-01-10,88.4/60%\nS002,K1,1,70,,2025-01-10,\nS003,K2,1,71,,2025-01-10,约90\n"
    columns = {**rule("fact_grade_attempt")["columns"], "process_score": {"from": "平时", "part": r"^([\d.]+)/\d+%$"}}  # fmt: skip
    folder = write_files(tmp_path / "files", grades=grades)
    result = load_source(empty_home, make_mapping(tables_with(rule("fact_grade_attempt", columns=columns))), folder)  # fmt: skip
    assert result.reasons == {"no_such_part": 1}
    told = [(row["column_name"], row["value_shape"]) for row in result.details]
    assert told == [("平时", "汉99")]
    assert sorted(held(empty_home, "fact_grade_attempt")["process_score"].drop_nulls()) == [88.4]


def test_lists_side_by_side_go_in_step(tmp_path, empty_home):
    """Two teachers with two shares are two rows, not four; where a share is missing the row has none."""
    people = {"to": "dim_person", "file": "offerings", "split": {"教师": ";"}, "columns": {"kind": {"const": "teacher"}, "person_no": {"from": "教师", "part": "^([^/]+)/"}}}  # fmt: skip
    taught = {
        "to": "bridge_offering_teacher", "file": "offerings", "split": {"教师": ";", "份额": ";"},
        "columns": {**IN_TERM, "staff_no": {"from": "教师", "part": "^([^/]+)/"}, "share": "份额"},
    }  # fmt: skip
    staff = [{"to": "dim_teacher", "file": "offerings", "split": {"教师": ";"}, "columns": {"staff_no": people["columns"]["person_no"], "staff_type": {"const": "full_time"}, "entry_on": {"const": "2020-09-01"}}}]  # fmt: skip
    offerings = "教学班,课程,教师,份额\nK1,C1,T1/甲/讲师;T2/乙/教授,0.7;0.3\nK2,C2,T1/甲/讲师,1\n"
    folder = write_files(tmp_path / "files", offerings=offerings)
    result = load_source(empty_home, make_mapping([*TABLES, people, *staff, taught]), folder)
    assert result.reasons == {} and all(counts.balances for counts in result.tables.values())
    assert sorted(held(empty_home, "bridge_offering_teacher")["share"]) == [0.3, 0.7, 1.0]


def signed_in(folder, rows):
    """A sheet with the lessons in its first row of heads and what is noted of each in the second."""
    xlsx(
        folder / "签到.xlsx",
        {"Sheet1": [
            ["课堂签到"],
            ["学号", "教学班", "2024-09-02 第1-2节", None, "2024-09-04 第3-4节", None],
            [None, None, "签到方式", "备注", "签到方式", "备注"], *rows,
        ]},
        [(0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)],
    )  # fmt: skip


ATTENDANCE = {
    "to": "fact_attendance", "file": "signed",
    "columns": {"student_no": "学号", **IN_TERM, "held_on": "day", "periods": "lesson",
        "status": {"from": ["备注", "签到方式"], "first_filled": True, "map": {"扫二维码": "present", "未上课": "absent", "病假": "sick"}}},
    "recorded_at": {"after_event_days": 0},
}  # fmt: skip


def test_lessons_in_the_header_become_rows(tmp_path, empty_home):
    """A student and a lesson are a row; a note wins over the sign-in; who has nothing under any lesson is told."""
    folder = write_files(tmp_path / "files")
    signed_in(folder, [["S001", "K1", "扫二维码", None, "未上课", "病假"], ["S002", "K1", "未上课", None, None, None], ["S003", "K2", None, None, None, None]])  # fmt: skip
    names = {name: f"{name}.csv" for name in ("students", "offerings", "grades", "visits")}
    mapping = make_mapping([*TABLES, ATTENDANCE], files={**names, "signed": {"path": "签到.xlsx", "unpivot": SIGN_IN}})  # fmt: skip
    result = load_source(empty_home, mapping, folder)
    assert result.reasons == {"no_value": 1}
    counts = result.tables["fact_attendance"]
    assert (counts.read, counts.loaded, counts.set_aside) == (3, 2, 1)
    rows = lake.scan(empty_home, "fact_attendance").collect().sort("weekday", "status")
    assert rows.select("weekday", "status").rows() == [(1, "absent"), (1, "present"), (3, "sick")]
    assert rows["session_id"].n_unique() == 2
    again = load_source(empty_home, mapping, folder).tables["fact_attendance"]
    assert (again.loaded, again.already, again.set_aside) == (0, 2, 1)


def test_a_word_nobody_knows_under_a_lesson_sets_the_student_aside(tmp_path, empty_home):
    """The record is the student's line; one lesson that cannot be read holds back the others with it, each kept once."""
    folder = write_files(tmp_path / "files")
    signed_in(
        folder, [["S001", "K1", "扫二维码", None, "瞬移", None], ["S002", "K1", "未上课", None, None, None]]
    )
    names = {name: f"{name}.csv" for name in ("students", "offerings", "grades", "visits")}
    mapping = make_mapping([*TABLES, ATTENDANCE], files={**names, "signed": {"path": "签到.xlsx", "unpivot": SIGN_IN}})  # fmt: skip
    result = load_source(empty_home, mapping, folder)
    counts = result.tables["fact_attendance"]
    assert (counts.read, counts.loaded, counts.set_aside) == (2, 1, 1)
    assert result.reasons == {"unknown_word": 1} and counts.balances
    assert result.details[0]["column_name"] == "备注 or 签到方式"


def test_a_file_without_such_headers_is_refused(tmp_path, empty_home):
    folder = write_files(tmp_path / "files")
    names = {name: f"{name}.csv" for name in ("students", "offerings", "grades")}
    mapping = make_mapping(TABLES, files={**names, "visits": {"path": "visits.csv", "unpivot": SIGN_IN}})
    refused = load_source(empty_home, mapping, folder).refused
    assert len(refused) == 1 and refused[0].file == "visits.csv" and "unpivot" in refused[0].remedy


@pytest.mark.parametrize(
    "pattern", [r"(?P<day>\d+)", r"(\d+) (?P<header>.+)", "(?P<header>.+", "(?P<header>.+)"]
)
def test_a_form_of_headers_names_its_parts(pattern):
    with pytest.raises(ValueError, match="unpivot"):
        make_mapping(files={"students": {"path": "a.csv", "unpivot": pattern}}, tables=[TABLES[0]])


@pytest.mark.parametrize(
    "said", [{"from": "a", "part": "no group"}, {"from": "a", "part": "(open"}, {"from": ["a", "b"], "join": "-", "first_filled": True}]
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(said):
    with pytest.raises(ValueError, match=r"part|first_filled"):
        make_mapping([rule("dim_course", columns={"course_code": said, "name": "课程"})])


def _written(folder, name, body):
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")


def test_a_mapping_on_the_base_of_another(tmp_path):
    """Files and tables said again replace those of the base in their place; the rest stands; the digest knows both."""
    base = {"mapping": "base", "source": "hr", "owner": "data_admin", "reviewed_on": "2026-11-01", "files": {"a": "a.csv", "b": "b.csv"},
            "tables": [{"to": "dim_course", "file": "a", "columns": {"course_code": "x", "name": "y"}}, {"to": "dim_course", "file": "b", "columns": {"course_code": "x", "name": "y"}}]}  # fmt: skip
    own = {"mapping": "own", "base": "base", "source": "hr", "owner": "data_admin", "reviewed_on": "2026-11-02", "files": {"a": "other.xls"},
           "tables": [{"to": "dim_course", "file": "a", "columns": {"course_code": "xh", "name": "xm"}}]}  # fmt: skip
    _written(tmp_path, "base", base)
    _written(tmp_path, "own", own)
    mapping = read_mapping(tmp_path / "own.yaml")
    assert (mapping.mapping, mapping.files["a"].path, mapping.files["b"].path) == ("own", ("other.xls",), ("b.csv",))  # fmt: skip
    assert [(item.file, item.columns["name"].from_) for item in mapping.tables] == [("a", ("xm",)), ("b", ("y",))]  # fmt: skip
    alone = standing_alone((tmp_path / "own.yaml").read_bytes(), "own.yaml", tmp_path)
    without = mapping.model_dump(exclude={"sha256"})
    assert parsed_mapping(alone.encode(), "kept").model_dump(exclude={"sha256"}) == without
    base["tables"][1]["columns"]["name"] = "z"
    _written(tmp_path, "base", base)
    assert read_mapping(tmp_path / "own.yaml").sha256 != mapping.sha256


@pytest.mark.parametrize(
    ("base", "found"), [("own", "itself"), ("nothing", "no file nothing.yaml"), ("../own", "own")]
)
def test_a_base_that_cannot_be_read_is_told(tmp_path, base, found):
    _written(tmp_path, "own", {"mapping": "own", "base": base})
    with pytest.raises(ShownError, match=found):
        read_mapping(tmp_path / "own.yaml")
