"""What is asked on SQLite alone, of all the tests that open a home, and why that loses nothing."""

from __future__ import annotations

# Left out by HUAXIANG_ONLY=homes although they open a home: what is asked there is the same whatever database the rows came from.
# Not left out is whatever sends a query, a change or a lock of its own; and every page is opened as every role on both
# databases (tests/access/leaks/test_pages.py).
_EXTREME = "tests/views/test_extreme_homes.py::test_page_of_an_extreme_college_has_a_designed_answer"
ONCE = {
    "tests/sentences/": "the words of pages that were drawn, against the values they were drawn from",
    "tests/mutation/": "the checks themselves",
    "tests/data/warehouse/test_mutations.py": "what is read of damaged files",
    "tests/reports/test_hand_outs.py": "the numbers of files, against the parts of the page they were made from",
    "tests/views/test_data_page.py": "the words of the Data page, in both languages",
    "tests/views/test_recomputed_by_hand.py": "arithmetic on what a page shows",
    "tests/views/test_standard_stability.py": "arithmetic on scores that were read",
    # Colleges that lack rows, which a query answers its own way, are opened on both databases.
    f"{_EXTREME}[one-class-": "how much is drawn",
    f"{_EXTREME}[thousand-courses-": "how much is drawn",
    f"{_EXTREME}[names-of-40-characters-": "how long what is drawn may be",
}
