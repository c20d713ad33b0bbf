"""A log of cards that was handed in and never loaded goes with the next profile when it has waited too long."""

import json
import os
import time

from sqlalchemy import select

from access.sec_tables import sec_access_log
from data.warehouse import retention
from data.warehouse.home import open_engine
from data.warehouse.inbox import OPEN, arrivals, begin, put
from data.warehouse.loading.source import load_source
from tests.data.small_source import TABLES, TERM, make_mapping, write_files


def arrival(home, entries, days):
    inbox = begin(home)
    put(inbox, [("流水.csv", "卡号,时间,地点\nC1,2024-09-03 12:04:31,食堂\n".encode())])
    inbox.write(OPEN, {"entries": entries, "sheets": {}})
    laid = time.time() - days * 86_400
    for path in inbox.files.rglob("*"):
        os.utime(path, (laid, laid))
    return inbox


def test_the_next_profile_removes_a_log_that_waited_too_long_and_nothing_else(empty_home, jobs, tmp_path):
    load_source(empty_home, make_mapping(TABLES, terms=[TERM]), write_files(tmp_path / "a"))
    days = retention.waiting_logs().days
    log, other = {"raw": {"to": "agg_card_week", "count": {"raw": "never"}}}, {"raw": {"to": "dim_student"}}
    for entries, age, stays in (([other], days + 1, True), ([log], days - 1, True), ([log], days + 1, False)):
        inbox = arrival(empty_home, entries, age)
        answer = json.loads(jobs("profile", "--if-changed", "--json", "-", home=empty_home).stdout)
        assert answer["values"] > 0
        assert [one.name for one in arrivals(empty_home)] == ([inbox.name] if stays else [])
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        told = connection.execute(
            select(sec_access_log.c.row_count).where(sec_access_log.c.object_id == "waiting_logs")
        ).all()
    engine.dispose()
    assert told == [(1,)]
