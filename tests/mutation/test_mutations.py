"""Taking away the rule of a table, one call of restrict, or one cell of the matrix is noticed by the tests that guard it.

Each mutation is made in this process and undone; what is called is the check itself, which must then find fault.
"""

import ast

import pytest
from sqlalchemy import select

from access import policy
from access.viewer import Viewer
from actions import intervention, requests
from data.warehouse.schema import metadata
from errors import NotAllowed
from tests.access import test_f2
from tests.access.leaks import facts, judge, rules
from tests.access.leaks import small_college as college
from tests.databases import PROJECT
from tests.mutation import writing_checks
from views import warehouse

RULED = sorted(name for name, table in metadata.tables.items() if table.info["reach"] != "open")
# Rows about groups are there for everyone who may know any figure; what is kept there is the figure.
FIGURES_ALONE = {
    "dim_task", "dim_resource", "fact_patrol", "fact_session", "mart_offering", "mart_score_bin", "mart_tally",
}  # fmt: skip
GUARDED = sorted(name for name, table in metadata.tables.items() if table.info["guarded"])
MASKED = sorted(name for name, table in metadata.tables.items() if table.info["masks"])
NOBODYS = (
    "=D4",
    "=D5",
)  # parts that no role reads apart from the whole: without them a table is read by the same people
PARTS = sorted(
    name
    for name, table in metadata.tables.items()
    if table.info["facet"] and table.info["facet"] not in NOBODYS
)


def _is_noticed(engine, name, check=judge.faults_of_rows):
    return next(check(engine, [name]), None) is not None


def _changed(monkeypatch, name, **other):
    table = metadata.tables[name]
    monkeypatch.setattr(table, "info", {**table.info, **other})


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_table_without_its_rule_is_noticed(engine, monkeypatch, name):
    monkeypatch.setattr(metadata.tables[name], "info", {})
    with pytest.raises(NotAllowed):
        _is_noticed(engine, name)


@pytest.mark.parametrize("name", RULED)
def test_table_opened_to_everyone_is_noticed(engine, monkeypatch, name):
    _changed(monkeypatch, name, reach="open")
    assert _is_noticed(engine, name) != (name in FIGURES_ALONE)


@pytest.mark.parametrize("name", [name for name in RULED if metadata.tables[name].info["access"]])
def test_column_by_which_rows_are_found_is_noticed(engine, monkeypatch, name):
    """Without any of its access columns a table gives other rows, or as figures about groups other figures."""
    _changed(monkeypatch, name, access={}, masks={})
    found = _is_noticed(engine, name) or (
        name in GUARDED and _is_noticed(engine, name, judge.faults_of_columns)
    )
    assert found != (name in FIGURES_ALONE - set(GUARDED))


@pytest.mark.parametrize("name", [name for name in RULED if metadata.tables[name].info["category"]])
def test_table_under_another_row_of_the_matrix_is_noticed(engine, monkeypatch, name):
    other = "quality_incident" if name not in FIGURES_ALONE else "teacher_profile"
    other = "rule_warning" if metadata.tables[name].info["category"] == other else other
    _changed(monkeypatch, name, category=other)
    assert _is_noticed(engine, name)


@pytest.mark.parametrize("name", MASKED)
def test_mask_taken_off_a_column_is_noticed(engine, monkeypatch, name):
    masks = metadata.tables[name].info["masks"]
    for column in masks:
        with monkeypatch.context() as patch:
            _changed(patch, name, masks={one: row for one, row in masks.items() if one != column})
            assert _is_noticed(engine, name, judge.faults_of_columns), column


@pytest.mark.parametrize("name", GUARDED)
def test_figure_no_longer_guarded_is_noticed(engine, monkeypatch, name):
    guarded = metadata.tables[name].info["guarded"]
    settled_by_side = {"n"} if "extreme" in metadata.tables[name].c else set()
    for column in set(guarded) & set(rules.FIGURES[name]) - settled_by_side:
        with monkeypatch.context() as patch:
            kept = tuple(one for one in guarded if one != column)
            _changed(patch, name, guarded=kept, whole_only=())
            assert _is_noticed(engine, name, judge.faults_of_columns), column


@pytest.mark.parametrize("name", PARTS)
def test_part_of_a_profile_that_is_forgotten_is_noticed(engine, monkeypatch, name):
    _changed(monkeypatch, name, facet=None)
    assert _is_noticed(engine, name) or _is_noticed(engine, name, judge.faults_of_columns)


def test_part_of_an_index_that_is_forgotten_is_noticed(engine, monkeypatch):
    _changed(monkeypatch, "mart_index", whole_only=())
    assert _is_noticed(engine, "mart_index", judge.faults_of_columns)


# ---- calls of restrict -------------------------------------------------------------------------------------------


NOT_OURS = ("tests", "var")


def calls_of_restrict():
    """Module and function of every call of restrict outside its own file and the tests."""
    found = set()
    folders = [
        one for one in PROJECT.iterdir() if one.is_dir() and one.name[0] != "." and one.name not in NOT_OURS
    ]
    for path in (*PROJECT.glob("*.py"), *(path for folder in folders for path in folder.rglob("*.py"))):
        place = path.relative_to(PROJECT)
        if str(place) == "access/scope.py":
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                found |= {
                    (".".join(place.with_suffix("").parts), function.name)
                    for node in ast.walk(function)
                    if _calls(node)
                }
    return found


def _calls(node):
    if not isinstance(node, ast.Call):
        return False
    return getattr(node.func, "id", None) == "restrict" or getattr(node.func, "attr", None) == "restrict"


def check_views(engine):
    """Every view reads through this one function: the rows of the small college, for every reader."""
    table, listed = metadata.tables["mart_roster"], college.rows()["mart_roster"]
    for reader, scope in judge.scopes(engine).items():
        found = warehouse.read(select(*table.primary_key), scope).rows()
        expected = {judge.key(table, row) for row in listed if rules.reads(reader, "mart_roster", row)}
        assert set(found) == expected


def _viewer(engine, role, person):
    scope = next(
        scope for one, scope in judge.scopes(engine).items() if (one.role, one.person) == (role, person)
    )
    return Viewer(person, None, (role,), role, scope, "s", "oidc")


def check_step(engine):
    """A step of support is written for students of the own classes alone."""
    scope = _viewer(engine, "counsellor", "t_class").scope
    step = intervention.Step(
        student_pid="s16", term_id=facts.TERM, state="contacted", kind="talk", note="x", next_on=None
    )
    with pytest.raises(NotAllowed):
        intervention.record_step(engine, scope, facts.CURRENT, step)


def check_answer(engine):
    """A request is answered by the role it is addressed to, for persons inside the own scope alone."""
    foreign = next(
        row
        for row in college.rows()["qa_correction"]
        if (row["person"], row["addressed_to"]) == ("s09", "counsellor")
    )
    with pytest.raises(NotAllowed):
        requests.answer(
            engine, _viewer(engine, "counsellor", "t_class"), foreign["correction_id"], decision="accepted", words="看过了，已改。"
        )  # fmt: skip


CHECKS = {
    ("views.warehouse", "read"): (warehouse, check_views),
    ("actions.intervention", "_student"): (intervention, check_step),
    ("actions.requests", "_check_reached"): (requests, check_answer),
    **writing_checks.CHECKS,
}


def test_every_call_of_restrict_has_a_check():
    assert calls_of_restrict() == set(CHECKS)


@pytest.fixture
def own_engine(empty_home, monkeypatch):
    """A small college of this test alone, with the views opened on it."""
    filled = college.inserted(empty_home)
    warehouse.configure(empty_home)
    return filled


@pytest.mark.parametrize("call", CHECKS, ids=str)
def test_call_of_restrict_that_is_left_out_is_noticed(own_engine, monkeypatch, call):
    module, check = CHECKS[call]
    check(own_engine)
    monkeypatch.setattr(module, "restrict", lambda query, scope, **_: query)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check(own_engine)


# ---- cells of the matrix -----------------------------------------------------------------------------------------

WIDER = ("N:all", "A", "A, N:all", "-", "S:actor", "N:org", "M:team", "B:student")


@pytest.mark.parametrize("category", policy.categories())
def test_every_cell_that_is_changed_is_noticed(category):
    cells = policy.categories()[category]
    assert len(cells) == 17
    for role, cell in cells.items():
        changed = [policy.parsed_cell(text, cell.individual) for text in WIDER]
        other = [one for one in changed if set(one.grants) != set(cell.grants)]
        assert len(other) >= len(WIDER) - 1
        for one in other:
            mutated = policy.categories() | {category: {**cells, role: one}}
            assert test_f2.differences(mutated) == {(category, role)}


@pytest.mark.parametrize("category", policy.categories())
def test_cell_that_loses_a_scope_or_a_condition_is_noticed(category):
    cells = policy.categories()[category]
    for role, cell in cells.items():
        for grant in cell.grants:
            bare = [policy.Grant(grant.letter, ("all",))] if grant.kinds else []
            bare += [policy.Grant(grant.letter, grant.kinds)] if grant.condition else []
            for one in bare:
                grants = tuple(one if other == grant else other for other in cell.grants)
                if set(grants) == set(cell.grants):
                    continue
                mutated = policy.categories() | {
                    category: {**cells, role: policy.Cell(grants, cell.individual)}
                }
                assert test_f2.differences(mutated) == {(category, role)}


def test_category_or_role_that_is_missing_is_noticed():
    known = policy.categories()
    for category in known:
        assert test_f2.differences({name: cells for name, cells in known.items() if name != category})
    added = known | {"a_new_category": {"dean": policy.parsed_cell("A", True)}}
    assert test_f2.differences(added) == {("a_new_category", "dean")}


def test_wider_cell_of_the_matrix_gives_rows_that_are_noticed(engine, monkeypatch):
    """The matrix is what the database is asked by: a wider cell shows in rows, not only in the comparison of words."""
    cells = policy.categories()
    wider = policy.parsed_cell("N:all", True)
    for category, name in (("student_academic_record", "mart_roster"), ("model_priority", "ml_prediction")):
        mutated = cells | {category: {**cells[category], "teacher_centre": wider}}
        with monkeypatch.context() as patch:
            patch.setattr(policy, "categories", lambda mutated=mutated: mutated)
            assert _is_noticed(engine, name)


def test_the_small_college_without_any_change_is_without_fault(engine):
    """What the mutations above are compared with."""
    assert not _is_noticed(engine, "mart_roster")
    assert not _is_noticed(engine, "mart_roster", judge.faults_of_columns)
