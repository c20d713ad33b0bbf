"""Names beside marks: no two cover each other, none leaves the picture, none lies over a mark."""

import random

import pytest

from ui.charts import name_places
from ui.charts.name_places import Mark


@pytest.mark.parametrize("seed", range(20))
def test_no_name_covers_a_name_or_a_mark(seed):
    chance = random.Random(seed)
    marks = [
        Mark(
            chance.uniform(60, 800),
            chance.uniform(40, 340),
            chance.uniform(9, 44),
            "软件技术" * chance.randint(1, 2),
        )
        for _ in range(14)
    ]
    sides = name_places.sides(marks, 860, 374)
    drawn = [name_places._box(mark, side) for mark, side in zip(marks, sides, strict=True) if side]
    assert all(
        left >= 0 and right <= 860 and top >= 0 and bottom <= 374 for left, top, right, bottom in drawn
    )
    for place, (left, top, right, bottom) in enumerate(drawn):
        for other in drawn[place + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_a_name_alone_stands_above_and_a_hemmed_in_one_nowhere():
    assert name_places.sides([Mark(400, 200, 20, "Software Technology")], 860, 374) == ["top center"]
    wall = [Mark(400 + dx, 200 + dy, 44, "") for dx in (-60, -30, 30, 60) for dy in (-30, 0, 30)]
    wall += [Mark(400, 165, 44, ""), Mark(400, 235, 44, "")]
    assert name_places.sides([Mark(400, 200, 9, "Construction Cost"), *wall], 860, 374)[0] is None
