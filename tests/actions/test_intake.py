"""Files handed in on the Data page: proposed, corrected, tried, loaded and taken back by commands of their own, by who may."""

import json
import time
import zipfile
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from access.grants import first_start
from access.sec_tables import sec_access_log
from access.viewer import make_viewer
from actions import intake, intake_run
from data.staging.open_mapping import lacks
from data.warehouse.home import open_engine, write_setting
from data.warehouse.inbox import arrivals, is_running
from data.warehouse.kept_mappings import current, named
from data.warehouse.loading.listing import all_loads
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.people import dim_student
from data.warehouse.schema.teaching import fact_grade_attempt
from errors import NotAllowed, ShownError
from tests.actions.rights_people import office
from tests.data.odd_source import TERM, write_odd

LONGEST = 120  # seconds for a load and its profiles on a busy machine
PEOPLE = {
    ("dim_person", "kind"): "c:student", ("dim_person", "person_no"): "h:学员编签", ("dim_person", "full_name"): "h:称谓签",
    ("dim_student", "student_no"): "h:学员编签", ("dim_student", "valid_from"): "h:报到时刻签",
    ("dim_student", "student_status"): "h:在册情形签",
}  # fmt: skip
RESULTS = {
    ("dim_course", "course_code"): "h:修习项目签", ("dim_course", "name"): "h:修习项目签",
    ("dim_offering", "term_id"): "h:学段签", ("dim_offering", "offering_no"): "h:批次签", ("dim_offering", "course_code"): "h:修习项目签",
    ("fact_grade_attempt", "student_no"): "h:学员编签", ("fact_grade_attempt", "term_id"): "h:学段签",
    ("fact_grade_attempt", "offering_no"): "h:批次签", ("fact_grade_attempt", "grade.text"): "h:得分值签",
    ("fact_grade_attempt", "attempt_no"): "!", ("fact_grade_attempt", "attempt_kind"): "c:first",
}  # fmt: skip


class OldName(zipfile.ZipInfo):
    """A member of an archive whose name is written in GBK without saying so."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


@pytest.fixture
def opened(empty_home, monkeypatch):
    """An engine on a home of one's own, and who sits at the machine."""
    monkeypatch.setenv("HUAXIANG_WAREHOUSE", empty_home.warehouse_url or "")
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        first_start(connection)
    with engine.connect() as connection:
        viewer = make_viewer(
            connection, mode="local", session="s", wanted="data_admin", today=date.today(), as_of=date.today()
        )
    return engine, empty_home, viewer


def dropped(folder):
    return [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def ended(inbox):
    """What the command on an arrival answered, when it has ended."""
    until = time.monotonic() + LONGEST
    while is_running(inbox):
        assert time.monotonic() < until
        time.sleep(0.1)
    return inbox.read("run/ended.json")


def looked(engine, home, viewer, files):
    """An arrival whose files are recognised."""
    arrival = intake_run.hand_in(engine, home, viewer, files)
    assert ended(arrival)["codes"] == {"look": 0}
    return arrival


def corrected(engine, viewer, inbox):
    """The odd source made to load, as somebody would by the forms of the page."""
    intake.take_up(engine, viewer, inbox, "台账2024.csv", (None, 2, None))
    mapping = intake.take_up(engine, viewer, inbox, "考核.xlsx", ("考核", 3, None))
    people, results = mapping.files
    for name, columns in ((people, PEOPLE), (results, RESULTS)):
        for table in dict.fromkeys(table for table, _ in columns):
            mapping = intake.add_table(engine, viewer, inbox, name, table)
        for (table, column), choice in columns.items():
            at = next(at for at, entry in enumerate(mapping.entries) if entry.table == table)
            mapping = intake.set_column(engine, viewer, inbox, at, column, choice, "1")
    at = next(at for at, entry in enumerate(mapping.entries) if entry.table == "dim_student")
    for word, code in (("在学中", "enrolled"), ("停学中", "suspended")):
        mapping = intake.set_word(engine, viewer, inbox, at, "student_status", word, code)
    return mapping


def counted(engine, table):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def logged(engine):
    with engine.connect() as connection:
        rows = connection.execute(select(sec_access_log.c.object_kind, sec_access_log.c.purpose))
        return [tuple(row) for row in rows if row.object_kind in ("intake", "load", "load_undo")]


def test_a_source_of_another_shape_loads_and_is_known_the_second_time(opened, tmp_path, jobs):
    engine, home, viewer = opened
    inbox = looked(engine, home, viewer, dropped(write_odd(tmp_path / "first")))
    assert len(intake.opened_in(inbox).unread) == 3
    mapping = corrected(engine, viewer, inbox)
    assert [lacks(mapping, entry) for entry in mapping.entries] == [()] * 5
    assert mapping.assumed_terms == (TERM,)

    intake_run.load(engine, home, viewer, inbox)
    assert ended(inbox)["codes"] == {"ingest": 0, "profile": 0}
    assert (counted(engine, dim_student), counted(engine, fact_grade_attempt)) == (9, 18)
    assert counted(engine, meta_snapshot) == 1
    assert not inbox.files.exists()
    (kept,) = current(engine)
    assert (kept.name, kept.version) == ("台账_考核", 1)

    again = looked(engine, home, viewer, dropped(write_odd(tmp_path / "again", people=7, raised=1)))
    assert intake.opened_in(again).kept == {
        "name": "台账_考核",
        "version": 1,
        "files": ["台账2024", "考核_考核"],
    }
    assert [one.name for one in arrivals(home)] == [again.name]
    intake_run.try_out(engine, home, viewer, again)
    ended(again)
    found = again.read("run/check.json")["differences"]["fact_grade_attempt"]
    assert (found["new"], found["changed"], found["missing"], found["last_read"]) == (0, 14, 4, 18)
    assert found["columns"]["score"] == 14

    words = ("ingest", "台账_考核", "--path", str(tmp_path / "again"), "--json", "-")
    by_name = json.loads(jobs(*words, home=home).stdout)
    assert by_name["tables"]["fact_grade_attempt"]["replaced"] == 14
    assert named(engine, "台账_考核").version == 1

    intake_run.undo(engine, home, viewer, 2)
    assert ended(again)["codes"] == {"undo": 0, "profile": 0}
    assert [load["status"] for load in all_loads(engine)] == ["done", "undone"]
    assert [kind for kind, _ in logged(engine)] == ["intake", "load", "intake", "load_undo"]


def test_files_of_an_archive_are_recognised_in_the_spelling_of_old_packers(opened):
    engine, home, viewer = opened
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(OldName("学生.csv"), "学号,姓名,班级\nS1,示例·甲,B1\n".encode("gb18030"))
    inbox = looked(engine, home, viewer, [("all.zip", packed.getvalue())])
    assert [one.shown for one in intake.opened_in(inbox).sheets.values()] == ["学生.csv"]
    with pytest.raises(ShownError, match="damaged or locked"):
        intake_run.hand_in(engine, home, viewer, [("all.zip", b"PK\x03\x04 broken")])
    with pytest.raises(ShownError, match="no file of a known kind"):
        intake_run.hand_in(engine, home, viewer, [("program.exe", b"MZ")])
    assert arrivals(home) == []


def test_a_load_that_is_stopped_takes_itself_back(opened, tmp_path):
    engine, home, viewer = opened
    rows = "".join(f"S{n:06},示例·{n},B{n % 40}\n" for n in range(200_000))  # some seconds of loading
    inbox = looked(engine, home, viewer, [("学生.csv", f"学号,姓名,班级\n{rows}".encode())])
    intake_run.load(engine, home, viewer, inbox)
    with pytest.raises(ShownError) as refused:
        intake_run.load(engine, home, viewer, inbox)
    assert refused.value.code == "busy"
    until = time.monotonic() + LONGEST
    while not all_loads(engine) and time.monotonic() < until:
        time.sleep(0.05)
    assert intake_run.cancel(engine, viewer, inbox)
    answer = ended(inbox)
    assert answer["stopped"]
    assert "profile" not in answer["codes"]
    assert {load["status"] for load in all_loads(engine)} <= {"failed"}
    assert counted(engine, dim_student) == 0
    assert inbox.files.is_dir()
    assert not intake_run.cancel(engine, viewer, inbox)


@pytest.mark.parametrize("role", ["leadership", "quality_office", "academic_affairs", "teacher"])
def test_nobody_else_loads(opened, role):
    engine, home, viewer = opened
    inbox = looked(engine, home, viewer, [("学生.csv", "学号,姓名\nS1,示例·甲\n".encode())])
    other = office(role)
    assert not intake.can_load(other.scope)
    for act in (
        lambda: intake_run.hand_in(engine, home, other, [("学生.csv", b"x\n")]),
        lambda: intake.use_file(engine, other, inbox, "学生", False),
        lambda: intake.discard(engine, other, inbox),
        lambda: intake.write_by_hand(engine, other, inbox, "mapping: x"),
        lambda: intake_run.try_out(engine, home, other, inbox),
        lambda: intake_run.load(engine, home, other, inbox),
        lambda: intake_run.undo(engine, home, other, 1),
        lambda: intake_run.profile(engine, home, other),
        lambda: intake_run.cancel(engine, other, inbox),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not is_running(inbox)
    assert all_loads(engine) == []
    assert [one.name for one in arrivals(home)] == [inbox.name]


def test_a_demo_takes_no_other_data(opened):
    engine, home, viewer = opened
    with engine.begin() as connection:
        write_setting(connection, "kind", "demo")
    with pytest.raises(ShownError) as refused:
        intake_run.hand_in(engine, home, viewer, [("学生.csv", b"x\n")])
    assert refused.value.code == "demo"
    assert arrivals(home) == []


def test_no_secret_and_no_number_of_a_person_is_in_the_command(opened):
    engine, home, viewer = opened
    inbox = looked(engine, home, viewer, [("学生.csv", "学号,姓名,班级\nS100001,示例·甲,B1\n".encode())])
    intake_run.try_out(engine, home, viewer, inbox)
    ended(inbox)
    told = "".join(path.read_text() for path in inbox.run.iterdir())
    assert "S100001" not in told
    assert "示例" not in told
    assert home.warehouse_url is None or home.warehouse_url not in told
    assert inbox.run.stat().st_mode & 0o077 == 0
    assert inbox.folder.stat().st_mode & 0o077 == 0
