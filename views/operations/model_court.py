"""The model court, the groups and the figures of statistics as tables, from what the training stored."""

from __future__ import annotations

from access.scope import Scope
from data.warehouse.queries import risk_court as queries
from models.risk.court_groups import JUDGED
from models.risk.court_rules import rules
from views import naming, warehouse
from views.parts import Amount, Column, Name, Sentence, State, Table
from views.warehouse import Snapshot

SHARES = {
    "permuted_labels", "single_feature", "course_disjoint", "last_cohort", "forward_calibration", "never_contacted", "lead_time",
    "list_replaced",
}  # fmt: skip
POINTS = {
    "early_not_better",
    "rule_beside",
    "recall_gap",
    "calibration_gap",
    "net_benefit",
}  # differences of shares
STATISTICS = ("auroc", "auprc", "brier", "ece", "slope", "intercept", "rule_auroc")


def table(lines: list[dict]) -> Table | None:
    """Every check: what it asks, its verdict, what was found with its interval, what was wanted."""
    if not lines:
        return None
    heads = (("check", "wide"), ("verdict", "left"), ("found", "left"), ("wanted", "wide"))
    columns = tuple(Column(Sentence(f"model.court_{head}"), align) for head, align in heads)
    return Table(columns, tuple(_row(line) for line in lines), Sentence("model.court_note"))


def _row(line: dict) -> tuple:
    return _check(line), verdict(line), _found(line), _wanted(line)


def _check(line: dict) -> Sentence:
    if line["key"] in JUDGED:
        return Sentence(f"model.check_{line['key']}", {"group": Sentence(f"model.group_{line['name']}")})
    return Sentence(f"model.check_{line['key']}")


def verdict(line: dict) -> State | Sentence:
    """Passed, failed, cannot tell; or reported, where no line is drawn."""
    if line["met"] is not None:
        return State("pass" if line["met"] else "fail")
    return Sentence(
        "model.cannot_tell" if line["wanted"] is not None or line["found"] is None else "model.reported"
    )


def _unit(key: str) -> str:
    return "share" if key in SHARES else "share_points" if key in POINTS else "count"


def _found(line: dict) -> Sentence | Amount | None:
    key, found = line["key"], line["found"]
    if key == "encoded_identity" or (key == "single_feature" and line["met"] is False):
        names = tuple(subject(name) for name in line.get("name") or ())
        return Sentence("model.found_named", {"names": names}) if names else Sentence("model.found_no_name")
    if key in JUDGED and found is None:
        return Sentence("model.found_apart") if line["met"] is not None else Sentence("model.found_no_group")
    if found is None:
        return None
    value = Amount(found, _unit(key))
    if line["low"] is None:
        return value
    return span({end: line[end] for end in ("found", "low", "high")}, _unit(key))


def span(figures: dict, unit: str) -> Sentence:
    """A figure with its likely range; differences, which may lie below nought, with a word between the ends."""
    key = "model.found_points" if unit == "share_points" else "model.found_range"
    return Sentence(key, {name: Amount(figures[name], unit) for name in ("found", "low", "high")})


def _wanted(line: dict) -> Sentence | None:
    key, wanted = line["key"], line["wanted"]
    if wanted is None:
        return Sentence(f"model.wanted_{key}", _expected(key))
    values = wanted if isinstance(wanted, list) else [wanted]
    params = {"least": Amount(values[0], _unit(key)), "most": Amount(values[-1], _unit(key))}
    if "accepted" in line:
        accepted = line["accepted"]
        params |= {"reason": Name(accepted["reason_zh"], accepted["reason_en"]), "action": Name(accepted["action_zh"], accepted["action_en"])}  # fmt: skip
        return Sentence("model.wanted_accepted", params)
    return Sentence(f"model.wanted_{key}", params | _expected(key))


def _expected(key: str) -> dict:
    if key == "list_replaced":
        low, high = rules().replaced
        return {"least": Amount(low, "share"), "most": Amount(high, "share")}
    return {"weeks": Amount(rules().lead["weeks"], "count")} if key == "lead_time" else {}


def subject(name: str) -> Sentence:
    """A group or a feature in words; a feature without words by its own name."""
    if name in rules().groups:
        return Sentence(f"model.group_{name}")
    return Sentence(f"features.{name}", otherwise=name)


def groups(scope: Scope, snapshot: Snapshot, model_id: str) -> Table | None:
    """How the list serves each group, against all others; sensitive attributes stand there for the quality office alone."""
    rows = warehouse.read(queries.group_audit((model_id,)), scope).to_dicts()
    if not rows:
        return None
    held: dict[tuple[str, str], dict[str, dict]] = {}
    for row in rows:
        held.setdefault((row["attribute"], row["group_value"]), {})[row["measure"]] = row
    heads = ("group", "value", "n", "recall", "false_alarm", "calibration", "word")
    columns = tuple(
        Column(Sentence(f"model.groups_{head}"), "right" if head == "n" else "left") for head in heads
    )
    order = list(rules().groups)
    keys = sorted(held, key=lambda key: (order.index(key[0]), key[1]))
    known = naming.departments(scope, snapshot)
    body = tuple(_group(attribute, value, held[attribute, value], known) for attribute, value in keys)
    is_whole = warehouse.holds_rows(scope, "fairness_audit")
    note = Sentence("model.groups_note" if is_whole else "model.groups_note_apart", {"least": Amount(rules().least_positives, "count")})  # fmt: skip
    return Table(columns, body, note)


def _group(attribute: str, value: str, measures: dict[str, dict], known: dict) -> tuple:
    one = measures["recall"]
    told = tuple(_measure(measures[name]) for name in ("recall", "false_alarm", "calibration"))
    return (
        Sentence(f"model.group_{attribute}"), value_name(attribute, value, known), Amount(one["n"], "count"), *told,
        _beyond(measures),
    )  # fmt: skip


def value_name(attribute: str, value: str, known: dict) -> Name | Sentence:
    """A group in words: a department by its name, a grade by its year, others as the source writes them."""
    if attribute == "department":
        return naming.unit_name(known, value)
    if attribute == "grade":
        return Sentence("model.grade_of", {"year": value})
    return Name(value, rules().groups[attribute].names_en.get(value))


def _measure(row: dict) -> Sentence:
    return span(row, "share_points" if row["measure"] == "calibration" else "share")


def _beyond(measures: dict[str, dict]) -> Sentence:
    """What the intervals of the gaps to all others support."""
    over = []
    for check, measure in JUDGED.items():
        row, limit = measures[measure], rules().gaps[measure]
        if row["gap_low"] > limit or row["gap_high"] < -limit:
            over.append(Sentence(f"model.beyond_{check}"))
    if over:
        return Sentence("model.beyond", {"parts": tuple(over)})
    clear = [row for row in measures.values() if row["gap_low"] > 0 or row["gap_high"] < 0]
    return Sentence("model.within_limit" if clear else "model.within_chance")


def statistics(metrics: dict) -> Table:
    """The figures by their names in statistics, for those who know them: on courses, and on students where they exist."""
    columns = tuple(
        Column(Sentence(f"model.statistics_{head}"), "right" if head != "name" else "left") for head in ("name", "rows", "students")
    )  # fmt: skip
    students = metrics.get("student", {})
    body = tuple(
        (
            Sentence(f"model.detail_{name}"),
            _three(metrics.get(name)),
            _three(students.get(name)),
        )
        for name in STATISTICS
    )
    return Table(columns, body, Sentence("model.statistics_note"))


def _three(value: float | None) -> Amount | None:
    return None if value is None else Amount(value, "statistic")
