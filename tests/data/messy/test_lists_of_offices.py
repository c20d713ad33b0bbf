"""Lists as offices of a college keep them: what is plainly written loads right, and what cannot load says why."""

from datetime import date

import pytest

from data.staging.recognition.vocabulary import vocabulary
from errors import ShownError
from tests.data.messy_college import STUDENTS, TEACHERS
from tests.data.sheet_files import xlsx


def csv(header, *rows):
    return "\n".join(",".join(map(str, row)) for row in (header.split(","), *rows)) + "\n"


def test_numbers_of_readers_are_looked_up_and_renewals_are_no_loans(college):
    readers = [(f"D{place:03}", number, "高职生") for place, number in enumerate(STUDENTS)]
    college.write("读者.csv", csv("读者条码,学号,读者类型", *readers, ("D900", TEACHERS[0], "教职工")))
    loans = [
        ("借书", f"D{place:03}", "20231009", "99991231" if place == 0 else "20231020") for place in range(8)
    ]
    college.write(
        "借阅.csv", csv("操作类型,读者条码,借阅日期,归还日期", *loans, ("续借", "D001", "20231009", ""))
    )
    college.load_proposed()
    loaded = college.rows("fact_library_loan").sort("returned_on", nulls_last=True)
    assert loaded.height == len(STUDENTS)
    assert loaded["returned_on"].to_list() == [date(2023, 10, 20)] * 7 + [None]


def test_a_list_of_readers_is_no_list_of_students_where_they_are_staff(college):
    rows = [(f"N{place}", "高职生", "药学2201", "演示甲") for place in range(5)]
    college.write(
        "读者.csv", csv("学工号,读者类型,单位,读者姓名", *rows, ("T9", "教职工", "医学院", "演示乙"))
    )
    college.load_proposed()
    assert college.rows("dim_student").height == 5
    assert college.column("dim_person", "person_no") == [f"N{place}" for place in range(5)]
    assert college.column("dim_class", "name") == ["药学2201"]


def test_headings_give_the_level_and_members_of_a_team_stand_in_one_cell(college):
    rows = [["2023年学生技能竞赛获奖表"], ["序号", "竞赛名称", "奖项", "学号", "获奖时间"]]
    rows += [
        ["一、国家级（含行业）"],
        [1, "赛项甲", "二等奖（第3名）", f"{STUDENTS[0]}\n{STUDENTS[1]}", "202311"],
    ]
    rows += [["二、省级"], [1, "赛项乙", "参赛", STUDENTS[2], "2023年5月"]]
    college.folder.mkdir()
    xlsx(college.folder / "竞赛获奖.xlsx", {"竞赛": rows}, [(0, 0, 0, 4), (2, 0, 2, 4)])
    result = college.load_proposed()
    loaded = college.rows("fact_competition")
    assert sorted(loaded.select("level", "award", "event_name").rows()) == [
        ("national", "second", "赛项甲"), ("national", "second", "赛项甲"), ("provincial", "none", "赛项乙"),
    ]  # fmt: skip
    assert set(result.reasons) == {"no_record"}


def test_levels_and_kinds_of_certificates_within_names(college):
    head = ["学号", "证书名称（等级）", "证书编号", "发证日期"]
    names = ["数控车铣（中级）", "数控车铣（初级）", "电工四级"]
    rows = [[number, name, f"C{number}", "202312"] for number, name in zip(STUDENTS, names, strict=False)]
    college.folder.mkdir()
    xlsx(college.folder / "取证.xlsx", {"1+X证书": [head, *rows]}, [])
    college.load_proposed()
    assert college.column("fact_certificate", "level") == ["intermediate", "intermediate", "junior"]
    assert set(college.column("fact_certificate", "certificate_kind")) == {"skill_level"}


def test_codes_with_texts_and_the_later_line_of_a_graduate(college):
    head = "学号,姓名,毕业去向类别,薪酬(元/月),专业对口,填报时间,联系电话"
    rows = [(STUDENTS[0], "甲", "70 待就业", "", "", "20240705", "1"), (STUDENTS[1], "乙", "11 签劳动合同形式就业", "4500元/月", "相关", "20240705", "1")]  # fmt: skip
    rows += [(STUDENTS[2], "丙", "46-应征义务兵", "面议", "不相关", "20240706", "1"), (STUDENTS[0], "甲", "10 签就业协议形式就业", "0", "", "20240828", "1")]  # fmt: skip
    college.write("2024届就业去向.csv", csv(head, *rows))
    college.load_proposed()
    loaded = college.rows("fact_employment").sort("counted_on")
    assert loaded["outcome"].to_list() == ["employed"] * 3
    assert loaded["start_pay"].to_list() == [4500.0, None, None]
    assert loaded["is_match"].to_list() == [True, False, None]


def test_a_roll_of_graduates_is_a_list_of_students_and_says_when_they_entered(college):
    rows = [
        (f"2100{place}", "测试甲", "410303", "畜牧", "畜牧2101", "3年", "202406", "毕业")
        for place in range(3)
    ]
    college.write(
        "2024届毕业生名册.csv", csv("学号,姓名,专业代码,专业名称,班级,学制,毕业时间,毕结业结论", *rows)
    )
    college.load_proposed()
    assert set(college.column("fact_graduation", "entry_year")) == {2021}
    assert college.rows("dim_student").height == 3


def test_days_of_a_placement_that_goes_on_and_rows_not_approved(college):
    head = "学号,实习单位,开始日期,结束日期,是否对口,三方协议,审核状态,实习成绩"
    rows = [(STUDENTS[0], "甲厂", "2024/3/1", "至今", "对口", "已签", "已通过", "良好"), (STUDENTS[1], "乙厂", "2024/3/1", "2024/6/1", "不对口", "未签", "未通过", "80")]  # fmt: skip
    college.write("实习登记.csv", csv(head, *rows))
    college.load_proposed()
    loaded = college.rows("fact_internship")
    assert loaded.select("to_on", "is_match", "has_agreement", "score").rows() == [(None, True, True, 85.0)]
    assert "rows with other words under 审核状态 are not loaded: 未通过: 1" in college.propose().text


@pytest.mark.parametrize(
    ("cell", "begin", "end"),
    [
        ("2023.07.10-2023.08.25", date(2023, 7, 10), date(2023, 8, 25)),
        ("2023年7月—8月", date(2023, 7, 1), date(2023, 8, 1)),
        ("2023-12-20至2024-01-15", date(2023, 12, 20), date(2024, 1, 15)),
        ("2023.07至今", date(2023, 7, 1), None),
        ("20230701-20230815", date(2023, 7, 1), date(2023, 8, 15)),
    ],
)
def test_both_days_of_one_cell(college, cell, begin, end):
    rows = [(number, "某公司", cell, "脱产实践", "合格") for number in TEACHERS[:3]]
    college.write("教师企业实践.csv", csv("工号,企业名称,实践起止时间,实践形式,考核结果", *rows))
    college.load_proposed()
    loaded = college.rows("fact_enterprise_practice")
    assert set(loaded.select("from_on", "to_on", "is_report_accepted").rows()) == {(begin, end, True)}


def test_years_as_columns_and_numbers_that_lost_their_zeros(college):
    college.write(
        "教师基本情况.csv", csv("工号,姓名,职称", *((f"0010{place}", "教师甲", "讲师") for place in range(6)))
    )
    college.write(
        "年度考核.csv",
        csv(
            "工号,姓名,2022年,2023年",
            *((f"10{place}", "教师甲", "合格", "优秀" if place else "") for place in range(6)),
        ),
    )
    result = college.load_proposed()
    assert college.column("dim_person", "person_no") == [f"0010{place}" for place in range(6)]
    assert (
        result.tables["fact_teacher_appraisal"].loaded == 6
        and "year: {const: 2022}" in college.propose().text
    )


def test_external_teachers_by_the_name_of_their_sheet(college):
    college.folder.mkdir()
    rows = [["编号", "姓名", "聘用部门", "职务"], ["W1", "外聘甲", "机电学院", "工程师"]]
    xlsx(college.folder / "教师.xlsx", {"外聘教师": rows}, [])
    college.load_proposed()
    assert college.column("dim_teacher", "staff_type") == ["external_part"]


@pytest.mark.parametrize(("header", "cell", "kept"), [("经费(万元)", "2.5", 25.0), ("经费（元）", "25000", 25.0), ("经费", "2.5万元", 25.0), ("经费(千元)", "25", 25.0)])  # fmt: skip
def test_money_in_the_unit_that_header_or_cell_names(college, header, cell, kept):
    rows = [(TEACHERS[0], f"P{place}", cell, "2023年3月") for place in range(3)]
    college.write("科研项目.csv", csv(f"工号,项目编号,{header},立项日期", *rows))
    college.load_proposed()
    assert set(college.column("fact_research_project", "funds")) == {kept}


def test_money_without_a_unit_is_told(college):
    college.write(
        "科研项目.csv", csv("工号,项目编号,经费,立项日期", (TEACHERS[0], "P1", "2.5", "2023-03-01"))
    )
    assert "nothing says the unit of the money under 经费" in college.propose().text


def test_issue_of_a_journal_says_its_year(college):
    rows = [
        (TEACHERS[0], f"L{place}", "普刊", day)
        for place, day in enumerate(["2023年第5期", "2023.5", "2023-05"])
    ]
    college.write("论文.csv", csv("第一作者工号,成果编号,刊物级别,发表时间", *rows))
    result = college.load_proposed()
    assert result.reasons == {}
    assert college.column("fact_research_output", "published_on") == [
        date(2023, 1, 1),
        date(2023, 5, 1),
        date(2023, 5, 1),
    ]


def test_sanctions_leaves_and_their_words(college):
    rows = [("院发1号", STUDENTS[0], "旷课", "记过", "2023年9月1日", "未解除"), ("院发1号", STUDENTS[1], "考试作弊", "警告", "2023年9月1日", "2024年6月1日")]  # fmt: skip
    college.write("违纪处分.csv", csv("处分文号,学号,违纪类型,处分等级,处分日期,解除日期", *rows))
    leaves = [(f"Q{place}", STUDENTS[place], "病假", "2023/9/11 上午", "2023/9/12 下午", said, state) for place, (said, state) in enumerate([("1.5天", "已同意"), ("4小时", "审批中"), ("2", "已驳回")])]  # fmt: skip
    college.write("请假.csv", csv("单号,学号,请假类型,开始时间,结束时间,请假时长,审批状态", *leaves))
    college.load_proposed()
    sanctions = college.rows("fact_reward_sanction").sort("lifted_on", nulls_last=True)
    assert sanctions.select("record_kind", "reason_code", "lifted_on").rows() == [
        ("sanction", "academic_misconduct", date(2024, 6, 1)), ("sanction", "conduct", None),
    ]  # fmt: skip
    leaves = college.rows("fact_leave").sort("leave_no")
    assert leaves.select("days", "is_approved").rows() == [(1.5, True), (None, False), (2.0, False)]


def test_students_under_a_header_of_staff_and_classes_in_a_path_of_units(college):
    members = [(f"M2301{place:02}", "测试甲", "学生", "机电学院-23级-23模具1班") for place in range(10)]
    college.write(
        "通讯录.csv", csv("学工号,姓名,身份,部门", *members, ("T0881", "教师甲", "教师", "机电学院-辅导员"))
    )
    college.write(
        "考勤汇总.csv",
        csv("姓名,考勤组,工号,出勤天数", *(("测试甲", "早自习", number, 6) for number, *_ in members)),
    )
    college.load_proposed()
    assert college.rows("dim_teacher").height == 0
    assert college.rows("dim_student").height == 10
    assert college.column("dim_class", "name") == ["23模具1班"] and college.column("dim_org", "name") == [
        "机电学院"
    ]


def test_an_english_registrar_with_codes_of_terms_and_letters(college):
    students = [f"00{number}" for number in range(4100, 4110)]
    college.write("STUDENT_LIST.csv", csv("Emplid,Name,Acad Plan,Plan Descr", *((number, "Test A", "P1", "国际商务") for number in students)))  # fmt: skip
    college.write("CLASSES.csv", csv("Term,Term Descr,Class Nbr,Subject,Catalog,Course Descr,Units,Enrl Tot", ("2239", "2023 Fall", "10021", "ENG", "100", "College English", "4", "10")))  # fmt: skip
    letters = ["A-", "B+", "C", "D", "F", "W", "I", "AU", "P", "NP"]
    rows = [
        (int(number), "2239", "10021", "ENG", "100", letter, "14.8")
        for number, letter in zip(students, letters, strict=True)
    ]
    college.write(
        "GRADE_ROSTER.csv", csv("ID,Term,Class Nbr,Subject,Catalog Nbr,Official Grade,Grade Points", *rows)
    )
    college.load_proposed()
    grades = college.rows("fact_grade_attempt")
    assert sorted(grades["result"].to_list()) == ["excluded"] * 2 + ["failed"] * 2 + ["passed"] * 5 + [
        "pending"
    ]
    assert grades["grade_point"].null_count() == len(letters)
    assert college.column("dim_course", "course_code") == ["ENG 100"]


@pytest.mark.parametrize(
    ("name", "header", "told"),
    [
        ("助学金.csv", "学号,姓名,资助项目,金额", "aid, loans and hardship"),
        ("心理测评.csv", "学号,姓名,测评日期,SCL-90总分", "never loaded"),
        ("查寝.csv", "学号,姓名,查寝情况", "checks of dormitories"),
        ("签到.csv", "学号,姓名,签到日期,经度,纬度", "places are never loaded"),
        ("专升本录取.csv", "学号,姓名,录取学校", "register of destinations"),
    ],
)
def test_files_that_no_table_takes_say_why(college, name, header, told):
    width = header.count(",")
    college.write(name, csv(header, *([number, *["测试"] * width] for number in STUDENTS)))
    college.write("学生.csv", csv("学号,姓名,班级", *((number, "测试", "药学2201") for number in STUDENTS)))
    assert told in college.propose().text


def test_words_of_files_kept_nowhere_have_reasons():
    assert all(one.why and (one.names or one.headers) for one in vocabulary().kept_nowhere)


def test_a_questionnaire_with_a_column_for_each_question(college):
    offerings = [(f"XK{place}", "2023-2024", "一", f"KC{place}", course, "教师甲", TEACHERS[0]) for place, course in enumerate(["高等数学", "体育"])]  # fmt: skip
    college.write("开课.csv", csv("选课课号,学年,学期,课程代码,课程名称,教师姓名,教师编号", *offerings))
    head = "序号,提交答卷时间,来自IP,1、您评价的课程——教师,2、请打分—备课充分,讲解清楚,课堂互动,总分"
    answers = [("高等数学——教师甲", 5, 4, -3, 9), ("体育——教师甲", "非常满意", "不满意", "(跳过)", 9), ("体育——教师甲", 3, 3, 1, 7)]  # fmt: skip
    rows = [(place, f"2023/12/5 9:0{place}:00", "127.0.0.1", *given) for place, given in enumerate(answers)]
    college.write("评教问卷.csv", csv(head, *rows))
    result = college.load_proposed()
    loaded = college.rows("fact_set_response").sort("response_id", "item_no")
    assert loaded["score"].to_list() == [100, 80, None, 100, 40, None, 60, 60, 20] and result.reasons == {}
    assert "127.0.0.1" not in college.propose().text


def test_a_mapping_without_tables_says_where_the_reasons_stand(college):
    college.write("就业.csv", csv("学号,姓名,毕业去向,填报时间", (STUDENTS[0], "测试", "升学", "20240705")))
    text = college.propose().text
    assert "tables: []" in text and "cannot fill fact_employment yet" in text
    with pytest.raises(ShownError, match="none of the files can fill one yet"):
        college.load_text(text)


def test_a_file_alone_that_no_table_takes_says_why(college):
    college.write("助学金.csv", csv("学号,姓名,资助项目", (STUDENTS[0], "测试", "国家助学金")))
    with pytest.raises(ShownError, match="aid, loans and hardship"):
        college.propose()


def test_scores_of_an_evaluation_or_a_fitness_test_are_no_grades(college):
    college.write("学生.csv", csv("学号,姓名,班级", *((number, "测试甲", "药学2201") for number in STUDENTS)))
    marks = [(number, "2023-2024学年第一学期", "K01", 90 + place) for place, number in enumerate(STUDENTS)]
    college.write("评教.csv", csv("评价人学号,评教学期,开课编号,总得分", *marks))
    tests = [(number, 60, 7 + place / 10, 3200, "良好") for place, number in enumerate(STUDENTS)]
    college.write("体质测试成绩.csv", csv("学号,体重(kg),50米跑(s),肺活量(ml),等级", *tests))
    told = college.propose().text
    for header in ("评价人学号", "肺活量(ml)"):
        assert f"{header} says that its scores are no grades of a course" in told
    college.load_proposed()
    assert college.rows("fact_grade_attempt").is_empty()
    assert college.rows("dim_course").is_empty()


@pytest.mark.parametrize(
    ("days", "loaded"), [(("05/10/2023", "19/10/2023"), True), (("05/10/2023", "06/10/2023"), False)]
)
def test_day_or_month_first_where_one_way_alone_fits(college, days, loaded):
    college.write("students.csv", csv("Student No.,Name,Class Group", *((number, "Test A", "SE-2301") for number in STUDENTS)))  # fmt: skip
    college.write("sections.csv", csv("Section,Module Code,Module Title,Semester", ("P-A", "P101", "Programming", "2023/24 Autumn")))  # fmt: skip
    rows = [(number, "P-A", day, "1-2", "Present") for number in STUDENTS for day in days]
    college.write("attendance.csv", csv("Student No.,Section,Class Date,Period,Attendance", *rows))
    result = college.load_proposed()
    assert result.tables["fact_attendance"].loaded == (len(rows) if loaded else 0)


def test_a_name_too_long_for_a_code_stands_for_none(college):
    programme = "Software Engineering Technology with Foundation"
    college.write("students.csv", csv("Student No.,Name,Programme,Class Group", *((number, "Test A", programme, "SE-2301") for number in STUDENTS)))  # fmt: skip
    result = college.load_proposed()
    assert college.rows("dim_student").height == len(STUDENTS)
    assert college.rows("dim_major").is_empty() and "too_long" not in result.reasons
