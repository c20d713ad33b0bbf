"""The 5 x 5 matrix: who answers for what, the figure that stands for it, how many improvement actions are open."""

from __future__ import annotations

from access.scope import Scope, can_open
from profiling.catalogue import LEVELS
from profiling.responsibility import Cell, responsibility
from views import catalogue
from views.figures import standing
from views.figures.standing import Standing
from views.figures.values import Values
from views.parts import Amount, Matrix, MatrixCell, Name, Sentence
from views.units import tallies
from views.warehouse import Snapshot

PAGES = {"major": "major", "course": "course", "teacher": "teacher", "student": "student"}


def matrix(scope: Scope, snapshot: Snapshot, own: Values, held: Standing | None) -> Matrix:
    """Every cell of the register with its stored figure; a cell without a value says so."""
    register = responsibility()
    rows = tallies.counted(scope, snapshot, "action")
    counts = tallies.by_part(rows, tallies.newest(rows) or "")
    cells = tuple(
        tuple(
            _cell(
                scope, register.cells[system.id][level], level, counts.get(f"{system.id}/{level}"), own, held
            )
            for level in LEVELS
        )
        for system in register.systems
    )
    shown = [cell for line in cells for cell in line]
    return Matrix(
        rows=tuple(Name(system.name_zh, system.name_en) for system in register.systems),
        columns=tuple(Sentence(f"boards.level_{level}") for level in LEVELS),
        cells=cells,
        alt=Sentence(
            "boards.matrix_alt",
            {
                "known": Amount(sum(cell.amount.value is not None for cell in shown), "count"),
                "all": Amount(len(shown), "count"),
                "short": Amount(sum(cell.state == "not_met" for cell in shown), "count"),
            },
        ),
    )


def _cell(
    scope: Scope, cell: Cell, level: str, counts: dict | None, own: Values, held: Standing | None
) -> MatrixCell:
    entry = catalogue.entry(cell.indicator)
    figure = own.figure(cell.indicator)
    rows = standing.item_rows(held, own, (cell.indicator,)) if held else ()
    page = PAGES.get(level)
    return MatrixCell(
        office=Name(cell.office_zh, cell.office_en),
        indicator=entry.name,
        amount=figure.amount if figure else Amount(None, entry.unit),
        state=rows[0].state if rows else None,
        note=None if rows else Sentence("boards.matrix_no_anchor" if figure else "boards.matrix_no_value"),
        actions=_actions(counts),
        page=page if page and can_open(scope, page) else None,
        why=figure.why if figure else None,
    )


def _actions(counts: dict | None) -> Sentence | None:
    """Open actions, and how many of them are past their day; None where the cell has none on record."""
    if not counts:
        return None
    running, late = counts["open"]["n"], counts["overdue"]["n"]
    if running is None or late is None:
        return Sentence("boards.matrix_hidden")
    params = {"open": Amount(running, "count"), "late": Amount(late, "count")}
    return Sentence(
        "boards.matrix_late" if late else "boards.matrix_open" if running else "boards.matrix_none", params
    )


def overdue(scope: Scope, snapshot: Snapshot) -> tuple[int, int] | None:
    """Improvement actions past their day, and all that are open; None where the reader may not know all of them."""
    rows = tallies.counted(scope, snapshot, "action")
    steps = {step: [row["n"] for row in rows if row["step"] == step] for step in ("overdue", "open")}
    if not rows or any(n is None for listed in steps.values() for n in listed):
        return None
    return sum(steps["overdue"]), sum(steps["open"])
