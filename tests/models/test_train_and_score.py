"""Train and score: refused below the minimum, the same twice, a stored prediction stays as it is."""

import hashlib
import json
from datetime import date, datetime

import polars as pl
import pytest
from sqlalchemy import delete, func, insert, select, update

from access import relations
from access.sec_tables import sec_consent
from data.warehouse.home import open_engine
from data.warehouse.schema.people import dim_student
from data.warehouse.schema.risk import ml_course_risk, ml_group_audit, ml_model, ml_monitor, ml_prediction
from data.warehouse.schema.structure import dim_term
from jobs import train
from jobs.context import Context
from jobs.risk_data import features_of
from models.risk.court_rules import CHECKS
from models.risk.declaration import declaration
from models.risk.explain import texts
from settings import Settings

RUNNING = "2025-2026-1"


@pytest.fixture
def trained(demo_copy, jobs, tmp_path):
    """The demo college trained at W8 alone, its predictions removed; the model is switched on by hand if it failed."""
    engine = open_engine(demo_copy)
    with engine.begin() as connection:
        for table in (ml_prediction, ml_course_risk, ml_model):
            connection.execute(delete(table))
    jobs("train", "--points", "W8", "--json", str(tmp_path / "train.json"), home=demo_copy)
    with engine.begin() as connection:
        connection.execute(
            update(ml_model).values(is_switched_on=True)
        )  # 300 students may miss a line of D.10
    yield demo_copy, engine, json.loads((tmp_path / "train.json").read_text(encoding="utf-8"))
    engine.dispose()


def _rows(engine, table):
    with engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(table.select().order_by(table.primary_key.columns[0]))
        ]


def test_scores_once_and_training_twice_changes_nothing(trained, jobs, tmp_path):
    home, engine, first = trained
    jobs("score", home=home)
    before, courses = _rows(engine, ml_prediction), _rows(engine, ml_course_risk)
    jobs("train", "--points", "W8", "--json", str(tmp_path / "again.json"), home=home)
    jobs("score", home=home)
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert again["models"][0]["model_id"] == first["models"][0]["model_id"]
    assert _rows(engine, ml_prediction) == before and _rows(engine, ml_course_risk) == courses
    assert len(_rows(engine, ml_model)) == 1


def test_nothing_is_learnt_from_or_said_about_who_objects(trained, jobs, tmp_path):
    home, engine, first = trained
    jobs("score", home=home)
    someone = _of_the_oldest_year(engine)
    with engine.begin() as connection:
        for table in (ml_prediction, ml_course_risk):
            connection.execute(delete(table))
        connection.execute(
            insert(sec_consent).values(
                person=someone, topic=relations.MODEL_LAYER, since=datetime(2025, 9, 1)
            )
        )
    jobs("score", home=home)
    pids = {row[1] for row in _rows(engine, ml_prediction)}
    assert someone not in pids and len(pids) > 200
    assert someone not in {row[1] for row in _rows(engine, ml_course_risk)}
    jobs("train", "--points", "W8", "--json", str(tmp_path / "again.json"), home=home)
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert (
        again["models"][0]["model_id"] != first["models"][0]["model_id"]
    )  # the rows it is fitted on are fewer


def test_a_term_without_teaching_changes_no_model_and_stops_nothing(trained, jobs, tmp_path):
    """A summer that is in the calendar alone: closed and newest; no term's model is judged on it."""
    home, engine, first = trained
    summer = {
        "term_id": "2024-2025-3", "start_year": 2024, "term_no": 3, "first_monday": date(2025, 7, 14), "week_count": 4,
        "day_zero": date(2025, 7, 14), "end_on": date(2025, 8, 10), "grades_due_on": date(2025, 8, 20),
    }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(dim_term).values(**summer))
        assert features_of(connection, home, summer, "W4").is_empty()
    jobs("train", "--points", "W8", "--json", str(tmp_path / "again.json"), home=home)
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert again["models"][0]["model_id"] == first["models"][0]["model_id"]


def _of_the_oldest_year(engine) -> str:
    """Somebody with a prediction who was there in the terms that models learn from."""
    student = dim_student.c
    query = (
        select(student.student_pid)
        .where(student.is_current, student.student_pid.in_(select(ml_prediction.c.student_pid)))
        .order_by(student.entry_year, student.student_pid)
        .limit(1)
    )
    with engine.connect() as connection:
        return connection.execute(query).scalar_one()


def test_predictions_agree_with_the_course_risks_they_come_from(trained, jobs):
    home, engine, _ = trained
    jobs("score", home=home)
    risk, prediction = ml_course_risk.c, ml_prediction.c
    with engine.connect() as connection:
        query = select(risk.student_pid, func.sum(risk.probability * func.coalesce(risk.credits, 1.0)))
        summed = dict(connection.execute(query.group_by(risk.student_pid)).all())
        students = connection.execute(select(ml_prediction)).all()
    assert len(students) == len(summed) > 200
    for row in students:
        assert row.expected_failed_credits == pytest.approx(summed[row.student_pid])
        assert row.efc_low <= row.expected_failed_credits <= row.efc_high
        assert 0 <= row.p_any <= 1 and row.is_latest and row.term_id == RUNNING
        shown = json.loads(row.reasons)
        assert len(shown) <= 3 and {reason["code"] for reason in shown} <= set(texts())
    assert prediction.p_any is not None


def test_fewer_than_three_closed_terms_are_refused_with_the_reason(demo_copy, jobs, tmp_path):
    engine = open_engine(demo_copy)
    with engine.begin() as connection:
        connection.execute(update(dim_term).where(dim_term.c.term_id < "2024").values(grades_due_on=None))
    jobs("train", "--points", "W4", "--json", str(tmp_path / "few.json"), home=demo_copy)
    engine.dispose()
    model = json.loads((tmp_path / "few.json").read_text(encoding="utf-8"))["models"][0]
    assert model["switched_on"] is False and "few_terms" in model["reasons"] and model["chosen"] is None


def test_nothing_is_scored_while_the_model_layer_is_off(demo_copy, jobs, tmp_path):
    engine = open_engine(demo_copy)
    with engine.begin() as connection:
        for table in (ml_prediction, ml_course_risk):
            connection.execute(delete(table))
        connection.execute(update(ml_model).values(is_switched_on=True))
    jobs("settings", "set", "model_layer", "off", home=demo_copy)
    told = jobs("score", "--json", str(tmp_path / "off.json"), home=demo_copy)
    answer = json.loads((tmp_path / "off.json").read_text(encoding="utf-8"))
    assert answer["scored"] == 0 and answer["model_layer"] is False and "model layer is off" in told.stdout
    assert _rows(engine, ml_prediction) == _rows(engine, ml_course_risk) == []
    engine.dispose()


def test_a_changed_model_file_is_refused(trained, jobs):
    home, _, _ = trained
    path = next(home.folder("artifacts").glob("W8-*.skops"))
    for each in home.folder("artifacts").glob("W8-*.skops"):
        each.write_bytes(each.read_bytes() + b"x")
    told = jobs("score", home=home, expect=1)
    assert "missing or changed" in told.stderr + told.stdout and path.exists()


def test_every_reason_has_text_and_action_in_both_languages():
    wanted = {"text_zh", "text_en", "action_zh", "action_en"}
    codes = {family.reason for family in declaration().families.values()}
    assert codes <= set(texts()) and len(texts()) == 12
    assert all(set(entry) == wanted and all(entry.values()) for entry in texts().values())


@pytest.fixture
def training(demo_copy, tmp_path):
    """Train one point in this process, with something planted into what was read: training(plant) gives the row and what was said."""
    context = Context(Settings(demo_copy, False, None, tmp_path))
    with context.engine.begin() as connection:
        for table in (ml_prediction, ml_course_risk, ml_model, ml_group_audit):
            connection.execute(delete(table))

    def call(monkeypatch, capsys, plant):
        honest = train.labelled
        monkeypatch.setattr(train, "labelled", lambda *given, **named: plant(honest(*given, **named)))
        train.run(context, type("Arguments", (), {"points": ["W8"], "seeds": 1}))
        with context.engine.connect() as connection:
            row = connection.execute(select(ml_model)).one()._mapping
        return row, capsys.readouterr().out

    yield call
    context.close()


def _final_mark(frame):
    noise = pl.Series(range(frame.height)) % 7 / 100
    return frame.with_columns(quiz_recent=1 - pl.col("y").cast(pl.Float64) * 0.5 + noise)


def _encoded_student(frame):
    hashed = pl.col("student_pid").hash(seed=3).cast(pl.Float64) / 2**64
    return frame.with_columns(load_credits=hashed)


@pytest.mark.parametrize(
    ("plant", "reason", "name"),
    [
        (_final_mark, "single_feature", "quiz_recent"),
        (_encoded_student, "encoded_identity", "load_credits"),
    ],
)
def test_training_refuses_a_planted_leak_by_name(training, monkeypatch, capsys, plant, reason, name):
    row, said = training(monkeypatch, capsys, plant)
    line = next(one for one in json.loads(row["metrics"])["court"] if one["key"] == reason)
    assert line["met"] is False and name in line["name"]
    assert not row["is_switched_on"] and reason in json.loads(row["reasons"])
    assert f"{reason} (" in said and name in said


def test_the_court_is_stored_and_sensitive_groups_stand_apart(trained):
    _, engine, answer = trained
    lines = {line["key"]: line for line in answer["models"][0]["metrics"]["court"]}
    assert set(lines) == set(CHECKS)
    with engine.connect() as connection:
        rows = connection.execute(select(ml_group_audit)).all()
    by_attribute = {row.attribute: row.category for row in rows}
    assert set(by_attribute) == {"sex", "intake_type", "department", "grade"}
    assert {key for key, held in by_attribute.items() if held == "fairness_audit"} == {"sex", "intake_type"}
    sensitive = [
        line for line in answer["models"][0]["metrics"]["court"] if line.get("name") in ("sex", "intake_type")
    ]
    assert len(sensitive) == 4
    assert all(line["found"] is line["low"] is line["high"] is None for line in sensitive)


def test_scoring_keeps_the_watch_of_the_point_once(trained, jobs):
    home, engine, _ = trained
    jobs("score", home=home)
    before = _rows(engine, ml_monitor)
    measures = {row[2] for row in before}
    assert {"psi", "missing", "happened", "recall", "listed"} == measures
    jobs("score", home=home)
    assert _rows(engine, ml_monitor) == before


def test_another_package_version_is_refused_with_what_to_do(trained, jobs):
    home, engine, _ = trained
    with engine.connect() as connection:
        path = home.folder("artifacts") / connection.execute(select(ml_model.c.artifact)).scalar_one()
    path = path.with_suffix(".json")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["versions"]["polars"] = "0.1"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with engine.begin() as connection:
        connection.execute(update(ml_model).values(manifest_sha256=digest))
    told = jobs("score", home=home, expect=1)
    assert "polars" in told.stderr + told.stdout and "python -m jobs train" in told.stderr + told.stdout
