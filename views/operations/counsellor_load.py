"""How many students a counsellor looks after, printed beside the index."""

from __future__ import annotations

from profiling.caseload import CASELOAD, MOST
from views.figures.values import Values
from views.parts import Fact, Sentence


def facts(own: Values) -> tuple[Fact, ...]:
    """The caseload with a word where it is more than one person can look after; empty for everybody else."""
    figure = own.figure(CASELOAD)
    if figure is None or figure.amount.value is None:
        return ()
    note = Sentence("teacher.caseload_over") if figure.amount.value > MOST else None
    return (Fact(Sentence("teacher.caseload"), figure.amount, note, figure.why),)
