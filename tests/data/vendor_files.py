"""Folders as the systems of other colleges would export them; every name and number is made here, by a seed."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

Rows = list[list[object]]
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "一二三四五六七八九十甲乙丙丁戊己"
COURSES = [
    ("A0101001", "程序设计基础", 4),
    ("A0102002", "数据库技术", 3.5),
    ("B0201001", "机械制图", 3),
    ("G0001001", "大学英语Ⅰ", 2),
]
CLASSES = [
    ("240101", "软件2401", "510203", "软件技术", "01", "信息工程学院"),
    ("240201", "机电2401", "460301", "机电一体化技术", "02", "智能制造学院"),
]
TEACHERS = ["0099001", "0099002", "0099003", "0099004"]


class College:
    """Students, courses, teaching classes and grades that the files below tell in their own words."""

    def __init__(self, seed: int = 7) -> None:
        chance = random.Random(seed)
        self.students = [
            (f"2024{place:06d}", _name(chance, place), CLASSES[place % 2]) for place in range(40)
        ]
        self.teachers = [(number, _name(chance, 90 + place)) for place, number in enumerate(TEACHERS)]
        self.grades = [
            (student, course, chance.randint(30, 100)) for student in self.students for course in COURSES
        ]

    def secrets(self) -> list[str]:
        """What may stand in no proposal: names and numbers of people."""
        people = [*(row[:2] for row in self.students), *self.teachers]
        return [text for person in people for text in person]

    @staticmethod
    def offering(course: tuple, group: tuple, term: str = "2024-2025-1") -> str:
        return f"({term})-{course[0]}-{group[0]}"

    @staticmethod
    def teacher(course: tuple) -> int:
        return COURSES.index(course)


def _name(chance: random.Random, place: int) -> str:
    return chance.choice(SURNAMES) + GIVEN[place % len(GIVEN)] + chance.choice(GIVEN) + "○"


def write_csv(path: Path, rows: Rows, encoding: str = "gb18030") -> None:
    """A csv as spreadsheet programs of these colleges save it."""
    text = io.StringIO()
    csv.writer(text).writerows([["" if cell is None else cell for cell in row] for row in rows])
    path.write_bytes(text.getvalue().encode(encoding))


def zfsoft(college: College, *, pinyin: bool) -> dict[str, Rows]:
    """正方: students, courses, teaching tasks and grades, under pinyin or Chinese headers; years and terms as 2024, 3."""
    students = [["xh", "xm", "xb", "bh", "bjmc", "zyh", "zymc", "xydm", "xymc", "nj", "xjzt", "rxrq", "sfzh"]] if pinyin else [
        ["学号", "姓名", "性别", "班级代码", "行政班名称", "专业代码", "专业名称", "学院代码", "学院名称", "年级", "学籍状态", "入学日期", "身份证号"]
    ]  # fmt: skip
    students += [
        [number, name, "男", *group[:6], "2024", "在籍", "2024-09-01", f"99{number}"]
        for number, name, group in college.students
    ]
    courses = [["kch", "kcmc", "xf", "zxs", "kcxzmc", "kkbmmc", "kclx"]] if pinyin else [["课程代码", "课程名称", "学分", "总学时", "课程性质", "开课部门", "课程类型"]]  # fmt: skip
    courses += [
        [code, name, credits, int(credits * 16), "必修课", "信息工程学院", "B类（理论+实践课）"]
        for code, name, credits in COURSES
    ]
    tasks = [["xnm", "xqm", "jxb_id", "jxbmc", "kch_id", "kcmc", "jgh", "jsxm", "jxbrs"]] if pinyin else [["学年", "学期", "教学班编号", "教学班名称", "课程代码", "课程名称", "教工号", "教师姓名", "教学班人数"]]  # fmt: skip
    year, term = ("2024", "3") if pinyin else ("2024-2025", "1")
    tasks += [
        [year, term, college.offering(course, group), f"{course[1]}{group[1]}", course[0], course[1], *college.teachers[college.teacher(course)], 20]
        for course in COURSES
        for group in CLASSES
    ]  # fmt: skip
    grades = [["xnm", "xqm", "xh", "xm", "jxb_id", "kch_id", "kcmc", "xf", "cj", "bfzcj", "ksxz", "cjbz", "jd", "cjsfzf", "cxbj9"]] if pinyin else [
        ["学年", "学期", "学号", "姓名", "教学班编号", "课程代码", "课程名称", "学分", "成绩", "百分制成绩", "成绩性质", "成绩备注", "绩点", "是否成绩作废", "特别栏"]
    ]  # fmt: skip
    for place, ((number, name, group), course, score) in enumerate(college.grades):
        row = [year, term, number, name, college.offering(course, group), course[0], course[1], course[2]]
        grades.append([*row, score, score, "正常考试", "缓考" if place % 37 == 5 else None, 2.5, "否", "x1"])
        if score < 60 and place % 37 != 5:
            grades.append([*row, "及格", 60, "补考一", None, 1, "否", "x2"])
    return {"学生名单": students, "课程库": courses, "教学任务": tasks, "学生成绩": grades}


def qzdata(college: College) -> dict[str, Rows]:
    """强智: the term in one column, 课程编号, no number of the teaching class in the grades, a teacher list."""
    students = [["学号", "姓名", "班级", "专业", "院系", "入学年份", "学籍状态", "手机号码"]]
    students += [
        [number, name, group[1], group[3], group[5], "2024", "在校", f"139{number[-8:]}"]
        for number, name, group in college.students
    ]
    teachers = [["教师编号", "姓名", "所属院系", "教师类别", "职称", "最高学位", "来校日期"]]
    ranks = ["讲师", "副教授", "助教", "教授"]
    teachers += [
        [number, name, "信息工程学院", "专任教师", rank, "硕士", "2015-07"]
        for (number, name), rank in zip(college.teachers, ranks, strict=True)
    ]
    tasks = [["开课学期", "课程编号", "课程名称", "上课班级", "教师编号", "学分", "学时", "开课单位"]]
    tasks += [
        ["2024-2025-1", course[0], course[1], group[1], TEACHERS[college.teacher(course)], course[2], 64, "信息工程学院"]
        for course in COURSES
        for group in CLASSES
    ]  # fmt: skip
    grades = [["序号", "学号", "姓名", "班级", "开课学期", "课程编号", "课程名称", "总成绩", "成绩标志", "学分", "考试性质", "平时成绩", "期末成绩"]]  # fmt: skip
    for place, ((number, name, group), course, score) in enumerate(college.grades):
        mark = {3: "缓考", 11: "缺考"}.get(place % 41)
        grades.append([place + 1, number, name, group[1], "2024-2025-1", course[0], course[1], 0 if mark else score, mark, course[2], "正常考试", score, score])  # fmt: skip
    return {"学生基本信息": students, "教师基本信息": teachers, "开课任务": tasks, "成绩明细": grades}


def national(college: College) -> dict[str, Rows]:
    """Templates of the national platform: 中文名（说明）-code."""
    majors = [["专业所属院系部名称（全称）-zyssyxbmc", "专业名称（全称）-zymc", "专业号（学校自编）-zyh", "学制码（见代码表）-xzm", "学校代码（10位数字码）-xxdm"]]  # fmt: skip
    majors += [[group[5], group[3], group[2], "3", "9999999999"] for group in CLASSES]
    courses = [["课程名称（全称）-kcmc", "课程号（学校自编）-kch", "课程类型码（1A类2B类3C类）-kclxm", "课程性质码（见代码表）-kcxzm", "课程属性码-kcsxm", "教学计划规定课时数（学时）-jxjhgdkss"]]  # fmt: skip
    courses += [[name, code, "2", "3", "1", "64"] for code, name, _ in COURSES]
    lessons = [["排课号（唯一）-pkh", "课程号-kch", "课程名称-kcmc", "班级名称-bjmc", "开课学年度（YYYY-YYYY）-kkxnd", "开课学期码（1、2、3）-kkxqm", "周次-zc", "星期几-xqj", "上课节次（如1-2）-skjc", "上课日期（YYYYMMDD）-skrq", "教工号-jgh"]]  # fmt: skip
    lessons += [
        [college.offering(course, group), course[0], course[1], group[1], "2024-2025", "1", "1", str(day), "1-2", f"2024090{1 + day}", TEACHERS[college.teacher(course)]]
        for course in COURSES
        for group in CLASSES
        for day in (1, 3)
    ]  # fmt: skip
    chosen = [["学号（学校自编）-xh", "课程号-kch", "课程名称-kcmc", "排课号-pkh", "开课学年度-kkxnd", "开课学期码-kkxqm", "选课时间（YYYYMMDD）-xksj", "选课性质码-xkxzm"]]  # fmt: skip
    chosen += [
        [student[0], course[0], course[1], college.offering(course, student[2]), "2024-2025", "1", "20240901", "1"]
        for student, course, _ in college.grades
    ]  # fmt: skip
    return {"专业设置数据": majors, "课程基本数据": courses, "排课数据": lessons, "学生选课数据": chosen}


def grade_sheet(college: College) -> Rows:
    """A grade sheet alone, with titles, a blank row and a line to be signed."""
    rows: Rows = [["某某职业学院2024-2025学年第一学期学生成绩表"], [], ["学号", "姓 名", "班级", "课程号", "课程名", "学分", "任课教师", "学年", "学期", "成绩(百分制)*"]]  # fmt: skip
    rows += [
        [number, name, group[1], course[0], course[1], course[2], college.teachers[college.teacher(course)][1], "2024-2025", "一", score]
        for (number, name, group), course, score in college.grades
    ]  # fmt: skip
    return [*rows, ["制表人：", None, None, None, None, None, None, "日期："]]


def wide(college: College) -> Rows:
    """One row per student, one column per course, what is no course beside them."""
    taken: dict[tuple, dict[str, object]] = {}
    for student, course, score in college.grades:
        taken.setdefault(student, {})[course[1]] = score
    rows: Rows = [["2024-2025学年第一学期成绩汇总表"], ["序号", "学号", "姓名", "班级", *(course[1] for course in COURSES), "平均分", "名次"]]  # fmt: skip
    for place, (student, scores) in enumerate(taken.items()):
        first = {3: "缓考", 5: None}.get(place, scores[COURSES[0][1]])
        rest = [scores[course[1]] for course in COURSES[1:]]
        rows.append([place + 1, student[0], student[1], student[2][1], first, *rest, 77.5, place + 1])
    return rows


def english(college: College) -> dict[str, Rows]:
    """The same college in English headers."""
    students = [
        ["Student ID", "Student Name", "Class", "Major", "Department", "Intake Year", "Status", "Email"]
    ]
    students += [
        [number, name, f"CS-{group[0]}", "Software", "IT", "2024", "Active", f"{number}@example.org"]
        for number, name, group in college.students
    ]
    teachers = [["Staff ID", "Name", "Department", "Employment Type", "Academic Rank", "Hire Date"]]
    teachers += [
        [number, name, "IT", "Full-time", "Lecturer", "2015/7/1"] for number, name in college.teachers
    ]
    courses = [["Course Code", "Course Title", "Credits", "Course Type"]]
    courses += [[code, f"Course {code}", credits, "Theory"] for code, _, credits in COURSES]
    grades = [["Academic Year", "Semester", "Student ID", "Course Code", "Section", "Instructor ID", "Final Grade", "Exam Type", "Exam Date"]]  # fmt: skip
    grades += [
        ["2024-2025", "1", student[0], course[0], f"{course[0]}-{student[2][0]}", TEACHERS[college.teacher(course)], score, "Regular", "2025-01-08"]
        for student, course, score in college.grades
    ]  # fmt: skip
    return {"students": students, "staff": teachers, "courses": courses, "grades": grades}
