"""access/matrix.yaml says what the document says, cell by cell; what it says otherwise is listed with a reason."""

import pytest

from access import policy
from tests.access import f2

WHOSE = {
    "all": "all", "org": "unit", "major": "major", "class": "students", "course": "course", "offering": "classes",
    "teacher": "self", "student": "self", "team": "team", "consent": "consenting", "case": "case", "actor": "acts",
    "visitor": "visits", "addressed": "addressed", "technical": "technical",
}  # fmt: skip


def said(cell):
    """(letter, whose, condition) of one cell of the product."""
    found = set()
    for grant in cell.grants:
        if grant.letter == "A":
            found.add(("A", "groups", grant.condition))
        for kind in grant.kinds:
            whose = f"a {kind}" if grant.letter == "B" else WHOSE[kind]
            found.add((grant.letter, whose, grant.condition))
    return found


def expected():
    """(category, role) -> what the document, or for a part of the product the list by hand, says."""
    found = {}
    rows = {policy.document(name): name for name in policy.categories() if policy.document(name)}
    for (row, role), words in f2.cells().items():
        other = f2.DIFFERENT.get((row, role))
        found[rows[row], role] = other[0] if other else f2.reading(row, role, words)
    for category, roles in f2.PARTS.items():
        found |= {(category, role): roles.get(role, set()) for role in policy.roles()}
    return found


def differences(categories):
    """Cells that say something else than they should, cells that are missing, cells that nobody expects."""
    wanted = expected()
    given = {(name, role): said(cell) for name, cells in categories.items() for role, cell in cells.items()}
    return {key for key in {*wanted, *given} if wanted.get(key) != given.get(key)}


def test_every_row_of_the_document_is_a_category_and_every_role_a_column():
    rows = [policy.document(name) for name in policy.categories() if policy.document(name)]
    assert sorted(rows) == sorted(f2.FIRST_TABLE) == sorted(f2.FURTHER_TABLE)
    assert {*f2.FIRST, *f2.FURTHER} == set(policy.roles()) and len(policy.roles()) == 17


def test_every_cell_says_what_the_document_says():
    assert differences(policy.categories()) == set()


def test_what_differs_from_the_document_does_differ():
    words = f2.cells()
    same = [key for key, (meant, _) in f2.DIFFERENT.items() if f2.reading(*key, words[key]) == meant]
    assert same == []


@pytest.mark.parametrize(
    ("rows", "holds"), [(f2.TWENTY, policy.is_sensitive), (f2.REPORTED_GROUP, policy.needs_reported_group)]
)
def test_rows_with_larger_groups_are_declared_so(rows, holds):
    declared = {policy.document(name) for name in policy.categories() if holds(name)}
    assert rows <= declared
