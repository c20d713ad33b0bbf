"""The registers of what students do beyond courses, how they are looked after, who came and what was said."""

from datetime import date

import polars as pl
import pytest

from data.sample import registers
from data.sample.calendar import AS_OF

OWN = (
    "fact_competition", "bridge_competition_adviser", "fact_certificate", "fact_second_classroom", "fact_social_practice",
    "fact_fitness_test", "fact_reward_sanction", "fact_library_loan", "fact_leave", "fact_internship", "fact_internship_report",
    "fact_employment", "fact_screening_invitation", "fact_contact", "bridge_advised_student", "qa_alert",
    "qa_student_milestone", "qa_recovery_plan", "fact_request", "fact_admission", "dim_survey", "fact_survey_response",
    "fact_demand", "dim_resource", "fact_resource_use", "fact_training_access",
)  # fmt: skip
KEYS = {
    "fact_competition": ["学号", "参赛号"],
    "bridge_competition_adviser": ["参赛号", "工号"],
    "fact_certificate": ["学号", "证书号"],
    "fact_second_classroom": ["学号", "活动号"],
    "fact_social_practice": ["学号", "项目号"],
    "fact_fitness_test": ["学号", "年度", "项目"],
    "fact_reward_sanction": ["学号", "文号"],
    "fact_library_loan": ["学号", "借阅号"],
    "fact_leave": ["学号", "请假号"],
    "fact_internship": ["学号", "开始日期"],
    "fact_internship_report": ["学号", "报告号"],
    "fact_employment": ["学号", "毕业年份"],
    "fact_screening_invitation": ["学号", "年度"],
    "fact_contact": ["记录号"],
    "bridge_advised_student": ["工号", "学号", "起始日期"],
    "qa_alert": ["预警号"],
    "qa_student_milestone": ["学号", "里程碑号"],
    "qa_recovery_plan": ["学号", "计划号"],
    "fact_request": ["诉求号"],
    "fact_admission": ["专业号", "年度", "招生类型"],
    "dim_survey": ["调查号"],
    "fact_survey_response": ["调查号", "答卷号", "题号"],
    "fact_demand": ["需求号"],
    "dim_resource": ["学年学期", "教学班号", "资源号"],
    "fact_resource_use": ["学号", "学年学期", "教学班号", "资源号", "日期"],
    "fact_training_access": ["学号", "学年学期", "教学班号", "上课日期", "节次"],
}


@pytest.fixture(scope="module")
def read(college):
    def table(name: str) -> pl.DataFrame:
        paths = sorted(college.glob(f"{registers.file_name(name)}.*"))
        if paths[0].suffix == ".parquet":
            return pl.concat(pl.read_parquet(path) for path in paths)
        return pl.concat(pl.read_csv(path, infer_schema=False) for path in paths)

    return table


@pytest.fixture(scope="module")
def people(college) -> pl.DataFrame:
    return pl.read_csv(college / "学籍.csv", try_parse_dates=True).with_columns(
        pl.col("班号").cast(pl.String)
    )


def _day(name: str) -> pl.Expr:
    return pl.col(name).str.slice(0, 10).str.to_date()


@pytest.mark.parametrize("table", OWN)
def test_register_has_rows_and_unique_keys(read, table):
    frame = read(table)
    assert frame.height > 0
    assert not frame.select(KEYS[table]).is_duplicated().any()
    assert frame.select(KEYS[table]).null_count().sum_horizontal()[0] == 0


@pytest.mark.parametrize("table", OWN)
def test_coded_columns_hold_every_word(read, table):
    frame = read(table)
    for rule in registers.rules()[table].columns.values():
        if rule.map and rule.from_[0] not in ("角色", "审核", "等级", "级别"):
            assert set(frame[rule.from_[0]].drop_nulls()) <= set(rule.map)
            assert frame[rule.from_[0]].n_unique() > 1


def test_nothing_happens_before_entry_or_after_leaving(read, people):
    entry = people.group_by("学号").agg(pl.col("入学日期").min())
    gone = people.filter(pl.col("状态").is_in(["退学", "毕业"])).select("学号", left="生效日期")
    for table, day in (("fact_second_classroom", "活动日期"), ("fact_competition", "比赛日期"), ("fact_library_loan", "借出日期"),
                       ("fact_fitness_test", "测试日期"), ("fact_leave", "开始日期"), ("fact_screening_invitation", "邀请日期")):  # fmt: skip
        frame = read(table).with_columns(_day(day)).join(entry, on="学号").join(gone, on="学号", how="left")
        assert (frame[day] >= frame["入学日期"]).all()
        assert (frame[day] <= frame["left"]).fill_null(True).all()


def test_leave_covers_the_days_missed_with_leave(college, read):
    seen = pl.read_parquet(college / "考勤_2025-2026-1.parquet")
    missed = seen.filter(pl.col("状态").is_in(["病假", "事假", "公假"])).select(
        "学号", "上课日期", 类别="状态"
    )
    leave = read("fact_leave").with_columns(_day("开始日期"), _day("结束日期"))
    pairs = missed.join(leave, on=["学号", "类别"]).filter(
        pl.col("上课日期").is_between("开始日期", "结束日期")
    )
    assert missed.height > 0
    assert pairs.select("学号", "类别", "上课日期").unique().height == missed.unique().height


def test_teams_are_as_large_as_they_say_or_lost_a_member(read):
    frame = read("fact_competition").group_by("参赛号").agg(
        pl.len(), pl.col("队伍人数").first().cast(pl.Int64), leads=(pl.col("队长") == "是").sum()
    )  # fmt: skip
    assert (frame["len"] <= frame["队伍人数"]).all()
    assert frame["leads"].max() == 1
    assert set(read("bridge_competition_adviser")["参赛号"]) <= set(frame["参赛号"])


def test_warnings_are_answered_mostly_in_time_and_by_no_one_before(read):
    raised = read("qa_alert").with_columns(pl.col("发出时间", "响应期限").str.to_datetime())
    answers = read("fact_contact").drop_nulls("预警号").with_columns(pl.col("联系时间").str.to_datetime())
    both = raised.join(answers, on=["预警号", "学号"])
    assert both.height == answers.height
    assert (both["联系时间"] > both["发出时间"]).all()
    assert 0.8 < (both["联系时间"] <= both["响应期限"]).mean() < 1
    assert set(raised["级别"]) == {"红", "橙", "黄"}


def test_those_who_came_are_those_of_the_register(read, people):
    told = read("fact_admission").with_columns(
        pl.col("年度", "计划数", "录取数", "一志愿录取", "报到数").cast(pl.Int64)
    )
    assert set(told["年度"]) == {2022, 2023, 2024, 2025}
    for year in (2022, 2023, 2024, 2025):
        entrants = people.filter(pl.col("入学年份") == year)["学号"].n_unique()
        assert told.filter(pl.col("年度") == year)["报到数"].sum() == entrants
    assert (told["报到数"] <= told["录取数"]).all()
    assert (told["一志愿录取"] <= told["录取数"]).all()


def test_graduates_of_four_years_are_counted_once(read, people):
    counted = read("fact_employment")
    done = people.filter((pl.col("状态") == "毕业") & pl.col("毕业日期").is_not_null())
    expected = set(done.filter(pl.col("毕业日期").dt.year().is_between(2022, 2025))["学号"])
    assert set(counted["学号"]) == expected
    assert counted["学号"].is_unique().all()
    assert counted.filter(pl.col("去向") == "未就业").select("专业对口", "起薪", "行业").null_count().row(0) == (
        (counted["去向"] == "未就业").sum(),) * 3  # fmt: skip


def test_responses_are_within_those_asked_and_one_unit_is_silent(read):
    asked = read("dim_survey").with_columns(pl.col("邀请人数").cast(pl.Int64))
    assert asked.group_by("对象").agg(pl.col("年度").n_unique())["年度"].min() >= 2
    answers = read("fact_survey_response").group_by("调查号").agg(people=pl.col("答卷号").n_unique())
    both = asked.join(answers, on="调查号")
    assert both.height == asked.height
    assert (both["people"] <= both["邀请人数"]).all()
    newest = read("fact_survey_response").filter(pl.col("调查号") == "XS2025")
    by_unit = newest.group_by("单位号").agg(people=pl.col("答卷号").n_unique()).sort("people")["people"]
    assert by_unit[0] < 0.6 * by_unit[1]


def test_surveys_hold_no_student(read):
    assert "学号" not in read("fact_survey_response").columns


def test_placements_are_over_and_marked_after_their_end(read):
    placed = read("fact_internship").with_columns(_day("开始日期"), _day("结束日期"), _day("评定日期"))
    assert placed["结束日期"].max() <= AS_OF
    assert (placed["评定日期"] > placed["结束日期"]).drop_nulls().all()
    placed = placed.with_columns(days=(pl.col("结束日期") - pl.col("开始日期")).dt.total_days())
    months = placed.group_by("学号").agg(pl.col("days").sum())
    done = months.filter(pl.col("days") > 100)["days"]
    assert (done >= 180).mean() > 0.8
    assert (done < 180).any()


def test_visits_and_rooms_belong_to_resources_and_teaching_classes(read):
    resources = read("dim_resource").select("学年学期", "教学班号", "资源号")
    visits = read("fact_resource_use").select("学年学期", "教学班号", "资源号").unique()
    assert visits.join(resources, on=["学年学期", "教学班号", "资源号"], how="anti").is_empty()
    assert set(read("fact_training_access")["实训室号"]) <= set(read("dim_training_room")["实训室号"])


def test_common_exams_are_those_of_courses_with_several_classes(college):
    offered = pl.concat(
        pl.read_csv(path, infer_schema=False) for path in sorted(college.glob("教学班_*.csv"))
    )
    parallel = offered.with_columns(many=pl.len().over("学年学期", "课程号"))
    assert (parallel.filter(pl.col("统一考试") == "是")["many"] > 1).all()
    assert parallel["统一考试"].n_unique() == 2


def test_courses_of_mental_health_and_graduation_project(college):
    courses = pl.read_csv(college / "课程.csv", infer_schema=False)
    assert courses.filter(pl.col("心理健康课") == "是")["课程号"].to_list() == ["GG08"]
    finals = courses.filter(pl.col("毕业设计课") == "是")
    assert finals.height == finals["单位号"].len() > 1
    assert finals["课程号"].str.ends_with("K10").all()


def test_companies_and_contests_are_recognisably_synthetic(read):
    for table, column in (
        ("fact_internship", "企业"),
        ("fact_competition", "赛事"),
        ("fact_certificate", "证书名称"),
    ):
        assert read(table)[column].str.starts_with("示例").all()


def test_milestones_done_in_the_future_do_not_exist(read):
    plans = read("qa_student_milestone").with_columns(_day("期限"), _day("完成日期"), _day("确认日期"))
    assert plans["完成日期"].max() <= AS_OF
    assert plans["确认日期"].max() <= AS_OF
    assert plans.filter(pl.col("期限") <= date(2025, 10, 1))["完成日期"].is_null().any()
