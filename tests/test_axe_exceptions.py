"""What axe-core may find is written down once as data and once in words, and both say the same."""

import re

import yaml

from tests.databases import PROJECT

FILE = PROJECT / "tests" / "browser" / "axe" / "exceptions.yaml"
HEAD = "axe-core: exceptions."
TOLD = re.compile(r"`([\w-]+)` in `([^`]+)`: (.+?)[.;]?$", re.MULTILINE)


def _told(words: str) -> list[tuple[str, ...]]:
    section = words.partition(HEAD)[2].partition("\n\n")[0]
    return sorted((rule, part, reason.strip()) for rule, part, reason in TOLD.findall(section))


def test_exceptions_are_told_in_the_decisions():
    body = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    declared = sorted((one["rule"], one["part"], one["reason"].strip(". ")) for one in body["exceptions"])
    words = (PROJECT / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert HEAD in words and body["owner"] and body["reviewed_on"]
    assert _told(words) == declared
    assert declared or "none." in words.partition(HEAD)[2].partition("\n\n")[0]


def test_an_exception_that_is_not_told_is_noticed():
    words = f"x {HEAD} same:\n`nested-interactive` in `.modebar`: drawn by Plotly.\n\nnext"
    assert _told(words) == [("nested-interactive", ".modebar", "drawn by Plotly")]
