"""`jobs settings`: what is set is what was asked, checked and audited; what does not fit is refused and changes nothing."""

import pytest
from sqlalchemy import select

from access.sec_tables import sec_access_log
from data.warehouse.home import open_engine, read_setting, write_setting
from errors import ShownError
from jobs import home_settings
from jobs.context import Context
from settings import Settings


@pytest.fixture
def setting(empty_home, tmp_path):
    """Call the verb on an empty home: setting("pass_mark", "50")."""
    context = Context(Settings(empty_home, False, None, tmp_path))

    def call(*words):
        parsed = type("Arguments", (), {"words": ["set", *words] if words else []})
        return home_settings.run(context, parsed)["settings"]

    yield call
    context.engine.dispose()


@pytest.mark.parametrize(
    ("key", "text", "stored"),
    [
        ("college_name", "示例职业技术学院", "示例职业技术学院"),
        ("zone", "Asia/Urumqi", "Asia/Urumqi"),
        ("default_language", "en", "en"),
        ("pass_mark", "59.5", 59.5),
        ("capacity", "15", 15),
        ("as_of", "2025-11-02", "2025-11-02"),
        ("as_of", "calendar", None),
    ],
)
def test_fitting_value_is_stored(setting, key, text, stored):
    assert setting(key, text)[key] == stored


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("college_name", "  "),
        ("zone", "Mars/Olympus"),
        ("zone", "../etc/passwd"),
        ("default_language", "fr"),
        ("pass_mark", "0"),
        ("pass_mark", "101"),
        ("pass_mark", "sixty"),
        ("capacity", "0"),
        ("capacity", "1.5"),
        ("as_of", "2025-02-30"),
        ("current_term", "2031-2032-1"),
        ("colour", "teal"),
    ],
)
def test_value_that_does_not_fit_is_refused(setting, key, text):
    with pytest.raises(ShownError, match="expected"):
        setting(key, text)
    assert key not in setting()


def test_change_is_audited(setting, empty_home):
    setting("capacity", "20")
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        rows = connection.execute(select(sec_access_log.c.act, sec_access_log.c.object_id)).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("write", "capacity")]


def test_as_of_of_demo_stays_frozen(setting, empty_home):
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        write_setting(connection, "kind", "demo")
        write_setting(connection, "as_of", "2025-11-02")
    with pytest.raises(ShownError, match="demo"):
        setting("as_of", "calendar")
    with engine.connect() as connection:
        assert read_setting(connection, "as_of") == "2025-11-02"
    engine.dispose()
