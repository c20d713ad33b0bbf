"""The Model page says what the training stored, in both languages, and keeps sensitive groups to the quality office."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, select

from access import policy
from access.scope import Scope
from data.warehouse.schema.risk import ml_group_audit, ml_model, ml_monitor
from reports import model_card
from ui import i18n, text
from views import warehouse
from views.operations import model, model_court
from views.parts import Refusal, Sentence, State

READERS = ("leadership", "counsellor", "quality_office", "academic_affairs")


def _scope(role):
    return Scope(role, f"p-{role}", everything=True)


@pytest.fixture
def home(demo_copy):
    warehouse.configure(demo_copy)
    yield demo_copy
    warehouse.engine().dispose()


def _page(role="quality_office", asked="W8"):
    return model.overview(_scope(role), warehouse.current_snapshot(), asked)


@pytest.fixture(params=i18n.LANGUAGES)
def language(request):
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


def test_four_roles_open_the_page():
    assert set(policy.pages()["model"]) == set(READERS)


def test_without_a_model_a_state_says_that_the_rules_stand_alone(home):
    with warehouse.engine().begin() as connection:
        connection.execute(delete(ml_model))
    page = _page()
    assert isinstance(page, Refusal) and page.state == "no_model" and page.remedy


def test_every_point_is_told_with_its_stored_numbers(home):
    page = _page()
    with warehouse.engine().connect() as connection:
        stored = {row.point: json.loads(row.metrics) for row in connection.execute(select(ml_model))}
    assert {point for point, _ in page.points} == set(stored)
    for (point, _), card in zip(page.points, page.cards, strict=True):
        capacity = stored[point].get("capacity")
        if capacity and capacity["of_list"] is not None:
            assert card.body.params["of_list"].value == capacity["of_list"]
            assert card.body.params["recall"].value == capacity["recall"]


@pytest.mark.parametrize("role", READERS)
def test_figures_by_sensitive_attributes_are_read_by_the_quality_office_alone(home, role):
    groups = _page(role).groups
    shown = {row[0].key for row in groups.rows} if groups else set()
    sensitive = {"model.group_sex", "model.group_intake_type"}
    assert bool(shown & sensitive) is (role == "quality_office")
    with warehouse.engine().connect() as connection:
        assert connection.execute(select(ml_group_audit).where(ml_group_audit.c.attribute == "sex")).first()
    court = text.plain(
        tuple(cell for row in _page(role).court.rows for cell in row if isinstance(cell, Sentence))
    )
    assert court


def test_the_whole_page_can_be_said(home, language):
    page = _page()
    for table in (page.court, page.groups, page.drift, page.statistics, page.card):
        for row in table.rows if table else ():
            assert all(text.plain(cell) for cell in row if not isinstance(cell, State))
    for item in (*page.cards, *page.refused, *page.facts):
        assert text.plain(item.title) and text.plain(item.body or item.title)
    assert page.reliability.points and page.waiting.panels


def test_the_card_is_a_whole_file_in_the_language_of_the_reader(home, language):
    page, snapshot = _page(), warehouse.current_snapshot()
    whole = model_card.document(
        page, model.naming.college(_scope("quality_office"), snapshot), snapshot, "mark"
    )
    assert whole.startswith("<!DOCTYPE html>") and f'lang="{language}"' in whole
    assert whole.count("<section>") == 7 and i18n.t("model.card_never_text") in whole
    assert "AUROC" in whole  # statistics by their names: a chapter of the file


def _line(**changed):
    return {
        "key": "rule_beside",
        "found": 0.1,
        "low": 0.05,
        "high": 0.15,
        "wanted": 0.0,
        "met": True,
    } | changed


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (_line(), State("pass")),
        (_line(met=False), State("fail")),
        (_line(met=None), Sentence("model.cannot_tell")),
        (_line(met=None, wanted=None), Sentence("model.reported")),
        (_line(met=None, wanted=None, found=None), Sentence("model.cannot_tell")),
    ],
)
def test_a_check_that_cannot_tell_is_never_passed_or_failed(line, verdict):
    assert model_court.verdict(line) == verdict


def test_a_refused_model_names_what_leaked(home, language):
    leak = {"key": "single_feature", "found": 0.99, "low": None, "high": None, "wanted": 0.95, "met": False, "name": ["quiz_recent"]}  # fmt: skip
    one = next(one for one in model.models(_scope("quality_office")) if one.point == "W8")
    one = replace(one, is_on=False, reasons=("single_feature",), metrics=one.metrics | {"court": [leak]})
    (item,) = model._refused(one)
    assert text.plain(item.body) == i18n.t("features.quiz_recent")
    assert i18n.t("features.quiz_recent") in text.plain(model_court.table([leak]).rows[0][2])


def test_drift_beyond_the_line_asks_for_attention(home, language):
    snapshot = warehouse.current_snapshot()
    with warehouse.engine().begin() as connection:
        row = dict(
            connection.execute(select(ml_monitor).where(ml_monitor.c.measure == "psi")).first()._mapping
        )
        connection.execute(delete(ml_monitor))
        changed = {"found": 0.31, "is_alert": True, "subject": "tasks", "detail": "task_score"}
        connection.execute(insert(ml_monitor), row | changed)
    table = model.overview(_scope("quality_office"), snapshot, row["point"]).drift
    (only,) = table.rows
    assert only[2] == State("warn") and only[3].value == 0.31
    assert i18n.t("features.task_score") in text.plain(only[4])
