"""The settings in use are what the committed search chose, and the search never saw what the model is judged on."""

import sys

import yaml

from models.risk.declaration import declaration
from tests.databases import PROJECT

sys.path.insert(0, str(PROJECT))
from scripts import search_parameters as search


def _search():
    return yaml.safe_load(search.FILE.read_text(encoding="utf-8"))


def test_settings_in_use_are_those_the_search_chose():
    found = _search()
    for name in ("logistic", "boosting"):
        assert getattr(declaration().candidates, name).model_dump() == found["chosen"][name]
        assert search._setting(search.chosen(found["tried"], name)) == found["chosen"][name]


def test_the_search_is_the_one_that_is_declared():
    found = _search()
    tried = [(one["candidate"], search._setting(one)) for one in found["tried"]]
    assert tried == search.settings()
    assert (found["trained_on"], found["judged_on"]) == ("2013B", "2013J")


def test_a_row_of_the_search_is_what_a_fit_gives(datasets, own_database, tmp_path, jobs):
    """One setting fitted again on the real data gives the figures that were written down."""
    from data.warehouse.home import Home

    home = Home(tmp_path / "home")
    jobs("ingest", "oulad", "--path", str(datasets / "oulad"), home=home)
    rows = search.frames(home)
    found = next(one for one in _search()["tried"] if one["candidate"] == "logistic")
    assert search.judged("logistic", search._setting(found), rows) == found
