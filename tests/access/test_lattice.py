"""No hidden cell of nested totals follows by subtraction: by hand, and by linear algebra on random trees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from access.lattice import unknown_cells


@pytest.mark.parametrize(
    ("sizes", "least", "unknown"),
    [
        ([30, 40, 50], 10, set()),
        ([3, 40, 50], 10, {0, 1}),
        ([3, 4, 50], 10, {0, 1, 2}),
        ([6, 7, 50], 10, {0, 1}),
        ([3, 0, 50, 60], 10, {0, 2}),
        ([4, 30], 5, {0, 1}),
    ],
)
def test_parts_of_one_known_total(sizes, least, unknown):
    persons = {**dict(enumerate(sizes)), "total": sum(sizes)}
    hidden = {place for place, size in enumerate(sizes) if 0 < size < least}
    assert unknown_cells(persons, hidden, {"total": [list(range(len(sizes)))]}, least) == unknown


def test_hidden_total_hides_a_part_of_itself():
    persons = {"school": 100, "a": 8, "b": 92, "a1": 8, "b1": 40, "b2": 52}
    partitions = {"school": [["a", "b"]], "a": [["a1"]], "b": [["b1", "b2"]]}
    found = unknown_cells(persons, {"a", "a1"}, partitions, 10)
    assert {"a", "a1", "b"} <= found
    assert found & {"b1", "b2"}


@st.composite
def trees(draw):
    """A school of departments of classes with their persons; every total is the sum of its parts."""
    departments = draw(st.lists(st.lists(st.integers(0, 60), min_size=1, max_size=5), min_size=1, max_size=4))
    persons, partitions = {}, {"school": [[]]}
    for place, sizes in enumerate(departments):
        name = f"d{place}"
        persons[name] = sum(sizes)
        partitions["school"][0].append(name)
        partitions[name] = [[f"{name}c{number}" for number in range(len(sizes))]]
        persons |= {f"{name}c{number}": size for number, size in enumerate(sizes)}
    persons["school"] = sum(sum(sizes) for sizes in departments)
    return persons, partitions


def _vectors(persons, partitions):
    """Each cell as a sum of the smallest cells."""
    leaves = [node for node in persons if node not in partitions]
    unit = dict(zip(leaves, np.eye(len(leaves)), strict=True))

    def vector(node):
        return unit[node] if node in unit else sum(vector(part) for part in partitions[node][0])

    return {node: vector(node) for node in persons}


@settings(max_examples=300, deadline=None)
@given(tree=trees(), least=st.sampled_from([5, 10]))
def test_no_small_cell_is_a_combination_of_known_ones(tree, least):
    persons, partitions = tree
    hidden = {node for node, size in persons.items() if 0 < size < least}
    unknown = unknown_cells(persons, hidden, partitions, least)
    vectors = _vectors(persons, partitions)
    known = np.array([vectors[node] for node in persons if node not in unknown])
    rank = np.linalg.matrix_rank(known) if len(known) else 0
    for node in hidden:
        told = np.vstack([known, vectors[node]]) if len(known) else np.array([vectors[node]])
        assert np.linalg.matrix_rank(told) > rank, node
