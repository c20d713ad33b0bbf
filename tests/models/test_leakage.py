"""Nothing later than the cut may be seen: G17, physical truncation, permuted labels, W0 against W12."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data.warehouse import lake
from data.warehouse.home import open_engine
from data.warehouse.queries.risk_frames import find_term, risk_frames
from jobs.risk_data import cut_of, labelled
from models.risk.evaluate import paired_difference
from models.risk.fit import fit_candidate
from models.risk.judge import checks
from tests import databases
from tests.models.risk_homes import cut_off, features

TRAIN, TEST = ("2023-2024-1", "2023-2024-2", "2024-2025-1"), "2024-2025-2"


@pytest.fixture(scope="module")
def sqlite_home(demo_home):
    if not demo_home.is_sqlite:
        pytest.skip("copies files: the home of this test is SQLite")
    return demo_home


@pytest.fixture(scope="module")
def terms_home(demo_home):
    """Labelled frames at W0, W4, W12: training terms and the newest closed term."""
    engine = open_engine(demo_home)
    with engine.connect() as connection:
        frames = {
            at: [
                pl.concat(
                    [labelled(connection, demo_home, find_term(connection, t), at) for t in terms]
                ).drop_nulls("y")
                for terms in (TRAIN, (TEST,))
            ]
            for at in ("W0", "W4", "W12")
        }
    engine.dispose()
    return frames


def test_late_recorded_attendance_is_invisible_at_w4_and_visible_at_w8(demo_copy):
    """G17: event in week 3, recorded in week 6."""
    engine = open_engine(demo_copy)
    with engine.connect() as connection:
        term = find_term(connection, TEST)
        cuts = {at: cut_of(connection, term, at) for at in ("W4", "W8")}
        path = next(lake.partition(demo_copy, "fact_attendance", TEST).glob("*.parquet"))
        events = pl.read_parquet(path)
        third = events.filter(pl.col("week_no") == 3)["session_id"][0]
        late = pl.when(pl.col("session_id") == third).then(pl.col("event_time") + pl.duration(weeks=3))
        events.with_columns(recorded_at=late.otherwise("recorded_at")).write_parquet(path)
        seen = {
            at: risk_frames(connection, demo_copy, cut).attendance["session_id"] for at, cut in cuts.items()
        }
    engine.dispose()
    assert third not in seen["W4"] and third in seen["W8"]
    assert seen["W4"].len() > 0


@pytest.mark.parametrize("at", ["W0", "W4", "W8"])
def test_features_equal_those_of_a_home_that_ends_at_the_cut(sqlite_home, tmp_path, at):
    ended = cut_off(sqlite_home, tmp_path / "ended", TEST, at)
    assert_frame_equal(features(sqlite_home, TEST, at), features(ended, TEST, at), check_exact=True)


def test_permuted_labels_rank_like_chance(terms_home):
    train, test = terms_home["W4"]
    found = checks(train, test, "W4", "logistic")
    assert abs(found["permuted_auroc"] - 0.5) <= 0.02
    assert found["single_feature_max"] <= 0.95


def test_what_is_known_at_w0_does_not_beat_w12(terms_home):
    """On the same enrolments, the 90 % interval of W0 minus W12 must not lie above zero; it lies below."""
    scored = {}
    for at in ("W0", "W12"):
        train, test = terms_home[at]
        model = fit_candidate("logistic", train, at, seeds=1)
        scored[at] = test.select("student_pid", "offering_id", "y", p=pl.Series(model.probability(test)))
    both = scored["W0"].join(scored["W12"], on=["student_pid", "offering_id"], suffix="_late")
    y, students = both["y"].to_numpy(), both["student_pid"].to_numpy()
    _, high = paired_difference(y, both["p"].to_numpy(), both["p_late"].to_numpy(), students)
    assert high < 0


@pytest.mark.parametrize("day", ["14", "28", "56"])
def test_open_university_features_equal_those_of_a_home_that_ends_that_day(oulad_home, tmp_path, day):
    ended = cut_off(oulad_home, tmp_path / "ended", "2014B", day)
    assert_frame_equal(features(oulad_home, "2014B", day), features(ended, "2014B", day), check_exact=True)


@pytest.fixture(scope="module")
def oulad_home(datasets, tmp_path_factory, jobs):
    home = databases.Home(tmp_path_factory.mktemp("oulad") / "home")
    jobs("ingest", "oulad", "--path", str(datasets / "oulad"), home=home)
    return home
