"""A check of the data in words: what was looked at, what was found, what was expected, from the numbers kept."""

from __future__ import annotations

from typing import Any

from views.parts import Amount, Sentence

TABLES = {  # of rules that name none
    "grades_without_enrolment": "fact_grade_attempt",
    "attendance_rows": "fact_attendance",
    "teaching_load": "bridge_offering_teacher",
    "access_log_chain": "sec_access_log",
    "duplicated_persons": "dim_person",
}
UNITS = {"limit": "share", "share": "share", "low": "share", "high": "share", "days": "days"}


def name(check_id: str) -> Sentence:
    """The rule: the first part of the id."""
    return Sentence(f"checks.name_{_rule(check_id)}")


def subject(check_id: str) -> Sentence | None:
    """What the rule looks at: a column, a table, or nothing of the warehouse."""
    rule, _, place = check_id.partition(".")
    table, _, column = (place or TABLES.get(rule, "")).partition(".")
    of_table = Sentence(f"data.table_{table}") if table else None
    if not column:
        return of_table
    return Sentence("checks.subject", {"table": of_table, "column": Sentence(f"columns.{column}")})


def found(check_id: str, facts: dict) -> Sentence:
    """What the rule found; without facts there was nothing at all. A broken chain names its first row, a rule that
    cannot be made what it lacks; what waits for a full run says so."""
    if "waits" in facts:
        return Sentence("checks.found_waits", {"rows": Amount(facts["waits"], "count")})
    if facts.get("earlier"):
        rest = {key: value for key, value in facts.items() if key != "earlier"}
        return Sentence("checks.found_earlier", {"found": found(check_id, rest)})
    if "lacking" in facts:
        return Sentence("checks.found_lacking", {"lacking": Sentence(f"columns.{facts['lacking']}")})
    if "first" in facts:
        return Sentence("checks.found_chain_broken", _params(facts))
    return (
        Sentence(f"checks.found_{_rule(check_id)}", _params(facts))
        if facts
        else Sentence("checks.found_never")
    )


def expected(check_id: str, facts: dict) -> Sentence | tuple[Sentence, ...]:
    """What the rule expected; a range as one sentence for each bound."""
    rule = _rule(check_id)
    if "waits" in facts:
        return Sentence("checks.expected_waits")
    if rule == "range":
        return tuple(
            Sentence(f"checks.bound_{bound}", {"value": Amount(value, "score")})
            for bound, value in facts.items()
        )
    return Sentence(f"checks.expected_{rule}", _params(facts))


def _rule(check_id: str) -> str:
    return check_id.partition(".")[0]


def _params(facts: dict) -> dict[str, Any]:
    return {key: _param(key, value) for key, value in facts.items()}


def _param(key: str, value: Any) -> Any:
    """A table and a term in words, everything else with its unit."""
    if key == "target":
        return Sentence(f"data.table_{value}")
    return value if key == "term" else Amount(value, UNITS.get(key, "count"))
