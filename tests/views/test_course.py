"""The Course page says no more than its values support: classes, weeks, results, place, evaluation, team."""

import numpy as np
import polars as pl
import pytest
from sqlalchemy import insert

from data.warehouse import bulk
from data.warehouse.schema.marts import mart_index, mart_offering, mart_week
from data.warehouse.schema.people import bridge_teacher_role, dim_person
from data.warehouse.schema.structure import bridge_offering_teacher, dim_course
from reports.page_sheets import sheet
from tests.views import college
from tests.views.college import AS_OF, CLOSED, SNAPSHOT, TERM
from ui import i18n, run, text
from views import naming
from views.courses import course, course_build, course_classes, course_peers, course_weeks
from views.figures import standing, values
from views.parts import Amount, Refusal

READER = college.role("academic_affairs")
K1 = {"kind": "course", "entity": "K1", "course_code": "K1", "org_code": "D1"}


@pytest.fixture
def home(empty_home):
    """Course K1 of department D1, with a name; the run is Chinese."""
    engine = college.opened(empty_home)
    with engine.begin() as connection:
        for code in ("K1", "K2", "K3", "K4"):
            connection.execute(
                insert(dim_course).values(
                    course_code=code, valid_from=AS_OF, is_current=True, name=f"课程{code}", org_code="D1",
                    course_category="foundation", course_tier="general",
                )
            )  # fmt: skip
    before = i18n.language()
    i18n.use("zh")
    yield engine
    i18n.use(before)


def add_classes(engine, names, term=TERM, teachers=("t1",)):
    rows = [
        {
            "snapshot_id": 1, "offering_id": f"{term}/{name}", "term_id": term, "course_code": "K1", "org_code": "D1", "name": name,
            "teacher_pid": teachers[place % len(teachers)], "teacher_count": 1, "enrolled": 40, "is_open": True, "is_open_inside": True,
        }
        for place, name in enumerate(names)
    ]  # fmt: skip
    bulk.write_frame(engine, mart_offering, pl.DataFrame(rows))


def add_share(engine, indicator, name, top, bottom, term=TERM, **more):
    """A share of one class as stored."""
    college.add_value(
        engine, indicator, top / bottom, kind="offering", entity=f"{term}/{name}", period=term, numerator=top, denominator=bottom,
        n=bottom, offering_id=f"{term}/{name}", course_code="K1", org_code="D1", **more,
    )  # fmt: skip


def add_course_share(engine, indicator, value, term=TERM, **more):
    college.add_value(engine, indicator, value, period=term, **K1, **more)


def page(**more):
    return course.overview(READER, SNAPSHOT, "K1", **more)


def words(sentence):
    return text.plain(sentence)


def attendance_of(engine, counts):
    add_classes(engine, tuple(counts))
    for name, top in counts.items():
        add_share(engine, "crs_attendance", name, top, 360)
    add_course_share(engine, "crs_attendance", sum(counts.values()) / (360 * len(counts)))


def test_class_below_the_course_is_named_first_and_linked(home):
    attendance_of(home, {"甲班": 340, "乙班": 338, "丙班": 342, "丁班": 300})
    shown = page()
    assert [line.link.name.zh for line in shown.classes.lines] == ["丁班", "丙班", "乙班", "甲班"]
    assert words(shown.classes.lines[0].word) == "低于课程：出勤"
    assert {words(line.word) for line in shown.classes.lines[1:]} == {"与课程无明显差异"}
    assert (shown.classes.lines[0].link.page, shown.classes.lines[0].link.key) == (
        "teaching_class",
        f"{TERM}/丁班",
    )
    assert [words(one) for one in shown.findings] == [
        "4个教学班中，丁班（出勤）低于课程整体，其余3个无明显差异。"
    ]


def test_lowest_class_within_chance_is_not_called_low(home):
    attendance_of(home, {"甲班": 340, "乙班": 338, "丙班": 331})
    shown = page()
    assert words(shown.findings[0]) == "3个教学班与课程整体均无明显差异。"
    assert not any(any(line.below) for line in shown.classes.lines)


def test_one_class_is_compared_with_nothing(home):
    attendance_of(home, {"甲班": 300})
    shown = page()
    assert shown.findings == ()
    assert shown.class_choices == ()
    assert shown.classes.note is None and shown.classes.lines[0].word is None


def test_chance_names_a_class_of_a_course_in_less_than_one_case_of_ten():
    rng, named = np.random.default_rng(11), 0
    for _ in range(400):
        counts = {str(place): (int(rng.binomial(60, 0.85)), 60) for place in range(6)}
        whole = sum(top for top, _ in counts.values()) / 360
        named += any(side.difference != "chance" for side in course_classes.sides(counts, whole).values())
    assert named / 400 < 0.10


def test_planted_class_is_found():
    rng, found, others = np.random.default_rng(12), 0, 0
    for _ in range(100):
        counts = {str(place): (int(rng.binomial(300, 0.9)), 300) for place in range(5)}
        counts["low"] = (int(rng.binomial(300, 0.78)), 300)
        sides = course_classes.sides(counts, sum(top for top, _ in counts.values()) / 1800)
        found += sides["low"].difference == "below"
        others += sum(side.difference == "below" for name, side in sides.items() if name != "low")
    assert found >= 95
    assert others == 0


def test_class_is_shown_by_its_unshrunken_rate(home):
    add_classes(home, ("甲班", "乙班"), CLOSED)
    for name, top in (("甲班", 30), ("乙班", 28)):
        add_share(home, "crs_first_pass", name, top, 40, CLOSED, raw_value=top / 40, low=0.6, high=0.9)
    add_course_share(
        home, "crs_first_pass", 0.8, CLOSED, raw_value=58 / 80, low=0.7, high=0.9, n=80, difference="chance"
    )
    college.add_value(home, "crs_first_pass", 0.85)
    shown = page(term_id=CLOSED)
    assert [line.values[-1] for line in shown.classes.lines] == [Amount(0.7, "share"), Amount(0.75, "share")]
    rows = shown.results.classes.rows
    assert [(row.value, row.difference) for row in rows] == [(0.75, "chance"), (0.7, "chance")]
    assert shown.results.classes.comparator == 58 / 80


def test_pass_rate_by_term_carries_raw_value_and_the_school_of_that_term(home):
    for term, value, school in ((CLOSED, 0.8, 0.85), ("2024-2025-1", 0.7, 0.84)):
        add_course_share(home, "crs_first_pass", value, term, raw_value=value - 0.02, low=0.6, high=0.9, n=80, difference="chance", is_latest=term == CLOSED)  # fmt: skip
        college.add_value(home, "crs_first_pass", school, period=term, is_latest=term == CLOSED)
    rows = page().results.terms.rows
    assert [(row.value, row.raw, row.mark) for row in rows] == [
        (0.8, 0.78, 0.85),
        (0.7, pytest.approx(0.68), 0.84),
    ]


def add_adjusted(engine, **found):
    add_classes(engine, tuple(found), CLOSED)
    for name, (value, low, high) in found.items():
        college.add_value(
            engine, "crs_class_adjusted", value, kind="offering", entity=f"{CLOSED}/{name}", period=CLOSED, low=low, high=high, n=40,
            raw_value=value * 1.2, offering_id=f"{CLOSED}/{name}", course_code="K1", org_code="D1",
        )  # fmt: skip


def test_adjusted_classes_are_named_only_where_the_interval_leaves_nought_out(home):
    add_adjusted(home, 甲班=(2.1, -0.4, 4.6), 乙班=(-3.5, -5.2, -1.8), 丙班=(1.4, -1.0, 3.8))
    results = page(term_id=CLOSED).results
    assert words(results.adjusted_finding) == "3个平行班中，乙班低于预期，其余无明显差异。"
    assert [row.difference for row in results.adjusted.rows] == ["chance", "chance", "below"]


def test_adjusted_classes_within_chance_say_so(home):
    add_adjusted(home, 甲班=(0.0, 0.0, 0.0), 乙班=(0.0, 0.0, 0.0))
    assert (
        words(page(term_id=CLOSED).results.adjusted_finding)
        == "2个平行班的均分与学生先修成绩所预期的均无明显差异。"
    )


def add_weeks(engine, kind, entity, term, tops, measure="attendance", bottom=100):
    rows = [
        {
            "snapshot_id": 1, "entity_kind": kind, "entity_id": entity, "category": "unit_indicator", "term_id": term, "week_no": week,
            "measure": measure, "numerator": float(top), "denominator": float(bottom), "value": top / bottom, "course_code": "K1",
            "org_code": "D1", "offering_id": entity if kind == "offering" else None, "is_open": True, "is_open_inside": True,
        }
        for week, top in enumerate(tops, start=1)
    ]  # fmt: skip
    bulk.write_frame(engine, mart_week, pl.DataFrame(rows))


def add_year_before(engine):
    from datetime import date

    from data.warehouse.schema.structure import dim_term

    with engine.begin() as connection:
        connection.execute(
            insert(dim_term).values(
                term_id="2024-2025-1", start_year=2024, term_no=1, first_monday=date(2024, 9, 2), day_zero=date(2024, 9, 2),
                end_on=date(2025, 1, 12), week_count=18, grades_due_on=date(2025, 1, 26),
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ((90, 91, 89), "与去年同期相比，出勤率无明显变化。"),
        ((99, 98, 99), "与去年同期相比，出勤率下降。"),
        ((75, 74, 70), "与去年同期相比，出勤率上升。"),
    ],
)
def test_weeks_move_only_beyond_chance(home, then, told):
    add_year_before(home)
    add_weeks(home, "course", "K1", TERM, (90, 88, 91))
    add_weeks(
        home, "course", "K1", "2024-2025-1", (*then, 10, 10)
    )  # weeks that this term has not reached do not count
    assert words(page(term_id=TERM).findings[0]) == told


def test_without_a_year_before_the_newest_week_is_told(home):
    add_weeks(home, "course", "K1", TERM, (90, 88, 91))
    assert words(page(term_id=TERM).findings[0]) == "第3周：出勤率 91.0%。"


def test_weeks_of_one_class_lie_beside_the_whole_course(home):
    add_classes(home, ("甲班", "乙班"))
    add_weeks(home, "course", "K1", TERM, (90, 88))
    add_weeks(home, "offering", f"{TERM}/甲班", TERM, (80, 70))
    chosen = page(term_id=TERM, class_id=f"{TERM}/甲班").class_weeks.panels[0]
    assert chosen.this_term == ((1, 0.8), (2, 0.7))
    assert chosen.year_before == ((1, 0.9), (2, 0.88))
    assert words(chosen.before_label) == "课程整体"
    assert page(term_id=TERM, class_id="2025-2026-1/别的").class_weeks is None


def add_index(engine, **scores):
    rows = [
        {
            "snapshot_id": 1, "entity_kind": "course", "entity_id": code, "standard_id": "course.foundation.general", "category": "unit_indicator",
            "relation": "own", "standard_version": "2025.1", "score": score, "low": low, "high": high, "coverage": 0.9, "confidence": "A",
            "decision": "met", "place_low": first, "place_high": last, "place_of": len(scores), "course_code": code, "org_code": "D1",
            "is_open": True, "is_open_inside": True,
        }
        for code, (score, low, high, first, last) in scores.items()
    ]  # fmt: skip
    bulk.write_frame(engine, mart_index, pl.DataFrame(rows))


def test_place_is_a_range_and_names_whom_nothing_tells_apart(home):
    add_index(
        home, K1=(70, 67, 73, 2, 3), K2=(90, 88, 92, 1, 1), K3=(72, 69, 75, 2, 3), K4=(40, 38, 42, 4, 4)
    )
    held = standing.of_entity(READER, SNAPSHOT, "course", "K1")["own"]
    place = course_peers.of_course(READER, SNAPSHOT, "K1", held)
    assert words(place.range) == "第2–3位，共4门"
    assert words(place.same) == "与1门课程无法区分：课程K3。"
    assert [words(row.word) for row in place.picture.rows] == [
        "高于本课程",
        "无法区分",
        "本课程",
        "低于本课程",
    ]


def test_neither_ranges_of_scores_nor_of_places_may_touch(home):
    add_index(home, K1=(70, 67, 73, 1, 2), K2=(75, 73.5, 77, 1, 2))
    held = standing.of_entity(READER, SNAPSHOT, "course", "K1")["own"]
    assert course_peers.of_course(READER, SNAPSHOT, "K1", held).picture.rows[0].difference == "chance"


def test_course_alone_under_its_standard_has_no_place(home):
    add_index(home, K1=(70, 67, 73, None, None))
    held = standing.of_entity(READER, SNAPSHOT, "course", "K1")["own"]
    assert course_peers.of_course(READER, SNAPSHOT, "K1", held) is None


def test_four_cells_with_the_learning_state_in_one(home):
    for key, value in (("crs_content_execution", 0.98), ("crs_participation", 0.7)):
        add_course_share(home, key, value, n=40)
    add_course_share(home, "crs_attendance", 0.9, n=400, low=0.88, high=0.92, difference="below")
    add_course_share(home, "crs_assignment_ontime", 0.85, n=400, low=0.8, high=0.9, difference="chance")
    for key in ("crs_attendance", "crs_participation", "crs_assignment_ontime"):
        college.add_value(home, key, 0.95, period=TERM)
    tiles = course.course_tiles(READER, *(values.of_entity(READER, SNAPSHOT, *one) for one in (("course", "K1"), ("school", "school"))), TERM)  # fmt: skip
    assert [len(tile.parts) for tile in tiles] == [0, 3]
    assert words(tiles[1].label) == "学习状态"
    assert words(tiles[1].note) == "出勤率低于全校 · 本学期，至第9周"


def test_evaluation_of_few_responses_is_not_told(home):
    add_course_share(home, "crs_set_eb", 91.0, raw_value=92.0, low=90.0, high=92.0, n=40, response_rate=0.7)
    add_course_share(home, "crs_set_eb", 60.0, CLOSED, raw_value=50.0, low=55.0, high=65.0, n=3, response_rate=0.1, status="provisional", is_latest=False)  # fmt: skip
    table = course_build.evaluation(values.of_entity(READER, SNAPSHOT, "course", "K1"))
    newest, few = table.rows
    assert newest[1:3] == (Amount(92.0, "score"), Amount(91.0, "score"))
    assert newest[-1] == Amount(0.7, "share")
    assert "60" not in words(few) and "50" not in words(few)
    assert "答卷不足" in words(few)


def add_team(engine):
    add_classes(engine, ("甲班", "乙班", "丙班"))
    with engine.begin() as connection:
        for pid in ("t1", "t2"):
            connection.execute(
                insert(dim_person).values(person_pid=pid, kind="teacher", person_no=f"N-{pid}", full_name=f"示例·{pid}", category="teacher_identity")
            )  # fmt: skip
        for name, pid in (("甲班", "t1"), ("乙班", "t1"), ("丙班", "t2")):
            connection.execute(
                insert(bridge_offering_teacher).values(offering_id=f"{TERM}/{name}", teacher_pid=pid, role="主讲", share=1.0, is_share_declared=True)
            )  # fmt: skip
        connection.execute(
            insert(bridge_teacher_role).values(teacher_pid="t2", role="course_leader", target_kind="course", target_code="K1", valid_from=AS_OF)
        )  # fmt: skip


def team_as(reader):
    ids = tuple(f"{TERM}/{name}" for name in ("甲班", "乙班", "丙班"))
    found = course_build.team_of(reader, SNAPSHOT, "K1", ids)
    return course_build.team(found, naming.people(reader, found.pids))


def test_team_tells_who_leads_and_who_teaches(home):
    add_team(home)
    table, note = team_as(READER)
    assert [[words(cell) for cell in row] for row in table.rows] == [
        ["示例·t2", "课程负责人、主讲", "1"],
        ["示例·t1", "主讲", "2"],
    ]
    assert note is None


def test_team_is_counted_where_names_may_not_be_read(home):
    add_team(home)
    reader = college.role("data_admin")  # the only one outside the directory of staff
    table, note = team_as(reader)
    assert table is None
    assert words(note) == "另有2位教师，当前身份不显示姓名。"


def test_course_of_the_register_alone_is_bare(home):
    assert page().is_bare
    attendance_of(home, {"甲班": 340})
    from views import warehouse

    warehouse._cache.clear()
    assert not page().is_bare


def test_unknown_course_is_refused(home):
    assert isinstance(course.overview(READER, SNAPSHOT, "K9"), Refusal)


def test_every_new_part_has_its_sheet(home):
    attendance_of(home, {"甲班": 340, "乙班": 300})
    add_course_share(home, "crs_session_held", 1.0)
    run.use(run.Run(zone="Asia/Shanghai"))
    shown = page()
    board, facts = sheet("班", shown.classes), sheet("执行", shown.process)
    assert board.rows[0] == ("乙班", "40人", 83.3, "低于课程：出勤")
    assert facts.rows[0][:3] == ("按计划上课", 100.0, "%")


def test_reference_is_the_benchmark_else_the_peers_of_that_term(home):
    add_weeks(home, "course", "K1", TERM, (0.5, 0.6), measure="participation", bottom=1)
    add_course_share(home, "crs_participation", 0.7, peer_median=0.65)
    weeks = page(term_id=TERM).weeks
    assert (weeks.panels[0].line, words(weeks.panels[0].line_label)) == (0.65, "同类中位65.0%")
    assert course_weeks.STAGES[1][0] == "participation"
