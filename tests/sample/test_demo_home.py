"""The demo college in its home: loaded by the ordinary mapping, frozen at its as-of, with a person for every role."""

from datetime import date, datetime

import polars as pl
import pytest
from sqlalchemy import Date, DateTime, func, select

from access import grants, policy
from access.sec_tables import sec_grant
from access.viewer import make_viewer
from data.sample.calendar import AS_OF
from data.sample.generate import generate
from data.staging.reading_mappings import shipped_mapping
from data.warehouse import lake
from data.warehouse.checks import table_findings
from data.warehouse.event_checks import event_findings
from data.warehouse.home import open_engine, read_setting, write_setting
from data.warehouse.loading.source import load_source
from data.warehouse.queries.history import end_of_day
from data.warehouse.schema import metadata
from jobs.__main__ import main

LIMIT = end_of_day(AS_OF, "Asia/Shanghai")
TABLES = {table.name: table for table in metadata.tables.values()}  # some lie in the restricted schema
KEPT = ("dim_", "fact_", "bridge_", "lake_")
# plans lie ahead, and the day of loading is the machine's own
PLANNED = {
    "dim_term.end_on", "dim_term.grades_due_on", "dim_calendar_week.monday", "dim_task.due_at", "fact_request.due_at",
    "fact_library_loan.due_on", "fact_quality_incident.due_on", "fact_partner_agreement.to_on",
}  # fmt: skip
LOADED_THEN = {
    f"{rule.to}.recorded_at"
    for rule in shipped_mapping("demo_college").tables
    if rule.recorded_at == "unknown"
}  # a register that does not say since when it knows a row is known since it was loaded


def test_every_row_loads_balances_and_loads_no_second_time(empty_home, tmp_path):
    generate(100, 3, tmp_path)
    folder, mapping = tmp_path / "exports" / "demo", shipped_mapping("demo_college")
    first = load_source(empty_home, mapping, folder)
    assert first.refused == []
    assert first.reasons == {}
    for name, counts in first.tables.items():
        assert counts.read == counts.loaded + counts.already + counts.set_aside
        assert _held(empty_home, name) == counts.loaded > 0, name
    again = load_source(empty_home, mapping, folder)
    assert sum(counts.loaded for counts in again.tables.values()) == 0
    assert again.read == first.read


def _held(home, name: str) -> int:
    """Rows of a table or of the lake."""
    if name in lake.TABLES:
        return lake.scan(home, name).select(pl.len()).collect().item()
    with open_engine(home).connect() as connection:
        return connection.execute(select(func.count()).select_from(TABLES[name])).scalar_one()


def _newest(connection, column):
    query = select(func.max(column))
    if column.table.name == "fact_session":
        query = query.where(column.table.c.status != "planned")
    return connection.execute(query).scalar()


def test_nothing_in_the_warehouse_is_later_than_the_as_of(demo_home):
    late, seen = [], 0
    with open_engine(demo_home).connect() as connection:
        for table in TABLES.values():
            for column in table.columns if table.name.startswith(KEPT) else ():
                name = f"{table.name}.{column.name}"
                if (
                    not isinstance(column.type, Date | DateTime)
                    or column.name == "loaded_at"
                    or name in PLANNED | LOADED_THEN
                ):
                    continue
                newest = _newest(connection, column)
                limit = LIMIT if isinstance(newest, datetime) else AS_OF
                seen += newest is not None
                late += [(name, newest)] if newest and newest > limit else []
    assert late == []
    assert seen > 40


@pytest.mark.parametrize("table", sorted(lake.TABLES))
def test_nothing_in_the_lake_is_later_than_the_as_of(demo_home, table):
    frame = lake.scan(demo_home, table).collect()
    for name, kind in frame.schema.items():
        if kind.is_temporal() and name != "loaded_at" and frame.height:
            newest = frame[name].max()
            assert newest is None or newest <= (LIMIT if isinstance(newest, datetime) else AS_OF), name


def test_home_knows_its_today_and_its_size(demo_home):
    with open_engine(demo_home).connect() as connection:
        known = {
            key: read_setting(connection, key)
            for key in ("kind", "as_of", "current_term", "students", "zone")
        }
        students = TABLES["dim_student"].c
        current = select(func.count()).where(students.is_current, students.student_status == "enrolled")
        assert connection.execute(current).scalar_one() == known["students"] == 300
    assert (known["kind"], known["as_of"], known["current_term"]) == ("demo", "2025-11-02", "2025-2026-1")


def test_finished_cohorts_and_teacher_records_reach_five_years_back(demo_home):
    tables = TABLES
    with open_engine(demo_home).connect() as connection:

        def oldest(table, column):
            return connection.execute(select(func.min(tables[table].c[column]))).scalar()

        due = connection.execute(select(tables["fact_graduation"].c.due_year).distinct()).scalars().all()
        assert sorted(due) == [2021, 2022, 2023, 2024, 2025]
        for table, column in (("fact_teacher_training", "from_on"), ("fact_enterprise_practice", "from_on")):
            assert oldest(table, column) <= date(2020, 11, 2)
        assert oldest("fact_teacher_appraisal", "year") == 2020
        changed = tables["dim_teacher"].c.valid_from
        dated = select(func.count()).where(changed.between(date(2020, 11, 2), AS_OF))
        assert connection.execute(dated).scalar_one() > 0


def test_every_role_has_a_person_who_holds_it(demo_home):
    roles = set(policy.roles()) - {"public"}  # the public signs in nowhere
    with open_engine(demo_home).connect() as connection:
        assert set(read_setting(connection, "demo_people")) == roles
        for role in roles:
            viewer = make_viewer(
                connection, mode="demo", session="test", wanted=role, today=date.today(), as_of=AS_OF
            )
            assert viewer.has_role, role


def test_grants_are_dated_and_some_are_over(demo_home):
    columns = sec_grant.c
    with open_engine(demo_home).connect() as connection:
        held = grants.listed(connection)
        every = grants.listed(connection, past=True)
        related = connection.execute(select(TABLES["bridge_teacher_role"].c.role).distinct()).scalars().all()
        people = (
            connection.execute(select(columns.person).where(columns.role == "data_admin")).scalars().all()
        )
        auditors = connection.execute(select(columns.person).where(columns.role == "auditor")).scalars().all()
    today = date.today()
    assert sorted(related) == ["counsellor", "course_leader", "dean", "major_leader"]
    assert any(one.valid_to and one.holds_on(today) for one in held)
    assert any(one.scope_kind == "org" and one.holds_on(today) for one in held)
    over = [one for one in every if one not in held]
    assert {one.revoked_at is None for one in over} == {True, False}
    assert len(people) == 2 and not set(people) & set(auditors)
    assert all(one.granted_by != one.person for one in every)


def test_shown_counsellor_has_warned_students(demo_home):
    tables = TABLES
    role, warning = tables["bridge_teacher_role"].c, tables["mart_rule_warning"].c
    with open_engine(demo_home).connect() as connection:
        pid = read_setting(connection, "demo_people")["counsellor"]
        query = (
            select(func.count())
            .select_from(tables["bridge_teacher_role"].join(tables["mart_rule_warning"], role.target_code == warning.class_code))
            .where(role.teacher_pid == pid, role.role == "counsellor", warning.level.in_(["red", "orange"]))
        )  # fmt: skip
        assert connection.execute(query).scalar_one() > 0


def test_counsellors_have_talked_to_some_and_every_tab_has_somebody(demo_home):
    role = TABLES["bridge_teacher_role"].c
    with open_engine(demo_home).connect() as connection:
        rows = [dict(row) for row in connection.execute(select(TABLES["qa_intervention"])).mappings()]
        counsellors = set(
            connection.execute(select(role.teacher_pid).where(role.role == "counsellor")).scalars()
        )
        pid = read_setting(connection, "demo_people")["counsellor"]
    assert rows and {row["actor_pid"] for row in rows} <= counsellors
    assert all(row["recorded_on"] <= AS_OF and row["recorded_at"].date() <= AS_OF for row in rows)
    newest = {row["student_pid"]: row for row in sorted(rows, key=lambda row: row["recorded_at"])}
    states = {row["state"] for row in newest.values() if row["actor_pid"] == pid}
    assert "closed" in states and len(states) > 1
    assert any(row["kind"] == "referral" for row in rows)  # student affairs have somebody to look after


def test_shown_student_has_strengths_and_one_thing_open(demo_home):
    student = TABLES["mart_student"].c
    with open_engine(demo_home).connect() as connection:
        pid = read_setting(connection, "demo_people")["student"]
        row = connection.execute(
            select(student.weighted_score, student.open_failed_credits).where(student.student_pid == pid)
        ).first()
    assert row.weighted_score > 70
    assert 0 < row.open_failed_credits <= 6


def _demo(home, *words: str) -> int:
    place = [
        "--home",
        str(home.directory),
        *(["--warehouse", home.warehouse_url] if home.warehouse_url else []),
    ]
    return main(["demo", *words, *place])


def _counts(home) -> dict[str, int]:
    """Rows of all tables but the loads' own account, of which each load adds one."""
    with open_engine(home).connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in TABLES.values()
            if table.name not in ("meta_load", "meta_load_file")
        }


def test_demo_run_twice_adds_nothing(demo_copy):
    before = _counts(demo_copy)
    assert _demo(demo_copy, "--students", "300", "--seed", "7") == 0
    assert _counts(demo_copy) == before


def test_demo_with_other_arguments_is_refused(demo_copy, capsys):
    assert _demo(demo_copy, "--students", "200", "--seed", "7") == 1
    told = capsys.readouterr().err
    assert "a demo made with" in told
    assert "--home" in told


def test_demo_in_a_home_with_other_data_is_refused(empty_home, capsys):
    with open_engine(empty_home).begin() as connection:
        write_setting(connection, "kind", "local")
    assert _demo(empty_home, "--students", "100") == 1
    assert "a home that holds other data" in capsys.readouterr().err
    assert not (empty_home.directory / "exports" / "demo").exists()


def test_no_check_of_a_fresh_demo_fails(demo_home):
    with open_engine(demo_home).connect() as connection:
        findings = [*table_findings(connection), *event_findings(connection, demo_home)]
    assert [finding for finding in findings if finding.status == "fail"] == []
    assert len(findings) > 100


def test_only_students_who_left_are_without_a_class(demo_home):
    students = TABLES["dim_student"].c
    query = select(students.student_status).where(students.class_code.is_(None)).distinct()
    with open_engine(demo_home).connect() as connection:
        assert set(connection.execute(query).scalars()) <= {"graduated", "withdrawn"}
