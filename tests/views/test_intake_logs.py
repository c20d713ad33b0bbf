"""A log of cards dropped on the Data page: told plainly, its places corrected, counted, and gone from the machine afterwards."""

import os
import re
import subprocess
import time
from datetime import date

import pytest
from sqlalchemy import func, select

from access.sec_tables import sec_access_log
from data.staging.propose import propose_mapping
from data.staging.reading_mappings import read_mapping
from data.warehouse import inbox as inboxes
from data.warehouse import retention
from data.warehouse.home import open_engine, write_setting
from data.warehouse.inbox import arrivals
from data.warehouse.loading.source import load_source
from data.warehouse.retention import Place
from data.warehouse.schema.card_use import agg_card_week
from tests.data import logs
from tests.data.warehouse.test_propose_logs import weeks, write
from tests.views.test_intake_page import again, chosen, dropped, ended, html, opened
from ui import i18n
from views.administration import intake as views

LOG, CARDS, EXPECTED = logs.payments(80)


@pytest.fixture
def home(empty_home, tmp_path):
    """A home that holds the students and nothing they were taught."""
    folder = write(tmp_path / "people", 学生名单=logs.ROSTER)
    (tmp_path / "people.yaml").write_text(propose_mapping(folder, source="files").text, encoding="utf-8")
    terms = write(tmp_path / "terms", 流水=LOG, 卡片=CARDS, 学生名单=logs.ROSTER)
    (tmp_path / "terms.yaml").write_text(
        propose_mapping(terms, source="files").text.split("  # 流水.csv -> agg_card_week")[0],
        encoding="utf-8",
    )
    load_source(empty_home, read_mapping(tmp_path / "terms.yaml"), terms)
    return empty_home


def switch(home, value):
    engine = open_engine(home)
    with engine.begin() as connection:
        write_setting(connection, "card_data", value)
    engine.dispose()


def plain(app):
    return re.sub(r"<[^>]+>", "", html(app))


def traces(home):
    """Files below the home that hold a moment of the log; read by another process, for SQLite lets go of its locks in this one."""
    stamps = {row[2] for row in LOG[1:]} | {row[2].replace("/", "-") for row in LOG[1:]}
    words = ["grep", "-raFl", *(part for stamp in stamps for part in ("-e", stamp)), str(home.directory)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert told.returncode in (0, 1)
    return sorted({line.rpartition("/")[2] for line in told.stdout.splitlines()})


def told_and_refused(home, app):
    """What the page says of the log before anything is done, and what a load says while card data are switched off."""
    told = plain(app)
    assert "按周和地点类别计数，行不保留" in told
    assert "最多保留2天" in told
    assert "还没有启用" in told
    assert "创客空间" in told
    inbox = arrivals(home)[0]
    assert traces(home) == ["流水.csv"]
    assert not any(
        row[2] in (inbox.folder / name).read_text()
        for row in LOG[1:]
        for name in ("open.json", "mapping.yaml")
    )

    again(app, app.button(key="intake_load").click())
    ended(home)
    told = plain(again(app))
    assert "没有装载" in told
    assert "门禁一卡通数据没有启用" in told
    assert inbox.files.is_dir()
    return inbox


def test_a_log_is_told_corrected_counted_and_gone(home, tmp_path, monkeypatch):
    engine, app = opened(home, monkeypatch, "data_admin")
    dropped(app, write(tmp_path / "drop", 流水=LOG, 卡片=CARDS))
    inbox = told_and_refused(home, app)
    switch(home, True)
    again(app, chosen(app, "文件").set_value("流水"))
    assert "还没有启用" not in plain(app)
    again(app, chosen(app, "“创客空间”").set_value("training"))
    assert "不知道是哪类地点" not in plain(app)
    assert "^创客空间$: training" in inbox.mapping_file.read_text()
    again(app, app.button(key="intake_try").click())
    ended(home)
    assert "没有改动任何数据" in plain(again(app))
    assert weeks(home) == {}

    again(app, app.button(key="intake_load").click())
    ended(home)
    told = plain(again(app))
    assert "数据已装载" in told  # nothing is taught in this home, so no profile can be made of it
    assert "原始文件已从本机删除" in told
    found = weeks(home)
    assert {key: count for key, count in found.items() if key[2] != "training"} == EXPECTED
    assert any(kind == "training" for _, _, kind in found)
    assert not inbox.files.exists()
    assert traces(home) == []
    assert "intake_profile" in [button.key for button in app.button]

    dropped(app, write(tmp_path / "next", 流水=LOG, 卡片=CARDS))
    told = plain(app)
    assert "按上次的方式" in told
    assert "不知道是哪类地点" not in told
    again(app, app.button(key="intake_discard").click())
    assert arrivals(home) == []
    assert traces(home) == []
    engine.dispose()


def test_a_log_beside_files_that_load_is_removed_with_them_and_said_to_be_uncounted(
    empty_home, tmp_path, monkeypatch
):
    _, app = opened(empty_home, monkeypatch, "data_admin")
    dropped(app, write(tmp_path / "drop", 流水=LOG, 卡片=CARDS, 学生名单=logs.ROSTER))
    assert "说明流水里的卡是谁的" in plain(app)
    again(app, app.button(key="intake_load").click())
    ended(empty_home)
    told = plain(again(app))
    assert "流水没有计数" in told
    assert "门禁一卡通数据没有启用" in told
    assert weeks(empty_home) == {}
    assert traces(empty_home) == []


def test_a_log_alone_says_which_list_is_needed_in_both_languages(home, tmp_path, monkeypatch):
    _, app = opened(home, monkeypatch, "data_admin")
    dropped(app, write(tmp_path / "drop", 流水=LOG))
    assert "请把卡号对照表" in plain(app)
    page = views.proposal(views.mapping_of(arrivals(home)[0]), takes_logs=False)
    assert not page.loads
    for language in ("zh", "en"):
        i18n.use(language)
        for sentence in (*page.findings, *(one.words for one in page.questions)):
            assert i18n.t(sentence.key) != sentence.key
    i18n.use("zh")


def test_a_log_that_is_never_loaded_goes_after_its_time_and_other_files_stay(
    home, tmp_path, monkeypatch, jobs
):
    engine, app = opened(home, monkeypatch, "data_admin")
    dropped(app, write(tmp_path / "drop", 流水=LOG, 卡片=CARDS))
    (inbox,) = arrivals(home)
    place, rule = Place(home, engine, date.today()), retention.waiting_logs()
    assert retention.due(place, rule) == 0
    before = time.time() - (rule.days * 86_400 + 60)
    for path in inbox.files.rglob("*"):
        os.utime(path, (before, before))
    inbox.write("open.json", inbox.read("open.json"))  # a correction makes the log no younger
    jobs("retention", home=home)
    assert arrivals(home) == []
    assert traces(home) == []
    with engine.connect() as connection:
        told = connection.execute(
            select(func.count()).where(sec_access_log.c.object_id == rule.rule_id)
        ).scalar_one()
        assert connection.execute(select(func.count()).select_from(agg_card_week)).scalar_one() == 0
    assert told == 1

    other = inboxes.begin(home)
    inboxes.put(other, [("学生.csv", "学号,姓名\nS1,示例·甲\n".encode())])
    for path in other.files.rglob("*"):
        os.utime(path, (before, before))
    assert retention.due(place, rule) == 0
    engine.dispose()
