"""A log of card or door events: counted while it is read, accounted row by row, and not one row of it anywhere afterwards."""

import gzip
import json

import pytest
from sqlalchemy import func, select

from data.sources import streamed
from data.staging.mapping import Mapping
from data.warehouse import lake
from data.warehouse.home import open_engine, write_setting
from data.warehouse.loading.source import load_source
from data.warehouse.loading.undo import undo_load
from data.warehouse.pseudonym import person_pid, pseudonym_key
from data.warehouse.schema import metadata
from data.warehouse.schema.card_use import agg_card_week, meta_counted_day
from data.warehouse.schema.meta import meta_load_file, meta_set_aside_reason, meta_set_aside_row, meta_source
from errors import ShownError
from tests.data.small_source import TABLES, TERM, make_mapping, write_files

MOMENT, PLACE, AMOUNT = "2024-09-03 12:04:31", "南苑食堂七号窗", "8613.57"
CARDS = "卡号,学号\nC1,S001\nC2,S002\nC8,S001\nC8,S002\n"
HEAD = "卡号,时间,地点,结果,金额\n"
LOG = (
    HEAD
    + f"C1,{MOMENT},{PLACE},成功,{AMOUNT}\n"
    + f"C1,2024-09-03 12:04:59,{PLACE},成功,{AMOUNT}\n"  # the same minute: one event
    + f"C1,2024-09-04 12:04:31,{PLACE},成功,{AMOUNT}\n"
    + "C1,2024-09-09 08:00:00,图书馆东门,成功,\n"  # the week after
    + "C2,2024-09-08 23:30:00,图书馆东门,成功,\n"  # Sunday night in Shanghai is Sunday, whatever it is in UTC
    + "C7,2024-09-03 12:00:00,图书馆东门,成功,\n"  # of nobody
    + "C8,2024-09-03 12:00:00,图书馆东门,成功,\n"  # of two students
    + "C1,2024-09-03 12:00:00,无名楼,成功,\n"
    + "C1,2031-01-01 12:00:00,图书馆东门,成功,\n"
    + "C1,昨天,图书馆东门,成功,\n"
)
COUNT = {
    "places": {"食堂|餐厅": "canteen", "图书馆": "library"},
    "once_per": ["地点", "结果"],
    "cards": {"file": "cards", "card_no": "卡号", "student_no": "学号"},
    "raw": "never",
}
RULE = {
    "to": "agg_card_week",
    "file": "log",
    "columns": {"student_no": "卡号", "at": "时间", "place": "地点"},
    "count": COUNT,
}


def mapping(files=None, **changes):
    body = {
        "mapping": "cards", "source": "campus_card", "owner": "service_office", "reviewed_on": "2026-11-27",
        "files": files or {"log": {"path": "log*"}, "cards": "cards.csv"}, "tables": [RULE], **changes,
    }  # fmt: skip
    return Mapping.model_validate(body)


def write(folder, name="log.csv", text=LOG):
    folder.mkdir(exist_ok=True)
    (folder / "cards.csv").write_text(CARDS)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def switch(home, value=True):
    engine = open_engine(home)
    with engine.begin() as connection:
        write_setting(connection, "card_data", value)
    engine.dispose()


@pytest.fixture
def home(empty_home, tmp_path):
    load_source(empty_home, make_mapping([table for table in TABLES if table["file"] == "students"], terms=[TERM]), write_files(tmp_path / "students"))  # fmt: skip
    switch(empty_home)
    return empty_home


def read(home, query):
    engine = open_engine(home)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    engine.dispose()
    return rows


def weeks(home):
    columns = agg_card_week.c
    query = select(columns.student_pid, columns.week_on, columns.place_type, func.sum(columns.event_count))
    found = read(home, query.group_by(columns.student_pid, columns.week_on, columns.place_type))
    names = {
        person_pid(pseudonym_key(home), "student", number): number for number in ("S001", "S002", "S003")
    }
    return {(names[pid], str(week), place): count for pid, week, place, count in found}


EXPECTED = {
    ("S001", "2024-09-02", "canteen"): 2,
    ("S001", "2024-09-09", "library"): 1,
    ("S002", "2024-09-02", "library"): 1,
}
ASIDE = {"unknown_card": 1, "shared_card": 1, "unknown_place": 1, "outside_calendar": 1, "not_a_datetime": 1}


def test_events_are_counted_by_week_and_kind_and_every_row_accounted(home, tmp_path):
    result = load_source(home, mapping(), write(tmp_path / "a"))
    counts = result.tables["agg_card_week"]
    assert counts.balances and (counts.read, counts.loaded, counts.already, counts.set_aside) == (10, 4, 1, 5)
    assert weeks(home) == EXPECTED and result.reasons == ASIDE
    ((read_count,),) = read(
        home, select(meta_load_file.c.read_count).where(meta_load_file.c.table_name == "agg_card_week")
    )
    assert read_count == 10
    reasons = read(
        home,
        select(
            meta_set_aside_reason.c.reason_code,
            meta_set_aside_reason.c.row_count,
            meta_set_aside_reason.c.value_shape,
        ),
    )
    assert {(reason, count) for reason, count, _ in reasons} == set(ASIDE.items()) and {
        shape for *_, shape in reasons
    } == {None}
    assert read(home, select(meta_set_aside_row)) == []
    ((newest,),) = read(
        home, select(meta_source.c.last_row_at).where(meta_source.c.source_id == "campus_card")
    )
    assert str(newest) == "2024-09-09 12:00:00"


def test_no_moment_place_or_amount_is_anywhere_in_the_home_afterwards(home, jobs, tmp_path):
    folder = write(tmp_path / "a")
    file = tmp_path / "cards.yaml"
    file.write_text(
        json.dumps(
            json.loads(mapping().model_dump_json(by_alias=True, exclude={"sha256"}, exclude_defaults=True))
        )
    )
    done = jobs("ingest", "files", "--path", str(folder), "--mapping", str(file), home=home)
    assert read(home, select(func.count()).select_from(agg_card_week)) == [(3,)]
    traces = [
        MOMENT,
        "2024-09-03 12:04",
        "2024-09-03 04:04",
        PLACE,
        "图书馆东门",
        AMOUNT,
        "无名楼",
        "昨天",
        "C8,S001",
    ]
    told = {"printed": done.stdout + done.stderr}
    for path in home.directory.rglob("*"):
        if path.is_file():
            told[path.name] = path.read_bytes().decode("utf-8", errors="replace")
    assert (
        told.get("warehouse.sqlite", "agg_card_week").find("agg_card_week") >= 0
    )  # the file is read, not skipped
    found = [(name, trace) for name, text in told.items() for trace in traces if trace in text]
    assert found == []
    if home.warehouse_url:  # the server's tables as text
        engine = open_engine(home)
        with engine.connect() as connection:
            whole = "".join(
                str(connection.execute(select(table)).all()) for table in metadata.tables.values()
            )
        engine.dispose()
        assert not [trace for trace in traces if trace in whole]


def test_same_file_again_and_an_overlapping_export_count_no_day_twice(home, tmp_path):
    load_source(home, mapping(), write(tmp_path / "a"))
    again = load_source(home, mapping(), tmp_path / "a").tables["agg_card_week"]
    assert (again.loaded, again.already, again.set_aside) == (0, 5, 5) and weeks(home) == EXPECTED
    later = HEAD + f"C1,2024-09-04 18:00:00,{PLACE},成功,1\nC1,2024-09-05 18:00:00,{PLACE},成功,1\n"
    third = load_source(home, mapping(), write(tmp_path / "b", text=later))
    counts = third.tables["agg_card_week"]
    assert (counts.loaded, counts.already) == (1, 1)
    assert weeks(home)["S001", "2024-09-02", "canteen"] == 3
    engine = open_engine(home)
    undo_load(engine, home, third.load_id)
    engine.dispose()
    assert weeks(home) == EXPECTED
    assert load_source(home, mapping(), tmp_path / "b").tables["agg_card_week"].loaded == 1


def test_files_of_one_load_are_one_log(home, tmp_path):
    folder = write(tmp_path / "a", "log1.csv")
    write(folder, "log2.csv", LOG + f"C1,2024-09-04 18:00:00,{PLACE},成功,1\n")
    counts = load_source(home, mapping(), folder).tables["agg_card_week"]
    assert (counts.read, counts.loaded, counts.already) == (21, 5, 6)
    assert weeks(home) == EXPECTED | {("S001", "2024-09-02", "canteen"): 3}


@pytest.mark.parametrize("form", ["gb18030", "gzip", "utf-16"])
def test_parts_of_a_long_file_count_as_the_whole(home, tmp_path, monkeypatch, form):
    monkeypatch.setattr(streamed, "LINES", 3)
    monkeypatch.setattr(streamed, "SEARCHED_ROWS", 3)
    body = gzip.compress(LOG.encode()) if form == "gzip" else LOG.encode(form)
    counts = load_source(home, mapping(), write(tmp_path / "a", text=body)).tables["agg_card_week"]
    assert (counts.read, counts.loaded, counts.already, counts.set_aside) == (10, 4, 1, 5)
    assert weeks(home) == EXPECTED


def test_broken_and_damaged_lines_are_counted_without_their_text(home, tmp_path):
    text = (
        LOG.encode()
        + "C1,2024-09-03 15:00:00,食堂,成功,1,多,出\n".encode()
        + b"C1,2024-09-03 16:00:00,\xff\xfe,x,1\n"
    )
    result = load_source(home, mapping(), write(tmp_path / "a", text=text))
    assert result.tables["agg_card_week"].balances and result.reasons["too_many_cells"] == 1
    assert read(home, select(meta_set_aside_row)) == []


def test_card_data_switched_off_count_nothing(home, tmp_path):
    switch(home, False)
    with pytest.raises(ShownError, match="card_data_assessment_id"):
        load_source(home, mapping(), write(tmp_path / "a"))
    assert weeks(home) == {} and read(home, select(meta_counted_day)) == []


def test_trial_counts_and_writes_nothing(home, tmp_path):
    counts = load_source(home, mapping(), write(tmp_path / "a"), trial=True).tables["agg_card_week"]
    assert counts.loaded == 4 and weeks(home) == {} and read(home, select(meta_counted_day)) == []


VISITS = {
    "to": "fact_library_loan",
    "file": "log",
    "columns": {"student_no": "卡号", "loan_no": "时间", "borrowed_on": "时间"},
}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"tables": [RULE, VISITS]}, "a log whose rows are never kept"),
        ({"tables": [{**RULE, "count": None}]}, "needs `count`"),
        ({"tables": [{**RULE, "count": {**COUNT, "raw": "always"}}]}, "never"),
        ({"tables": [{**RULE, "count": {**COUNT, "places": {"(": "canteen"}}}]}, "no pattern"),
        ({"tables": [{**RULE, "count": {**COUNT, "places": {"食堂": "restaurant"}}}]}, "canteen"),
        ({"tables": [{**RULE, "recorded_at": {"column": "时间"}}]}, "would keep a moment"),
        ({"tables": [{**RULE, "count": {**COUNT, "cards": {**COUNT["cards"], "file": "none"}}}]}, "does not name"),
        ({"files": {"log": {"query": "SELECT 1"}, "cards": "cards.csv"}, "database": "${X}"}, "would leave an extract"),
    ],
)  # fmt: skip
def test_mapping_that_would_keep_a_row_is_refused(changes, told):
    with pytest.raises(ValueError, match=told):
        mapping(**changes)


def test_the_same_file_under_another_name_is_refused(home, tmp_path):
    files = {"log": {"path": "log*"}, "cards": "cards.csv", "loans": "*.csv"}
    both = mapping(files=files, tables=[RULE, {**VISITS, "file": "loans"}])
    with pytest.raises(ShownError, match="reads as well"):
        load_source(home, both, write(tmp_path / "a"))


LESSONS = "教学班,课程,类型,日期,节次,学号\nK1,C1,C,2024-09-03,1-2,S001\nK1,C1,C,2024-09-03,1-2,S002\nK2,C2,A,2024-09-03,3-4,S001\n"
DOORS = (
    "学号,时间,门\n"
    "S001,2024-09-03 07:52:10,实训室1\nS001,2024-09-03 09:05:20,实训室1\n"  # 8:00 to 9:05, one part of it before the lesson
    "S002,2024-09-03 08:10:30,实训室1\n"  # there, for nobody knows how long
    "S001,2024-09-03 10:10:40,实训室1\n"  # a lesson of theory
    "S003,2024-09-03 08:10:50,实训室1\n"  # not enrolled
    "S001,2024-09-03 19:00:00,实训室1\n"
)
IN_TERM = {"term_id": {"const": "2024-2025-1"}, "offering_no": "教学班"}
PRACTICE = {
    "to": "fact_training_access",
    "file": "log",
    "columns": {"student_no": "学号", "at": "时间", "room_no": "门"},
    "count": {
        "clock": {1: "08:00-08:45", 2: "08:55-09:40", 3: "10:00-10:45", 4: "10:55-11:40"},
        "raw": "never",
    },
}


@pytest.fixture
def practice_home(home, tmp_path):
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "lessons.csv").write_text(LESSONS)
    rules = [
        {"to": "dim_course", "file": "lessons", "columns": {"course_code": "课程", "name": "课程", "course_type": "类型"}},
        {"to": "dim_offering", "file": "lessons", "columns": {**IN_TERM, "course_code": "课程", "pass_mark": {"const": 60}}},
        {"to": "fact_enrolment", "file": "lessons", "columns": {"student_no": "学号", **IN_TERM}},
        {"to": "fact_session", "file": "lessons", "columns": {**IN_TERM, "held_on": "日期", "periods": "节次", "status": {"const": "held"}}},
    ]  # fmt: skip
    load_source(home, mapping(files={"lessons": "lessons.csv"}, tables=rules, mapping="lessons"), folder)
    return home


def doors(**changes):
    return mapping(tables=[{**PRACTICE, **changes}])


def visits(home):
    found = lake.scan(home, "fact_training_access").select(
        "student_pid", "room_no", "session_id", "minutes", "event_time"
    )
    names = {
        person_pid(pseudonym_key(home), "student", number): number for number in ("S001", "S002", "S003")
    }
    return {
        (names[pid], room, lesson.rpartition("/")[2]): (minutes, str(at))
        for pid, room, lesson, minutes, at in found.collect().iter_rows()
    }


def test_door_events_become_minutes_inside_the_lesson_and_keep_no_moment(practice_home, tmp_path):
    result = load_source(practice_home, doors(), write(tmp_path / "a", text=DOORS))
    counts = result.tables["fact_training_access"]
    assert counts.balances and (counts.read, counts.loaded, counts.set_aside) == (6, 3, 3)
    assert result.reasons == {"outside_practice": 3}
    noon = "2024-09-03 04:00:00"
    assert visits(practice_home) == {
        ("S001", "实训室1", "1-2"): (65.0, noon),
        ("S002", "实训室1", "1-2"): (None, noon),
    }
    again = load_source(practice_home, doors(), tmp_path / "a").tables["fact_training_access"]
    assert (again.loaded, again.already) == (0, 3) and len(visits(practice_home)) == 2
    told = [
        path.read_bytes().decode(errors="replace")
        for path in practice_home.directory.rglob("*")
        if path.is_file()
    ]
    assert not [
        text for text in told for trace in ("07:52:10", "2024-09-03 07:52", "09:05:20") if trace in text
    ]


def test_visits_of_several_files_of_a_load_are_one(practice_home, tmp_path):
    folder = write(tmp_path / "a", "log1.csv", DOORS)
    write(folder, "log2.csv", "学号,时间,门\nS002,2024-09-03 09:30:00,实训室1\n")
    result = load_source(practice_home, doors(recorded_at={"after_event_days": 1}), folder)
    assert visits(practice_home)["S002", "实训室1", "1-2"][0] == 79.0 and len(visits(practice_home)) == 2
    engine = open_engine(practice_home)
    undo_load(engine, practice_home, result.load_id)
    engine.dispose()
    assert visits(practice_home) == {}


@pytest.mark.parametrize(
    "count",
    [{"raw": "never"}, {"clock": {"1": "8-9"}, "raw": "never"}, {**COUNT, "clock": {"1": "08:00-08:45"}}],
)
def test_log_of_training_rooms_needs_a_clock_and_takes_no_kinds_of_place(count):
    with pytest.raises(ValueError, match="clock"):
        doors(count=count)
