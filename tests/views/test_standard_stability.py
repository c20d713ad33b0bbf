"""The editor's figures about a standard on the demo college: last year's data, counts that add up, nobody alone."""

import pytest

from access.scope import Scope
from profiling.indices.aggregate import geometric_index
from profiling.standard import standards
from ui import i18n, text
from views import warehouse
from views.improvement import standard_stability, standard_trial

OFFICE = Scope("quality_office", "t-office", everything=True)
ID = "course.post_ability.general"


@pytest.fixture
def snapshot(demo_home):
    warehouse.configure(demo_home)
    before = i18n.language()
    i18n.use("en")
    yield warehouse.current_snapshot()
    i18n.use(before)


def test_trial_is_made_on_last_years_figures(snapshot):
    number, as_of, is_last_year = standard_trial.base_snapshot(OFFICE, snapshot)
    assert number != snapshot.snapshot_id
    assert is_last_year
    assert as_of < snapshot.as_of


def test_same_standard_changes_nobody_and_counts_add_up(snapshot):
    standard = standards()[ID]
    page = standard_trial.of_draft(OFFICE, snapshot, standard, standard)
    assert page.units is None
    assert page.findings[0].key == "standards.trial_same"
    cells = [cell for row in page.decisions.rows for cell in row[1:] if cell is not None]
    number, *_ = standard_trial.base_snapshot(OFFICE, snapshot)
    judged = standard_trial.stored_rows(number, standard)[1].height
    assert sum(int(text.plain(cell)) for cell in cells) == judged


def test_microscope_with_the_weights_in_force_moves_nobody(snapshot):
    standard = standards()[ID]
    seen = standard_trial.microscope(
        OFFICE, snapshot, standard, tuple(part.weight for part in standard.dimensions)
    )
    assert seen.slopes
    assert all(one.before == one.after for one in seen.slopes)
    other = tuple(0.94 if part.id == "K7" else 0.01 for part in standard.dimensions)
    moved = standard_trial.microscope(OFFICE, snapshot, standard, other)
    assert any(one.before != one.after for one in moved.slopes)


@pytest.mark.parametrize(
    "name", sorted(name for name in standards() if name.startswith(("course.", "major.")))
)
def test_microscope_starts_from_the_published_indices(snapshot, name):
    stored = standard_trial.stored_rows(snapshot.snapshot_id, standards()[name])
    if stored is None:
        pytest.skip("the demo college judges nobody by this standard")
    seen = standard_trial.stored_dimensions(snapshot.snapshot_id, standards()[name], 1)
    known = dict(stored[1].drop_nulls("score").select("entity_id", "score").iter_rows())
    shown, table, dimensions = seen or ((), None, None)
    assert set(shown) == set(known)
    if shown:
        epsilon = standards()[name].aggregation.epsilon
        index = geometric_index(dimensions, table.weights, epsilon=epsilon)
        assert index == pytest.approx([known[one] for one in shown])


@pytest.mark.parametrize("name", ["teacher.T4", "student.development"])
def test_persons_are_counted_and_never_listed(snapshot, name):
    standard = standards()[name]
    page = standard_trial.of_draft(OFFICE, snapshot, standard, standard)
    seen = standard_trial.microscope(
        OFFICE, snapshot, standard, tuple(part.weight for part in standard.dimensions)
    )
    assert page.units is None
    assert seen is None or seen.slopes == ()


def test_stability_tells_of_everybody_or_of_nobody(snapshot):
    found = standard_stability.of_standard(OFFICE, snapshot, standards()[ID])
    assert found.alternatives.rows
    assert all(row[1].value >= 0 and -1 <= row[2].value <= 1 for row in found.alternatives.rows)
    assert (
        standard_stability.of_standard(OFFICE, snapshot, standards()["major.demand"]) is None
    )  # fewer than ten


@pytest.mark.parametrize("role", ["dean", "teacher", "academic_affairs", "leadership"])
def test_students_small_counts_are_hidden_from_readers_without_the_rows(snapshot, role):
    reader = Scope(role, "t-reader", (("org", frozenset({"D01"})),))
    page = standard_trial.of_draft(
        reader, snapshot, standards()["student.development"], standards()["student.development"]
    )
    shown = [
        cell.value
        for row in page.decisions.rows
        for cell in row[1:]
        if getattr(cell, "value", None) is not None
    ]
    if not warehouse.holds_rows(reader, "student_academic_record"):
        assert all(value >= 10 for value in shown)
