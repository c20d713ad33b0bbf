"""The model court against known answers: leaks that were planted, gaps that were made, benefits counted by hand."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from errors import ShownError
from models.risk import court, court_groups, court_rules, court_value
from models.risk.court import Judged
from models.risk.leaks import encoded_identity
from tests.models import court_cases
from tests.models.court_cases import by_hand


@pytest.fixture(scope="module")
def honest():
    return court_cases.case(court_cases.enrolments())


def _mean_of(column, name="y"):
    return lambda frame: frame.select(pl.col(name).mean().over(column)).to_series()


def _line(lines, key):
    return next(one for one in lines if one["key"] == key)


def _case_with(**planted):
    return court_cases.case(court_cases.enrolments(**planted))


def test_an_honest_model_passes_every_deciding_check(honest):
    lines, audit = court.court(honest)
    assert {one["key"] for one in lines} == set(court_rules.CHECKS) and audit == []
    assert court.refusals(lines) == []
    assert all({"key", "found", "low", "high", "wanted", "met"} <= set(one) for one in lines)


def test_shuffled_results_rank_like_chance(honest):
    found = court.permuted_labels(honest)
    assert found["met"] is True and found["n"] >= 20
    assert found["low"] < 0.5 < found["high"] and abs(found["found"] - 0.5) <= 0.02


def test_a_result_that_leaks_into_shuffled_labels_is_noticed(honest, monkeypatch):
    leaking = {"permuted_auroc": 0.55, "permuted_low": 0.53, "permuted_high": 0.57}
    monkeypatch.setattr(court, "checks", lambda *given, **more: leaking)
    assert court.refusals([court.line(**court.permuted_labels(honest))]) == ["permuted_labels"]


def test_a_sample_holds_whole_students_and_at_least_the_rows_asked(honest):
    drawn = court.sampled(honest.train, 3000)
    assert 3000 <= drawn.height < 3050 and drawn.equals(court.sampled(honest.train, 3000))
    counts = honest.train.group_by("student_pid").len()
    assert drawn.group_by("student_pid").len().join(counts, on=["student_pid", "len"], how="anti").is_empty()
    assert court.sampled(honest.train, 10**6) is honest.train


def test_a_feature_from_after_the_cut_off_is_refused_by_name():
    noise = np.random.default_rng(3).normal(0, 0.05, 8000)
    lines = [
        court.line(**one)
        for one in court.leak_lines(_case_with(quiz_recent=lambda f: -f["y"] + pl.Series(noise)))
    ]
    assert _line(lines, "single_feature")["name"] == ["quiz_recent"]
    assert court.refusals(lines) == ["single_feature"]


@pytest.mark.parametrize("column", ["student_pid", "course_code", "offering_id"])
def test_a_target_encoded_id_is_refused_by_name(column):
    lines = [court.line(**one) for one in court.leak_lines(_case_with(kindred_mean=_mean_of(column)))]
    assert _line(lines, "encoded_identity")["name"] == ["kindred_mean"]
    assert "encoded_identity" in court.refusals(lines)


def test_a_number_that_is_the_student_is_refused_by_name():
    hashed = {"load_credits": lambda f: f["student_pid"].hash(seed=4).cast(pl.Float64)}
    assert "load_credits" in _line([court.line(**one) for one in court.leak_lines(_case_with(**hashed))], "encoded_identity")["name"]  # fmt: skip


def test_what_earlier_terms_say_is_no_disguise(honest):
    """Failure rate of a course in the terms before: changes with every term, and tells much of the next."""
    frame = pl.concat([honest.train, honest.test])
    rates = (
        frame.group_by("course_code", "term_id").agg(now=pl.col("y").mean()).sort("course_code", "term_id")
    )
    rates = rates.with_columns(before=pl.col("now").shift(1).over("course_code"))
    frame = frame.join(rates, on=["course_code", "term_id"]).with_columns(course_fail_rate=pl.col("before"))
    train, test = (
        frame.filter(pl.col("term_id").is_in(part))
        for part in (court_cases.TERMS[:-1], court_cases.TERMS[-1:])
    )
    features = ["course_fail_rate", "task_score", "absent_rate"]
    assert encoded_identity(train, test, features, court_rules.rules().encoded) == []


@pytest.mark.parametrize(("told", "met"), [("perfect", False), ("nothing", True)])
def test_what_is_known_at_the_start_must_not_rank_better(honest, told, met):
    y = honest.test["y"].cast(pl.Float64)
    p = y if told == "perfect" else pl.Series(np.random.default_rng(5).random(y.len()))
    rows = honest.test.select("student_pid", "offering_id").with_columns(p=p)
    first = Judged("W0", 20.0, rows, honest.students.select("student_pid", "y_any", "is_listed"))
    assert court.early_not_better(replace(honest, earlier=(first,)))["met"] is met


def test_without_the_start_of_term_that_check_cannot_tell(honest):
    assert court.early_not_better(honest)["met"] is None


def test_courses_that_were_not_learnt_from_are_ranked_nearly_as_well(honest):
    """What tells here is of the student, not of the course."""
    found, known = court.course_disjoint(honest), court.last_cohort(honest)
    assert found["met"] is True and found["found"] == pytest.approx(known["found"], abs=0.02)


def test_a_last_term_unlike_the_others_is_noticed():
    def turned(frame):
        last = pl.col("term_id") == court_cases.TERMS[-1]
        return frame.select(pl.when(last).then(-pl.col("task_score")).otherwise("task_score")).to_series()

    found = court.last_cohort(_case_with(task_score=turned))
    assert found["met"] is False and len(found["series"]) == 3


def test_students_who_were_contacted_are_left_out_beside_all(honest):
    some = frozenset(honest.test["student_pid"].unique().sort()[:100])
    found = court.never_contacted(replace(honest, contacted=some))
    assert found["n"] == 100 and 0.6 < found["found"] < 1


def test_calibration_carried_over_is_reported_without_a_line(honest):
    found = court.line(**court.forward_calibration(honest))
    assert 0 < found["found"] < 0.08 and found["wanted"] is None and found["met"] is None


def _groups(counts):
    values = [value for value, count in counts for _ in range(count)]
    pids = [f"s{number:05d}" for number in range(len(values))]
    return pl.DataFrame({"student_pid": pids, "attribute": ["sex"] * len(pids), "value": values})


def _listing(rates, size):
    """Half of each group fails; of those the share given is listed, of the others a tenth."""
    y, listed = [], []
    for rate in rates:
        half = size // 2
        y += [1] * half + [0] * half
        listed += [place < rate * half for place in range(half)] + [
            place < 0.1 * half for place in range(half)
        ]
    return by_hand(y, [0.5] * len(y), listed)


@pytest.mark.parametrize(("rates", "met"), [((0.8, 0.4), False), ((0.6, 0.6), True), ((0.62, 0.55), True)])
def test_a_gap_between_groups_fails_only_beyond_its_interval(rates, met):
    lines, audit = court_groups.group_lines(_listing(rates, 1000), _groups([("A", 1000), ("B", 1000)]))
    own = next(one for one in lines if (one["key"], one["name"]) == ("recall_gap", "sex"))
    assert own["met"] is met and own["found"] is None  # figures by a sensitive attribute are kept apart
    first = next(row for row in audit if row["value"] == "A")
    assert first["recall"] == pytest.approx(rates[0]) and first["false_alarm"] == pytest.approx(0.1)
    assert first["recall_gap_low"] <= first["recall_gap"] <= first["recall_gap_high"]
    assert first["recall_gap"] == pytest.approx(rates[0] - rates[1])
    assert (first["n"], first["positives"]) == (1000, 500)


def test_chances_that_are_too_low_for_one_group_fail():
    students = by_hand(
        [1] * 300 + [0] * 300 + [1] * 300 + [0] * 300, [0.5] * 600 + [0.3] * 600, [False] * 1200
    )
    lines, audit = court_groups.group_lines(students, _groups([("A", 600), ("B", 600)]))
    assert (
        next(one for one in lines if (one["key"], one["name"]) == ("calibration_gap", "sex"))["met"] is False
    )
    assert {row["value"]: round(row["calibration"], 9) for row in audit} == {"A": 0, "B": -0.2}


def test_groups_below_twenty_positives_cannot_be_told():
    lines, audit = court_groups.group_lines(_listing((0.9, 0.1), 38), _groups([("A", 38), ("B", 38)]))
    assert audit == [] and all(one["met"] is None for one in lines)


def test_a_written_reason_lets_a_gap_pass_and_stands_beside_it(monkeypatch):
    held = court_rules.rules()
    why = {"reason_zh": "一", "reason_en": "one", "action_zh": "二", "action_en": "two"}
    accepted = court_rules.Accepted(
        check="recall_gap", group="sex", owner="quality_office", on="2026-11-27", **why
    )
    monkeypatch.setattr(court_groups, "rules", lambda: held.model_copy(update={"accepted": [accepted]}))
    lines, _ = court_groups.group_lines(_listing((0.8, 0.4), 1000), _groups([("A", 1000), ("B", 1000)]))
    own = next(one for one in lines if (one["key"], one["name"]) == ("recall_gap", "sex"))
    assert own["met"] is True and own["accepted"]["reason_en"] == "one"


def test_a_cohort_that_sits_one_examination_is_drawn_as_one():
    """Ten cohorts whose luck differs: students drawn singly find a gap between grades, cohorts drawn whole do not."""
    random = np.random.default_rng(2)
    shares = random.normal(0.5, 0.12, 10).clip(0.1, 0.9)
    shares[:5] += 0.05
    y = (random.random((10, 200)) < shares[:, None]).astype(int).ravel()
    students = by_hand(y, np.full(2000, 0.5), np.zeros(2000)).with_columns(
        value=pl.Series(["old"] * 1000 + ["new"] * 1000),
        cohort=pl.Series(np.repeat(np.arange(10), 200).astype(str)),
    )
    width = [
        row["calibration_gap_high"] - row["calibration_gap_low"]
        for row in (court_groups.audit(students, "grade", by)[0] for by in ("student", "cohort"))
    ]
    assert width[1] > 1.5 * width[0]


def test_luck_of_few_cohorts_seldom_counts_as_a_gap():
    """Nine departments of four cohorts, each cohort with an examination of its own: unfair by nothing but that luck."""
    random, beyond = np.random.default_rng(4), 0
    groups = np.repeat([f"d{number}" for number in range(9)], 240)
    cohorts = np.repeat(np.arange(36), 60)
    for _ in range(30):
        shares = random.normal(0.35, 0.06, 36).clip(0.05, 0.95)[cohorts]
        students = by_hand((random.random(2160) < shares).astype(int), np.full(2160, 0.35), np.zeros(2160))
        students = students.with_columns(value=pl.Series(groups), cohort=pl.Series(cohorts.astype(str)))
        rows = court_groups.audit(students, "department", "cohort")
        beyond += any(row["calibration_gap_low"] > 0 or row["calibration_gap_high"] < 0 for row in rows)
    assert beyond <= 6  # 90 % intervals of nine groups together: 3 of 30 by chance


def test_one_cohort_tells_nothing_of_its_department():
    y = np.tile([1, 0], 200)
    students = by_hand(y, np.full(400, 0.5), np.zeros(400)).with_columns(
        value=pl.Series(np.repeat(["a", "b"], 200)),
        cohort=pl.Series(np.repeat(["a1", "b1", "b2", "b3"], [200, 70, 70, 60])),
    )
    assert [row["value"] for row in court_groups.audit(students, "department", "cohort")] == ["b"]


def test_net_benefit_of_knowing_everything_is_counted_by_hand():
    """100 of 200 fail and are told apart: benefit .5; contacting all: .5 - .5 t / (1 - t) at each threshold."""
    y = np.repeat([1, 0], 100)
    found = court_value.net_benefit(by_hand(y, y, y == 1))
    everyone = [0.5 - 0.5 * t / (1 - t) for t in court_rules.rules().thresholds]
    assert [point["all"] for point in found["curve"]] == pytest.approx(everyone)
    assert [point["model"] for point in found["curve"]] == pytest.approx([0.5] * 4)
    assert (
        found["found"] == pytest.approx(np.mean([0.5 - max(one, 0) for one in everyone]))
        and found["met"] is True
    )


def test_chances_turned_upside_down_are_worth_less_than_contacting_all():
    y = np.repeat([1, 0], 200)
    assert court_value.net_benefit(by_hand(y, 1 - y, y == 1))["met"] is False


def test_chances_that_say_nothing_cannot_be_told_from_contacting_all_or_nobody():
    y = np.tile([1, 0], 200)
    found = court_value.net_benefit(by_hand(y, np.full(400, 0.45), y == 1))
    assert found["met"] is not True


def test_lead_time_counts_from_the_first_listing():
    """Ten fail and are listed: four of them already twelve weeks before the close, six only three weeks before."""
    y = np.ones(10, int)
    early = by_hand(y, y, [place < 4 for place in range(10)])
    first = Judged("W4", 12.0, pl.DataFrame(), early)
    found = court_value.lead_time(by_hand(y, y, np.ones(10)), 3.0, (first,))
    assert found["found"] == pytest.approx(0.4) and found["met"] is False and found["n"] == 10
    assert found["weeks"] == pytest.approx((4 * 12 + 6 * 3) / 10)


def test_share_of_the_list_that_is_replaced():
    before = Judged("W4", 12.0, pl.DataFrame(), by_hand([0] * 8, [0.5] * 8, [True] * 4 + [False] * 4))
    now = by_hand([0] * 8, [0.5] * 8, [True] * 3 + [False] + [True] + [False] * 3)
    found = court_value.list_replaced(now, (before,))
    assert found["found"] == pytest.approx(0.25) and found["name"] == "W4" and found["n"] == 4
    assert court_value.list_replaced(now, ())["found"] is None


def _rules_as_read(**changed):
    return court_rules.rules().model_dump(mode="json") | changed


def test_rules_name_what_is_wrong_with_file_and_key():
    with pytest.raises(ShownError, match=r"court\.yaml.*folds.*viele"):
        court_rules.checked(_rules_as_read(folds="viele"))
    with pytest.raises(ShownError, match="luck"):
        court_rules.checked(_rules_as_read(refuses=["luck"]))
    assert court_rules.checked(_rules_as_read()) == court_rules.rules()
