"""`jobs settings`: what is set is what was asked, checked and audited; what does not fit is refused and changes nothing."""

import pytest
from sqlalchemy import select

from access.sec_tables import sec_access_log
from data.warehouse import home_settings as declared_settings
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
        ("minimum_cross_unit", "12", 12),
        ("minimum_own_unit", "5", 5),
        ("minimum_sensitive", "30", 30),
        ("session_hours", "24", 24),
        ("in_school_by", "enrolment", "enrolment"),
        ("grade_words", '{"优": 90, "A+": 98, "合格": "passed"}', {"优": 90.0, "A+": 98.0, "合格": "passed"}),
        ("grade_words", "优: 90\nB: 84.5\n", {"优": 90.0, "B": 84.5}),
        ("model_layer", "off", False),
        ("model_layer_assessment_id", "PIA-2026/7", "PIA-2026/7"),
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
        ("minimum_cross_unit", "9"),
        ("minimum_own_unit", "4"),
        ("minimum_sensitive", "19"),
        ("minimum_sensitive", "20.5"),
        ("session_hours", "0"),
        ("session_hours", "25"),
        ("in_school_by", "face"),
        ("grade_words", "缓考: 60"),
        ("grade_words", "优: 101"),
        ("grade_words", "优: true"),
        ("grade_words", "'60': 60"),
        ("grade_words", "[1, 2]"),
        ("grade_words", "a: &x [*x]"),
        ("model_layer", "yes"),
        ("model_layer", "on"),
        ("model_layer_assessment_id", "1"),
        ("colour", "teal"),
    ],
)
def test_value_that_does_not_fit_is_refused(setting, key, text):
    with pytest.raises(ShownError, match="expected"):
        setting(key, text)
    assert key not in setting()


@pytest.mark.parametrize(
    ("key", "default"),
    [("minimum_cross_unit", 10), ("minimum_own_unit", 5), ("minimum_sensitive", 20), ("session_hours", 8)],
)
def test_default_holds_until_somebody_says_otherwise(setting, empty_home, key, default):
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        assert read_setting(connection, key) is None
        assert declared_settings.value(connection, key) == default
    setting(key, str(default + 1))
    with engine.connect() as connection:
        assert declared_settings.value(connection, key) == default + 1


SWITCHES = [key for key, one in declared_settings.declared().items() if one.kind == "switch"]


@pytest.mark.parametrize("switch", SWITCHES)
def test_switch_needs_its_assessment_before_and_while_it_is_on(setting, switch):
    needed = declared_settings.declared()[switch].needs
    with pytest.raises(ShownError, match="assessment"):
        setting(switch, "on")
    setting(needed, "PIA-2026-1")
    assert setting(switch, "on")[switch] is True
    with pytest.raises(ShownError, match="switched off"):
        setting(needed, "none")
    setting(switch, "off")
    assert setting(needed, "none")[needed] is None


@pytest.mark.parametrize(("kind", "held"), [("demo", True), ("local", False), (None, False)])
def test_model_layer_of_a_home_that_never_said(empty_home, kind, held):
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        if kind:
            write_setting(connection, "kind", kind)
        assert declared_settings.model_layer(connection) == held
    engine.dispose()


def test_every_setting_is_declared_with_what_a_reader_needs():
    for key, one in declared_settings.declared().items():
        assert one.expected and one.name_zh and one.name_en and one.meaning_zh and one.meaning_en, key
        assert one.topic in declared_settings.TOPICS
        if one.kind in ("number", "whole"):
            assert one.low <= one.default <= one.high, key
        if one.kind == "switch":
            assert declared_settings.declared()[one.needs].kind == "assessment"


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
