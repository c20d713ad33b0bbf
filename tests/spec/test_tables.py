"""Every indicator against its spec table: five rows or more, worked out by hand."""

import polars as pl
import pytest

from profiling.catalogue import functions, indicator, indicators
from tests.spec.reading import FOLDER, facts_of, number, read_spec

PATHS = sorted(FOLDER.glob("*.md"))
KEYS = ("entity_kind", "entity_id", "period")
WORDS = {*KEYS, "status", "status_reason"}


def _computed(spec):
    function, stage = functions()[spec.indicator], indicator(spec.indicator).stage
    earlier = {"facts": (), "values": ("values",), "indices": ("values", "indexes", "dimensions")}[stage]
    return function(facts_of(spec), *(spec.frames.get(name, pl.DataFrame()) for name in earlier))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_indicator_gives_what_was_worked_out_by_hand(path):
    spec = read_spec(path)
    assert spec.indicator == path.stem
    assert max(frame.height for frame in spec.frames.values()) >= 5, "give five rows or more"
    kinds = {row["entity_kind"] for row in spec.expected}
    found = _computed(spec).filter(pl.col("entity_kind").is_in(list(kinds)))
    rows = {tuple(row[key] for key in KEYS): row for row in found.to_dicts()}
    wanted = {tuple(row[key] for key in KEYS): row for row in spec.expected}
    assert set(rows) == set(wanted)
    for key, row in wanted.items():
        for column, cell in row.items():
            told = rows[key][column]
            if column in WORDS or cell is None:
                assert told == cell, (key, column)
            else:
                assert told == pytest.approx(number(cell), abs=1e-9), (key, column)


def test_every_indicator_has_a_spec_table():
    assert {path.stem for path in PATHS} == {name for name, entry in indicators().items() if entry.computed}
