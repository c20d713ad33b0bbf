"""Sheets of what makes a person: checklists, tags, small figures, paths over periods, days."""

from __future__ import annotations

from reports.cells import unit_of
from ui.format import period
from ui.i18n import t
from views.parts import Amount, Checklist, Days, Fact, Paths, Tag


def _head(name: str) -> str:
    return t(f"figures.{name}")


def _checklists(part: tuple[Checklist, ...]):
    heads = (_head("export_name"), _head("export_text"), _head("export_state"), _head("export_basis"))
    return heads, [
        (one.name, check.name, t(f"awards.state_{check.state}"), check.note if check.note else "")
        for one in part
        for check in one.checks
    ]


def _tags(part: tuple[Tag, ...]):
    heads = (_head("export_name"), _head("export_text"))
    return heads, [(one.label, one.rule) for one in part]


def _facts(part: tuple[Fact, ...]):
    heads = (_head("export_name"), _head("head_value"), "", _head("export_basis"))
    return heads, [
        (
            one.label,
            one.value,
            unit_of(one.value.unit) if isinstance(one.value, Amount) else "",
            one.note if one.note else "",
        )
        for one in part
    ]


def _paths(part: Paths):
    heads = (_head("export_name"), _head("head_period"), _head("head_value"), "", _head("export_low"),
             _head("export_high"), _head("export_line"))  # fmt: skip
    return heads, [
        (
            one.title,
            period(point.period),
            Amount(point.value, one.unit),
            unit_of(one.unit),
            Amount(point.low, one.unit),
            Amount(point.high, one.unit),
            Amount(point.line, one.unit),
        )
        for one in part.paths
        for point in one.points
    ]


def _days(part: Days):
    heads = (_head("export_week"), _head("export_day"), _head("export_there"), _head("export_expected"))
    return heads, [
        (week, t(f"ui.weekday.d{day}"), there, expected) for week, day, there, expected in part.days
    ]


MAKERS = {
    Checklist: _checklists,
    Tag: _tags,
    Fact: _facts,
    Paths: _paths,
    Days: _days,
}
