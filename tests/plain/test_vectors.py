"""The plain implementation against the published vectors: what it is judged with is itself judged."""

import pytest

from tests.plain.index import _anchored, filled, geometric, judged, mean

W = (0.35, 0.25, 0.25, 0.15)


def test_g1_and_g2():
    assert [_anchored(x, (0, 6, 8, 12)) for x in (3, 6, 7, 10, 14)] == [30, 60, 70, 90, 100]
    found = [_anchored(x, (0.30, 0.15, 0.08, 0.03)) for x in (0.35, 0.15, 0.10, 0.05, 0.02)]
    assert found == pytest.approx([0, 60, 74.2857, 92, 100], abs=5e-5)


def test_g3_and_g4():
    pairs = list(zip(W, (90, 80, 40, 70), strict=True))
    assert mean(pairs) == pytest.approx(72.0)
    assert geometric(pairs) == pytest.approx(68.7127, abs=5e-5)
    assert geometric(list(zip(W, (90, 80, 60, 70), strict=True))) == pytest.approx(76.0431, abs=5e-5)
    assert geometric(list(zip(W, (100, 80, 40, 70), strict=True))) == pytest.approx(71.2939, abs=5e-5)


def _standard():
    parts = [
        {"id": name, "weight": weight, "indicators": [{"id": name, "w": 1.0}]}
        for name, weight in zip("abcd", W, strict=True)
    ]
    return {"dimensions": parts, "decision": {"min_coverage": 0.7}, "aggregation": {"epsilon": 10}}


def test_g5():
    items = {
        name: {"status": "observed", "score": points} for name, points in (("a", 90), ("b", 80), ("c", 40))
    }
    found = judged(_standard(), items)
    assert found["index"] == pytest.approx(68.4880, abs=5e-5)
    assert found["coverage"] == pytest.approx(0.85)
    assert found["worst"] == pytest.approx(51.3183, abs=5e-5)
    assert found["best"] == pytest.approx(72.4890, abs=5e-5)
    assert filled(_standard(), items, {"d": 100.0}) == found["best"]
