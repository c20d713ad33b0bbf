"""The registers of what staff do beyond classes, what the college has, how courses are built, and the quality loop."""

import polars as pl
import pytest

from data.sample import registers
from data.sample.calendar import AS_OF

KEYS = {
    "fact_teacher_activity": ["工号", "活动号"],
    "fact_teaching_award": ["工号", "获奖号"],
    "fact_course_build": ["工号", "建设号"],
    "fact_research_project": ["工号", "项目号"],
    "fact_research_output": ["工号", "成果号"],
    "fact_social_service": ["工号", "服务号"],
    "qa_innovation": ["工号", "创新号"],
    "qa_teacher_milestone": ["工号", "里程碑号"],
    "qa_action": ["任务号"],
    "qa_evidence": ["证据号"],
    "qa_goal": ["目标号"],
    "qa_standard_document": ["标准号"],
    "qa_task": ["任务号"],
    "fact_quality_incident": ["事故号"],
    "fact_asset_snapshot": ["类别", "统计日期"],
    "dim_training_room": ["实训室号"],
    "bridge_room_major": ["实训室号", "专业号"],
    "fact_room_use": ["实训室号", "学年学期"],
    "dim_training_project": ["项目号", "学年学期"],
    "dim_partner": ["企业号"],
    "fact_partner_agreement": ["企业号", "专业号", "开始日期"],
    "dim_textbook": ["书号"],
    "fact_textbook_adoption": ["学年学期", "教学班号", "书号"],
    "dim_course_unit": ["课程号", "单元号"],
    "bridge_post_skill": ["课程号", "技能点号"],
    "dim_course_objective": ["课程号", "目标号"],
    "bridge_objective_assessment": ["课程号", "目标号", "考核环节"],
    "fact_course_run": ["课程号", "轮次"],
    "fact_branch_activity": ["活动号"],
    "fact_patrol": ["学年学期", "教学班号", "巡课日期", "节次"],
    "dq_sample_review": ["复核号"],
    "dq_delivery": ["数据源", "应报日期"],
}
TOGETHER = {
    "fact_teaching_award": "获奖号", "fact_course_build": "建设号", "fact_research_project": "项目号",
    "fact_research_output": "成果号", "qa_innovation": "创新号",
}  # fmt: skip


@pytest.fixture(scope="module")
def read(college):
    def table(name: str) -> pl.DataFrame:
        return pl.read_csv(college / f"{registers.file_name(name)}.csv", infer_schema=False)

    return table


def _day(name: str) -> pl.Expr:
    return pl.col(name).str.to_date()


def _number(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64)


@pytest.mark.parametrize("table", KEYS)
def test_register_has_rows_and_unique_keys(read, table):
    frame = read(table)
    assert frame.height > 0
    assert not frame.select(KEYS[table]).is_duplicated().any()
    assert frame.select(KEYS[table]).null_count().sum_horizontal()[0] == 0


def _shipped_words(table: str) -> dict[str, set[str]]:
    """Column head -> the words that the mapping knows for it."""
    return {rule.from_[0]: set(rule.map) for rule in registers.rules()[table].columns.values() if rule.map}


@pytest.mark.parametrize("table", ["fact_teacher_activity", "fact_social_service", "fact_asset_snapshot"])  # fmt: skip
def test_every_kind_occurs(read, table):
    for head, words in _shipped_words(table).items():
        assert set(read(table)[head].drop_nulls()) == words


@pytest.mark.parametrize("table", TOGETHER)
def test_everybody_of_a_team_is_there_once(read, table):
    teams = read(table).group_by(TOGETHER[table]).agg(
        places=_number("本人排序").sort(), many=_number("总人数").max(), least=_number("总人数").min()
    )  # fmt: skip
    for row in teams.to_dicts():
        assert row["places"] == list(range(1, int(row["many"]) + 1))
        assert row["least"] == row["many"]


def test_shares_of_a_service_sum_to_one(read):
    sums = read("fact_social_service").group_by("服务号").agg(_number("份额").sum())["份额"]
    assert ((sums - 1).abs() < 1e-9).all()


def test_records_are_of_staff_who_were_there(college, read):
    entry = (
        pl.read_csv(college / "教师任职.csv", infer_schema=False)
        .group_by("工号")
        .agg(pl.col("入职日期").min())
    )
    for table, day in (("fact_teaching_award", "获奖日期"), ("fact_teacher_activity", "活动日期"), ("qa_innovation", "认定日期")):  # fmt: skip
        frame = read(table).join(entry, on="工号", how="left")
        assert frame.filter(pl.col("入职日期").is_null() | (pl.col("入职日期") > pl.col(day))).is_empty()


def test_some_staff_have_nothing_on_file(college, read):
    own = pl.read_csv(college / "教师任职.csv", infer_schema=False).filter(pl.col("教职工类别") == "专任")[
        "工号"
    ]
    assert (
        0
        < own.unique().len() - len(set(own) & set(read("fact_teacher_activity")["工号"]))
        < own.n_unique() / 5
    )


def test_weights_of_the_objectives_of_a_course_sum_to_one(read):
    sums = read("dim_course_objective").group_by("课程号").agg(_number("权重").sum())["权重"]
    assert ((sums - 1).abs() < 1e-9).all()


def test_design_refers_to_its_own_objectives_units_and_books(read):
    points, units = read("dim_course_objective"), read("dim_course_unit")
    assert read("bridge_objective_assessment").join(points, on=["课程号", "目标号"], how="anti").is_empty()
    taught = read("bridge_post_skill").filter(pl.col("单元号").is_not_null())
    assert taught.join(units, on=["课程号", "单元号"], how="anti").is_empty()
    assert read("fact_textbook_adoption").join(read("dim_textbook"), on="书号", how="anti").is_empty()


def test_one_major_has_no_design_on_file(college, read):
    codes = set(pl.read_csv(college / "专业.csv", infer_schema=False)["专业号"])
    assert len(codes - set(read("dim_course_unit")["课程号"].str.slice(0, 6))) == 1


def test_goals_form_a_tree_with_measured_leaves(read):
    tree = read("qa_goal")
    parents = tree.filter(pl.col("上级目标").is_not_null())
    assert set(parents["上级目标"]) <= set(tree["目标号"])
    leaves = tree.join(parents.select(目标号="上级目标").unique(), on="目标号", how="anti")
    assert leaves["指标"].null_count() == leaves["目标值"].null_count() == 0
    assert 0 < leaves["标准号"].null_count() < leaves.height / 5


def test_evidence_answers_actions_and_is_verified_when_they_close(read):
    joined = read("qa_evidence").join(read("qa_action"), on="任务号", how="left")
    assert joined["立项日期"].null_count() == 0
    assert joined.filter(pl.col("提交日期") < pl.col("立项日期")).is_empty()
    verified = joined.filter(pl.col("核验日期").is_not_null())
    assert (verified["核验日期"] <= verified["关闭日期"]).all()
    assert 0.6 < verified.height / joined.height < 1


def test_incidents_of_every_level_and_the_gravest_is_this_years(read):
    frame = read("fact_quality_incident")
    grave = frame.filter(pl.col("级别") == "一级")
    assert set(frame["级别"]) == {"一级", "二级", "三级"}
    assert grave.filter(
        (_day("上报日期") > AS_OF.replace(year=AS_OF.year - 1)) & pl.col("认定日期").is_not_null()
    ).height


def test_assets_of_every_year_grow_by_what_was_added(read):
    frame = read("fact_asset_snapshot").filter(pl.col("类别") == "教学科研仪器设备").sort("统计日期")
    values = frame.select(value=_number("总值"), added=_number("当年新增值"))
    assert ((values["value"].diff() - values["added"]).abs().drop_nulls() <= 1.5).all()


def test_rooms_are_used_within_what_is_available(read):
    use = read("fact_room_use").select(part=_number("使用节次") / _number("可用节次"))["part"]
    assert use.min() >= 0
    assert use.max() <= 1


def test_special_posts_are_held_by_teachers_of_general_education(college):
    posts = pl.read_csv(college / "教师任职.csv", infer_schema=False).filter(pl.col("专门岗位").is_not_null())
    assert set(posts["专门岗位"]) == {"心理", "思政"}
    assert set(posts["单位号"]) == {"D90"}


def test_new_columns_of_older_registers(college):
    majors = pl.read_csv(college / "专业.csv", infer_schema=False)
    declared = majors.filter(pl.col("专业类别") == "特色")["特色佐证"]
    assert declared.null_count() == 0
    assert (
        majors.filter(pl.col("专业类别") != "特色")["特色佐证"].null_count() == majors.height - declared.len()
    )
    courses = pl.read_csv(college / "课程.csv", infer_schema=False)
    assert set(courses.filter(~pl.col("课程号").str.starts_with("GG"))["项目化课程"]) == {"是", "否"}
    kinds = pl.read_csv(college / "培训.csv", infer_schema=False)["培训类别"]
    assert set(kinds) == {"业务培训", "廉政教育", "岗前培训", "学生工作培训"}


def test_names_of_partners_and_textbooks_are_recognisably_synthetic(read):
    assert read("dim_partner")["名称"].str.starts_with("示例").all()
    assert read("dim_textbook")["名称"].str.contains("示例").all()
