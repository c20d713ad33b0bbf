"""A sentence names no unit as different unless its stored comparison says so, and its counts add up."""

from hypothesis import given
from hypothesis import strategies as st

from views.figures import findings
from views.parts import IntervalRow, Intervals, Link, Name, Sentence

DIFFERENCES = st.lists(st.sampled_from(["above", "below", "chance", None]), max_size=30)


def _picture(differences):
    rows = tuple(
        IntervalRow(
            Link("course", f"C{place}", Name(f"课程{place}")), 0.99 - place / 100, 0.5, 1.0, 40, difference
        )
        for place, difference in enumerate(differences)
    )
    return Intervals(
        rows, 0.9, Sentence("figures.school_line"), "share", Sentence("figures.interval_axis"), Sentence("x")
    )


def _keys(names):
    return {name.key for name in names if isinstance(name, Link)}


@given(DIFFERENCES)
def test_only_units_beyond_chance_are_named(differences):
    sentence = findings.compared("courses", _picture(differences))
    stored = {f"C{place}": difference for place, difference in enumerate(differences)}
    if sentence is None:
        assert all(difference is None for difference in differences)
        return
    for side in ("above", "below"):
        assert all(stored[key] == side for key in _keys(sentence.params.get(side, ())))


@given(DIFFERENCES)
def test_counts_of_a_sentence_add_up(differences):
    sentence = findings.compared("courses", _picture(differences))
    if sentence is None:
        return
    counted = {
        key: amount.value for key, amount in sentence.params.items() if key.endswith("count") or key == "same"
    }
    assert counted["same"] + counted.get("below_count", 0) + counted.get("above_count", 0) == counted["count"]
    assert counted["same"] == differences.count("chance")


@given(DIFFERENCES)
def test_side_without_units_is_not_spoken_of(differences):
    sentence = findings.compared("departments", _picture(differences))
    if sentence is None:
        return
    for side in ("above", "below"):
        assert (side in sentence.params) == (side in differences)


def test_lowest_units_come_first_and_the_rest_is_told_by_dots():
    sentence = findings.compared("courses", _picture(["chance", *["below"] * 6]))
    named = sentence.params["below"]
    assert [name.key for name in named[:-1]] == ["C6", "C5", "C4", "C3"]
    assert named[-1] == Name("…")


def test_at_most_three_sentences_are_kept():
    said = [Sentence(f"k{number}") for number in range(5)]
    assert findings.kept(None, *said) == tuple(said[:3])
