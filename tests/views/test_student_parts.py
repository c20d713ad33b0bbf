"""Parts of the Student page: a student with nothing, credits against the programme, the calendar, the timeline, the handbook."""

import json
from datetime import date, datetime

import polars as pl
import pytest
from sqlalchemy import insert

from data.warehouse import bulk
from data.warehouse.schema.marts import mart_student_days, mart_student_record
from data.warehouse.schema.structure import bridge_programme_course, dim_course, dim_programme
from reports import handbook
from tests.views import college
from ui import i18n
from ui.calendar import days_html
from views.parts import Name, Path, PathPoint, Paths
from views.people import records
from views.students import history, own_days, programme, student, study
from views.students.study import Study
from views.teachers import teacher_path

NOW = datetime(2026, 1, 10)
SELF = college.role("student", student={"sD1000"})


@pytest.fixture
def home(empty_home):
    engine = college.opened(empty_home)
    college.add_students(engine, 2, "D1")
    return engine


def _page(scope=SELF, pid="sD1000"):
    return student.profile(scope, college.SNAPSHOT, pid, NOW)


def test_student_with_nothing_recorded_has_a_page_and_no_bad_word(home):
    page = _page()
    assert (page.portrait.tags, page.records, page.days, page.credits, page.paths, page.plan) == ((), (), None, None, None, None)  # fmt: skip
    states = {check.state for one in page.awards for check in one.checks}
    assert states <= {"untold", "judged"}
    assert page.is_calm


def test_handbook_of_a_student_with_nothing_says_so_in_every_chapter(home, in_chinese):
    parts = dict(handbook.sections(_page()))
    nothing = i18n.t("handbook.nothing")
    assert [nothing in body for body in parts.values()] == [True] * 5 + [False]


def test_handbook_names_who_took_it_and_escapes_what_is_data(home, in_chinese):
    page = _page()
    parts = handbook.sections(page)
    whole = handbook.document(page, Name("<学院>"), college.SNAPSHOT, parts, "取走人：甲")
    assert "取走人：甲" in whole
    assert "<学院>" not in whole
    assert whole.startswith("<!DOCTYPE html>")
    assert "http" not in whole.replace("http-equiv", "")


def _programme(engine):
    with engine.begin() as connection:
        connection.execute(insert(dim_programme).values(programme_id="p", major_code="M1", entry_grade=2024, version="2024"))  # fmt: skip
        for code, term, credits in (("A", 1, 4.0), ("B", 2, 3.0), ("C", 3, 2.0), ("D", 4, 5.0)):
            connection.execute(insert(dim_course).values(course_code=code, valid_from=college.AS_OF, is_current=True, name=code, credits=credits))  # fmt: skip
            connection.execute(insert(bridge_programme_course).values(programme_id="p", course_code=code, planned_term=term, is_required=True))  # fmt: skip


def _taken(code, term, result, score=None, credits=4.0):
    return {"course_code": code, "term_id": term, "result": result, "score": score, "credits": credits, "attempts": 1, "is_required": True}  # fmt: skip


def test_credits_are_counted_term_by_term_and_a_term_to_come_is_no_gap(home):
    _programme(home)
    head = {"entry_year": 2024, "major_code": "M1"}
    taken = Study((_taken("A", "2024-2025-1", "passed", 80.0), _taken("B", "2024-2025-2", "failed", 50.0)), college.TERM)  # fmt: skip
    found = programme.terms(SELF, college.SNAPSHOT, head, taken)
    assert [(one.term_id, one.planned, one.earned, one.state) for one in found] == [
        ("2024-2025-1", 4.0, 4.0, "past"),
        ("2024-2025-2", 3.0, 0.0, "past"),
        ("2025-2026-1", 2.0, 0.0, "now"),
        ("2025-2026-2", 5.0, 0.0, "ahead"),
    ]
    rows = programme.table(found).rows
    assert [getattr(row[4], "state", row[4]) for row in rows[:3]] == ["done", "open", "progress"]
    assert rows[3][4].key == "student.term_ahead"
    assert rows[3][3] is None


def test_path_of_scores_weighs_by_credits_and_stops_before_terms_without_any():
    taken = Study(
        (
            _taken("A", "2024-2025-1", "passed", 80.0, 3.0), _taken("B", "2024-2025-1", "passed", 60.0, 1.0),
            _taken("C", "2024-2025-2", "passed", 90.0), _taken("D", college.TERM, None),
        ),
        college.TERM,
    )  # fmt: skip
    (path,) = programme.paths((), taken).paths
    assert [(point.period, point.value) for point in path.points] == [
        ("2024-2025-1", 75.0),
        ("2024-2025-2", 90.0),
    ]


def test_one_term_is_no_path():
    assert programme.paths((), Study((_taken("A", "2024-2025-1", "passed", 80.0),), college.TERM)) is None


@pytest.mark.parametrize(("number", "term"), [(1, "2024-2025-1"), (2, "2024-2025-2"), (5, "2026-2027-1")])
def test_term_of_the_programme(number, term):
    assert programme.term_of(2024, number) == term


def _days(engine, cells):
    row = {"snapshot_id": 1, "student_pid": "sD1000", "term_id": college.TERM, "days": json.dumps(cells), "class_code": "D1-C1", "org_code": "D1"}  # fmt: skip
    bulk.write_frame(engine, mart_student_days, pl.DataFrame([row]))


def test_calendar_says_the_counts_of_each_day(home, in_chinese):
    _days(home, [[1, 1, 2, 2], [1, 3, 1, 2]])
    found = own_days.calendar(SELF, college.SNAPSHOT, "sD1000")
    drawn = days_html(found)
    assert "1/2" in drawn
    assert found.alt.params["there"].value == 3
    assert found.alt.params["expected"].value == 4


def test_calendar_is_read_by_those_who_read_attendance_alone(home):
    _days(home, [[1, 1, 2, 2]])
    assert own_days.calendar(college.role("dean", org={"D1"}), college.SNAPSHOT, "sD1000") is None
    assert own_days.calendar(college.role("counsellor", **{"class": {"D1-C1"}}), college.SNAPSHOT, "sD1000")


def _record(engine, kind, category, **more):
    row = {
        "snapshot_id": 1, "student_pid": "sD1000", "record_id": f"{kind}:1", "kind": kind, "category": category, "n": 1,
        "began_on": date(2025, 5, 1), "class_code": "D1-C1", "major_code": "M1", "org_code": "D1",
    } | more  # fmt: skip
    bulk.write_frame(engine, mart_student_record, pl.DataFrame([row]))


def test_records_keep_the_category_of_the_matrix(home):
    _record(home, "certificate", "student_activity", name="证书", level="senior")
    _record(home, "reward", "student_academic_record", level="校级", result="merit")
    own = _page()
    by_academic = _page(college.role("academic_affairs"))
    assert [table.rows[0][0].key for _, table in own.records] == ["records.kind_certificate"]
    assert len(own.records[0][1].rows) == 2
    assert [row[0].key for _, table in by_academic.records for row in table.rows] == ["records.kind_reward"]
    assert "records" in by_academic.unread


def test_timeline_is_newest_first_and_ends_with_entry():
    taken = Study((_taken("A", "2024-2025-1", "passed", 80.0), _taken("B", "2024-2025-1", "failed", 40.0)), college.TERM)  # fmt: skip
    done = (
        {
            "kind": "certificate",
            "name": "证书",
            "level": "senior",
            "result": None,
            "began_on": date(2025, 5, 1),
        },
    )
    table = history.of_student({"entry_year": 2024}, taken, done)
    assert [getattr(row[1], "key", None) for row in table.rows] == [
        None,
        "figures.term",
        "student.history_entry",
    ]
    assert table.rows[1][2].params["passed"].value == 1
    assert history.of_student({"entry_year": None}, Study((), college.TERM), ()) is None


def test_facts_of_a_course_without_credits_weigh_one():
    rows = [
        _taken("A", college.CLOSED, "passed", 80.0, None),
        _taken("B", college.CLOSED, "passed", 60.0, None),
    ]
    assert study.term_score(rows) == 70.0
    assert study.term_score([]) is None


def test_table_of_records_leaves_out_what_tells_nothing():
    one = {"kind": "practice", "name": None, "level": "volunteering", "result": None, "began_on": date(2025, 5, 1), "quantity": 8.0, "unit": "hours"}  # fmt: skip
    other = {**one, "kind": "internship", "name": "企业", "level": None, "result": "school"}
    heads = [column.head.key for column in records.table((one, one)).columns]
    assert heads == ["records.head_what", "records.head_quantity", "records.head_when"]
    assert len(records.table((one, other)).columns) == 5
    assert records.table(()) is None


# --- among peers


def _placed(value=3.0, percentile=40.0, low=None, high=None, median=5.0):
    return {"value": value, "percentile": percentile, "percentile_low": low, "percentile_high": high, "peer_median": median}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (_placed(percentile=24.9), "teacher.quarter_1"),
        (_placed(percentile=25.0), "teacher.quarter_2"),
        (_placed(percentile=75.0), "teacher.quarter_4"),
        (_placed(low=10.0, high=60.0), "teacher.quarters"),
        (_placed(low=5.0, high=95.0), "teacher.quarter_any"),
        (_placed(value=5.0), "teacher.quarter_same"),
    ],
)
def test_position_among_peers_is_a_quarter_or_a_range_of_them(row, key):
    assert teacher_path.position(row).key == key


def test_a_path_is_exported_with_its_line():
    from reports.page_sheets import sheet

    path = Path(
        Name("甲"), (PathPoint("2024-2025-1", 0.5, line=0.6), PathPoint("2024-2025-2", None)), "share"
    )
    made = sheet("路径", Paths((path,), None))
    assert [row[2] for row in made.rows] == [50.0, None]
    assert made.rows[0][6] == 60.0
