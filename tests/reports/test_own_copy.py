"""The copy of all that is kept about one person: whole, under the own rights, about nobody else."""

import io
import json
from datetime import date, datetime

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Boolean, Date, DateTime, Float, Integer, insert

from access.scope import Scope
from access.viewer import Viewer
from data.warehouse import lake
from data.warehouse.home import open_engine, write_setting
from data.warehouse.schema import metadata
from data.warehouse.schema.meta import meta_row_history, meta_set_aside_row
from data.warehouse.schema.people import dim_person
from data.warehouse.schema.quality import qa_intervention
from data.warehouse.schema.structure import dim_term
from data.warehouse.schema.teaching import fact_set_response
from errors import NotAllowed
from reports import own_copy
from ui import i18n
from views import warehouse
from views.administration import own_record

PIDS = {"student": "s" + "1" * 20, "teacher": "t" + "2" * 20}
OTHER = {"student": "s" + "8" * 20, "teacher": "t" + "9" * 20}
NUMBERS = {"student": "S2024000001", "teacher": "T0001"}
# Columns of categories, by which a row of several categories is judged: what the person reads of itself.
OWN_CATEGORY = {"student": "student_academic_record", "teacher": "teacher_profile"}
KEYS = {
    "student_pid",
    "teacher_pid",
    "person_pid",
    "person",
    "object_id",
    "subject",
    "actor_pid",
    "supervisor_pid",
}
TABLES = list(metadata.tables.values())


def _value(column, kind, pid, marker):
    """Something that fits the column: the person where a person stands, a number of the row elsewhere."""
    if column.name == "category":
        return f"{kind}_identity" if column.table.name == "dim_person" else OWN_CATEGORY[kind]
    if column.name in ("page", "reasons"):
        return {"page": "student", "reasons": "[]"}[column.name]
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer):
        return marker
    if isinstance(column.type, Float):
        return 1.0
    if isinstance(column.type, DateTime):
        return datetime(2025, 9, 1)
    if isinstance(column.type, Date):
        return date(2025, 9, 1)
    if column.name in KEYS:
        return pid if column.name in own_record.about_columns(column.table, kind) else "nobody"
    return f"v{marker}"[: getattr(column.type, "length", None) or 10]


def _row(table, kind, pid, marker):
    return {column.name: _value(column, kind, pid, marker) for column in table.columns}


@pytest.fixture
def home(empty_home):
    """A row of the person and one of another in every table that names a person of the kind."""
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        write_setting(connection, "as_of", "2026-03-01")
        write_setting(connection, "zone", "Asia/Shanghai")
        for table in TABLES:
            marker = 501  # generated keys begin at 1
            for kind in own_record.KINDS:
                for pid in (PIDS[kind], OTHER[kind]) if own_record.about_columns(table, kind) else ():
                    connection.execute(insert(table).values(_row(table, kind, pid, marker)))
                    marker += 1
    warehouse.configure(empty_home)
    yield engine
    warehouse.engine().dispose()


def collected(kind):
    return own_record.collect(own_record.own_scope(kind, PIDS[kind]))


def parts(kind, how="about"):
    return {part.table: part for part in collected(kind).parts if part.how == how}


def viewer(kind, **scope):
    held = (
        own_record.own_scope(kind, PIDS[kind]) if not scope else Scope(role=kind, person=PIDS[kind], **scope)
    )
    return Viewer(PIDS[kind], None, (kind,), kind, held, "x", "demo")


NAMED = [
    (kind, table)
    for kind in own_record.KINDS
    for table in TABLES
    if kind in table.info["access"] or f"{kind}_pid" in table.c
]
# Of students the evaluation holds nothing; of teachers single answers are never told, see below.
SINGLE = {("teacher", "fact_set_response")}
# Whom a teacher advises is the students' record; it is not in the teacher's copy.
OF_OTHERS = {("teacher", "bridge_advised_student")}
# Anonymous answers are read by jobs alone: the copy says that they were left out.
WITHHELD = {("teacher", "fact_survey_response")}


@pytest.mark.parametrize("kind", own_record.KINDS)
def test_every_table_that_names_a_person_is_in_the_copy(home, kind):
    found = parts(kind)
    told = {name: (len(part.rows), part.is_withheld) for name, part in found.items()}
    none = SINGLE | OF_OTHERS | WITHHELD
    wanted = {
        table.name: (0 if (kind, table.name) in none else 1, (kind, table.name) in WITHHELD)
        for one, table in NAMED
        if one == kind
    }
    assert len(wanted) > 15
    assert {name: told.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("kind", own_record.KINDS)
def test_copy_names_nobody_else(home, kind):
    told = b"".join(own_copy.files(collected(kind)).values()).decode("utf-8", "replace")
    assert OTHER[kind] not in told and PIDS["teacher" if kind == "student" else "student"] not in told


def test_new_table_with_a_person_is_part_of_the_copy_by_itself():
    from sqlalchemy import Column, MetaData, String, Table

    info = {"access": {"student": "pupil"}, "category": "student_academic_record", "is_identity": False}
    table = Table("fact_new", MetaData(), Column("pupil", String(24)), info=info)
    assert own_record.about_columns(table, "student") == ("pupil",)
    assert own_record.about_columns(table, "teacher") == ()


def test_masked_text_is_left_out_and_said_so(home):
    part = parts("student")["qa_intervention"]
    assert "note" not in part.columns and ("note", "matrix") in part.left_out
    told = own_copy.files(collected("student"))["README.txt"].decode()
    assert "未包含（按权限矩阵不向本人公开）：记录文字" in told
    assert "Left out (the access matrix does not open it to you): Note" in told


def test_who_looked_is_told_by_role_and_not_by_person(home):
    with home.begin() as connection:
        from access.log_chain import append

        append(connection, {
            "act": "view", "person": OTHER["teacher"], "role": "dean", "session": "x", "object_kind": "student",
            "object_id": PIDS["student"],
        })  # fmt: skip
    part = parts("student")["sec_access_log"]
    rows = [dict(zip(part.columns, row, strict=True)) for row in part.rows]
    assert [row["person"] for row in rows if row["role"] == "dean"] == [None]
    assert OTHER["teacher"] not in own_copy.as_json(collected("student")).decode()


def test_what_the_person_wrote_about_others_is_left_out(home):
    with home.begin() as connection:
        connection.execute(
            insert(qa_intervention).values(
                student_pid=OTHER["student"], term_id="2025-2026-1", state="closed", kind="talk", note="words of a talk",
                actor_pid=PIDS["teacher"], actor_role="counsellor", recorded_at=datetime(2026, 1, 1),
            )
        )  # fmt: skip
    part = parts("teacher", "done")["qa_intervention"]
    assert len(part.rows) == 1
    assert {("student_pid", "others"), ("note", "others")} <= set(part.left_out)
    told = own_copy.as_json(collected("teacher")).decode()
    assert OTHER["student"] not in told and "words of a talk" not in told


def test_evaluation_is_told_as_means_of_closed_terms_from_eight_answers_on(home):
    with home.begin() as connection:
        for term, due in (("closed", date(2026, 2, 1)), ("open", date(2026, 4, 1))):
            connection.execute(
                insert(dim_term).values(
                    term_id=term, start_year=2025, term_no=1, first_monday=due, day_zero=due, end_on=due, week_count=18,
                    grades_due_on=due,
                )
            )  # fmt: skip
        for term, offering, answers in (("closed", "eight", 8), ("closed", "seven", 7), ("open", "many", 20)):
            for number in range(answers):
                connection.execute(
                    insert(fact_set_response).values(
                        response_id=f"{offering}{number}", item_no=1, offering_id=offering, teacher_pid=PIDS["teacher"],
                        term_id=term, score=80 + number,
                    )
                )  # fmt: skip
    part = parts("teacher")["fact_set_response"]
    assert part.rows == (("closed", "eight", 1, 8, 83.5),)
    assert "eight3" not in own_copy.as_json(collected("teacher")).decode()


def test_predictions_made_before_an_objection_are_in_the_copy(home):
    with home.begin() as connection:
        since = {"person": PIDS["student"], "topic": "model_layer", "since": datetime(2026, 1, 1)}
        connection.execute(insert(metadata.tables["sec_consent"]).values(since))
    assert len(parts("student")["ml_prediction"].rows) == 1


def test_own_grants_and_accounts_are_told_without_who_gave_them(home):
    part = parts("teacher")["sec_grant"]
    assert len(part.rows) == 1 and {"granted_by", "revoked_by"} == {name for name, _ in part.left_out}


def test_events_of_the_lake_are_the_students_own(home, empty_home):
    for name, declared in lake.TABLES.items():
        if "student_pid" not in declared["columns"]:
            continue
        schema = lake.schema(name)
        rows = {column: [None, None] for column in schema} | {
            "student_pid": [PIDS["student"], OTHER["student"]]
        }
        folder = lake.partition(empty_home, name, "2025-2026-1")
        folder.mkdir(parents=True)
        pl.DataFrame(rows, schema=schema).write_parquet(folder / "1.parquet")
    found = parts("student", "events")
    assert set(found) == {name for name, one in lake.TABLES.items() if "student_pid" in one["columns"]}
    assert {len(part.rows) for part in found.values()} == {1}
    assert parts("teacher", "events") == {}


def test_earlier_versions_of_own_rows_come_along(home):
    rows = [
        ("fact_grade_attempt", {"student_pid": PIDS["student"], "score": 55}),
        ("fact_grade_attempt", {"student_pid": OTHER["student"], "score": 56, "note": PIDS["student"]}),
        ("qa_intervention", {"student_pid": PIDS["student"], "note": "words"}),
        ("fact_set_response", {"teacher_pid": PIDS["teacher"], "score": 10}),
    ]
    with home.begin() as connection:
        for table, row in rows:
            connection.execute(
                insert(meta_row_history).values(
                    table_name=table, row_key="k", old_row=json.dumps(row), replaced_by_load=2, replaced_at=datetime(2026, 1, 1)
                )
            )  # fmt: skip
    found = parts("student", "earlier")
    assert [
        row[found["fact_grade_attempt"].columns.index("score")] for row in found["fact_grade_attempt"].rows
    ] == [55]
    assert "note" not in found["qa_intervention"].columns
    assert parts("teacher", "earlier") == {}


@pytest.mark.parametrize(
    ("table", "kind", "told"),
    [
        ("fact_grade_attempt", "student", 1),
        ("fact_attendance", "student", 1),
        ("fact_teacher_training", "teacher", 1),
        ("fact_grade_attempt", "teacher", 0),  # a teacher's number in a row about a student
        ("fact_set_response", "teacher", 0),
        ("dim_person", "student", 1),
    ],
)
def test_rows_set_aside_are_told_where_they_are_about_the_person_alone(home, table, kind, told):
    original = {"no": NUMBERS[kind], "value": "broken"}
    with home.begin() as connection:
        row = {
            "person_pid": PIDS[kind],
            "kind": kind,
            "person_no": NUMBERS[kind],
            "category": f"{kind}_identity",
        }
        connection.execute(dim_person.delete().where(dim_person.c.person_pid == PIDS[kind]))
        connection.execute(insert(dim_person).values(row))
        for content in (original, {"no": NUMBERS[kind] + "7", "value": "of another"}):
            connection.execute(
                insert(meta_set_aside_row).values(
                    load_id=70,
                    file_name="a.csv",
                    table_name=table,
                    reason_code="number",
                    original=json.dumps(content),
                )
            )
    found = parts(kind, "set_aside")
    assert sum(len(part.rows) for part in found.values()) == told
    assert "of another" not in str(found)


@pytest.mark.parametrize("kind", own_record.KINDS)
def test_page_gets_a_workbook_of_everything_with_rows(home, kind):
    i18n.use("zh")
    book = CalamineWorkbook.from_filelike(io.BytesIO(own_copy.build(viewer(kind))))
    names = [
        f"own_copy.name_{part.table}" for part in collected(kind).parts if part.rows and part.how == "about"
    ]
    assert set(book.sheet_names) >= {i18n.t(name) for name in names}
    assert book.get_sheet_by_index(0).to_python()[0] == ["数据表", "内容", "行数", "未包含"]


@pytest.mark.parametrize("role", ["dean", "auditor", None])
def test_other_roles_get_no_copy(home, role):
    other = Viewer("t1", None, (), role, Scope(role=role or "", person="t1"), "x", "demo")
    with pytest.raises(NotAllowed):
        own_copy.build(other)


def test_nobody_takes_a_copy_through_another_persons_eyes(home):
    limit = Scope(role="data_admin", person="t1")
    seen = viewer("student", values=(("student", frozenset({PIDS["student"]})),), limit=limit)
    with pytest.raises(NotAllowed):
        own_copy.build(seen)


def test_reasons_of_a_prediction_are_words():
    i18n.use("en")
    told = own_copy._cell("reasons", json.dumps([{"code": "RC03", "strength": 0.4}, {"code": "RC99"}]))
    assert "RC03" not in told and '{"code": "RC99"}' in told and len(told) > 40


def test_every_table_of_a_copy_has_words():
    named = {table.name for _, table in NAMED} | {"sec_grant", "sec_binding", "meta_set_aside_row"}
    named |= {name for name, one in lake.TABLES.items() if "student_pid" in one["columns"]}
    for language in i18n.LANGUAGES:
        known = i18n.catalogue(language)
        lacking = [
            name for name in named for what in ("name", "about") if f"own_copy.{what}_{name}" not in known
        ]
        assert lacking == []
