"""Sentences over generated values: what they claim is what an interval told by other means claims."""

import math

from hypothesis import given
from hypothesis import strategies as st

from views.figures import findings
from views.parts import Amount, IntervalRow, Intervals, Link, Name, ScaleRow, Sentence
from views.units import department, floors, school

WEEKS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=6)
CLASSES = st.dictionaries(st.sampled_from("ABCDEFGH"), WEEKS, min_size=1)
SHARES = st.floats(0.01, 0.99)
BANDS = st.lists(st.tuples(SHARES, st.floats(0, 0.3)), min_size=1, max_size=25)


def _rows(weeks):
    return [
        {"week_no": no, "numerator": float(min(hits, tries)), "denominator": float(tries), "value": 0.5}
        for no, (hits, tries) in enumerate(weeks)
    ]


@given(CLASSES)
def test_classes_below_the_standard_are_those_whose_interval_says_so(classes):
    by_class = {code: _rows(weeks) for code, weeks in classes.items()}
    sentence = department.attendance_finding(by_class, {})
    standard = sentence.params["standard"].value
    below = [code for code, rows in by_class.items() if _is_below(rows[-3:], standard)]
    assert (sentence.params["count"].value if "count" in sentence.params else 0) == len(below)
    assert sentence.params["all"].value == len(classes)
    assert sentence.key.endswith("none_below") == (not below)


def _is_below(rows, standard):
    present, wanted = (sum(row[name] for row in rows) for name in ("numerator", "denominator"))
    return wanted > 0 and wilson_high(present, wanted) < standard


def wilson_high(hits, tries):
    """The upper end of the 90 % interval of a share, written down a second time."""
    z = 1.6448536269514722
    share, square = hits / tries, z * z
    middle = share + square / (2 * tries)
    return (middle + z * math.sqrt(share * (1 - share) / tries + square / (4 * tries * tries))) / (
        1 + square / tries
    )


def _side(value, width, line):
    return "above" if value - width > line else "below" if value + width < line else "chance"


@given(BANDS, SHARES)
def test_units_named_below_and_above_are_those_whose_interval_leaves_the_line(bands, line):
    rows = tuple(
        IntervalRow(Link("course", f"C{no}", Name("课")), value, value - width, value + width, 40, _side(value, width, line))
        for no, (value, width) in enumerate(bands)
    )  # fmt: skip
    picture = Intervals(rows, line, Sentence("x"), "share", Sentence("x"), Sentence("x"))
    params = findings.compared("courses", picture).params
    for side, leaves in (("above", lambda row: row.low > line), ("below", lambda row: row.high < line)):
        there = {row.link.key for row in rows if leaves(row)}
        named = {one.key for one in params.get(side, ()) if isinstance(one, Link)}
        assert named <= there and bool(named) == bool(there)
        assert params.get(f"{side}_count", Amount(0, "count")).value == len(there)


@given(st.floats(0, 100), st.floats(0.1, 100), st.booleans())
def test_condition_in_breach_is_on_the_wrong_side_of_its_limit(value, limit, falling):
    is_breach = value > limit if falling else value < limit
    assert (floors.side(value, limit, falling) == "breach") == is_breach


@given(st.lists(st.sampled_from(["target", "strong", "qualified", "not_met", "insufficient"]), max_size=6))
def test_foci_are_counted_and_none_is_named_twice(states):
    rows = tuple(
        ScaleRow(Name(str(no)), Amount(1.0, "score"), "scores", state) for no, state in enumerate(states)
    )
    sentence = school.foci_finding(rows)
    if sentence is None:
        assert set(states) <= {"insufficient"}
        return
    named = [name.zh for part in sentence.params["parts"] for name in part.params["names"]]
    assert len(named) == len(set(named)) == sum(state != "insufficient" for state in states)
    assert sentence.params["count"].value == len(states)
