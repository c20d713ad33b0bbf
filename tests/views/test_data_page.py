"""The Data page speaks the reader's language: rows set aside and checks in words, numbers kept, nothing raw."""

import re
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from access.scope import Scope
from data.staging.mapping import Parse
from data.staging.targets import read_targets
from data.warehouse import lake
from data.warehouse.check_rules import rules
from data.warehouse.home import open_engine, write_setting
from data.warehouse.loading.counting import EXPECTED as EXPECTED_OF_EVENTS
from data.warehouse.loading.keys import REFERENCES, SURROGATES
from data.warehouse.loading.one_file import EXPECTED_OF_LINES
from data.warehouse.loading.source import load_source
from jobs.__main__ import main
from reports.page_sheets import cell
from tests.data.small_source import GRADES, make_mapping, write_files
from ui import i18n, text
from views import warehouse
from views.administration import checks, sources
from views.parts import Sentence

READER = Scope("data_admin", "p-data_admin", everything=True)
BROKEN = """,K1,2,60,,2025-01-10
S001,K1,2,60,,昨天
S001,K1,二,60,,2025-01-10
S001,K1,2,6_0,,2025-01-10
S002,K1,2,170,,2025-01-10
S009,K1,2,60,,2025-01-10
S001,K77,2,60,,2025-01-10
S001,K1,2,60,,2025-01-10,多,余
"S001,K1,2,60,,2025-01-10
S003,K1,4,60,,2025-01-10
S003,K1,4,70,,2025-01-10
2.015E+11,K1,1,70,,2025-01-10
"""
PLACES = ("file", "column", "shape")  # what the source wrote
FOREIGN = {"zh": re.compile(r"[A-Za-z_]{2,}"), "en": re.compile(r"[\u3400-\u9fff]")}
FACTS = {
    "bad": 1, "total": 20, "limit": 0.02, "target": "dim_org", "count": 4, "days": 7, "periods": 30, "week": 9, "rows": 5,
    "share": 1.2, "term": "2024-2025-1", "low": 0.6, "high": 1.4,
}  # fmt: skip


@pytest.fixture(params=i18n.LANGUAGES)
def language(request):
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


@pytest.fixture
def page(empty_home, tmp_path):
    """The Data page of a home into which rows with faults were loaded, after a check."""
    with open_engine(empty_home).begin() as connection:
        write_setting(connection, "as_of", "2025-11-02")
    load_source(empty_home, make_mapping(), write_files(tmp_path / "files", grades=GRADES + BROKEN))
    place = ["--warehouse", empty_home.warehouse_url] if empty_home.warehouse_url else []
    assert main(["check", "--home", str(empty_home.directory), *place]) == 1
    warehouse.configure(empty_home)
    return sources.overview(READER, None)


def _cells(table, without=()):
    kept = [n for n, column in enumerate(table.columns) if column.head.key.partition("_")[2] not in without]
    return [[str(cell(row[n])) for n in kept] for row in table.rows]


def test_rows_set_aside_are_told_in_words(page, language):
    told = [" ".join(row) for row in _cells(page.set_aside, PLACES)]
    assert len(told) == 11
    assert [row for row in told if FOREIGN[language].search(row.replace("None", ""))] == []


def test_limits_and_keys_of_rows_set_aside_are_kept(page, language):
    told = "\n".join(" ".join(row) for row in _cells(page.set_aside))
    limits, key = {
        "zh": ("0至100", "学生、教学班、考核次序"),
        "en": ("between 0 and 100", "student, teaching class, attempt"),
    }[language]
    assert limits in told and key in told


def test_checks_are_told_in_words_and_failures_come_first(page, language):
    rows = _cells(page.checks)
    assert [row for row in rows if FOREIGN[language].search(" ".join(row).replace("None", ""))] == []
    words = [i18n.t(f"states.word.{state}") for state in ("fail", "warn", "not_made", "pass")]
    order = [words.index(row[0]) for row in rows]
    assert order == sorted(order) and set(order) == {0, 1, 2, 3}


def test_finding_keeps_its_counts(page, language):
    rows = [row for row in _cells(page.checks) if row[2] == i18n.t("checks.name_grades_without_enrolment")]
    found = {"zh": "4行中4行没有选课", "en": "4 of 4 rows without an enrolment"}[language]
    assert [row[4] for row in rows] == [found]


def _check_ids():
    declared = rules()
    yield from (f"orphans.{name}" for name in declared.orphans.references)
    yield from (f"range.{name}" for name in declared.ranges)
    yield from (f"codes.{name}" for name in declared.codes)
    yield from (f"required.{name}" for name in declared.required.columns)
    yield from (f"unique.{table}" for table in (*lake.TABLES, *declared.unique))
    yield from (f"volume.{table}" for table in declared.volume.tables)
    yield from (
        "grades_without_enrolment",
        "attendance_rows",
        "teaching_load",
        "duplicated_persons",
        "freshness",
    )


def test_every_check_has_words(language):
    for check_id in _check_ids():
        facts = {"from": 0, "above": 1, "to": 100} if check_id.startswith("range") else FACTS
        parts = (
            checks.name(check_id),
            checks.subject(check_id),
            checks.found(check_id, FACTS),
            checks.found(check_id, {}),
            checks.found(check_id, {"lacking": "birth_date"}),
            checks.expected(check_id, facts),
        )
        assert not FOREIGN[language].search(" ".join(text.plain(part) for part in parts)), check_id


def _reasons():
    """Every reason the staging and the loading of a row may give."""
    yield from (f"not_a_{kind}" for kind in get_args(Parse) if kind != "text")
    yield from (f"unknown_{business}" for _, _, business in REFERENCES.values())
    yield from (f"unknown_{table.removeprefix('dim_')}" for table, _ in SURROGATES.values())
    yield from EXPECTED_OF_LINES
    yield from EXPECTED_OF_EVENTS
    yield from (
        "missing_required",
        "no_value",
        "number_shown_as_float",
        "unknown_word",
        "no_such_part",
        "unknown_code",
    )
    yield from (
        "unknown_grade_word",
        "out_of_range",
        "too_long",
        "repeated_key",
        "no_partner",
        "partner_set_aside",
    )


def test_every_reason_has_words(language):
    texts = i18n.catalogue(language)
    wanted = {f"set_aside.{part}_{reason}" for reason in _reasons() for part in ("reason", "expected")}
    assert wanted <= set(texts)
    assert {f"data.table_{name}" for name in read_targets().targets} <= set(texts)


def test_key_of_every_target_has_words(language):
    keys = {
        name
        for target, item in read_targets().targets.items()
        for name in (lake.TABLES[target]["key"] if item.is_lake else item.table.info["key"])
    }
    assert {f"columns.{name}" for name in keys} <= set(i18n.catalogue(language))


def test_code_that_nobody_knows_is_shown_as_it_is(language):
    sentence = Sentence("set_aside.reason_of_tomorrow", otherwise="a {new} <one>")
    assert text.plain(sentence) == "a {new} <one>"
    assert text.html(sentence) == "a {new} &lt;one&gt;"


OFFICES = ("data_admin", "academic_affairs", "leadership")
TABS = ("sources", "gaps", "checks", "set_aside", "lineage", "runs")


def drawn(role, tab, **query):
    """The Data page as a role of the local mode, as Streamlit runs it."""

    def script():
        import streamlit as st

        from access.scope import Scope
        from access.viewer import Viewer
        from pages.administration import data
        from ui import run

        role = st.query_params["as"]
        run.use(run.Run(page="data", carried={"as": role}))
        scope = Scope(role, f"p-{role}", everything=True)
        data.render(Viewer(f"p-{role}", None, (role,), role, scope, "s1", "local"))

    app = AppTest.from_function(script, default_timeout=60)
    for name, value in {"as": role, "tab": tab, **query}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def test_every_tab_draws_for_every_office(page, language):
    for tab in TABS:
        for role in OFFICES:
            drawn(role, tab)


def test_source_of_the_address_opens(page, in_chinese):
    app = drawn("data_admin", "sources", id="academic_affairs")
    words = " ".join(one.proto.body for one in app.get("html"))
    assert "students.csv" in words and "载入了哪些文件" in words


def test_owner_alone_is_offered_the_rows(page, in_chinese):
    assert [one.label for one in drawn("academic_affairs", "set_aside").text_input] == [
        "取走的用途（会记入访问日志）"
    ]
    for role in ("data_admin", "leadership"):
        assert not drawn(role, "set_aside").text_input


def test_purpose_is_asked_before_a_file_is_offered(page, in_chinese):
    app = drawn("academic_affairs", "set_aside")
    assert not _offered(app)
    app.text_input[0].set_value("修改成绩")
    app.button[0].click().run()
    assert _offered(app) == ["下载CSV", "下载Excel"]


def _offered(app):
    return [one.label for one in app.get("download_button") if one.label.startswith("下载")]
