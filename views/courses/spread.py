"""How first-attempt scores of a course spread, term by term: fine bins for holders of the grades, bands for everyone else."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import course as queries
from data.warehouse.queries import units
from views import naming, warehouse
from views.parts import Amount, Ridge, Ridges, Sentence
from views.warehouse import Snapshot

FINE = 5  # width in points of the bins that only holders of the grades read


@warehouse.cached
def of_course(scope: Scope, snapshot: Snapshot, course_code: str) -> Ridges | None:
    """The spread of first-attempt scores of each term; None where no measured score may be shown."""
    rows = warehouse.read(queries.score_bins(snapshot.snapshot_id, course_code), scope).to_dicts()
    by_term = {
        term: _bins([row for row in rows if row["term_id"] == term])
        for term in {row["term_id"] for row in rows}
    }
    by_term = {term: bins for term, bins in by_term.items() if bins}
    if not by_term:
        return None
    newest = max(by_term)
    drawn = tuple(
        Ridge(term, bins, round(sum(n for _, n in bins)), term == newest)
        for term, bins in sorted(by_term.items())
    )
    mark = _pass_mark(scope, snapshot, course_code)
    return Ridges(drawn, mark, Sentence("course.ridges_alt", {"terms": Amount(len(drawn), "count")}))


def _bins(rows: list[dict]) -> tuple[tuple[int, float], ...]:
    """Bins of five points: as counted for who holds the grades, else bands spread evenly; none while a band is hidden."""
    fine = [row for row in rows if row["width"] == FINE and row["n"] is not None]
    if fine:
        return tuple((row["bin_from"], row["n"]) for row in fine)
    bands = [row for row in rows if row["width"] != FINE]
    if any(row["n"] is None for row in bands):
        return ()
    return tuple(
        (low, row["n"] * FINE / row["width"])
        for row in sorted(bands, key=lambda row: row["bin_from"])
        for low in range(row["bin_from"], row["bin_from"] + row["width"], FINE)
    )


def _pass_mark(scope: Scope, snapshot: Snapshot, course_code: str) -> float:
    found = warehouse.read(queries.offerings(snapshot.snapshot_id, course_code), scope).to_dicts()
    if found:
        marks = warehouse.read(units.offerings((found[-1]["offering_id"],)), scope).to_dicts()
        if marks:
            return marks[0]["pass_mark"]
    return float(naming.setting(scope, snapshot, "pass_mark", 60))
