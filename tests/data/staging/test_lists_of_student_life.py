"""Lists that offices keep of what students do: awards, sanctions, hours of labour, clubs, fitness, dormitories."""

from __future__ import annotations

from tests.data.staging.test_recognition import entries, proposed
from tests.data.vendor_files import write_csv

ROSTER = [
    ["学号", "姓名", "班级"],
    *([f"S{place}", f"测{sign}", "软件2301"] for place, sign in enumerate("甲乙丙丁")),
]


def one_entry(folder, table):
    (entry,) = [one for one in entries(proposed(folder).text) if one["to"] == table]
    return entry["columns"]


def test_awards_are_dated_by_the_day_of_the_award(tmp_path):
    rows = [
        ["学号", "获奖名称", "级别", "授予单位", "获奖时间"],
        *([f"S{place}", "三好学生", "校级", "学校", "2023年6月"] for place in range(3)),
    ]
    write_csv(tmp_path / "荣誉奖励.csv", rows)
    columns = one_entry(tmp_path, "fact_reward_sanction")
    assert columns["record_kind"] == {"const": "reward"} and columns["level"] == "级别"
    assert columns["decided_on"] == {"from": "获奖时间", "format": "%Y年%m月"}


def test_a_list_of_contests_stays_one(tmp_path):
    rows = [
        ["学号", "竞赛名称", "级别", "获奖等级", "获奖时间"],
        *([f"S{place}", "技能大赛", "省级", "一等奖", "2023-06-01"] for place in range(3)),
    ]
    write_csv(tmp_path / "学生竞赛获奖.csv", rows)
    assert one_entry(tmp_path, "fact_competition")["held_on"] == "获奖时间"


def test_the_kind_of_a_sanction_says_how_severe_it_is(tmp_path):
    rows = [
        ["学号", "违纪事由", "处分种类", "处分日期"],
        ["S1", "旷课", "警告", "2023-04-12"],
        ["S2", "考试作弊", "记过", "2023-05-12"],
    ]
    write_csv(tmp_path / "违纪处分.csv", rows)
    columns = one_entry(tmp_path, "fact_reward_sanction")
    assert columns["level"] == "处分种类" and set(columns["record_kind"]["map"].values()) == {"sanction"}
    assert columns["reason_code"]["map"] == {"旷课": "conduct", "考试作弊": "academic_misconduct"}


def test_hours_told_by_the_term_stand_on_its_first_day(tmp_path):
    rows = [
        ["学号", "项目", "模块", "认定学时", "学期"],
        *([f"S{place}", "清扫", "劳动", 4, "2023-2024学年第一学期"] for place in range(3)),
    ]
    write_csv(tmp_path / "劳动教育学时.csv", rows)
    text = proposed(tmp_path).text
    (entry,) = [one for one in entries(text) if one["to"] == "fact_second_classroom"]
    assert entry["columns"]["held_on"] == {"from": "学期", "parse": "term_start"}
    assert "held_on: no header says the day; the first day of the term stands for it" in text
    assert "set aside" not in text


def test_members_of_clubs_join_in_a_season(tmp_path):
    rows = [["社团名称", "职务", "姓名", "学号", "入社时间"]]
    rows += [
        ["茶艺社", word, "测一", f"S{place}", day]
        for place, (word, day) in enumerate(
            (("社长", "2022秋"), ("成员", "2023年春季"), ("干事", "2022-10-08"))
        )
    ]
    write_csv(tmp_path / "社团成员.csv", rows)
    columns = one_entry(tmp_path, "fact_second_classroom")
    assert columns["activity_no"] == "社团名称" and columns["module"] == {"const": "club"}
    assert columns["role"]["map"] == {"社长": "leader", "成员": "participant", "干事": "core"}
    assert columns["held_on"]["map"] == {"2022秋": "2022-09-01", "2023年春季": "2023-03-01"}


def test_scores_of_the_items_of_a_fitness_test_are_rows_and_measures_are_none(tmp_path):
    rows = [
        ["学号", "肺活量", "肺活量评分", "50米跑得分", "总分", "备注"],
        ["S1", 3200, 80, 75, 77.5, None],
        ["S2", None, None, None, None, "免测"],
    ]
    write_csv(tmp_path / "2023年体质测试.csv", rows)
    text = proposed(tmp_path).text
    (entry,) = [one for one in entries(text) if one["to"] == "fact_fitness_test"]
    assert [one["item"]["const"] for one in entry["variants"]] == ["total", "肺活量", "50米跑"]
    assert [one["score"] for one in entry["variants"]] == ["总分", "肺活量评分", "50米跑得分"]
    assert "肺活量 (" in text.split("not used: ")[1]


def test_checks_of_dormitories_are_no_attendance_of_classes(tmp_path):
    write_csv(tmp_path / "学生.csv", ROSTER)
    rows = [
        ["宿舍", "学号", "姓名", "2022-11-07", "2022-11-08"],
        *(["3号楼201", f"S{place}", "测一", "√", "未到"] for place in range(4)),
    ]
    write_csv(tmp_path / "查寝表.csv", rows)
    text = proposed(tmp_path).text
    assert "fact_attendance" not in {one["to"] for one in entries(text)} and "checks of dormitories" in text


def test_counts_of_a_screening_make_no_classes(tmp_path):
    write_csv(tmp_path / "学生.csv", ROSTER)
    rows = [
        ["学院", "班级", "应测人数", "实测人数", "一级预警(人)"],
        *(["商学院", f"电商230{place}", 30, 29, 0] for place in range(1, 5)),
    ]
    write_csv(tmp_path / "普测.csv", rows)
    text = proposed(tmp_path).text
    assert all(one["file"] == "学生" for one in entries(text))
    assert "results of screenings are kept in no table" in text


def test_what_was_measured_is_no_score(tmp_path):
    """One row per item: 得分 is the score, 成绩 what was measured; the file is no register of a course."""
    rows = [
        ["学年", "学号", "测试项目", "成绩", "得分"],
        *(["2023", f"S{place}", "肺活量", 3500, 82] for place in range(3)),
    ]
    write_csv(tmp_path / "体测明细.csv", rows)
    text = proposed(tmp_path).text
    assert {one["to"]: one["columns"].get("score") for one in entries(text)}["fact_fitness_test"] == "得分"
    assert "dim_course" not in {one["to"] for one in entries(text)}
    write_csv(tmp_path / "体测明细.csv", [row[:4] for row in rows])
    text = proposed(tmp_path).text
    assert "score is left out: 成绩 holds what was measured, no scores" in text
    assert all("score" not in one["columns"] for one in entries(text) if one["to"] == "fact_fitness_test")


def test_grades_of_a_course_on_labour_are_no_hours(tmp_path):
    rows = [
        ["学号", "课程名称", "成绩", "学期"],
        *([f"S{place}", "劳动教育", 85, "2023-2024-2"] for place in range(3)),
    ]
    write_csv(tmp_path / "劳动教育成绩.csv", rows)
    assert "fact_second_classroom" not in {one["to"] for one in entries(proposed(tmp_path).text)}
