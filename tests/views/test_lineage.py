"""From a source's column to a tile and back: the way is the one the formulas go, and small groups are not counted out."""

from dataclasses import replace

import polars as pl
import pytest

from access.scope import Scope
from data.warehouse.home import open_engine
from data.warehouse.queries.history import read_history
from data.warehouse.queries.history_tables import TABLES
from jobs.profile import facts_of
from profiling import catalogue
from profiling.lineage import names_read
from ui import text
from views import warehouse
from views.administration import lineage, mappings_used
from views.administration.mappings_used import columns_of

READER = Scope("data_admin", "p-data_admin", everything=True)
TRIED = (
    "crs_first_pass", "sch_dual_qualified_share", "sch_students", "sch_placement_rate", "maj_dual_share",
    "tch_workload", "stu_credit_progress", "sch_ontime_grad_rate",
)  # fmt: skip


@pytest.fixture
def loaded(demo_home):
    warehouse.configure(demo_home)
    return mappings_used.read(READER)


def _titles(way, kind):
    return [text.plain(one.title) for steps in way.picture.stations for one in steps if one.kind == kind]


def test_figure_leads_to_files_columns_and_loads(loaded, in_chinese):
    way = lineage.down(loaded, "crs_first_pass", {})
    assert set(_titles(way, "file")) == {"成绩_*.csv", "补考成绩_*.csv"}
    assert _titles(way, "column") == ["成绩"]
    assert {"课程", "教学班", "二级学院"} <= set(_titles(way, "tile"))
    told = [" ".join(map(text.plain, row)) for row in way.table.rows]
    assert any("结果" in row and "备注" in row for row in told)
    (load,) = way.picture.stations[0]
    assert any(line == "成绩_2025-2026-1.csv" for line in load.lines)


def test_column_leads_to_every_figure_that_rests_on_it_with_counts(loaded, in_chinese):
    key = next(key for key, _ in lineage.headers(loaded) if key == "考勤_*.parquet/状态")
    way = lineage.up(READER, warehouse.current_snapshot(), loaded, key, {})
    assert {"出勤率", "无故缺勤率"} <= set(_titles(way, "indicator"))
    assert "300名学生" in text.plain(way.told)
    assert "首考及格率" not in _titles(way, "indicator")


@pytest.mark.parametrize(
    ("kind", "count", "key"),
    [
        ("student", 9, "data.few_student"),
        ("student", 10, "data.many_student"),
        ("course", 3, "data.many_course"),
    ],
)
def test_few_persons_are_not_counted_out(kind, count, key):
    (told,) = lineage._most({"one": {kind: count}}, ["one"])
    assert told.key == key


def test_home_without_mapping_says_so(empty_home, in_chinese):
    warehouse.configure(empty_home)
    found = mappings_used.read(READER)
    assert lineage.headers(found) == ()
    assert lineage.down(found, "crs_first_pass", {}).told.key == "lineage.down_unknown"


def test_every_indicator_names_a_column_of_every_table_it_declares():
    lost = [
        (name, table)
        for name, entry in catalogue.indicators().items()
        for table in entry.sources
        if entry.computed and columns_of(table) and not columns_of(table) & names_read(name)
    ]
    assert lost == []


def test_columns_off_the_way_of_a_figure_change_nothing(demo_home):
    """All columns of an indicator's tables that are not on its way are emptied at once: its values stay what they were."""
    engine = open_engine(demo_home)
    history = read_history(demo_home, engine)
    engine.dispose()
    whole, changed = facts_of(history), []
    for name in TRIED:
        frames = {
            frame: _emptied(history.frames[frame], names_read(name))
            for frame, table in TABLES.items()
            if table.name in catalogue.indicator(name).sources
        }
        assert frames
        formula = catalogue.functions()[name]
        if _rows(formula(facts_of(replace(history, frames={**history.frames, **frames})))) != _rows(
            formula(whole)
        ):
            changed.append(name)
    assert changed == []


def _emptied(rows, kept):
    lost = [name for name in rows.columns if name not in kept]
    return rows.with_columns(pl.lit(None, dtype=rows.schema[name]).alias(name) for name in lost)


def _rows(values):
    told = values.select("entity_kind", "entity_id", "period", pl.col("value").round_sig_figs(9))
    return sorted(map(repr, told.rows()))
