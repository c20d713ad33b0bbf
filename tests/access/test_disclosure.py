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


def test_rate_below_the_minimum_is_hidden():
    assert disclosure.treated_rate(9, 9, k=10) == disclosure.Rate(None)
    assert disclosure.treated_rate(9, 10, k=10) == disclosure.Rate(0.9)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rate"),
    [
        (1, 199, disclosure.Rate(None, at_most=0.05)),
        (198, 199, disclosure.Rate(None, at_least=0.95)),
        (1, 200, disclosure.Rate(0.005)),
        (5, 100, disclosure.Rate(0.05)),
        (95, 100, disclosure.Rate(0.95)),
    ],
)
def test_extreme_rates_of_published_tables_show_their_side_only(numerator, denominator, rate):
    assert disclosure.treated_rate(numerator, denominator, k=10, published=True) == rate


@pytest.mark.parametrize(("one", "other", "may"), [(40, 40, True), (40, 36, False), (40, 35, True)])
def test_aggregates_that_differ_by_less_than_k_are_not_both_shown(one, other, may):
    assert disclosure.may_differ(one, other, k=5) is may


@pytest.mark.parametrize(
    ("name", "masked"), [("张三", "张*"), ("示例·林一", "示例·林*"), (None, None), ("", None)]
)
def test_name_keeps_its_first_character(name, masked):
    assert disclosure.masked_name(name) == masked


@pytest.mark.parametrize(("number", "masked"), [("S2024900123", "***123"), (None, None)])
def test_number_keeps_its_last_three_digits(number, masked):
    assert disclosure.masked_number(number) == masked
