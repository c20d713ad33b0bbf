"""The access log as its readers see it: rows by role, persons masked, reasons to ask, pages of rows, the chain."""

import json
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from sqlalchemy import insert, text

from access import log_chain
from access.sec_tables import sec_break_glass
from data.warehouse.log_checks import chain_finding
from data.warehouse.schema.meta import meta_check
from data.warehouse.schema.people import dim_person
from tests.access.people import add_teacher
from tests.views import college
from ui import i18n, run
from ui import text as words
from views.administration import access_log, unusual

ZONE = "Asia/Shanghai"
DEAN, STUDENT = "t" + "a" * 20, "s" + "b" * 20


@pytest.fixture
def home(empty_home):
    """A dean who looked at a student, was refused, exported; a setting that was changed."""
    engine = college.opened(empty_home)
    add_teacher(engine, DEAN)
    row = {"person_pid": STUDENT, "kind": "student", "person_no": "S2024000123", "full_name": "张小三"}
    with engine.begin() as connection:
        connection.execute(insert(dim_person).values(row | {"category": "student_identity"}))
    write(engine, act="view", object_kind="student", object_id=STUDENT, page="student")
    write(engine, act="export", object_kind="course", object_id="K1", row_count=900, page="course")
    write(engine, act="refuse", object_kind="page", object_id="school", page="school")
    write(engine, act="write", object_kind="setting", object_id="capacity", person="command line", role=None)
    write(engine, act="grant", object_kind="grant", object_id="1", purpose="role dean")
    return engine


def write(engine, **values):
    with engine.begin() as connection:
        return log_chain.append(connection, {"person": DEAN, "role": "dean", "session": "x", **values})


def page(reader, tab="views", **chosen):
    wanted = {"days": None, "role": None, "act": None, "after": None} | chosen
    return access_log.overview(college.role(reader), access_log.chosen(tab, **wanted))


def cells(shown):
    i18n.use("zh")
    return [[words.plain(cell) for cell in row] for row in shown.table.rows] if shown.table else []


def test_auditor_reads_every_row_and_the_person_looked_at_is_masked(home):
    ((_, who, role, looked_at, opened, _),) = cells(page("auditor"))
    assert (who, role, opened) == (f"示例·{DEAN}", "二级学院院长", "学生")
    assert looked_at == "学生 · 张* ***123"
    assert [len(cells(page("auditor", tab))) for tab in ("files", "refusals", "changes")] == [1, 1, 2]


def test_administrator_reads_technical_rows_alone_without_names(home):
    assert cells(page("data_admin")) == []
    assert cells(page("data_admin", "files")) == []
    ((_, who, _, looked_at, *_),) = cells(page("data_admin", "refusals"))
    assert who.startswith("示例·t*") and looked_at == "页面 · 学校"
    assert {row[4] for row in cells(page("data_admin", "changes"))} == {"设置 · capacity", "授权 · 1"}


@pytest.mark.parametrize("role", ["dean", "counsellor", "student", "quality_office", "leadership"])
def test_others_read_nothing_of_others(home, role):
    for tab in access_log.TABS:
        shown = page(role, tab)
        assert (cells(shown), shown.total) == ([], 0)


def test_no_number_and_no_whole_name_of_a_student_is_told(home):
    for tab in access_log.TABS:
        told = json.dumps(cells(page("auditor", tab)), ensure_ascii=False)
        assert "张小三" not in told and "S2024000123" not in told and STUDENT not in told


def test_every_row_stands_in_one_tab(home):
    acts = (
        "view",
        "unmask",
        "list",
        "export",
        "refuse",
        "sign_in",
        "sign_out",
        "bind",
        "release",
        "revoke",
        "other",
    )
    for act in acts:
        write(home, act=act, object_kind="session")
    tabs = [tab for tab in access_log.TABS if tab not in ("unusual", "requests", "chain")]
    assert sum(page("auditor", tab).total for tab in tabs) == 5 + len(acts)


def test_role_act_and_days_choose_rows(home):
    old = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=40)
    write(home, act="view", object_kind="teacher", object_id=DEAN, role="hr", at=old)
    assert page("auditor").total == 1
    assert page("auditor", days="90").total == 2
    assert page("auditor", days="90", role="hr").total == 1
    assert page("auditor", "changes", act="grant").total == 1
    assert {role for role, _ in page("auditor", days="90").roles} == {"dean", "hr"}
    assert {act for act, _ in page("auditor", "changes").acts} == {"grant", "write"}


@pytest.mark.parametrize("days", ["", "0", "31", "x", "-1", "٣"])
def test_what_cannot_be_chosen_is_the_default(days):
    assert access_log.chosen("nothing", days, "nobody", "view", "-5") == access_log.Choice(
        "unusual", access_log.DEFAULT_DAYS, None, None, 0
    )


def test_rows_come_newest_first_in_pages_that_say_so(home):
    for number in range(access_log.PAGE_ROWS + 4):
        write(home, act="view", object_kind="class", object_id=f"C{number}")
    first = page("auditor")
    second = page("auditor", after=str(access_log.PAGE_ROWS))
    assert (first.total, len(first.table.rows), len(second.table.rows)) == (105, 100, 5)
    assert cells(first)[0][3] == "班级 · C103" and cells(second)[-1][3] == "学生 · 张* ***123"
    assert [begin for begin, _ in first.pages] == [0, 100]
    assert cells(page("auditor", after="9900")) == cells(first)


def test_request_is_told_with_its_purpose_and_state(home):
    now = datetime.now(UTC).replace(tzinfo=None)
    with home.begin() as connection:
        for hours, seen in ((4, None), (-1, now)):
            connection.execute(
                insert(sec_break_glass).values(
                    person=DEAN, role="leadership", subject_kind="student", subject=STUDENT, purpose="家长来访",
                    opened_at=now - timedelta(hours=2), expires_at=now + timedelta(hours=hours), notice_seen_at=seen,
                )
            )  # fmt: skip
    rows = cells(page("auditor", "requests"))
    assert [(row[3], row[4], row[6]) for row in rows] == [
        ("张* ***123", "家长来访", "已结束、本人已知悉"), ("张* ***123", "家长来访", "进行中、本人尚未查看通知"),
    ]  # fmt: skip
    assert cells(page("data_admin", "requests")) == []


def test_findings_count_and_name_the_broken_row(home):
    i18n.use("zh")
    told = [words.plain(one) for one in page("auditor").findings]
    assert told[0] == "最近30天：查看个人页面 1 次，导出 1 次，被拒绝 1 次，申请查看 0 次。"
    assert told[2] == "最近 5 条记录前后相接，无增删改。"
    with home.begin() as connection:
        place = "" if home.dialect.name == "sqlite" else " ON sec_access_log"
        connection.execute(text(f"DROP TRIGGER sec_access_log_no_update{place}"))
        connection.execute(text("UPDATE sec_access_log SET role = 'hr' WHERE log_id = 3"))
    assert "第 3 号记录" in words.plain(page("auditor").findings[2])
    assert words.plain(page("data_admin").findings[0]) == (
        "最近30天：您可读的记录中，被拒绝 1 次，权限与设置变更 2 次。"
    )


def test_chain_tab_tells_the_last_whole_check(home, empty_home):
    i18n.use("zh")
    run.use(run.Run(zone=ZONE))
    assert words.plain(page("auditor", "chain").chain[1].title) == "尚未做过全部核对"
    with home.begin() as connection:
        found = chain_finding(connection, empty_home)
        row = {"checked_at": datetime(2026, 1, 9, 1), "check_id": found.check_id, "status": found.status}
        connection.execute(
            insert(meta_check).values(row | {"found": json.dumps(found.found), "expected": "{}"})
        )
    last = page("auditor", "chain").chain[1]
    assert words.plain(last.title) == "全部核对于 2026-01-09 09:00"
    assert words.plain(last.body) == "5行前后相接"


# --- reasons to ask --------------------------------------------------------------------------------------------


def log(*rows):
    full = {"at": datetime(2026, 1, 9, 2), "person": "t1", "role": "dean", "act": "view", "object_kind": "student",
            "object_id": "s1", "row_count": None}  # fmt: skip
    return pl.DataFrame([full | row for row in rows], infer_schema_length=None)


def spoken(*rows):
    return [(one.rule.rule_id, one.person, one.count) for one in unusual.found(log(*rows), ZONE)]


@pytest.mark.parametrize(("persons", "told"), [(60, []), (61, [("many_persons", "t1", 61)])])
def test_many_persons_in_a_day(persons, told):
    rows = [{"object_id": f"s{number}"} for number in range(persons)]
    assert spoken(*rows, *rows) == told  # the same person twice is one person


def test_two_days_and_two_roles_are_not_added_up():
    rows = [{"object_id": f"s{number}"} for number in range(40)]
    later = [row | {"at": datetime(2026, 1, 10, 2)} for row in rows]
    assert spoken(*rows, *later) == []
    assert spoken(*rows, *[row | {"role": "hr", "object_id": "x" + row["object_id"]} for row in rows]) == []


@pytest.mark.parametrize(("hour", "told"), [(14, 0), (15, 1), (21, 1), (22, 0)])
def test_night_is_the_colleges(hour, told):
    """23 to 6 in Shanghai is 15 to 22 in UTC."""
    rows = [{"at": datetime(2026, 1, 9, hour, 30)}] * 5
    assert len(spoken(*rows)) == told


def test_refusals_exports_and_requests():
    assert spoken(*[{"act": "refuse"}] * 4) == []
    assert spoken(*[{"act": "refuse"}] * 5) == [("repeated_refusals", "t1", 5)]
    assert spoken({"act": "export", "row_count": 500}) == []
    assert spoken({"act": "export", "row_count": 501}) == [("large_exports", "t1", 1)]
    apart = [{"act": "break_glass", "at": datetime(2026, 1, day, 2)} for day in range(1, 6)]
    assert spoken(*apart) == [("many_requests", "t1", 5)]


def test_log_without_rows_and_rows_without_person_are_no_trouble():
    assert unusual.found(pl.DataFrame(), ZONE) == ()
    assert spoken(*[{"act": "refuse", "person": None, "role": None}] * 5) == [("repeated_refusals", None, 5)]


def test_every_rule_has_words():
    for language in i18n.LANGUAGES:
        known = i18n.catalogue(language)
        assert [
            rule.rule_id for rule in unusual.rules() if f"access_log.rule_{rule.rule_id}" not in known
        ] == []
