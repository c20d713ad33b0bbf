"""Small groups, rates and masks before anything leaves."""

import pytest

from access import disclosure


def test_vector_g18_hides_small_group_and_next_smallest():
    assert disclosure.treated_counts([14, 7, 3], k=5) == (14, None, None)


@pytest.mark.parametrize(
    ("counts", "k", "shown"),
    [
        ([14, 7, 5], 5, (14, 7, 5)),
        ([14, 7, 4], 5, (14, None, None)),
        ([9, 0, 12], 5, (9, 0, 12)),
        ([1, 1, 20], 5, (None, None, None)),
        ([2, 4, 20], 5, (None, None, 20)),
        ([0, 0, 3], 5, (None, None, None)),
        ([3], 5, (None,)),
        ([0, 0, 8], 5, (0, 0, 8)),
        ([], 5, ()),
    ],
)
def test_counts_are_hidden_until_the_total_tells_nothing(counts, k, shown):
    assert disclosure.treated_counts(counts, k) == shown


def test_hidden_cells_never_stand_alone_nor_hold_fewer_than_k():
    for first in range(12):
        for second in range(12):
            shown = disclosure.treated_counts([first, second, 30, 41], k=5)
            hidden = [
                count for count, kept in zip([first, second, 30, 41], shown, strict=True) if kept is None
            ]
            assert not hidden or (len(hidden) > 1 and sum(hidden) >= 5)


@pytest.mark.parametrize(("use", "k"), [("cross_unit", 10), ("own_unit", 5), ("sensitive", 20)])
def test_minimum_by_use(use, k):
    assert disclosure.minimum(use) == k


@pytest.mark.parametrize(
    ("name", "masked"), [("张三", "张*"), ("示例·林一", "示例·林*"), (None, None), ("", None)]
)
def test_name_keeps_its_first_character(name, masked):
    assert disclosure.masked_name(name) == masked


@pytest.mark.parametrize(("number", "masked"), [("S2024900123", "***123"), (None, None)])
def test_number_keeps_its_last_three_digits(number, masked):
    assert disclosure.masked_number(number) == masked
