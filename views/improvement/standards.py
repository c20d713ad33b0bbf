"""Standards page: every standard with its versions, and one version as a sheet: dimensions, weights, indicators, marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from access.scope import Scope
from data.warehouse.queries import standards as queries
from profiling.gate_register import gate_register
from profiling.standard import Item, Standard, parse
from views import catalogue, warehouse
from views.administration.masked_people import lookup
from views.figures import findings
from views.parts import Amount, Column, Fact, Header, Name, Sentence, Table

REGISTER_HEADS = ("standard", "version", "state", "from", "approved_by")
SHEET_HEADS = ("dimension", "weight", "indicator", "share", "marks", "role")
NUMBERS = {"weight", "share"}
BLANK = "\u00a0"  # the same as the row above
STATES = ("in_force", "ahead", "draft", "past")


@dataclass(frozen=True)
class Version:
    """One version of a standard and what it is to the day: in_force, ahead (approved, not yet), draft or past."""

    standard: Standard
    state: str
    effective_from: date
    approved_by: str | None
    changed_by: str | None
    reason: str | None
    based_on: str | None


@dataclass(frozen=True)
class Choice:
    """An entry of the chooser."""

    key: str
    name: Name
    group: Name | None = None


@dataclass(frozen=True)
class StandardsPage:
    """The register: what is in force, what will be, which drafts are open."""

    header: Header
    findings: tuple[Sentence, ...]
    choices: tuple[Choice, ...]
    register: Table | None


@dataclass(frozen=True)
class Sheet:
    """One version of one standard as it is read: facts, the table, the gates."""

    version: Version
    facts: tuple[Fact, ...]
    table: Table
    gates: Sentence | None
    history: Table


def versions(scope: Scope, today: date, standard_id: str | None = None) -> tuple[Version, ...]:
    """Versions newest first, each with what it is on the day."""
    rows = warehouse.read(queries.versions(standard_id), scope).to_dicts()
    reached: set[str] = set()
    found = []
    for row in rows:
        state = _state(row, today, reached)
        if state == "in_force":
            reached.add(row["standard_id"])
        standard = parse(row["body"], f"{row['standard_id']} {row['version']}")
        found.append(
            Version(
                standard, state, _day(row["effective_from"]), row["approved_by"], row["changed_by"], row["reason"], row["based_on"]
            )
        )  # fmt: skip
    return tuple(found)


def _state(row: dict, today: date, reached: set[str]) -> str:
    if row["status"] == "draft":
        return "draft"
    if row["status"] != "in_force" or row["standard_id"] in reached:
        return "past"
    return "in_force" if _day(row["effective_from"]) <= today else "ahead"


def _day(value) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def overview(scope: Scope, today: date) -> StandardsPage:
    """The register of standards; empty before the first profile has kept the shipped ones."""
    known = versions(scope, today)
    held = [one for one in known if one.state == "in_force"]
    ahead, drafts = ([one for one in known if one.state == state] for state in ("ahead", "draft"))
    rows = tuple(_register(one) for one in known if one.state != "past")
    return StandardsPage(
        header=Header(title=Sentence("standards.title"), kind=Sentence("standards.kind", {"count": Amount(len(held), "count")})),
        findings=findings.kept(_told("ahead", ahead), _told("draft", drafts)),
        choices=tuple(
            Choice(one.standard.standard, _title(one.standard)) for one in sorted(held, key=lambda one: one.standard.standard)
        ),
        register=_table(REGISTER_HEADS, rows) if rows else None,
    )  # fmt: skip


def _told(state: str, listed: list[Version]) -> Sentence | None:
    if not listed:
        return None
    names = tuple(_title(one.standard) for one in listed[:3])
    return Sentence(f"standards.finding_{state}", {"count": Amount(len(listed), "count"), "names": names})


def _title(standard: Standard) -> Name:
    return Name(standard.title_zh, standard.title_en)


def _approver(written: str | None) -> Name | None:
    """Who approved, in both languages where it was written as 中文 / English."""
    if not written:
        return None
    zh, _, en = written.partition(" / ")
    return Name(zh, en or None)


def _register(one: Version) -> tuple:
    state = Sentence(f"standards.state_{one.state}")
    effective = None if one.state == "draft" else one.effective_from
    return (
        _title(one.standard),
        one.standard.version,
        state,
        effective,
        _approver(one.approved_by) if one.state != "draft" else None,
    )


def _table(heads: tuple[str, ...], rows: tuple[tuple, ...], note: Sentence | None = None) -> Table:
    columns = tuple(
        Column(Sentence(f"standards.head_{head}"), "right" if head in NUMBERS else "left") for head in heads
    )
    return Table(columns, rows, note)


def held_version(known: tuple[Version, ...], asked: str | None) -> Version:
    """The version asked for, else the one in force, else the newest."""
    chosen = next((one for one in known if one.standard.version == asked), None)
    return chosen or next((one for one in known if one.state == "in_force"), known[0])


def sheet(known: tuple[Version, ...], version: Version) -> Sheet:
    """One version as a sheet, with the other versions of the standard under it."""
    standard = version.standard
    rows = tuple(row for part in standard.dimensions for row in _rows(standard, part))
    people = lookup(tuple(one.changed_by for one in known if one.changed_by))
    history = tuple(
        (one.standard.version, Sentence(f"standards.state_{one.state}"), one.effective_from if one.state != "draft" else None,
         _approver(one.approved_by), people.of(one.changed_by) if one.changed_by else None, one.reason)
        for one in known
    )  # fmt: skip
    heads = ("version", "state", "from", "approved_by", "changed_by", "reason")
    return Sheet(
        version=version,
        facts=_facts(version),
        table=_table(SHEET_HEADS, rows, Sentence("standards.marks_note")),
        gates=_gates(standard),
        history=_table(heads, history),
    )


def _facts(version: Version) -> tuple[Fact, ...]:
    lines = version.standard.decision
    return (
        Fact(Sentence("standards.fact_version"), version.standard.version, Sentence(f"standards.state_{version.state}")),
        Fact(Sentence("standards.fact_met"), Amount(lines.met, "score"), Sentence("standards.fact_met_note", {"line": Amount(lines.min_dimension, "score")})),
        Fact(Sentence("standards.fact_strong"), Amount(lines.strong, "score"), Sentence("standards.fact_strong_note", {"line": Amount(lines.strong_dimension, "score")})),
        Fact(Sentence("standards.fact_coverage"), Amount(lines.min_coverage, "share"), Sentence("standards.fact_coverage_note")),
    )  # fmt: skip


def _gates(standard: Standard) -> Sentence | None:
    known = gate_register()
    names = tuple(Name(known[gate].name_zh, known[gate].name_en) for gate in standard.gates)
    return Sentence("standards.gates", {"gates": names}) if names else None


def _rows(standard: Standard, part) -> list[tuple]:
    name = Name(part.name_zh, part.name_en)
    return [
        (
            name if place == 0 else BLANK, Amount(part.weight, "share") if place == 0 else BLANK, catalogue.entry(item.id).name,
            Amount(item.w, "share"), marks(item), _role(standard, part, item),
        )
        for place, item in enumerate(part.indicators)
    ]  # fmt: skip


def _role(standard: Standard, part, item: Item) -> Sentence | None:
    return Sentence("standards.must_have") if item.id in standard.named_must_haves else None


def marks(item: Item) -> Sentence:
    """What a value is compared with: four anchors, a band, points by level, or the reference population."""
    if item.anchors == "distribution":
        return Sentence("standards.marks_distribution")
    return Sentence(f"standards.marks_{kind_of(item)}", {"marks": marks_text(item)})


def kind_of(item: Item) -> str:
    """anchors, band or levels."""
    return next(kind for kind in ("anchors", "band", "levels") if getattr(item, kind) is not None)


def marks_text(item: Item) -> str:
    """The marks as they are written and typed, in the standard's own unit: 36 / 72 / 90 / 120."""
    values = getattr(item, kind_of(item))
    written = " / ".join(f"{value:g}" for value in values)
    return f"{written} %" if item.unit == "percent" else written
