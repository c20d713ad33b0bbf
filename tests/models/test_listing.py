"""The list of the model is entered at one chance and left after two successive points below another."""

import pytest

from models.risk.declaration import declaration
from models.risk.listing import is_listed


@pytest.mark.parametrize(
    ("chances", "is_on"),
    [
        ((), False),
        ((0.30,), True),
        ((0.2999,), False),
        ((0.29, 0.25), False),  # never entered
        ((0.35, 0.19), True),  # one point below is not enough
        ((0.35, 0.20, 0.20), True),  # at the line is not below it
        ((0.35, 0.19, 0.20, 0.19), True),  # not successive
        ((0.35, 0.19, 0.1999), False),
        ((0.35, 0.1, 0.1, 0.29), False),  # left, and not entered again
        ((0.35, 0.1, 0.1, 0.30), True),
        ((0.1, 0.1, 0.30), True),
        ((0.35, 0.1, 0.30, 0.1), True),  # entering begins the count anew
    ],
)
def test_list_is_left_after_two_points_below(chances, is_on):
    assert is_listed(chances) == is_on


def test_thresholds_are_declared():
    assert declaration().listing == {"capacity": 15, "p_any": 0.30, "leaves_below": 0.20, "leaves_after": 2}
