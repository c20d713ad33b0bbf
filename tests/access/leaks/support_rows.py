"""Rows of support: steps with what was known then, notes of what the data do not know, referrals of teachers."""

from __future__ import annotations

from tests.access.leaks.facts import CLASSES, STEPS, TERM, UNITS

MORE = {"qa_case_note": {}, "qa_referral": {"offering_id": "o", "reason": "absent"}}


def rows():
    """The rows by table: of each kind one for every step of the facts."""
    yield "qa_intervention", [
        {"student_pid": pid, "term_id": TERM, "state": "contacted", "kind": kind, "note": "说了什么", "outcome": outcome,
         "actor_pid": actor, "actor_role": role, "class_code": code, "org_code": UNITS[CLASSES[code]],
         "service": "psychology", "known_level": "red", "known_rules": "[]"}
        for pid, actor, role, kind, outcome, code in STEPS
    ]  # fmt: skip
    for table, more in MORE.items():
        yield table, [
            {"student_pid": pid, "term_id": TERM, "note": "还说了什么", "actor_pid": actor, "actor_role": role,
             "class_code": code, **more}
            for pid, actor, role, _, _, code in STEPS
        ]  # fmt: skip
