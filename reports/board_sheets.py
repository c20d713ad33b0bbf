"""Sheets of the pictures of a whole: matrix, board of majors, flow of a cohort, requirements, trends, goals, funnels, reliability."""

from __future__ import annotations

from ui import text
from ui.format import period
from ui.i18n import t
from views.parts import (
    Amount,
    Board,
    Branch,
    Coverage,
    Flow,
    Funnel,
    Matrix,
    Reliability,
    Sentence,
    State,
    Trends,
)


def _head(name: str) -> str:
    return t(f"figures.{name}")


def _matrix(part: Matrix):
    heads = (_head("export_name"), t("figures.export_level"), t("figures.export_office"), _head("head_indicator"),
             _head("head_value"), _head("export_state"), t("figures.export_actions"))  # fmt: skip
    return heads, [
        (row, level, cell.office, cell.indicator, text.plain(cell.amount), State(cell.state) if cell.state else cell.note,
         cell.actions)
        for row, line in zip(part.rows, part.cells, strict=True)
        for level, cell in zip(part.columns, line, strict=True)
    ]  # fmt: skip


def _board(part: Board):
    heads = tuple(t(f"boards.head_{name}") for name in ("major", "capability", "fit", "students", "quadrant"))
    return heads, [
        (one.link, round(one.x, 1), round(one.y, 1), Amount(one.size, "count"),
         Sentence(f"boards.quadrant_{one.quadrant or 'near'}"))
        for one in part.bubbles
    ]  # fmt: skip


def _flow(part: Flow):
    heads = (t("figures.export_from"), t("figures.export_to"), t("boards.head_students"))
    return heads, [(part.nodes[step.start].name, part.nodes[step.end].name, step.n) for step in part.steps]


def _coverage(part: Coverage):
    heads = (_head("export_name"), *(text.plain(one) for one in part.courses), t("boards.cover_count"))
    rows = zip(part.requirements, part.support, strict=True)
    return heads, [(name, *row, sum(map(bool, row))) for name, row in rows]


def _trends(part: Trends):
    heads = (
        _head("export_name"),
        _head("head_period"),
        _head("head_value"),
        _head("export_low"),
        _head("export_high"),
    )
    return heads, [
        (
            panel.name,
            period(one.period),
            *(Amount(value, panel.unit) for value in (one.value, one.low, one.high)),
        )
        for panel in part.panels
        for one in panel.points
    ]


def _branches(part: tuple[Branch, ...]):
    heads = (_head("export_name"), t("figures.export_depth"), t("figures.export_way"), _head("export_text"))
    return heads, [(one.name, one.depth, Amount(one.way, "share"), one.note) for one in part]


def _funnels(part: tuple[Funnel, ...]):
    heads = (_head("export_name"), t("boards.head_stage"), _head("head_n"), _head("export_text"))
    return heads, [
        (
            t(f"states.level.{one.level}") if one.level else t("boards.all_levels"),
            stage.name,
            stage.n,
            stage.words,
        )
        for one in part
        for stage in one.stages
    ]


def _reliability(part: Reliability):
    heads = (
        t("model.axis_said"), t("model.axis_happened"), _head("export_low"), _head("export_high"), _head("head_n"),
    )  # fmt: skip
    shares = ("said", "happened", "low", "high")
    return heads, [(*(Amount(getattr(one, name), "share") for name in shares), one.n) for one in part.points]


MAKERS = {
    Matrix: _matrix,
    Board: _board,
    Flow: _flow,
    Coverage: _coverage,
    Trends: _trends,
    Branch: _branches,
    Funnel: _funnels,
    Reliability: _reliability,
}
