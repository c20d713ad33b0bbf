"""The way of a cohort of a major: admitted, reported, retained, graduated, placed, every loss a stream of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from access.scope import Scope
from views import warehouse
from views.parts import Amount, Column, Flow, FlowNode, FlowStep, Sentence, Table
from views.units import tallies
from views.warehouse import Snapshot

# Which ends lie behind which stage; the order is the order of the picture.
GRADUATED = ("placed", "not_placed", "not_counted")
RETAINED = (*GRADUATED, "studying", "delayed")
LOST = ("left", "moved")
ENDS = (*RETAINED, *LOST)
LOSSES = (*LOST, "not_placed", "not_counted", "delayed")


@dataclass
class _Drawing:
    nodes: list[FlowNode] = field(default_factory=list)
    steps: list[FlowStep] = field(default_factory=list)

    def node(self, key: str, n: int, kind: str = "stage") -> int:
        self.nodes.append(FlowNode(Sentence(f"boards.flow_{key}"), n, kind))
        return len(self.nodes) - 1

    def go(self, start: int, key: str, n: int, kind: str) -> int | None:
        """A stream from a node to a new one; nobody makes no stream."""
        if not n:
            return None
        end = self.node(key, n, kind)
        self.steps.append(FlowStep(start, end, n))
        return end


@warehouse.cached
def flow(scope: Scope, snapshot: Snapshot, major_code: str) -> tuple[Flow, str] | None:
    """The newest cohort of which somebody has graduated, else the newest there is, and its year; None where none is stored."""
    rows = tallies.of_major(scope, snapshot, "flow", major_code)
    years = sorted({row["period"] for row in rows if row["step"] == "registered"}, reverse=True)
    cohorts = {year: {row["step"]: row["n"] for row in rows if row["period"] == year} for year in years}
    shown = [year for year in years if cohorts[year].get("registered")]
    if not shown:
        return None
    done = [
        year
        for year in shown
        if any(cohorts[year].get(end) for end in GRADUATED) and "admitted" in cohorts[year]
    ]
    year = (done or shown)[0]
    return drawn(cohorts[year], year), year


def drawn(counts: dict[str, int | None], year: str) -> Flow:
    """The picture of one cohort from its counts; ends that are hidden go together as one stream."""
    picture, registered = _Drawing(), counts["registered"]
    start = _entry(picture, counts, registered)
    hidden = [end for end in ENDS if counts.get(end) is None]
    if hidden:
        for end in ENDS:
            picture.go(start, end, counts.get(end) or 0, "loss" if end in LOSSES else "end")
        rest = registered - sum(counts.get(end) or 0 for end in ENDS)
        picture.go(start, "together", rest, "loss")
    else:
        _exact(picture, start, counts)
    names = tuple(Sentence(f"boards.flow_{end}") for end in hidden)
    note = Sentence("boards.flow_hidden", {"names": names}) if hidden else None
    return Flow(tuple(picture.nodes), tuple(picture.steps), note or _odd(counts), _alt(picture, year))


def _entry(picture: _Drawing, counts: dict, registered: int) -> int:
    """From admission to the register; where the two registers differ in number the way begins at the register."""
    admitted, reported = counts.get("admitted"), counts.get("reported")
    if admitted is None or reported != registered or admitted < reported:
        return picture.node("registered", registered)
    start = picture.node("admitted", admitted)
    end = picture.go(start, "registered", registered, "stage")
    picture.go(start, "not_reported", admitted - reported, "loss")
    return end


def _exact(picture: _Drawing, start: int, counts: dict) -> None:
    retained = sum(counts[end] for end in RETAINED)
    stay = picture.go(start, "retained", retained, "stage")
    for end in LOST:
        picture.go(start, end, counts[end], "loss")
    if stay is None:
        return
    graduated = sum(counts[end] for end in GRADUATED)
    done = picture.go(stay, "graduated", graduated, "stage")
    for end in ("studying", "delayed"):
        picture.go(stay, end, counts[end], "loss" if end in LOSSES else "end")
    for end in GRADUATED if done is not None else ():
        picture.go(done, end, counts[end], "loss" if end in LOSSES else "end")


def _odd(counts: dict) -> Sentence | None:
    reported, registered = counts.get("reported"), counts["registered"]
    if reported is None or reported == registered:
        return None
    return Sentence(
        "boards.flow_registers",
        {"reported": Amount(reported, "count"), "registered": Amount(registered, "count")},
    )


def _alt(picture: _Drawing, year: str) -> Sentence:
    parts = tuple(
        Sentence("boards.flow_part", {"name": node.name, "n": Amount(node.n, "count")})
        for node in picture.nodes
    )
    return Sentence("boards.flow_alt", {"year": year, "parts": parts})


def table(value: Flow) -> Table:
    """The way in words: each stage or end with its count and its share of the first stage."""
    first = value.nodes[0].n
    heads = (("stage", "left"), ("students", "right"), ("of_first", "right"))
    columns = tuple(Column(Sentence(f"boards.head_{head}"), align) for head, align in heads)
    rows = tuple(
        (node.name, Amount(node.n, "count"), Amount(node.n / first, "share")) for node in value.nodes
    )
    return Table(columns, rows)
