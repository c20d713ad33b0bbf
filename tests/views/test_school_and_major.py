"""School and Major: distances to national lines, matrix, board, flow, requirements, places, SWOT: known answers, and who sees what."""

from datetime import date

import polars as pl
import pytest
from sqlalchemy import insert

from data.warehouse import bulk
from data.warehouse.schema.loop import qa_goal, qa_task
from data.warehouse.schema.marts import mart_tally
from data.warehouse.schema.structure import dim_major
from profiling.catalogue import LEVELS
from tests.views import college
from views.figures import places, trends, values
from views.parts import IntervalRow, Level, Link, Name, Sentence, State
from views.units import (
    decisions,
    floors,
    funnels,
    goal_tree,
    major_board,
    matrix,
    peers,
    requirements,
    school,
    student_flow,
    swot,
)

LEADER, LEADERSHIP, OFFICE = (
    college.role("major_leader", major={"M1"}),
    college.role("leadership"),
    college.role("quality_office"),
)


@pytest.fixture
def engine(empty_home):
    engine = college.opened(empty_home)
    with engine.begin() as connection:
        for code in ("M1", "M2"):
            connection.execute(
                insert(dim_major).values(
                    major_code=code, valid_from=college.AS_OF, is_current=True, name=f"专业{code}", org_code="D1",
                    major_class="demand",
                )
            )  # fmt: skip
    return engine


def _tally(engine, topic, counts, *, entity=("school", "school"), period="2024-2025", part="all", **more):
    """Stored counts of one part: step -> n, or step -> (n, is_open)."""
    rows = []
    for step, told in counts.items():
        n, is_open = told if isinstance(told, tuple) else (told, True)
        rows.append(
            {"snapshot_id": 1, "topic": topic, "entity_kind": entity[0], "entity_id": entity[1], "period": period, "part": part,
             "step": step, "n": n, "is_open": is_open, "is_open_inside": is_open} | more
        )  # fmt: skip
    bulk.write_frame(engine, mart_tally, pl.DataFrame(rows))


# National minimum


@pytest.mark.parametrize(
    ("value", "qualified", "restricts", "falling", "state"),
    [
        (17.0, 18, 22, True, "met"), (17.5, 18, 22, True, "near"), (19.0, 18, 22, True, "breach"), (22.1, 18, 22, True, "restricted"),
        (16.3, 16, 9, False, "near"), (12.0, 16, 9, False, "breach"), (8.9, 16, 9, False, "restricted"), (8.9, 16, None, False, "breach"),
    ],
)  # fmt: skip
def test_state_beside_both_national_lines(value, qualified, restricts, falling, state):
    assert floors.state_of(value, qualified, restricts, falling) == state


def test_distance_to_each_line_is_told_in_original_units(engine, monkeypatch):
    rules = floors.rules()
    rules = rules | {"conditions": [rules["conditions"][0] | {"restricts": 22}]}
    monkeypatch.setattr(floors, "rules", lambda: rules)
    college.add_value(engine, "sch_student_teacher_ratio", 19.4)
    row = floors.table(values.of_entity(OFFICE, college.SNAPSHOT, "school", "school")).rows[0]
    assert (row[3].key, row[3].params["gap"].value) == ("school.floor_behind", pytest.approx(1.4))
    assert (row[5].key, row[5].params["gap"].value) == ("school.floor_ahead", pytest.approx(2.6))
    assert row[6] == Level("red", text=Sentence("school.floor_state_breach"))


def test_a_line_that_nobody_has_entered_is_neither_shown_nor_judged(engine):
    college.add_value(engine, "sch_student_teacher_ratio", 13.9)
    table = floors.table(values.of_entity(OFFICE, college.SNAPSHOT, "school", "school"))
    assert len(table.columns) == len(table.rows[0]) == 5
    assert table.rows[0][4] == State("met")
    assert table.note.key == "school.floor_restricts_unchecked"


# Student flow

WHOLE = {
    "registered": 50,
    "placed": 30,
    "not_placed": 8,
    "not_counted": 0,
    "studying": 0,
    "delayed": 2,
    "left": 6,
    "moved": 4,
}


def _streams(flow):
    names = [node.name.key.removeprefix("boards.flow_") for node in flow.nodes]
    return {(names[step.start], names[step.end]): step.n for step in flow.steps}


def test_the_way_of_a_cohort_loses_nobody():
    streams = _streams(student_flow.drawn(WHOLE | {"admitted": 57, "reported": 50}, "2022"))
    assert streams == {
        ("admitted", "registered"): 50, ("admitted", "not_reported"): 7, ("registered", "retained"): 40,
        ("registered", "left"): 6, ("registered", "moved"): 4, ("retained", "graduated"): 38, ("retained", "delayed"): 2,
        ("graduated", "placed"): 30, ("graduated", "not_placed"): 8,
    }  # fmt: skip


def test_hidden_ends_go_together_as_one_stream():
    counts = {"registered": 43, "placed": 36, "left": None, "not_placed": None} | dict.fromkeys(
        ("moved", "studying", "delayed", "not_counted"), 0
    )
    flow = student_flow.drawn(counts, "2022")
    assert _streams(flow) == {("registered", "placed"): 36, ("registered", "together"): 7}
    assert flow.note.key == "boards.flow_hidden"


def test_two_registers_that_differ_are_said_and_not_drawn_as_a_loss():
    flow = student_flow.drawn(WHOLE | {"admitted": 57, "reported": 52}, "2022")
    assert flow.nodes[0].name.key == "boards.flow_registered"
    assert flow.note.key == "boards.flow_registers"


def test_whoever_holds_the_rows_sees_every_end_and_others_their_sum(engine):
    counts = {"placed": 36, "left": (1, False), "not_placed": (6, False)} | dict.fromkeys(
        ("moved", "studying", "delayed", "not_counted"), 0
    )
    _tally(
        engine, "flow", counts | {"registered": 43}, entity=("major", "M1"), period="2022", major_code="M1", org_code="D1",
        behind="student_academic_record",
    )  # fmt: skip
    own, _ = student_flow.flow(LEADER, college.SNAPSHOT, "M1")
    others, _ = student_flow.flow(LEADERSHIP, college.SNAPSHOT, "M1")
    assert _streams(own)["registered", "left"] == 1
    assert _streams(others) == {("registered", "placed"): 36, ("registered", "together"): 7}


# Requirements and courses


def test_requirements_without_support_and_courses_that_support_none_are_said():
    needs = (("R1", Name("要求1")), ("R2", Name("要求2")), ("R3", Name("要求3")))
    courses = (("K1", Name("课1")), ("K2", Name("课2")), ("K3", Name("课3")))
    found = requirements.covered(needs, courses, {("R1", "K1"): "H", ("R1", "K2"): "L", ("R2", "K1"): "M"})
    assert found.support == (("H", "L", None), ("M", None, None), (None, None, None))
    told = {note.key.removeprefix("boards.cover_"): note.params for note in found.notes}
    assert told["bare"]["names"] == (Name("要求3"),)
    assert told["thin"]["names"] == (Name("要求2"),)
    assert told["no_strong"]["names"] == (Name("要求2"),)
    assert told["idle"]["count"].value == 1


# Matrix


def test_each_cell_has_its_office_and_says_where_a_figure_is_missing(engine):
    college.add_value(engine, "crs_first_pass", 0.869)
    for step, n in (("open", 75), ("overdue", 43)):
        _tally(engine, "action", {step: n}, period="2025", part="generation/course", behind="teacher_profile")
    own = values.of_entity(LEADERSHIP, college.SNAPSHOT, "school", "school")
    found = matrix.matrix(LEADERSHIP, college.SNAPSHOT, own, None)
    assert [len(line) for line in found.cells] == [5] * 5
    cell = found.cells[1][LEVELS.index("course")]
    assert (cell.amount.value, cell.page) == (0.869, "course")
    assert (cell.actions.key, cell.actions.params["late"].value) == ("boards.matrix_late", 43)
    assert found.cells[0][0].note.key == "boards.matrix_no_value"
    assert found.cells[0][0].actions is None


def test_the_matrix_links_only_to_pages_that_the_role_may_open(engine):
    own = values.of_entity(LEADERSHIP, college.SNAPSHOT, "school", "school")
    found = matrix.matrix(college.role("counsellor", **{"class": {"D1-C1"}}), college.SNAPSHOT, own, None)
    assert {cell.page for line in found.cells for cell in line} == {None, "student"}


# Board of majors


def _place(engine, code, fit, capability, is_open=True):
    exact = {"fit": fit, "capability": capability}
    rounded = {"fit_rounded": 5 * round(fit / 5), "capability_rounded": 2 * round(capability / 2)}
    rows = [
        {"snapshot_id": 1, "topic": "board", "entity_kind": "major", "entity_id": code, "period": "all", "part": "all",
         "step": step, "n": 1, "value": float(value), "is_open": is_open or step in rounded, "major_code": code, "org_code": "D1",
         "is_open_inside": is_open or step in rounded, "behind": None if step in rounded else "student_academic_record"}
        for step, value in (exact | rounded).items()
    ]  # fmt: skip
    bulk.write_frame(engine, mart_tally, pl.DataFrame(rows, infer_schema_length=None))


@pytest.mark.parametrize(
    ("fit", "capability", "word"),
    [(72, 71, "strengthen"), (72, 55, "rebuild"), (55, 72, "transform"), (55, 55, "warning"), (68, 80, None), (80, 62, None),
     (68.1, 80, "strengthen"), (61.9, 61.9, "warning")],
)  # fmt: skip
def test_nothing_is_judged_within_three_points_of_a_line(engine, fit, capability, word):
    _place(engine, "M1", fit, capability)
    found = major_board.board(LEADERSHIP, college.SNAPSHOT)
    assert found.bubbles[0].quadrant == word
    assert major_board.suggestion(found, "M1").key == f"boards.suggest_{word or 'near'}"


def test_a_reader_without_the_rows_sees_rounded_scores_and_is_told_so(engine):
    _place(engine, "M1", 73.4, 76.8, is_open=False)
    own, others = (major_board.board(scope, college.SNAPSHOT) for scope in (LEADER, LEADERSHIP))
    assert (own.bubbles[0].y, own.bubbles[0].x, own.bubbles[0].is_rounded) == (73.4, 76.8, False)
    assert (others.bubbles[0].y, others.bubbles[0].x, others.bubbles[0].is_rounded) == (75.0, 76.0, True)
    assert [note.key for note in others.notes] == ["boards.board_missing", "boards.board_rounded"]


# Places


def test_departments_carry_their_places_and_whom_they_cannot_be_told_from():
    rows = tuple(
        IntervalRow(Link("department", code, Name(code)), value, value - 0.02, value + 0.02, 200, "chance")
        for code, value in (("A", 0.92), ("B", 0.91), ("C", 0.80))
    )
    first, second, last = places.of_rows(rows)
    assert [(one.low, one.high, one.of) for one in (first, second, last)] == [(1, 2, 3), (1, 2, 3), (3, 3, 3)]
    assert (first.like, last.like) == ((rows[1].link,), ())


@pytest.mark.parametrize(
    ("low", "high", "middle", "word"),
    [
        (0.8, 0.9, 0.75, "above"),
        (0.8, 0.9, 0.95, "below"),
        (0.8, 0.9, 0.85, "chance"),
        (None, None, 0.5, "register"),
    ],
)
def test_a_median_is_beaten_only_by_a_whole_interval(low, high, middle, word):
    assert peers.against(0.85, low, high, middle).key == f"boards.against_{word}"


def test_a_median_of_two_peers_is_not_told(engine):
    college.add_value(engine, "maj_placement", 0.9, kind="major", entity="M1", major_code="M1", org_code="D1")
    college.add_value(engine, "maj_placement", 0.8, kind="major", entity="M2", major_code="M2", org_code="D1")
    own = values.of_entity(OFFICE, college.SNAPSHOT, "major", "M1")
    row = peers.table(OFFICE, college.SNAPSHOT, "M1", own).rows[0]
    assert row[2] is None
    assert row[3].value == 1


# SWOT and trends


@pytest.mark.parametrize(
    ("value", "low", "high", "state"),
    [(0.95, None, None, "strong"), (0.95, 0.93, 0.97, "strong"), (0.95, 0.89, 0.97, None), (0.5, None, None, "not_met"),
     (0.5, 0.4, 0.8, None), (0.8, None, None, None)],
)  # fmt: skip
def test_only_what_lies_wholly_beyond_a_mark_is_a_strength_or_weakness(value, low, high, state):
    assert swot.settled(value, low, high, (0.5, 0.7, 0.9, 0.97)) == state


def test_a_trend_tells_a_direction_only_where_the_intervals_part(engine):
    for period, value, low, high, last in (
        ("2023", 0.70, 0.68, 0.72, False),
        ("2024", 0.78, 0.75, 0.80, True),
    ):
        college.add_value(
            engine,
            "sch_student_satisfaction",
            value,
            period=period,
            low=low,
            high=high,
            is_latest=last,
            n=900,
        )
    for period, value, last in (("2023", 0.90, False), ("2024", 0.80, True)):
        college.add_value(engine, "sch_placement_rate", value, period=period, is_latest=last, n=500)
    own = values.of_entity(OFFICE, college.SNAPSHOT, "school", "school")
    found = trends.of_indicators(
        ("sch_student_satisfaction", "sch_placement_rate", "sch_match_rate"), own, {}
    )
    assert [panel.note.key for panel in found.panels] == ["boards.trend_up", "boards.trend_register"]


# Goals, funnels, decisions


def test_goals_show_their_way_and_what_hangs_loose(engine):
    with engine.begin() as connection:
        for row in (
            {"goal_no": "G", "name": "总目标", "weight": 1.0},
            {"goal_no": "G1", "parent_no": "G", "name": "落实率", "indicator_id": "sch_placement_rate", "target": 0.93, "document_no": "B1"},
            {"goal_no": "G2", "parent_no": "G", "name": "无标准", "indicator_id": "sch_match_rate", "target": 0.7},
            {"goal_no": "X", "parent_no": "gone", "name": "游离", "indicator_id": "sch_local_rate", "document_no": "B1"},
            {"goal_no": "OLD", "name": "去年", "due_on": date(2024, 12, 31)},
        ):  # fmt: skip
            connection.execute(
                insert(qa_goal).values(entity_kind="school", **{"due_on": date(2025, 12, 31)} | row)
            )
    for part, way in (("G", 0.5), ("G1", 0.0), ("G2", 1.0)):
        _tally(engine, "goal", {"way": 2}, period="2025", part=part, value=way)
    for part, actual in (("G1", 0.89), ("G2", 0.7)):
        _tally(engine, "goal", {"actual": 1}, period="2025", part=part, value=actual)
    _tally(engine, "goal", {"leaves": 2}, period="2025", part="G")
    found = goal_tree.tree(LEADERSHIP, college.SNAPSHOT)
    assert [(one.name.zh, one.depth, one.way) for one in found.branches] == [
        ("总目标", 0, 0.5), ("落实率", 1, 0.0), ("无标准", 1, 1.0), ("游离", 0, None),
    ]  # fmt: skip
    assert (found.orphans.params["lost"].value, found.orphans.params["bare"].value) == (1, 1)
    assert found.stuck == (Name("落实率"),)


def test_the_funnel_tells_sides_to_leadership_and_counts_to_the_quality_office(engine):
    _tally(
        engine, "alert", {"opened": 40, "answered": (37, False), "in_time": (37, False), "closed": 20, "late": (3, False)},
        behind="rule_warning", side="over",
    )  # fmt: skip
    leadership, office = (
        funnels.warnings(scope, college.SNAPSHOT)[0].stages[1] for scope in (LEADERSHIP, OFFICE)
    )
    assert (leadership.n, leadership.words.key, leadership.words.params["least"].value) == (
        None,
        "boards.few_over",
        10,
    )
    assert (office.n, office.share) == (37, pytest.approx(37 / 40))


def test_whoever_may_not_know_counts_is_told_none(engine):
    _tally(engine, "alert", {"opened": 40, "answered": 20}, behind="rule_warning")
    _tally(engine, "request", {"received": 40, "on_time": 30, "late": 0}, behind="request_appeal")
    teacher = college.role("teacher", offering={"o1"}, teacher={"t1"})
    assert funnels.warnings(teacher, college.SNAPSHOT) == ()
    assert funnels.requests(teacher, college.SNAPSHOT) is None  # the own requests alone are no reason


def test_tasks_past_their_day_wait_for_a_decision(engine):
    with engine.begin() as connection:
        for number, due, done in (
            (1, date(2025, 10, 1), None), (2, date(2025, 10, 8), date(2025, 11, 30)),
            (3, date(2025, 10, 1), date(2025, 10, 1)), (4, date(2025, 12, 1), None),
        ):  # fmt: skip
            connection.execute(
                insert(qa_task).values(
                    work_no=f"w{number}", work_kind="plan", org_code="D1", due_on=due, done_on=done
                )
            )
    item = decisions.needed(LEADERSHIP, college.SNAPSHOT, (), None, None)[0]
    assert item.title.params["count"].value == 2
    assert item.body.params["since"] == "2025-10-01"


def test_an_empty_college_has_a_designed_school_page(engine):
    page = school.overview(LEADERSHIP, college.SNAPSHOT)
    assert (page.board, page.trends, page.minimum, page.goals, page.warnings, page.decisions) == (
        None,
        None,
        None,
        (),
        (),
        (),
    )
    assert len(page.matrix.cells) == 5
