"""Lists of the offices of teaching, the library and employment, as they stand: calendars, workload, readers, absences, graduates."""

import pytest

from data.warehouse import lake
from tests.data.messy_college import STUDENTS
from tests.data.sheet_files import xlsx

FIRST, SECOND, THIRD = STUDENTS[:3]


def test_a_calendar_of_weeks_gives_the_term_and_its_weeks_of_examinations(college):
    weeks = [("2029-09-03", "√", ""), ("2029-09-10", "√", ""), ("2029-09-17", "√", ""), ("2029-09-24", "", "√"), ("2029-10-01", "", "")]  # fmt: skip
    lines = [f"2029-2030-1,{place},{','.join(week)}" for place, week in enumerate(weeks, start=1)]
    college.write("校历.csv", "学期,周次,周一日期,是否教学周,是否考试周\n" + "\n".join(lines) + "\n")
    college.write("课程.csv", "课程代码,课程名称\nQ1,甲课\n")
    assert college.load_proposed().reasons == {}
    read = college.rows("dim_calendar_week").filter(term_id="2029-2030-1").sort("week_no")
    assert read.select("week_no", "is_teaching", "is_exam").rows() == [
        (1, True, False),
        (2, True, False),
        (3, True, False),
        (4, False, True),
    ]


def test_the_weeks_of_a_plan_of_one_course_are_no_calendar(college):
    lines = [f"{week},2029-09-{day:02},绪论" for week, day in ((1, 3), (2, 10), (3, 17), (4, 24))]
    college.write("2029-2030-1授课进度.csv", "周次,日期,授课内容\n" + "\n".join(lines) + "\n")
    college.write("课程.csv", "课程代码,课程名称\nQ1,甲课\n")
    assert "end_on: '2029-09-30'" not in college.propose().text


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        (
            "周次,起止日期,类型",
            [
                "第1周,2029.09.03-2029.09.09,教学周",
                "第2周,2029.09.10-2029.09.16,教学周",
                "第3周,2029.09.17-2029.09.23,教学周",
                "第4周,2029.09.24-2029.09.30,考试周",
                "第5周,2029.10.01-2029.10.07,假期",
            ],
        ),
        (
            "周次,周一,教学周,考试周",
            [
                "1,2029/9/3,是,否",
                "2,2029/9/10,是,否",
                "3,2029/9/17,是,否",
                "4,2029/9/24,否,是",
                "5,2029/10/1,否,否",
            ],
        ),
    ],
)
def test_weeks_with_both_days_or_a_kind(college, head, lines):
    college.write("2029-2030学年第一学期校历.csv", "\n".join([head, *lines]) + "\n")
    college.write("课程.csv", "课程代码,课程名称\nQ1,甲课\n")
    college.load_proposed()
    read = college.rows("dim_calendar_week").filter(term_id="2029-2030-1").sort("week_no")
    assert read["is_exam"].to_list() == [False, False, False, True]


def test_workload_with_subtotals_under_the_courses_and_several_classes_in_a_cell(college):
    head = ["序号", "工号", "教师", "课程名称", "授课班级", "标准课时"]
    rows = [["2023-2024学年第一学期教师工作量核算表"], head]
    rows += [
        [1, "T8", "王某某", "乙课", "试验2301+试验2302", 48],
        [2, "T8", "王某某", "乙课", "试验2303+试验2304", 32],
    ]
    rows += [[None, None, "王某某", "小计", None, 80]]
    college.folder.mkdir()
    xlsx(college.folder / "教师.xlsx", {"教师": [["工号", "姓名"], ["T8", "王某某"]]}, [])
    xlsx(college.folder / "工作量.xlsx", {"x": rows}, [(0, 0, 0, 5)])
    assert set(college.load_proposed().reasons) == {"no_record"}
    assert sorted(college.rows("fact_teacher_workload")["standard_hours"]) == [32.0, 48.0]
    assert "小计" not in set(college.rows("dim_course")["name"])


def test_workload_that_names_its_teachers_alone_waits_for_a_persons_word(college):
    college.write("教师.csv", "工号,姓名\nT8,王某某\nT9,李某某\n")
    college.write(
        "2023-2024-1教师工作量.csv",
        "教师姓名,课程名称,授课班级,工作量合计\n王某某,乙课,试验2301,48\n李某某,乙课,试验2302,32\n",
    )
    assert "fact_teacher_workload" not in college.load_proposed().tables
    told = college.propose().text
    assert (
        "cannot fill fact_teacher_workload yet: staff_no: the rows name people without their numbers" in told
    )
    assert "staff_no: looked up in 教师.csv by 教师姓名" in told


def test_readers_who_are_students_or_teachers_and_days_that_are_zeros(college):
    rows = f"{FIRST},甲某,学生,试验2301,有效\n{SECOND},乙某,学生,试验2301,挂失\n{THIRD},丙某,学生,试验2302,有效\n"
    rows += (
        "".join(f"9{place},丁某,学生,试验2302,有效\n" for place in range(3)) + "T71,戊某,教师,试验学院,有效\n"
    )
    college.write("读者.csv", "读者证号,姓名,读者类型,单位,证件状态\n" + rows)
    college.write(
        "借阅日志2023.csv",
        f"流水号,读者证号,借出时间,应还日期,归还时间\n1,{FIRST},2023-10-04 13:41,2023-11-03,0000-00-00\n2,{SECOND},2023-10-04 13:41,2023-11-03,2023-11-01 10:00\n",
    )
    result = college.load_proposed()
    assert result.reasons == {} and result.tables["dim_teacher"].loaded == 1
    assert sorted(college.rows("fact_library_loan")["returned_on"].is_null()) == [False, True]
    assert "借阅日志2023" not in set(college.rows("dim_class")["name"])


ABSENT = "XH,KKXND,KKXQM,QQRQ,QQLX\n{0},2023-2024,1,20230904,1\n{1},2023-2024,1,20230904,4\n{1},2023-2024,1,20230911,3\n"


def _roster_and_timetable(college, *more):
    college.folder.mkdir(exist_ok=True)
    roster = [
        [number, f"学生{number}", "试验2301", code] for number, code in zip(STUDENTS, "11111123", strict=True)
    ]
    xlsx(college.folder / "xs.xlsx", {"x": [["学号-xh", "学生姓名-xsxm", "班级名称-bjmc", "当前状态码（1在读 2休学 3退学）-xsdqztm"], *roster]}, [])  # fmt: skip
    head = "PKH,JHKCH,KCH,BJMC,KKXND,KKXQM,SKRQ,SKJC\n"
    meetings = ["P1,H1,20305,试验2301,2023-2024,1,20230904,1-2", "P1,H1,20305,试验2301,2023-2024,1,20230911,3-4", *more]  # fmt: skip
    college.write("pk.csv", head + "\n".join(meetings) + "\n")


def test_absences_of_a_day_are_those_of_the_only_meeting_of_the_class(college):
    college.write("qq.csv", ABSENT.format(FIRST, SECOND))
    _roster_and_timetable(college)
    result = college.load_proposed()
    assert result.reasons == {}
    assert sorted(lake.scan(college.home, "fact_attendance").collect()["status"]) == [
        "absent",
        "late",
        "sick",
    ]
    said = sorted(college.rows("dim_student")["student_status"])
    assert said == ["enrolled"] * 6 + ["suspended", "withdrawn"]


def test_absences_of_a_day_with_two_meetings_say_nothing_of_which_one(college):
    college.write("qq.csv", ABSENT.format(FIRST, SECOND))
    _roster_and_timetable(college, "P2,H2,3040506X,试验2301,2023-2024,1,20230904,5-6")
    assert "fact_attendance" not in college.load_proposed().tables


def test_the_number_of_a_planned_course_makes_no_teaching_class(college):
    _roster_and_timetable(college)
    college.write("zl.csv", "XN,XQM,JHKCH,KCH,GH,KCZLPJ,CPXSS\n2023-2024,1,H1,20305,99001,92.5,38\n")
    college.load_proposed()
    assert set(college.rows("dim_offering")["offering_no"]) == {"P1"}
    assert "means with a number of respondents are no answers" in college.propose().text


def test_practice_in_a_company_of_the_national_tables(college):
    head = "ZJSJWYXBS,JGH,QYDLLXM,QYMC,GW,KSRQ,JSRQ\n"
    college.write("qy.csv", head + "0A,99001,1,某某公司,工程师,20230710,20230820\n")
    college.write("js.csv", "JGH,JZGXM,ZYJSZWM\n99001,王某某,013\n")
    assert college.load_proposed().reasons == {}
    assert college.rows("dim_teacher")["title_rank"].to_list() == ["lecturer"]
    assert college.rows("fact_enterprise_practice").height == 1
    assert college.rows("dim_term").height == 0 or "2022-2023-2" not in set(
        college.rows("dim_term")["term_id"]
    )


def test_a_list_of_graduates_is_the_roster_not_those_who_had_a_placement(college):
    rows = [[number, f"学生{number}", "试验2101", "试验技术", "3年", 2024, "毕业"] for number in STUDENTS]
    college.folder.mkdir()
    head = ["学号", "姓名", "班级", "专业", "学制", "毕业年份", "学籍状态"]
    xlsx(college.folder / "毕业生信息.xlsx", {"x": [head, *rows]}, [])
    placed = [
        [number, f"学生{number}", "某某公司", "2023.9.1—2024.3.1", "自主联系"] for number in STUDENTS[:6]
    ]
    xlsx(
        college.folder / "实习.xlsx",
        {"实习": [["学号", "姓名", "实习单位", "实习起止", "实习方式"], *placed]},
        [],
    )
    result = college.load_proposed()
    assert (
        result.tables["dim_student"].loaded == len(STUDENTS) and result.tables["fact_internship"].loaded == 6
    )
