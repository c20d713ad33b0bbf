"""A college of two departments with a published snapshot: each test adds the rows it is about."""

from __future__ import annotations

import json
from datetime import date, datetime

import polars as pl
from sqlalchemy import insert, literal, select, update

from access.scope import Scope
from data.warehouse import bulk
from data.warehouse.home import open_engine, write_setting
from data.warehouse.schema.marts import ind_value, mart_rule_warning, mart_student
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.people import dim_person, dim_student
from data.warehouse.schema.structure import dim_class, dim_org, dim_term
from views import warehouse
from views.warehouse import Snapshot

AS_OF = date(2025, 11, 2)
TERM, CLOSED = "2025-2026-1", "2024-2025-2"
SNAPSHOT = Snapshot(1, AS_OF, TERM, 9)


def opened(home):
    """The views opened on an empty home with two departments, two classes, two terms and a current snapshot."""
    engine = open_engine(home)
    with engine.begin() as connection:
        for key, value in {
            "kind": "demo",
            "as_of": AS_OF.isoformat(),
            "capacity": 15,
            "zone": "Asia/Shanghai",
        }.items():
            write_setting(connection, key, value)
        connection.execute(
            insert(meta_snapshot).values(
                snapshot_id=1, created_at=datetime(2025, 11, 2), status="published", is_current=True, as_of=AS_OF,
                term_id=TERM, week_no=9, engine="polars",
            )
        )  # fmt: skip
        for term, monday, due in (
            (TERM, date(2025, 9, 1), date(2026, 1, 25)),
            (CLOSED, date(2025, 2, 24), date(2025, 7, 10)),
        ):
            connection.execute(
                insert(dim_term).values(
                    term_id=term, start_year=int(term[:4]), term_no=int(term[-1]), first_monday=monday, day_zero=monday,
                    end_on=monday, week_count=18, grades_due_on=due,
                )
            )  # fmt: skip
        for code in ("D1", "D2"):
            connection.execute(
                insert(dim_org).values(
                    org_code=code, valid_from=AS_OF, is_current=True, name=f"学院{code}", org_kind="college"
                )
            )
            connection.execute(
                insert(dim_class).values(
                    class_code=f"{code}-C1",
                    valid_from=AS_OF,
                    is_current=True,
                    name=f"{code}一班",
                    org_code=code,
                    major_code="M1",
                )
            )
    warehouse.configure(home)
    return engine


def add_students(engine, count, org="D1", start=0, *, open_credits=0.0):
    """Enrolled students of the department's class; their pids. Without open credits no rule can be applied to them."""
    pids = [f"s{org}{number:03d}" for number in range(start, start + count)]
    rows = [
        {"student_pid": pid, "class_code": f"{org}-C1", "major_code": "M1", "org_code": org} for pid in pids
    ]
    frame = pl.DataFrame(rows).with_columns(student_status=pl.lit("enrolled"))
    known = frame.with_columns(
        snapshot_id=1,
        credits_earned=20.0,
        credits_due=20.0,
        open_failed_credits=pl.lit(open_credits, pl.Float64),
    )
    bulk.write_frame(engine, mart_student, known)
    bulk.write_frame(engine, dim_student, frame.with_columns(valid_from=AS_OF, is_current=True))
    people = [
        {
            "person_pid": pid,
            "kind": "student",
            "person_no": f"S-{pid}",
            "full_name": f"示例·{pid}",
            "category": "student_identity",
        }
        for pid in pids
    ]
    bulk.write_frame(engine, dim_person, pl.DataFrame(people))
    return pids


def warn(engine, pids, level, org="D1", layer="in_term", snapshot_id=1):
    """A warning of one level for each student."""
    rules = json.dumps([{"rule": "open", "level": level, "value": 12, "limit": 8}])
    rows = [
        {
            "student_pid": pid,
            "term_id": TERM,
            "layer": layer,
            "level": level,
            "rules": rules,
            "class_code": f"{org}-C1",
            "org_code": org,
        }
        for pid in pids
    ]
    bulk.write_frame(engine, mart_rule_warning, pl.DataFrame(rows).with_columns(snapshot_id=snapshot_id))


def publish(engine, *, snapshot_id, as_of):
    """A later state of the same term, made current; its students are those of the first."""
    with engine.begin() as connection:
        connection.execute(update(meta_snapshot).values(is_current=False))
        connection.execute(
            insert(meta_snapshot).values(
                snapshot_id=snapshot_id, created_at=datetime(2025, 11, 2), status="published", is_current=True,
                as_of=as_of, term_id=TERM, week_no=10, engine="polars",
            )
        )  # fmt: skip
        same = [column for column in mart_student.c if column.name != "snapshot_id"]
        rows = select(literal(snapshot_id).label("snapshot_id"), *same).where(mart_student.c.snapshot_id == 1)
        names = ["snapshot_id", *(column.name for column in same)]
        connection.execute(insert(mart_student).from_select(names, rows))
    return Snapshot(snapshot_id, as_of, TERM, 10)


def add_value(
    engine,
    indicator,
    value,
    *,
    kind="school",
    entity="school",
    period=CLOSED,
    category="unit_indicator",
    **more,
):
    """One stored indicator value."""
    row = {
        "snapshot_id": 1, "entity_kind": kind, "entity_id": entity, "indicator_id": indicator, "period": period,
        "category": category, "as_of": AS_OF, "is_latest": True, "value": value, "status": "observed",
        "definition_version": "2026.1",
    } | more  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(ind_value).values(**row))


def role(name, **codes):
    """The scope of a role with the codes it reaches."""
    return Scope(name, f"p-{name}", tuple((kind, frozenset(found)) for kind, found in codes.items()))
