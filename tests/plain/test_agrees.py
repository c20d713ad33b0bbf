"""Every published number and judgement of the demo college, counted a second time by code that shares nothing with the product."""

import ast
from pathlib import Path

import pytest

from tests.plain.published import LEVELS, shown
from tests.plain.school_loop import catalogue

HERE = Path(__file__).parent
MAY_IMPORT = {
    "__future__", "ast", "collections", "dataclasses", "datetime", "functools", "json", "math", "os", "pathlib",
    "pandas", "pytest", "scipy", "sqlalchemy", "yaml",
}  # fmt: skip


@pytest.mark.parametrize("level", LEVELS)
def test_values_agree(both, level):
    found = both.differences(level)
    assert not found, shown(found)


def test_judgements_agree(both):
    found = both.disagreements()
    assert not found, shown(found)


def test_no_indicator_is_forgotten(both):
    plain, stored = ({key[0] for key in rows} for rows in (both.values, both.stored))
    assert stored == plain
    of_models = set() if both.college.rows("ml_course_risk") else {"stu_risk_priority"}
    assert catalogue() - plain == of_models


def test_shares_nothing_with_the_product():
    found = [
        f"{path.name} imports {name}"
        for path in sorted(HERE.glob("*.py"))
        for name in _imports(path)
        if name.split(".")[0] not in MAY_IMPORT and not name.startswith("tests.plain")
        if (path.name, name) != ("conftest.py", "tests.databases")
    ]
    assert not found, "\n".join(found)


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            inside = node.module in ("tests", "tests.plain")
            names |= {f"{node.module}.{one.name}" for one in node.names} if inside else {node.module}
    return names
