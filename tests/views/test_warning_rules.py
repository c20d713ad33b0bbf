"""The Warning rules page: rules in words, counts by setting, the cell rule for readers of totals, nothing before a term closed."""

import polars as pl
import pytest

from access.scope import Scope
from data.warehouse import bulk
from data.warehouse.schema.marts import mart_tally
from profiling import rules, tallies
from tests.views import college
from views.operations import warning_rules

TERMS = ("2023-2024-1", "2023-2024-2", "2024-2025-1", "2024-2025-2")


@pytest.fixture
def engine(empty_home):
    return college.opened(empty_home)


def _store(engine, counts, *, is_open=True):
    rows = [
        {"topic": "rule", "period": term, "part": part, "step": step, "n": n, "behind": "rule_warning", "is_open": is_open,
         "is_open_inside": is_open}
        for (part, step), n in counts.items() for term in TERMS
    ]  # fmt: skip
    bulk.write_frame(
        engine,
        mart_tally,
        tallies.framed(rows).with_columns(snapshot_id=pl.lit(1)),
    )


COUNTS = {("term_close", "judged"): 200, ("open", "8"): 30, ("open", "10"): 12, ("term_close", "red"): 2,
          ("term_close", "orange"): 14, ("term_close", "yellow"): 21}  # fmt: skip


def _page(role):
    dean = college.role("dean", org={"D1"})  # whose scope is a department and not the college
    scope = dean if role == "dean" else Scope(role, f"p-{role}", everything=True)
    return warning_rules.overview(scope, college.SNAPSHOT)


def _cells(page, rule):
    card = next(card for card in page.cards if card.rule == rule)
    names = [row.params.get("value", row).params["limit"].value for row in card.grid.rows]
    return dict(zip(names, card.grid.cells, strict=True))


def test_each_setting_shows_so_many_of_so_many_term_by_term(engine):
    _store(engine, COUNTS)
    cells = _cells(_page("academic_affairs"), "open")
    assert [(one.number, one.of) for one in cells[8.0]] == [(30, 200)] * 4
    assert [(one.number, one.of) for one in cells[10.0]] == [(12, 200)] * 4


def test_setting_without_a_count_is_unknown_and_not_zero(engine):
    _store(engine, COUNTS)
    assert [(one.number, one.of) for one in _cells(_page("academic_affairs"), "open")[20.0]] == [(0, 0)] * 4
    assert next(card for card in _page("academic_affairs").cards if card.rule == "absence").grid is None


@pytest.mark.parametrize(("role", "shown"), [("academic_affairs", 30), ("student_affairs", 30), ("quality_office", 30),
                                             ("leadership", None), ("dean", None)])  # fmt: skip
def test_closed_counts_are_for_holders_of_the_rows(engine, role, shown):
    _store(engine, COUNTS, is_open=False)
    card = next(card for card in _page(role).cards if card.rule == "open")
    assert card.grid.cells[1][0].number == shown
    assert [one.key for one in _page(role).findings] == [
        "warning_rules.finding_term_close" if shown else "warning_rules.finding_hidden"
    ]


def test_values_in_force_carry_their_level(engine):
    _store(engine, COUNTS)
    card = next(card for card in _page("academic_affairs").cards if card.rule == "open")
    marked = {
        row.params["value"].params["limit"].value: row.params["level"].key
        for row in card.grid.rows
        if row.key == "warning_rules.in_force"
    }
    assert marked == {8.0: "warnings.level_yellow", 14.0: "warnings.level_orange", 20.0: "warnings.level_red"}


def test_before_any_term_has_closed_the_rules_stand_without_counts(engine):
    page = _page("academic_affairs")
    assert [one.key for one in page.findings] == ["warning_rules.finding_no_terms"]
    assert page.levels is None
    assert {card.rule for card in page.cards} == set(rules.layers())
    assert all(card.lines for card in page.cards)
    assert not any(card.grid for card in page.cards)


def test_every_line_of_the_rules_is_told_with_its_level(engine):
    table = rules.rule_table()
    told = [(card.rule, level.level) for card in _page("academic_affairs").cards for level, _ in card.lines]
    assert sorted(told) == sorted((line.rule, line.level) for line in (*table.term_close, *table.in_term))
