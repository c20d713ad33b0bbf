"""A department with a class of 24, a course of two teaching classes, and weeks of attendance."""

import polars as pl
from sqlalchemy import insert

from data.warehouse import bulk
from data.warehouse.schema.marts import mart_offering, mart_roster, mart_week
from data.warehouse.schema.structure import dim_course, dim_major, dim_offering
from data.warehouse.schema.teaching import fact_enrolment
from tests.views import college

O1, O2 = f"{college.TERM}/K1-01", f"{college.TERM}/K1-02"


def opened(home):
    """D1 with a class of 24, one course with two teaching classes, and weeks of attendance of class and students."""
    engine = college.opened(home)
    pids = college.add_students(engine, 24, "D1", open_credits=4.0)
    college.add_students(engine, 4, "D2")
    college.warn(engine, pids[:2], "orange")
    college.warn(engine, pids[2:3], "yellow")
    _units(engine)
    _roster(engine, pids)
    bulk.write_frame(engine, mart_week, _weeks(pids))
    return engine


def _units(engine):
    with engine.begin() as connection:
        connection.execute(
            insert(dim_major).values(
                major_code="M1", valid_from=college.AS_OF, is_current=True, name="专业一", org_code="D1"
            )
        )
        for code, org in (("K1", "D1"), ("K2", "D2")):
            connection.execute(
                insert(dim_course).values(
                    course_code=code,
                    valid_from=college.AS_OF,
                    is_current=True,
                    name=f"课程{code}",
                    org_code=org,
                )
            )
        for offering, course, org in ((O1, "K1", "D1"), (O2, "K1", "D1"), ("o9", "K2", "D2")):
            connection.execute(
                insert(dim_offering).values(
                    offering_id=offering, offering_no=offering[-5:], term_id=college.TERM, course_code=course,
                    org_code=org, name=f"课程{course}{offering[-2:]}班", pass_mark=60.0,
                )
            )  # fmt: skip
            connection.execute(
                insert(mart_offering).values(
                    snapshot_id=1, offering_id=offering, term_id=college.TERM, course_code=course, org_code=org,
                    name=f"课程{course}{offering[-2:]}班", enrolled=12, behind="student_academic_record",
                    is_open=True, is_open_inside=True,
                )
            )  # fmt: skip


def _roster(engine, pids):
    rows = [
        {
            "student_pid": pid,
            "offering_id": O1 if place < 12 else O2,
            "score": 50.0 + 2 * place,
            "support_flag": place < 3,
        }
        for place, pid in enumerate(pids)
    ]
    frame = pl.DataFrame(rows).with_columns(
        snapshot_id=1, term_id=pl.lit(college.TERM), course_code=pl.lit("K1"), class_code=pl.lit("D1-C1"),
        org_code=pl.lit("D1"), major_code=pl.lit("M1"), attendance_rate=0.9,
        result=pl.when(pl.col("score") >= 60).then(pl.lit("passed")).otherwise(pl.lit("failed")),
    )  # fmt: skip
    bulk.write_frame(engine, mart_roster, frame)
    enrolled = frame.select("student_pid", "offering_id").with_row_index("student_sk")
    bulk.write_frame(engine, fact_enrolment, enrolled.with_columns(pl.col("student_sk").cast(pl.Int64)))


def _weeks(pids):
    whole = {
        "entity_kind": "class",
        "entity_id": "D1-C1",
        "category": "unit_indicator",
        "behind": "attendance_process",
    }
    rows = [whole | {"week_no": week, "numerator": 200.0, "denominator": 240.0} for week in (7, 8, 9)]
    rows += [
        {"entity_kind": "student", "entity_id": pid, "category": "attendance_process", "behind": None, "student_pid": pid,
         "week_no": week, "numerator": 8.0, "denominator": 10.0}
        for pid in pids
        for week in (7, 8, 9)
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        snapshot_id=1, term_id=pl.lit(college.TERM), measure=pl.lit("attendance"), class_code=pl.lit("D1-C1"),
        org_code=pl.lit("D1"), value=pl.col("numerator") / pl.col("denominator"), is_open=True, is_open_inside=True,
    )  # fmt: skip
