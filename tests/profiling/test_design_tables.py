"""Every shipped standard, number by number, against the tables of the design as they were typed in by hand."""

import pytest

from profiling.gate_register import gate_register
from profiling.standard import standards
from tests.profiling import design_tables as design

SHIPPED = standards()
ALMOST = 2e-9  # equal weights are written with nine digits


def _table(text):
    return [line.split() for line in text.strip().splitlines()]


def _cell(cells, column):
    while cells[column] == "=":
        column -= 1
    return cells[column]


def _expected(text, column):
    """Dimension -> indicator -> (weight, unit mark, cell); weights scaled over the cells that apply."""
    found = {}
    for dimension, name, weight, unit, *cells in _table(text):
        cell = _cell(cells, column)
        if cell != "n/a":
            found.setdefault(dimension, {})[name] = (1.0 if weight == "." else float(weight), unit, cell)
    return found


def _whole(items):
    slots = design.TEACHER_SLOT & set(items)
    return sum(weight for weight, _, _ in items.values()) - (
        items["tch_enterprise_visits"][0] if len(slots) == 2 else 0
    )


def _marks(item):
    if item.levels is not None:
        return "levels:", item.levels
    if item.band is not None:
        return "band:", item.band
    if item.anchors == "distribution":
        return "distribution", ()
    return "pro:" if item.prorate else "", item.anchors


def _split(cell):
    kind, colon, numbers = cell.rpartition(":")
    if numbers == "distribution":
        return "distribution", ()
    return kind + colon, tuple(float(number) for number in numbers.split("/"))


def check_items(standard, expected):
    assert {part.id: {item.id for item in part.indicators} for part in standard.dimensions} == {
        dimension: set(items) for dimension, items in expected.items()
    }
    for part in standard.dimensions:
        whole = _whole(expected[part.id])
        for item in part.indicators:
            weight, unit, cell = expected[part.id][item.id]
            where = f"{standard.standard} {item.id}"
            assert abs(item.w - weight / whole) < ALMOST, where
            assert (item.unit == "percent") == (unit == "%"), where
            assert _marks(item) == _split(cell), where


def check_weights(standard, expected):
    found = {part.id: part.weight for part in standard.dimensions}
    assert found == pytest.approx({name: weight / 100 for name, weight in expected.items() if weight})


def _columns(text, column):
    return {line[0]: float(line[1 + column]) for line in _table(text)}


@pytest.mark.parametrize("tier", design.TEACHER_COLUMNS)
def test_teacher_tier_is_that_of_the_table(tier):
    column, standard = design.TEACHER_COLUMNS.index(tier), SHIPPED[f"teacher.{tier}"]
    check_weights(standard, _columns(design.TEACHER_WEIGHTS, column))
    check_items(standard, _expected(design.TEACHER, column))
    assert set(standard.must_haves) == design.TEACHER_MUST[tier]
    slots = {item.id for part in standard.dimensions for item in part.indicators if item.slot}
    assert slots == (set() if tier == "PT" else design.TEACHER_SLOT)


def test_counsellor_is_that_of_the_text():
    standard = SHIPPED["teacher.CO"]
    check_weights(standard, _columns(design.TEACHER_WEIGHTS, 6))
    check_items(standard, _expected(design.COUNSELLOR, 0))


def test_student_is_that_of_the_table():
    standard = SHIPPED["student.development"]
    check_weights(standard, design.STUDENT_WEIGHTS)
    check_items(standard, _expected(design.STUDENT, 0))
    levels = [(one.id, one.index, one.min_dimension, one.top_share, one.review) for one in standard.levels]
    assert levels == design.STUDENT_LEVELS


@pytest.mark.parametrize("category", design.COURSE_CATEGORIES)
@pytest.mark.parametrize("tier", design.COURSE_COLUMNS)
def test_course_is_that_of_the_table(category, tier):
    standard = SHIPPED[f"course.{category}.{tier}"]
    expected = _expected(design.COURSE, design.COURSE_COLUMNS.index(tier))
    if category != "post_ability":
        del expected["K2"][design.ONLY_POST_ABILITY]
    check_weights(standard, _columns(design.COURSE_WEIGHTS, design.COURSE_CATEGORIES.index(category)))
    check_items(standard, expected)
    runs = {1: "one_completed_run", 2: "two_completed_runs"}[design.COURSE_RUNS[tier]]
    assert set(standard.gates) == {"standard_in_date", runs}


@pytest.mark.parametrize("declared", design.MAJOR_COLUMNS)
def test_major_is_that_of_the_table(declared):
    column, standard = design.MAJOR_COLUMNS.index(declared), SHIPPED[f"major.{declared}"]
    check_weights(standard, _columns(design.MAJOR_WEIGHTS, column))
    check_items(standard, _expected(design.MAJOR, column))
    assert set(standard.must_haves) == design.MAJOR_MUST[declared]


def test_school_is_that_of_table_4():
    check_weights(SHIPPED["school"], design.SCHOOL_WEIGHTS)
    check_items(SHIPPED["school"], _expected(design.SCHOOL, 0))


@pytest.mark.parametrize("name", sorted(design.GATES))
def test_gates_are_those_of_the_text(name):
    assert set(SHIPPED[name].gates) == design.GATES[name]


def test_every_gate_of_the_text_is_known():
    assert not set().union(*design.GATES.values()) - set(gate_register())


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_lines_of_the_decision(name):
    standard = SHIPPED[name]
    lines = standard.decision.model_dump()
    usual = {"met": 65, "strong": 80, "min_dimension": 50, "strong_dimension": 60, "min_coverage": 0.70}
    # of students the lines are the levels good and excellent (C.12)
    students = {"met": 75, "strong": 85, "min_dimension": 60, "strong_dimension": 65, "min_coverage": 0.70}
    assert lines == (students if standard.entity == "student" else usual)
    assert standard.aggregation.epsilon == 10


def test_nothing_is_shipped_that_the_tables_do_not_know():
    tiers = {f"teacher.{tier}" for tier in (*design.TEACHER_COLUMNS, "CO")}
    courses = {f"course.{one}.{tier}" for one in design.COURSE_CATEGORIES for tier in design.COURSE_COLUMNS}
    majors = {f"major.{one}" for one in design.MAJOR_COLUMNS}
    assert set(SHIPPED) == tiers | courses | majors | {"student.development", "school"}
