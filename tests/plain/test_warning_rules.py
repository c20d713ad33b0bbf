"""What each setting of the warning rules would have flagged in four closed terms, and open warnings, counted a second time."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.plain import warning_rules
from tests.plain.school_loop import answered

RULES = {
    "failed_term": (4, 6, 8, 10, 12), "open": (6, 8, 10, 12, 14, 16, 20, 24), "absence": (0.05, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3333),
    "progress": (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5), "idle": (2, 3, 4),
}  # fmt: skip


@pytest.fixture(scope="module")
def stored(both):
    rows = both._current("mart_tally")
    return {(row["period"], row["part"], row["step"]): row["n"] for row in rows if row["topic"] == "rule"}


def _plain(both, term):
    calendar = next(row for row in both.college.terms if row["term_id"] == term)
    closed = both.college.on(calendar["grades_due_on"])
    taught = both.college.on(calendar["first_monday"] + timedelta(weeks=calendar["week_count"], days=-1))
    credits = warning_rules.credits(closed)
    return {
        "failed_term": (closed, warning_rules.failed_in(closed, term)),
        "open": (closed, {student: own["open"] for student, own in credits.items()}),
        "progress": (closed, warning_rules.progress(closed)),
        "absence": (taught, warning_rules.absences(taught, term)),
        "idle": (taught, warning_rules.idle(taught, term)),
    }


def test_each_value_flags_the_students_counted_by_hand(both, stored):
    terms = both.college.closed[-4:]
    assert len(terms) == 4
    wrong, compared = [], 0
    for term in terms:
        for rule, (college, values) in _plain(both, term).items():
            for limit in RULES[rule] if values else ():
                expected = warning_rules.counted(college, values, limit, below=rule == "progress")
                compared += 1
                if stored.get((term, rule, f"{limit:g}")) != expected:
                    wrong.append((term, rule, limit, expected, stored.get((term, rule, f"{limit:g}"))))
    assert not wrong, wrong[:20]
    assert compared == len(terms) * sum(map(len, RULES.values()))


def test_students_judged_are_those_with_a_settled_result(both, stored):
    for term in both.college.closed[-4:]:
        calendar = next(row for row in both.college.terms if row["term_id"] == term)
        closed = both.college.on(calendar["grades_due_on"])
        assert stored[term, "term_close", "judged"] == len(
            set(warning_rules.credits(closed)) & set(closed.enrolled)
        )


def test_open_warnings_are_those_of_the_register(both):
    college, first = both.college, answered(both.college)
    expected, found = Counter(), Counter()
    for row in college.rows("qa_alert"):
        if row["raised_at"] <= college.cut and not (row["closed_at"] and row["closed_at"] <= college.cut):
            contact = first.get(row["alert_no"])
            expected[row["level"], contact if contact and contact <= college.cut else None] += 1
    for row in both._current("mart_alert"):
        if row["closed_at"] is None:
            moment = row["answered_at"]
            found[row["level"], str(moment)[:19] if moment else None] += 1
    assert found == Counter(
        {(level, str(moment)[:19] if moment else None): n for (level, moment), n in expected.items()}
    )
    assert found
