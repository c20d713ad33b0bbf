"""Earlier terms for the bench: the demo's terms again some years before, until a student has as many grades as after four years."""

from __future__ import annotations

import math
from datetime import timedelta

from sqlalchemy import Connection, Table, func, insert, literal, select

from data.warehouse.home import Home, open_engine
from data.warehouse.schema.structure import bridge_offering_teacher, dim_offering, dim_term
from data.warehouse.schema.teaching import fact_enrolment, fact_grade_attempt

GRADES_PER_STUDENT = 75
YEARS_BACK = 3  # the demo's terms begin in three school years
COPIED = (dim_offering, bridge_offering_teacher, fact_enrolment, fact_grade_attempt)
NUMBERED = ("enrolment_id", "grade_id")


def add_earlier_terms(home: Home, students: int) -> None:
    """Copies of terms, offerings, enrolments and grades under earlier term ids; nothing else of the home changes."""
    engine = open_engine(home)
    with engine.begin() as connection:
        held = connection.execute(select(func.count()).select_from(fact_grade_attempt)).scalar_one()
        terms = connection.execute(select(dim_term)).mappings().all()
        copies = math.ceil(GRADES_PER_STUDENT * students / max(held, 1)) - 1
        for copy in range(1, copies + 1):
            for term in terms:
                _copy(connection, dict(term), YEARS_BACK * copy)
    engine.dispose()


def _copy(connection: Connection, term: dict, years: int) -> None:
    """One term again, some years earlier."""
    old, start = term["term_id"], term["start_year"] - years
    new = f"{start}-{start + 1}-{term['term_no']}"
    back = timedelta(weeks=52 * years)
    days = {
        name: term[name] - back
        for name in ("first_monday", "day_zero", "end_on", "grades_due_on")
        if term[name]
    }
    connection.execute(insert(dim_term).values(**term | days | {"term_id": new, "start_year": start}))
    for table in COPIED:
        _copy_rows(connection, table, old, new)


def _copy_rows(connection: Connection, table: Table, old: str, new: str) -> None:
    columns = {column.name: column for column in table.columns if column.name not in NUMBERED}
    given = columns | {"offering_id": literal(new) + func.substr(table.c.offering_id, len(old) + 1)}
    if "term_id" in given:
        given["term_id"] = literal(new)
    rows = select(*given.values()).where(table.c.offering_id.like(f"{old}/%"))
    connection.execute(insert(table).from_select(list(given), rows))
