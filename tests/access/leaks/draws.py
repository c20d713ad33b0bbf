"""Random readers with random filters on the demo college: what each draw finds is judged row by row and figure by figure."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from sqlalchemy import select

from access import policy
from data.warehouse.schema import metadata
from tests.access.leaks import demo_world, judge, rules
from views import search, warehouse
from views.clock import now
from views.courses import spread
from views.figures import comparison, values
from views.operations import worklist
from views.parts import Refusal
from views.students import student
from views.teachers import teacher
from views.units import warnings

MOST = 120  # rows of one draw
HIDDEN = (None, "suppressed")


@dataclass(frozen=True)
class Draw:
    """One reader and what it asks for."""

    reader: rules.Reader
    kind: str
    what: tuple


def strategy(demo: demo_world.Demo):
    """Random draws: half of them tables with filters and orders, half the functions that pages are made of."""
    return st.builds(
        lambda reader, asked: Draw(reader, asked[0], asked[1:]),
        st.sampled_from(demo.readers),
        st.one_of(_tables(demo), _functions(demo)),
    )


def _tables(demo):
    filled = [name for name, listed in demo.rows.items() if listed]
    return st.sampled_from(filled).flatmap(
        lambda name: st.tuples(
            st.just("table"), st.just(name), st.lists(_filter(demo, name), max_size=2),
            st.sampled_from([column.name for column in metadata.tables[name].columns]), st.booleans(),
        )
    )  # fmt: skip


def _filter(demo, name):
    """A condition on any column, guarded ones too, with a value that some row holds."""
    listed = list(demo.rows[name].values())
    return st.tuples(
        st.sampled_from([column.name for column in metadata.tables[name].columns]),
        st.sampled_from(["=", "!=", "<", ">="]),
        st.integers(0, len(listed) - 1),
    ).map(lambda drawn: (drawn[0], drawn[1], listed[drawn[2]][drawn[0]]))


def _functions(demo):
    people = sorted(demo.rows["dim_person"])
    units = sorted({(row["entity_kind"], row["entity_id"]) for row in demo.rows["ind_value"].values()})
    indicators = sorted(
        {(row["entity_kind"], row["indicator_id"], row["period"]) for row in demo.rows["ind_value"].values()}
    )
    orgs, courses = sorted(set(demo.world.owners.values())), sorted(set(demo.world.OFFERINGS.values()))
    students, staff = sorted(demo.world.STUDENTS), sorted(demo.world.STAFF)
    return st.one_of(
        st.tuples(st.just("search"), st.sampled_from(people), st.booleans()),
        st.tuples(st.just("student"), st.sampled_from(students)),
        st.tuples(st.just("teacher"), st.sampled_from(staff)),
        st.tuples(st.just("values"), st.sampled_from(units)),
        st.tuples(st.just("kind"), st.sampled_from(indicators), st.sampled_from([None, *orgs])),
        st.tuples(st.just("warnings"), st.sampled_from(orgs)),
        st.tuples(st.just("spread"), st.sampled_from(courses)),
        st.tuples(st.just("worklist"), st.sampled_from(["to_contact", "following", "closed"])),
    )


def leaks(demo: demo_world.Demo, draw: Draw) -> list[str]:
    """What the reader is given in this draw and may not have, as words without any personal value."""
    found = JUDGES[draw.kind](demo, draw.reader, demo.scopes[draw.reader], *draw.what)
    return [f"{draw.reader.role} {draw.kind} {fault}" for fault in found]


def _of_table(demo, reader, scope, name, filters, order, down):
    table = metadata.tables[name]
    query = select(table).limit(MOST).order_by(table.c[order].desc() if down else table.c[order])
    for column, sign, value in filters:
        query = query.where(_condition(table.c[column], sign, value))
    for row in warehouse.read(query, scope).iter_rows(named=True):
        yield from _of_row(
            demo, reader, name, row, {column for column, _, value in filters if value is not None}
        )


def _condition(column, sign, value):
    if value is None or isinstance(value, bool):
        return column.is_(None) if sign == "=" else column.is_not(None)
    return {"=": column == value, "!=": column != value, "<": column < value, ">=": column >= value}[sign]


def _of_row(demo, reader, name, shown, asked=frozenset()):
    key = judge.key(metadata.tables[name], shown)
    row = demo.rows[name][key]
    if not rules.reads(reader, name, row):
        yield f"row of {name}"
        return
    for column in rules.figures(name, row):
        wanted = judge.expected_value(reader, name, row, column)
        if wanted in HIDDEN and shown[column] not in HIDDEN:
            yield f"{column} of {name}"
        elif wanted is None and row[column] is not None and column in asked:
            yield f"filter on {column} of {name}"


def _person(demo, pid):
    return demo.rows["dim_person"][(pid,)]


def _search(demo, reader, scope, key, by_name):
    person = demo.rows["dim_person"][key]
    asked = person["full_name"] if by_name else person["person_no"]
    for link in search.people(scope, asked or ""):
        if not rules.reads(reader, "dim_person", _person(demo, link.key)):
            yield "name of a person"


def _profile(view, table, rows_of):
    def judged(demo, reader, scope, pid):
        page = view.profile(scope, warehouse.current_snapshot(), pid, now())
        rows = [row for row in demo.rows[table].values() if rows_of(demo, row, pid)]
        if not isinstance(page, Refusal) and not any(rules.reads(reader, table, row) for row in rows):
            yield f"page of a {view.KIND}"

    return judged


def _values(demo, reader, scope, unit):
    held = values.of_entity(scope, warehouse.current_snapshot(), *unit)
    for listed in held.rows.values():
        for row in listed:
            yield from _figure(demo, reader, (*unit, row["indicator_id"], row["period"]), row)


def _kind(demo, reader, scope, table, org):
    kind, indicator, period = table
    for row in comparison.rows_of_kind(scope, warehouse.current_snapshot(), kind, indicator, period, org):
        yield from _figure(demo, reader, (kind, row["entity_id"], indicator, period), row)


def _figure(demo, reader, key, shown):
    row = demo.rows["ind_value"][(demo.snapshot, *key)]
    if not rules.reads(reader, "ind_value", row):
        yield "row of ind_value"
    elif shown["value"] is not None and not rules.reads_column(reader, "ind_value", row, "value"):
        yield "value of ind_value"


def _warnings(demo, reader, scope, org):
    """By name for who holds the warnings of the department; else no count below ten, and none that follows from others."""
    told = warnings.of_department(scope, warehouse.current_snapshot(), org)
    if told is None:
        return
    cell = rules.given(reader.role, "rule_warning")
    if not cell:
        yield "counts of warnings"
    if any(letter in "NS" for letter, _, _ in cell):
        return  # counted are the own rows alone
    hidden = [level for level, count in told.total.items() if count is None]
    classes = [levels["warned"] for levels in told.by_class.values()]
    counts = [count or 0 for count in (*classes, *told.total.values())]
    if (
        any(0 < count < 10 for count in counts)
        or len(hidden) == 1
        or (len(classes) > 1 and classes.count(None) == 1)
    ):
        yield "count of warnings"


def _spread(demo, reader, scope, course):
    told = spread.of_course(scope, warehouse.current_snapshot(), course)
    bins = [row for row in demo.rows["mart_score_bin"].values() if row["course_code"] == course]
    for ridge in told.rows if told else ():
        mine = [
            row for row in bins if row["term_id"] == ridge.term_id and row["snapshot_id"] == demo.snapshot
        ]
        fine = all(
            rules.reads_column(reader, "mart_score_bin", row, "n") for row in mine if row["width"] == 5
        )
        if not fine and not all(
            rules.reads_column(reader, "mart_score_bin", row, "n") for row in mine if row["width"] != 5
        ):
            yield "band of scores"


def _worklist(demo, reader, scope, tab):
    page = (
        worklist.overview(scope, warehouse.current_snapshot(), 15, tab)
        if policy.may_open(reader.role, "worklist")
        else None
    )
    for row in getattr(page, "rows", ()):
        if not rules.reads(reader, "dim_person", _person(demo, row.pid)):
            yield "student of the worklist"


def _is_header(demo, row, pid):
    return row["student_pid"] == pid and row["snapshot_id"] == demo.snapshot


def _is_post(demo, row, pid):
    return row["teacher_pid"] == pid and row["is_current"]


JUDGES = {
    "table": _of_table, "search": _search, "student": _profile(student, "mart_student", _is_header),
    "teacher": _profile(teacher, "dim_teacher", _is_post), "values": _values, "kind": _kind, "warnings": _warnings,
    "spread": _spread, "worklist": _worklist,
}  # fmt: skip
