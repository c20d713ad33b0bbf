"""Exports of academic systems and learning platforms in the habits that cost rows or, worse, gave wrong values."""

import polars as pl
import pytest

from data.warehouse import lake
from tests.data.messy_college import COURSES, STUDENTS
from tests.data.sheet_files import page, xlsx

FIRST, SECOND, THIRD = STUDENTS[:3]


def attempts(college, *columns):
    return sorted(college.rows("fact_grade_attempt").select(*columns).rows(), key=str)


def test_a_number_that_begins_anew_in_every_course_names_a_class_with_its_course(college):
    college.write(
        "开课.csv",
        "学期,课程号,课序号,课程名\n23-24(1),C7,01,甲课\n23-24(1),C8,01,乙课\n23-24(1),C8,02,乙课\n",
    )
    college.write(
        "成绩.csv",
        f"学期,学号,课程号,课序号,成绩\n23-24(1),{FIRST},C7,01,61\n23-24(1),{FIRST},C8,01,72\n2324-1,{SECOND},C8,02,83\n",
    )
    result = college.load_proposed()
    assert result.reasons == {} and result.tables["fact_grade_attempt"].loaded == 3
    assert {"C7-01", "C8-01", "C8-02"} <= set(college.column("dim_offering", "offering_no"))


@pytest.mark.parametrize("header", ["未通过原因", "异常说明"])
def test_words_beside_a_preset_zero_are_its_mark_whatever_the_header(college, header):
    college.write(
        "成绩.csv",
        f"学年学期,学号,课程号,成绩,{header}\n"
        f"2023-2024学年秋(两学期),{FIRST},{COURSES[0]},0,缓考\n2023-2024学年秋(两学期),{SECOND},{COURSES[0]},0,取消资格\n"
        f"2023-2024学年秋(两学期),{THIRD},{COURSES[0]},0,\n",
    )
    college.load_proposed()
    assert attempts(college, "result", "result_reason", "score") == [
        ("failed", "disqualified", None), ("failed", None, 0.0), ("pending", "deferred", None),
    ]  # fmt: skip


def test_a_flag_of_validity_is_the_other_way_round_and_the_valid_row_wins(college):
    college.write(
        "成绩.csv",
        f"学年学期,学号,课程号,成绩,是否有效\n2023-2024-1,{FIRST},{COURSES[0]},51,0\n2023-2024-1,{FIRST},{COURSES[0]},66,1\n"
        f"2023-2024-1,{SECOND},{COURSES[0]},70,0\n",
    )
    result = college.load_proposed()
    assert result.reasons == {"repeated_key": 1}  # the row that was made void
    assert attempts(college, "score", "is_void") == [(66.0, False), (70.0, True)]


def test_first_make_up_and_retake_in_one_row_and_the_best_of_them_is_none(college):
    college.write(
        "成绩.csv",
        "学年学期,学号,课程号,正考成绩,补考成绩,重修成绩,最终成绩,绩点,成绩标志\n"
        f"2023-2024-1,{FIRST},{COURSES[0]},40,50,71,71,2.1,\n2023-2024-1,{SECOND},{COURSES[0]},,78,,78,2.8,缓考\n2023-2024-1,{THIRD},{COURSES[0]},80,,,80,3,\n",
    )
    assert college.load_proposed().reasons == {}
    assert attempts(college, "attempt_no", "attempt_kind", "score", "result", "grade_point") == [
        (1, "first", 40.0, "failed", None), (1, "first", 80.0, "passed", None), (1, "first", None, "pending", None), (2, "makeup", 50.0, "failed", None),
        (3, "deferred", 78.0, "passed", None), (5, "retake", 71.0, "passed", None),
    ]  # fmt: skip


def test_a_make_up_list_in_blocks_is_no_second_first_attempt(college):
    head = ["序号", "学号", "课程代码", "原成绩", "补考成绩"]
    rows = [["2023—2024学年第一学期补考成绩"], ["班级：软件2301"], head]
    rows += [[1, FIRST, COURSES[0], 41, 60], [2, SECOND, COURSES[0], "缓考", 77], ["本班补考人次：2"]]
    rows += [["班级：机电2301"], head, [1, THIRD, COURSES[0], 52, "缺考"], ["共3条记录"]]
    college.folder.mkdir()
    page(college.folder / "补考.xls", {"x": rows}, [(6, 0, 6, 4), (9, 0, 9, 4)])
    result = college.load_proposed()
    assert set(result.reasons) == {"no_record"} and "class_code: {const" not in college.propose().text
    assert attempts(college, "attempt_no", "attempt_kind", "score") == [
        (2, "makeup", 60.0), (2, "makeup", None), (3, "deferred", 77.0),
    ]  # fmt: skip


def attendance(college):
    frame = lake.scan(college.home, "fact_attendance").collect()
    days = frame.select(pl.col("event_time").dt.date().cast(pl.String), pl.col("status").cast(pl.String))
    return sorted(days.rows())


def test_sheets_of_classes_with_teacher_and_credits_below_the_courses(college):
    """Make-ups stand in the cells, the class in the name of the sheet, the term in the title, as 2324-1."""
    head = ["序号", "学号", "姓名", "机械制图", "大学英语", "总分"]
    below = [None, None, None, "王某某/3.5学分", "李某某/2学分", None]
    rows = [["机电学院2324-1学期成绩汇总"], head, below]
    rows += [[1, FIRST, "赵某某", 80, "60(补考)", 140], [2, SECOND, "钱某某", "缓考", "８５", 85]]
    rows += [[None, "最高分", None, 80, 85], [None, "及格率", None, "90%", "88%"]]
    college.folder.mkdir()
    merges = [(0, 0, 0, 5), *((1, place, 2, place) for place in (0, 1, 2, 5))]
    xlsx(college.folder / "成绩汇总.xlsx", {"23机电1班": rows, "23机电2班": rows[:3]}, merges)
    result = college.load_proposed()
    assert set(result.reasons) == {"no_record"}
    assert attempts(college, "attempt_no", "attempt_kind", "score", "result") == [
        (1, "first", 80.0, "passed"), (1, "first", 85.0, "passed"), (1, "first", None, "pending"),
        (2, "makeup", 60.0, "passed"),
    ]  # fmt: skip
    assert {("机械制图", 3.5), ("大学英语", 2.0)} <= set(
        college.rows("dim_course").select("name", "credits").rows()
    )
    assert {"机械制图-23机电1班", "大学英语-23机电1班"} <= set(college.column("dim_offering", "offering_no"))


def test_a_roster_in_two_parts_with_an_empty_column_between(college):
    head = ["序号", "学  号", "姓 名", None, "序号", "学  号", "姓 名"]
    rows = [["机电学院 23机电1班 学生名册"], head, [1, "N1", "赵某某", None, 3, "N3", "孙某某"]]
    rows += [[2, "N2", "钱某某", None, 4, "N4", "李某某"]]
    college.folder.mkdir()
    xlsx(college.folder / "名册.xlsx", {"1班": rows}, [(0, 0, 0, 6)])
    college.load_proposed()
    assert college.rows("dim_student")["class_code"].to_list().count("23机电1班") == 4


def test_totals_of_a_platform_are_no_grades(college):
    college.write(
        "大学语文 学习进度.csv",
        f"课程名称,学号,任务点完成数,视频观看时长,综合成绩\n大学语文,{FIRST},26/40,5小时20分,59.8\n大学语文,{SECOND},9/40,10分,20.7\n",
    )
    college.write(
        "成绩.csv", f"学年学期,学号,课程号,测验名称,得分\n2023-2024-1,{FIRST},{COURSES[0]},测验1,3\n"
    )
    text = college.propose().text
    assert "to: fact_grade_attempt" not in text and "任务点完成数 says that its scores are no grades" in text


def test_teachers_of_a_list_of_members_are_no_students(college):
    college.write(
        "学生名单.csv",
        "学号,姓名,班级,角色\nT77,王某某,,教师\nN1,赵某某,软件2301,学生\nN2,钱某某,软件2301,旁听\n",
    )
    text = college.propose().text
    assert "only: {角色: [学生]}" in text and "1 rows have a role under 角色 that is not known" in text
    college.load_proposed()
    assert {"N1", "N2", "T77"} & set(college.column("dim_person", "person_no")) == {"N1"}


def test_the_teacher_s_correction_and_the_minutes_behind_a_word(college):
    college.write(
        "签到明细.csv",
        "学年学期,教学班号,课程号,上课日期,节次,学号,签到结果,教师修改\n"
        f"2023-2024-1,J1,{COURSES[0]},2023-09-05,1-2,{FIRST},未签到,病假\n"
        f"2023-2024-1,J1,{COURSES[0]},2023-09-05,1-2,{SECOND},迟到12分钟,\n"
        f"2023-2024-1,J1,{COURSES[0]},2023-09-05,1-2,{THIRD},已签到(教师修改),\n",
    )
    assert college.load_proposed().reasons == {}
    assert [status for _, status in attendance(college)] == ["late", "present", "sick"]


def test_sign_ins_with_their_day_below_the_header_and_the_class_of_a_list(college):
    college.write(
        "教学班.csv",
        "班级ID,课程编号,课程名称,班级名称,开课学期\n901,K1,网络营销,网络营销-电商1,2023春\n902,K1,网络营销,网络营销-电商2,2023春\n",
    )
    head = ["序号", "姓名", "学号/工号", "第1次签到", "第2次签到", "签到率"]
    days = [None, None, None, "03-04 08:04", "03-11 08:01", None]
    rows = [["课程名称：网络营销"], ["班级：网络营销-电商2    教师：王某某"], head, days]
    rows += [[1, "赵某某", FIRST, "已签", "未参与", "50%"], [2, "钱某某", SECOND, "缺勤", "教师代签", "50%"]]
    xlsx(college.folder / "签到统计.xlsx", {"签到统计": rows}, [(0, 0, 0, 5), (1, 0, 1, 5)])
    assert college.load_proposed().reasons == {}
    assert attendance(college) == [
        ("2023-03-04", "absent"),
        ("2023-03-04", "present"),
        ("2023-03-11", "present"),
    ]
    assert set(college.column("dim_offering", "offering_no")) >= {"901", "902"}
    frame = lake.scan(college.home, "fact_attendance").collect()
    assert frame["offering_id"].n_unique() == 1


def test_sessions_named_by_course_and_day_with_a_remark_that_corrects(college):
    college.write("教学班.csv", "教学班号,课程,班级,开课学期\nJ9,K9-供应链管理,WL2201-物流2201,大二上\n")
    head = [
        "学号",
        "姓名",
        "第5次课 供应链管理 2023-10-12",
        None,
        None,
        "第6次课 供应链管理 2023-10-19",
        None,
        None,
    ]
    below = [None, None, *["签到方式", "答题得分", "备注"] * 2]
    rows = [head, below, [FIRST, "赵某某", "扫二维码", "7/10", None, "未上课", "-", "病假"]]
    rows += [[SECOND, "钱某某", "未上课", "-", None, "教师添加", "3/10", None]]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7)]
    xlsx(college.folder / "课堂数据.xlsx", {"x": rows}, merges)
    assert college.load_proposed().reasons == {}
    assert [status for _, status in attendance(college)] == ["absent", "present", "present", "sick"]
    assert ("J9", "2023-2024-1") in set(college.rows("dim_offering").select("offering_no", "term_id").rows())


def test_tasks_side_by_side_with_score_time_and_state(college):
    """Who handed nothing in has no row, what is not marked yet no score; the full mark stands in the name of the task, 100 is assumed."""
    tasks = ["作业1 诊断(满分50)", None, None, "作业2 策划", None, None]
    head = [[None] * 2 + ["分数", "提交时间", "状态"] * 2, ["姓名", "学号", *tasks]]
    rows = [["课程名称：供应链管理"], head[1], head[0]]
    rows += [["赵某某", FIRST, 40, "2023-10-10 20:15", "已完成", 90, "2023-10-12 20:15", "打回"]]
    rows += [["钱某某", SECOND, None, None, "未提交", None, "2023-10-13 08:00", "待批阅"]]
    college.folder.mkdir()
    merges = [(0, 0, 0, 7), (1, 2, 1, 4), (1, 5, 1, 7)]
    xlsx(college.folder / "2023-2024-1作业统计.xlsx", {"x": rows}, merges)
    result = college.load_proposed()
    assert (
        result.reasons == {}
        and "1 tasks do not say their full mark; 100 is assumed" in college.propose().text
    )
    frame = lake.scan(college.home, "fact_assignment").collect()
    assert sorted(frame.select("score", "is_returned").rows(), key=str) == [
        (0.8, False),
        (0.9, True),
        (None, False),
    ]
    assert sorted(college.rows("dim_task")["full_score"].to_list(), key=str) == [50.0, None]


def test_a_plan_with_a_column_for_each_term_and_the_programme_in_its_title(college):
    head = ["课程代码", "课程名称", "学分", "总学时", "大一上", "大一下", "大二上"]
    rows = [["2023级示例技术专业（460399）教学进程安排表"], head]
    rows += [["P1", "甲课", 4, 64, 4, None, None], ["P2", "乙课", 6, 96, None, 4, 2], ["小计", None, 10, 160]]
    college.folder.mkdir()
    xlsx(college.folder / "教学进程表.xlsx", {"x": rows}, [(0, 0, 0, 6)])
    assert set(college.load_proposed().reasons) == {"no_record"}
    planned = college.rows("bridge_programme_course").select("course_code", "planned_term", "hours").rows()
    assert sorted(planned) == [("P1", 1, 64.0), ("P2", 2, 96.0)]
    assert ("460399", 2023) in college.rows("dim_programme").select("major_code", "entry_grade").rows()
    assert ("460399", "示例技术") in college.rows("dim_major").select("major_code", "name").rows()


def test_a_plan_with_numerals_alone_over_its_terms_and_a_sign_before_core_courses(college):
    head = ["模块", "课程代码", "课程名称", "总学时", "各学期周学时", None, None, None]
    rows = [["示例技术专业教学进程表（2023级，专业代码460399）"], head, [None] * 4 + ["一", "二", "三", "四"]]
    rows += [["核心", "P1", "★甲课", 64, 2, 2, None, None], [None, "P2", "C#", 96, None, None, None, 6]]
    rows += [[None, None, "小计", 160], ["注：★为专业核心课程"]]
    college.folder.mkdir()
    merges = [(0, 0, 0, 7), (1, 4, 1, 7), *((1, place, 2, place) for place in range(4)), (3, 0, 5, 0)]
    xlsx(college.folder / "培养方案进程表.xlsx", {"示例技术": rows}, merges)
    college.load_proposed()
    planned = college.rows("bridge_programme_course")
    assert sorted(planned.select("course_code", "planned_term", "is_core").rows()) == [
        ("P1", 1, True),
        ("P2", 4, False),
    ]
    assert {"甲课", "C#"} <= set(college.rows("dim_course")["name"])
    assert ("460399", "示例技术") in college.rows("dim_major").select("major_code", "name").rows()


@pytest.mark.parametrize("cells", ["[T8]王某某,[T9]李某某", "王某某(T8)、李某某(T9)", "T8-王某某;T9-李某某"])
def test_several_teachers_with_their_numbers_in_one_cell(college, cells):
    college.write(
        "开课.csv",
        f"学期,教学班号,课程,上课班级,任课教师\n23-24(1),J1,[K7]甲课,[231]23机制1班,{cells!r}\n".replace("'", '"')
        + "23-24(1),J2,[K8]乙课,[232]23机制2班," + {"[": "[T8]王某某", "王": "王某某(T8)", "T": "T8-王某某"}[cells[0]] + "\n",
    )  # fmt: skip
    assert college.load_proposed().reasons == {}
    assert college.rows("bridge_offering_teacher").height == 3
    assert {("T8", "王某某"), ("T9", "李某某")} <= set(
        college.rows("dim_person").select("person_no", "full_name").rows()
    )
    assert ("231", "23机制1班") in college.rows("dim_class").select("class_code", "name").rows()


def test_a_course_that_stands_for_the_class_of_several_says_none(college):
    college.write(
        "开课.csv",
        "学期,课程编码,课程名称,班级\n2023-2024-1,K7,甲课,软件2301\n2023-2024-1,K7,甲课,机电2301\n",
    )
    college.write("成绩.csv", f"学期,课程编码,学号,成绩\n2023-2024-1,K7,{FIRST},80\n")
    assert college.load_proposed().reasons == {}
    offered = college.rows("dim_offering").select("offering_no", "class_code").rows()
    assert ("K7", None) in offered
