"""Who asked for support, and tags of a team: who reads which, counted by hand, and nothing typed leaves."""

from collections import Counter
from dataclasses import asdict
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select, text

from access import policy
from access.scope import Scope, before_an_audience
from access.sec_tables import sec_access_log
from data.warehouse.queries import teacher as teacher_queries
from data.warehouse.schema.people import dim_person, dim_teacher
from data.warehouse.schema.quality import qa_correction
from pages.portraits import team
from reports import page_book
from tests.views import college, drilled, test_tasks_page
from ui.i18n import catalogue
from views import clock, warehouse
from views.figures import standing, values
from views.parts import Link
from views.people import records, tags
from views.teachers import teacher_card, team_needs, team_page, team_support, team_tags

NOW = datetime(2026, 11, 27, 4)  # a Friday
WORDS, ANSWER = "想请人听一次课", "已安排两次听课"
CENTRE = Scope("teacher_centre", "p-centre", everything=True)


def _teacher(connection, pid, org):
    connection.execute(
        insert(dim_teacher).values(
            teacher_pid=pid, valid_from=college.AS_OF, is_current=True, org_code=org, staff_type="full_time"
        )
    )
    connection.execute(
        insert(dim_person).values(
            person_pid=pid, kind="teacher", person_no=pid, full_name=f"示例·{pid}", category="teacher_identity"
        )
    )  # fmt: skip


def ask(engine, pid, *, ago=3, answered_ago=None, kind="help", to="teacher_centre", about="classes"):
    opened = NOW - timedelta(days=ago)
    row = {
        "person": pid, "person_kind": "teacher", "kind": kind, "about": about, "text": WORDS, "addressed_to": to,
        "opened_at": opened, "due_on": opened.date() + timedelta(days=15),
    }  # fmt: skip
    if answered_ago is not None:
        row |= {
            "decision": "accepted", "answer": ANSWER, "answered_by": "p-centre", "answered_role": to,
            "answered_at": NOW - timedelta(days=answered_ago),
        }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(qa_correction).values(row))


@pytest.fixture
def staff(empty_home):
    """Thirty teachers of D1 and one of D2; nobody has asked for anything."""
    engine = drilled.opened(empty_home)
    with engine.begin() as connection:
        for place in range(30):
            _teacher(connection, f"t{place:02d}", "D1")
        _teacher(connection, "u00", "D2")
    return engine


@pytest.fixture
def asking(staff):
    """Three of D1 wait (one late), one of D2; one was answered this school year, one the year before; one asked for a copy."""
    ask(staff, "t00", ago=20, about="standing")
    ask(staff, "t01", ago=3)
    ask(staff, "t02", ago=15)  # due today
    ask(staff, "u00", ago=1)
    ask(staff, "t03", ago=30, answered_ago=20)
    ask(staff, "t04", ago=150, answered_ago=130)  # July
    ask(staff, "t05", kind="copy", to="hr")
    return staff


def read(scope, unit=team_needs.WHOLE):
    return team_support.of_unit(scope, college.SNAPSHOT, unit, NOW)


def counts(found):
    params = found.waiting.params
    waiting = tuple(params[name].value for name in ("count", "late")) if params else (0, 0)
    return (*waiting, found.answered.params["count"].value)


def test_centre_reads_who_waits_the_first_due_first(asking):
    found = read(CENTRE)
    assert counts(found) == (4, 1, 1)
    rows = found.asked.rows
    assert [row[0].name.zh for row in rows] == ["示例·t00", "示例·t02", "示例·t01", "示例·u00"]
    assert [row[2].key for row in rows] == ["requests.about_standing", *["requests.about_classes"] * 3]
    assert rows[0][3] == date(2026, 11, 7)
    assert [row[4].params["left"].key for row in rows] == [
        "requests.clock_late", "requests.clock_today", "requests.clock_left", "requests.clock_left",
    ]  # fmt: skip
    assert {row[0].page for row in rows} == {"requests"}
    assert counts(read(CENTRE, "D2")) == (1, 0, 0)


def test_dean_and_quality_office_read_counts_of_their_own_and_no_name(asking):
    dean = read(college.role("dean", org={"D1"}), "D1")
    assert (counts(dean), dean.asked) == ((3, 1, 1), None)
    office = read(Scope("quality_office", "p-office", everything=True))
    assert (counts(office), office.asked) == ((4, 1, 1), None)
    assert counts(read(college.role("dean", org={"D2"}), "D1")) == (0, 0, 0)


def test_other_eyes_never_read_more_than_their_owner(asking):
    def through(role):
        return Scope("teacher_centre", "p-centre", everything=True, limit=Scope(role, "p-x", everything=True))

    assert read(through("data_admin")) is None
    assert read(through("quality_office")).asked is None
    assert read(through("teacher_centre")).asked is not None


@pytest.mark.parametrize("role", sorted(set(policy.roles()) - {"teacher_centre"}))
def test_no_role_but_the_centre_reads_a_name_and_few_a_count(asking, role):
    scope = Scope(role, "p-x", (("org", frozenset({"D1"})),), everything=role not in ("dean", "teacher"))
    found = read(scope)
    assert found is None or found.asked is None
    assert (found is not None) == (role in ("leadership", "dean", "quality_office"))


def test_neither_words_nor_names_leave_before_an_audience(asking):
    shown = str(asdict(read(before_an_audience(CENTRE))))
    assert "示例·" not in shown and "#1" in shown
    assert WORDS not in shown and ANSWER not in shown
    assert WORDS not in str(asdict(read(CENTRE))), "words are read where the request is answered"


def test_leadership_is_told_persons_by_the_cell_rule_as_the_week_closed(staff):
    leadership = Scope("leadership", "p-lead", everything=True)
    assert read(leadership).waiting.params["count"].value == 0
    for place in range(9):
        ask(staff, f"t{place:02d}", ago=6)  # Saturday
    ask(staff, "t00", ago=7)  # the same person twice
    assert read(leadership).waiting.key == "team.support_waiting_few"
    ask(staff, "t10", ago=4)  # Monday: this week is open
    assert read(leadership).waiting.key == "team.support_waiting_few"
    ask(staff, "t11", ago=6)
    found = read(leadership)
    assert (found.waiting.params["count"].value, found.answered.params["count"].value) == (10, 0)
    for place in range(12, 24):
        ask(staff, f"t{place:02d}", ago=6)
    assert read(leadership).waiting.key == "team.support_waiting_few", "all but nine are as telling as nine"
    assert read(leadership).asked is None


def test_nobody_waiting_is_an_empty_state_and_a_count_of_none(staff):
    found = read(CENTRE)
    assert (found.is_empty, found.asked, counts(found)) == (True, None, (0, 0, 0))
    assert found.waiting.key == "team.support_none"


def test_who_left_the_college_is_no_longer_of_the_team(asking):
    with asking.begin() as connection:
        connection.execute(
            dim_teacher.update().where(dim_teacher.c.teacher_pid == "t00").values(is_current=False)
        )
    assert counts(read(CENTRE)) == (3, 0, 1)


def test_file_with_who_asked_is_personal(asking):
    assert page_book.holds_names(read(CENTRE).asked)
    assert isinstance(read(CENTRE).asked.rows[0][0], Link)
    assert not page_book.holds_names(read(college.role("dean", org={"D1"}), "D1"))


def test_file_of_the_page_holds_who_asked_and_the_tags(snapshot, in_chinese):
    page = team_page.overview(CENTRE, snapshot, team_needs.WHOLE, clock.now())
    content = page_book.book({}, team.blocks(page)).content
    sheets = list(CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names)
    named = {catalogue("zh")[f"team.export_{part}"] for part in ("support", "asked", "tags")}
    assert named <= set(sheets)
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("提出支持申请的教师").to_python()
    )
    assert sum(str(row[0]).startswith("示例·") for row in rows) == len(page.support.asked.rows) >= 3


def test_more_than_twenty_who_asked_are_a_list_in_the_access_log(demo_copy):
    warehouse.configure(demo_copy)
    engine = warehouse.engine()
    log = sec_access_log.c
    asked = select(log.row_count, log.object_id).where(log.act == "list", log.object_kind == "request")

    def opened():
        app = test_tasks_page.seen(engine, "team", "teacher_centre")
        with engine.connect() as connection:
            return test_tasks_page.html(app), [tuple(row) for row in connection.execute(asked)]

    assert opened()[1] == [], "four names are no list"
    with engine.connect() as connection:
        current = select(dim_teacher.c.teacher_pid).where(dim_teacher.c.is_current).limit(21)
        people = connection.execute(current).scalars().all()
    for pid in people:
        ask(engine, pid)
    sent, rows = opened()
    assert rows == [(25, team_needs.WHOLE)]
    assert "示例·" in sent and WORDS not in sent
    assert opened()[1] == rows, "once in a session"


# --- tags ----------------------------------------------------------------------------------------------------


@pytest.fixture
def snapshot(demo_home):
    warehouse.configure(demo_home)
    return warehouse.current_snapshot()


def told(table):
    return {row[0].key.rpartition(".")[2]: tuple(one and one.value for one in row[1:]) for row in table.rows}


def scalar(snapshot, sql):
    with warehouse.engine().connect() as connection:
        return connection.execute(text(sql), {"s": snapshot.snapshot_id}).scalar_one()


TEAM = (
    "SELECT entity_id FROM mart_index WHERE snapshot_id = :s AND entity_kind = 'teacher' AND relation = 'own'"
)
BY_HAND = {
    "tag_dual": f"SELECT count(*) FROM dim_teacher WHERE is_current AND dual_level IN ('junior', 'intermediate', 'senior') "
    f"AND teacher_pid IN ({TEAM})",
    "teacher_award_province": "SELECT count(DISTINCT teacher_pid) FROM mart_teacher_record WHERE snapshot_id = :s AND kind = 'award' "
    f"AND level IN ('national', 'provincial') AND is_recognised IS NOT FALSE AND teacher_pid IN ({TEAM})",
    "tag_award": "SELECT count(*) FROM (SELECT teacher_pid FROM mart_teacher_record WHERE snapshot_id = :s AND kind = 'award' "
    f"AND is_recognised IS NOT FALSE AND teacher_pid IN ({TEAM}) GROUP BY teacher_pid "
    "HAVING sum(CASE WHEN level IN ('national', 'provincial') THEN 1 ELSE 0 END) = 0) AS t",
    "teacher_mentoring": "SELECT count(DISTINCT teacher_pid) FROM mart_teacher_record WHERE snapshot_id = :s AND kind = 'activity' "
    f"AND result = 'junior_mentored' AND is_recognised IS NOT FALSE AND teacher_pid IN ({TEAM})",
}  # fmt: skip


def test_tags_of_the_college_are_counted_as_by_hand(snapshot):
    found = told(team_tags.table(CENTRE, snapshot, None))
    for key, sql in BY_HAND.items():
        assert found[key][0] == scalar(snapshot, sql) > 0, key
    size = scalar(snapshot, f"SELECT count(*) FROM ({TEAM}) AS t")
    assert found["teacher_mentoring"][1] == size
    assert min(judged for _, judged in found.values()) < size, "who has too little evidence is not judged"


def test_tags_of_a_department_are_those_of_its_teachers_pages(snapshot):
    """Each teacher's card read for itself gives the same counts as all of them read at once."""
    org = scalar(
        snapshot,
        "SELECT min(org_code) FROM mart_index WHERE snapshot_id = :s AND entity_kind = 'teacher' AND org_code LIKE 'D%'",
    )
    dean = college.role("dean", org={org})
    carried, judged = Counter(), Counter()
    for row in warehouse.read(teacher_queries.teachers_of(org), dean).to_dicts():
        for name, is_carried in _of_card(dean, snapshot, row["teacher_pid"]).items():
            carried[name] += is_carried
            judged[name] += 1
    one = tuple(team_tags._team(dean, snapshot, org, True))
    assert team_tags.counts(one) == (carried, judged)
    assert len(judged) > 15 and max(judged.values()) == len(one)


def _of_card(scope, snapshot, pid):
    post = warehouse.read(teacher_queries.present_post(pid), scope).to_dicts()[0]
    held = standing.of_entity(scope, snapshot, "teacher", pid).get("own")
    if held is None:
        return {}
    rows = warehouse.read(teacher_queries.offerings_of(snapshot.snapshot_id, pid), scope).to_dicts()
    known = teacher_card.known(
        scope, snapshot, post, values.of_entity(scope, snapshot, "teacher", pid), held,
        [row for row in rows if row["term_id"] == snapshot.term_id], records.of_teacher(scope, snapshot, pid),
    )  # fmt: skip
    return tags.answered(known)


def test_leadership_is_told_no_tag_of_few_and_none_of_other_categories(snapshot):
    exact = told(team_tags.table(CENTRE, snapshot, None))
    treated = told(team_tags.table(Scope("leadership", "p-lead", everything=True), snapshot, None))
    assert "teacher_supervision_good" in exact and "teacher_supervision_good" not in treated
    for key, (carried, judged) in treated.items():
        few = 0 < exact[key][0] < 10 or exact[key][1] - exact[key][0] < 10 or exact[key][1] < 10
        assert (carried is None) == few, key
        assert few or (carried, judged) == exact[key]
    assert any(carried is None for carried, _ in treated.values())
    assert team_tags.table(Scope("student_affairs", "p-x", everything=True), snapshot, None) is None


def test_list_tells_what_the_table_tells(snapshot):
    found = team_tags.table(Scope("leadership", "p-lead", everything=True), snapshot, None)
    left, right = team_tags.lists(found)
    assert [one.title for one in (*left, *right)] == [row[0] for row in found.rows]
    assert 0 <= len(left) - len(right) <= 1
    for one, row in zip((*left, *right), found.rows, strict=True):
        assert one.side.params.get("carried") == row[1]


def test_team_without_teachers_has_no_tags(staff):
    assert team_tags.table(CENTRE, college.SNAPSHOT, None) is None


def test_every_tag_of_a_team_is_said_without_a_number():
    for declared in team_tags.declared_tags():
        for language in ("zh", "en"):
            assert "{" not in catalogue(language)[team_tags.label(declared).key], declared.id


def test_demo_has_requests_open_late_and_answered(snapshot):
    with warehouse.engine().connect() as connection:
        rows = (
            connection.execute(select(qa_correction).where(qa_correction.c.kind == "help")).mappings().all()
        )
    waiting = [row for row in rows if row["answered_at"] is None]
    assert len(waiting) >= 3 and len(rows) - len(waiting) >= 2
    assert sum(row["due_on"] - row["opened_at"].date() == timedelta(days=15) for row in rows) == len(rows)
    newest = max(row["opened_at"] for row in rows).date() + timedelta(days=2)
    assert sum(row["due_on"] < newest for row in waiting) == 1
    assert {row["addressed_to"] for row in rows} == {"teacher_centre"}
