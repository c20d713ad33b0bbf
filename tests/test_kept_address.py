"""Through a sign-in an address keeps the parameters of ours, all of them and no others."""

import ast

from tests.databases import PROJECT
from ui import run

READERS = {"parameter", "chosen", "select", "choices", "pick", "slider", "leave"}
NOT_KEPT = {"narrow"}  # told anew by the browser


def _names_in_code():
    """Literal names of query parameters that pages and the frame read or write."""
    for path in [PROJECT / "app.py", *(PROJECT / "pages").rglob("*.py"), *(PROJECT / "ui").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            owner = getattr(node.func.value, "id", None)
            first = node.args[0] if node.args else None
            if (
                owner in ("run", "filters", "forms")
                and node.func.attr in READERS
                and isinstance(first, ast.Constant)
            ):
                yield first.value
            if owner == "forms" and node.func.attr == "go":
                yield from (keyword.arg for keyword in node.keywords if keyword.arg)


def test_every_parameter_that_a_page_reads_survives_a_sign_in():
    assert set(_names_in_code()) - set(run.KEPT) - NOT_KEPT - set(run.EYES) == set()


def test_parameters_of_others_and_long_ones_do_not_survive(monkeypatch):
    given = {"id": "C1", "as": "dean", "next": "https://evil.example", "lang": "x" * 121}
    monkeypatch.setattr(run.st, "query_params", given)
    assert run.kept_address("course") == "course?as=dean&id=C1"
    assert run.kept_address(None) == "?as=dean&id=C1"


def test_address_without_parameters_is_the_page_alone(monkeypatch):
    monkeypatch.setattr(run.st, "query_params", {})
    assert (run.kept_address("course"), run.kept_address(None)) == ("course", "")
