"""However a query is put, it gives rows and columns of the scope or is refused: nothing is read around a condition."""

import pytest
from sqlalchemy import (
    Integer,
    String,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    lateral,
    literal_column,
    or_,
    select,
    table,
    tablesample,
    text,
    true,
    union,
    values,
)  # fmt: skip

from access.scope import restrict
from data.warehouse.schema import metadata
from errors import NotAllowed
from tests.access.leaks import judge, rules
from tests.access.leaks import small_college as college

STEP, ROSTER, PEOPLE = (metadata.tables[name] for name in ("qa_intervention", "mart_roster", "dim_person"))
ORG, LOG, VALUE = (metadata.tables[name] for name in ("dim_org", "sec_access_log", "ind_value"))
AGAIN, INSIDE, WITH = STEP.alias("again"), select(STEP).subquery(), select(STEP).cte()
SECRET = "说了什么"  # the text of every note

# Read a table that is not open a second time, or name columns in words: none of them may run.
REFUSED = {
    "alias": select(AGAIN),
    "alias of a column": select(AGAIN.c.note),
    "join with itself": select(STEP.c.kind, AGAIN.c.note).select_from(STEP.join(AGAIN, AGAIN.c.kind == STEP.c.kind)),
    "subquery": select(INSIDE),
    "count of a subquery": select(func.count()).select_from(INSIDE),
    "cte": select(WITH),
    "cte beside": select(STEP.c.kind).add_cte(WITH),
    "scalar subquery": select(STEP.c.kind, select(func.count()).select_from(STEP).correlate(None).scalar_subquery()),
    "correlated": select(STEP.c.kind).where(exists().where(AGAIN.c.student_pid == STEP.c.student_pid)),
    "another table inside": select(ORG.c.name, select(func.max(PEOPLE.c.full_name)).scalar_subquery()),
    "in": select(ORG.c.name).where(ORG.c.org_code.in_(select(ROSTER.c.org_code))),
    "exists": select(ORG.c.name).where(exists().where(STEP.c.note.like("说%"))),
    "limit": select(STEP.c.kind).limit(select(func.count()).select_from(ROSTER).scalar_subquery()),
    "union": union(select(STEP.c.note), select(STEP.c.note)),
    "lateral": select(true()).select_from(STEP.join(lateral(select(ROSTER.c.score)), true())),
    "sample": select(tablesample(STEP, 100)),
    "text": text("select note from qa_intervention"),
    "text column": select(text("note")).select_from(STEP),
    "text filter": select(STEP.c.kind).where(text("note like '说%'")),
    "text order": select(STEP.c.kind).order_by(text("note")),
    "word in order": select(STEP.c.kind).order_by("note"),
    "word in group": select(func.count()).select_from(STEP).group_by("note"),
    "text as rows": select(text("select * from dim_person").columns(PEOPLE.c.full_name).subquery()),
    "literal column": select(literal_column("note")).select_from(STEP),
    "star": select(literal_column("*")).select_from(STEP),
    "loose column": select(column("note")).select_from(STEP),
    "loose table": select(table("dim_person", column("full_name"))),
    "values": select(values(column("x", Integer), name="v").data([(1,)])),
    "function as rows": select(func.json_each(STEP.c.note).table_valued("value")),
    "prefix": select(STEP.c.kind).prefix_with("note,"),
}  # fmt: skip

# Ways to ask for a masked column: all of them may run, none of them may tell.
ASKING = {
    "itself": select(STEP.c.note),
    "whole table": select(STEP),
    "label": select(STEP.c.note.label("kind")),
    "function": select(func.upper(STEP.c.note)),
    "longest": select(func.max(STEP.c.note)),
    "cast": select(cast(STEP.c.note, String)),
    "joined words": select(STEP.c.kind + STEP.c.note),
    "case": select(case((STEP.c.note.is_not(None), STEP.c.note), else_="")),
    "window": select(func.max(STEP.c.note).over(partition_by=STEP.c.kind)),
    "count": select(func.count(STEP.c.note)),
    "filter": select(STEP.c.student_pid).where(STEP.c.note == SECRET),
    "filter in words": select(STEP.c.student_pid).where(and_(STEP.c.kind != "", or_(STEP.c.note.like("说%"), STEP.c.note > "说"))),
    "having": select(STEP.c.student_pid).group_by(STEP.c.student_pid).having(func.max(STEP.c.note) == SECRET),
    "join": select(PEOPLE.c.person_pid).join_from(STEP, PEOPLE, and_(PEOPLE.c.person_pid == STEP.c.student_pid, STEP.c.note == SECRET)),
}  # fmt: skip
EMPTY = {None, 0, ""}


def _scope(engine, role, person):
    return next(
        scope for one, scope in judge.scopes(engine).items() if (one.role, one.person) == (role, person)
    )


@pytest.mark.parametrize("name", REFUSED)
def test_query_that_would_pass_the_conditions_by_is_refused(engine, name):
    for scope in judge.scopes(engine).values():
        with pytest.raises(NotAllowed):
            restrict(REFUSED[name], scope)


@pytest.mark.parametrize("name", ASKING)
def test_masked_column_tells_nothing_however_it_is_asked_for(engine, name):
    student, counsellor = _scope(engine, "student", "s01"), _scope(engine, "counsellor", "t_class")
    with engine.connect() as connection:
        hidden = connection.execute(restrict(ASKING[name], student)).mappings().all()
        shown = connection.execute(restrict(ASKING[name], counsellor)).mappings().all()
    asked = "note" if name == "whole table" else 0
    assert all(_at(row, asked) in EMPTY for row in hidden) and "说" not in str(hidden)
    assert any(_at(row, asked) not in EMPTY for row in shown)


def _at(row, place):
    return row[place] if place == "note" else list(row.values())[place]


def test_masked_column_gives_no_order(engine):
    """Ordered by who looked, a person's log stands as if nobody's name were there."""
    scope = _scope(engine, "student", "s09")
    with engine.connect() as connection:
        for way in (LOG.c.person, LOG.c.person.desc()):
            query = select(LOG.c.log_id).where(LOG.c.act == "view").order_by(way, LOG.c.log_id)
            found = list(connection.execute(restrict(query, scope)).scalars())
            others = [one for one in found if one != _own(connection, scope)]
            assert others == sorted(others)


def _own(connection, scope):
    query = select(LOG.c.log_id).where(LOG.c.person == scope.person)
    return connection.execute(restrict(query, scope)).scalar()


def test_counts_and_sums_are_of_the_own_rows(engine):
    listed = college.rows()
    with engine.connect() as connection:
        for reader, scope in judge.scopes(engine).items():
            for name in (
                "mart_roster",
                "dim_student",
                "qa_intervention",
                "mart_rule_warning",
                "fact_set_response",
            ):
                query = select(func.count()).select_from(metadata.tables[name])
                expected = sum(rules.reads(reader, name, row) for row in listed[name])
                assert connection.execute(restrict(query, scope)).scalar_one() == expected, (
                    str(reader),
                    name,
                )


def test_a_join_gives_rows_that_are_in_scope_on_both_sides(engine):
    listed = college.rows()
    people = {row["person_pid"]: row for row in listed["dim_person"]}
    for outer in (False, True):
        query = select(ROSTER.c.student_pid, ROSTER.c.offering_id, PEOPLE.c.full_name).select_from(
            ROSTER.join(PEOPLE, PEOPLE.c.person_pid == ROSTER.c.student_pid, isouter=outer)
        )
        with engine.connect() as connection:
            for reader, scope in judge.scopes(engine).items():
                expected = {
                    (row["student_pid"], row["offering_id"])
                    for row in listed["mart_roster"]
                    if rules.reads(reader, "mart_roster", row)
                    and rules.reads(reader, "dim_person", people[row["student_pid"]])
                }
                found = {tuple(row)[:2] for row in connection.execute(restrict(query, scope))}
                assert found == expected, str(reader)


def test_filters_on_hidden_figures_find_nothing(engine):
    """Rows whose figure is hidden do not answer a filter on it."""
    query = select(VALUE.c.entity_id, VALUE.c.indicator_id).where(
        VALUE.c.value > 0, VALUE.c.category == "unit_indicator"
    )
    listed = [row for row in college.rows()["ind_value"] if row["category"] == "unit_indicator"]
    with engine.connect() as connection:
        for reader, scope in judge.scopes(engine).items():
            expected = {
                (row["entity_id"], row["indicator_id"])
                for row in listed
                if rules.reads(reader, "ind_value", row)
                and rules.reads_column(reader, "ind_value", row, "value")
            }
            assert {tuple(row) for row in connection.execute(restrict(query, scope))} == expected, str(reader)


def test_a_query_inside_may_read_what_is_open(engine):
    inside = select(func.max(ORG.c.org_code)).scalar_subquery()
    query = select(STEP.c.intervention_id).where(inside == "D2")
    with engine.connect() as connection:
        found = connection.execute(restrict(query, _scope(engine, "counsellor", "t_class"))).scalars().all()
    assert len(found) == 3
