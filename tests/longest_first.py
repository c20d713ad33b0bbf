"""In which order tests are handed to the workers, and in which pieces: with two cores, what is longest must not start last.

A file goes to one worker as a whole, so that its fixtures are made once. The tests named here go alone: they share nothing
with their neighbours but the home of their worker. Order and pieces change no result; leaving an entry out costs time alone.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# One entry per piece of work, by falling length (a home of one's own first: meanwhile the other worker makes the demo college).
# An entry ends at a file or at a test; each parameter of a test in BY_PARAMETER is a piece of its own.
FIRST = (
    "tests/plain/test_agrees_large.py",
    "tests/models/test_backtest.py::test_near_the_oracle_on_a_demo_of_3000",
    "tests/jobs/test_profile_killed.py::test_profile_killed_at_twenty_moments_never_shows_half_a_snapshot",
    "tests/models/test_train_and_score.py",
    "tests/jobs/test_contract.py",
    "tests/views/test_extreme_homes.py",
    "tests/models/test_backtest.py::test_open_university_at_day_28",
    "tests/access/leaks/test_pages.py",
    "tests/access/leaks/test_audience.py",
    "tests/data/warehouse/test_load_killed.py",
    "tests/profiling/test_publish.py",
    "tests/access/leaks/test_exports.py",
    "tests/jobs/test_last_year.py",
    "tests/models/test_leakage.py",
    "tests/sentences/test_sentences.py",
    "tests/data/warehouse/test_load_oulad.py",
    "tests/data/warehouse/test_bad_files.py",
    "tests/access/leaks/test_draws.py",
    "tests/access/leaks/test_turns.py",
    "tests/jobs/test_serve.py",
    "tests/sample/test_demo_home.py",
    "tests/sample/test_vendor_exports.py",
    "tests/jobs/test_twelve_files.py",
    # in a browser
    "tests/browser/test_nothing_personal.py",
    "tests/browser/test_every_page_as_every_role.py::test_every_page_as_every_role_is_whole_and_in_its_language",
    "tests/browser/test_sign_in.py",
    "tests/browser/test_every_page_to_the_eye.py::test_nothing_is_wrong_with_any_page",
    "tests/browser/test_behind_proxy.py",
    "tests/browser/test_first_visit.py",
    "tests/browser/test_first_visit.py::test_every_page_opens_first_on_a_process_whose_first_reader_asks_for_a_person",
    "tests/browser/test_first_visit.py::test_mode_without_sign_in_shows_nothing_wherever_one_enters",
    "tests/browser/test_every_page_to_the_eye.py",
)
BY_PARAMETER = (
    "tests/browser/test_every_page_as_every_role.py::test_every_page_as_every_role_is_whole_and_in_its_language",
    "tests/browser/test_every_page_to_the_eye.py::test_nothing_is_wrong_with_any_page",
)
ALONE = tuple(entry for entry in FIRST if "::" in entry)


def piece(nodeid: str) -> str:
    """The piece of work that a test belongs to: its file, or the test itself where it is named above."""
    test = nodeid.partition("[")[0]
    if test in BY_PARAMETER:
        return nodeid
    return test if test in ALONE else nodeid.partition("::")[0]


def place(nodeid: str) -> int:
    """Where the piece of a test stands in the order."""
    found = piece(nodeid).partition("[")[0]
    return FIRST.index(found) if found in FIRST else len(FIRST)


class LongestFirst(LoadScopeScheduling):
    """Hands out pieces in the order in which the tests were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return piece(nodeid)
