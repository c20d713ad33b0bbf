"""What is declared about the tests names tests that exist: the order, the pieces, and what is asked on one database alone."""

import ast

import pytest

from tests.asked_once import ONCE
from tests.databases import PROJECT
from tests.longest_first import BY_PARAMETER, FIRST, piece, place
from tests.views.extreme_college import HOMES


def _tests(file):
    body = ast.parse((PROJECT / file).read_text(encoding="utf-8")).body
    return {one.name: one for one in body if isinstance(one, ast.FunctionDef)}


@pytest.mark.parametrize("entry", FIRST)
def test_entry_names_a_file_or_a_test(entry):
    file, _, test = entry.partition("::")
    assert not test or test in _tests(file)
    assert (PROJECT / file).is_file()


def test_entries_are_told_once_and_parameters_only_of_entries():
    assert len(set(FIRST)) == len(FIRST) and set(BY_PARAMETER) <= set(FIRST)


def test_pieces_are_files_named_tests_or_their_parameters():
    alone, whole = FIRST[1], "tests/views/test_values.py"
    assert piece(f"{whole}::test_one[a::b]") == whole
    assert (
        piece(alone) == alone and piece(f"{alone.partition('::')[0]}::test_other") == alone.partition("::")[0]
    )
    assert piece(f"{BY_PARAMETER[0]}[zh-light]") == f"{BY_PARAMETER[0]}[zh-light]"
    assert place(alone) < place(f"{whole}::test_one") == len(FIRST)
    assert place(f"{BY_PARAMETER[0]}[zh-light]") == FIRST.index(BY_PARAMETER[0])


@pytest.mark.parametrize("start", ONCE)
def test_what_is_asked_once_exists_and_has_a_reason(start):
    path, _, test = start.partition("::")
    name, _, parameter = test.partition("[")
    assert (PROJECT / path).exists() and len(ONCE[start]) > 10
    assert not name or name in _tests(path)
    assert not parameter or parameter.rstrip("-").replace("-", " ") in HOMES
