"""What titles and names of files say of all rows: course, class, and the year of those they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.sources.headers import normal_header
from data.staging.recognition.spoken_terms import IN_YEARS

LONGEST_HEADER = 30
YEAR_OF_TITLE = re.compile(r"(20\d{2})\s*(?:届|年|级)")
SAID = {  # what a register of one course says above its header
    "course_code": re.compile(
        r"(?:课程(?:代码|编号|号)\s*[:\uff1a]|课程(?:名称|名)?\s*[:\uff1a]\s*\[)\s*([A-Za-z0-9.\-]{2,30})"
    ),
    "course_name": re.compile(
        r"(?:课程名称|课程名|课程|科目)\s*[:\uff1a]\s*(?:\[[A-Za-z0-9.\-]+\])?\s*([^\s:\uff1a,\uff0c;\uff1b\[]{2,30})"
    ),
    "major_code": re.compile(
        r"[\u3400-\u9fff]专业\s*[(\uff08]\s*(?:专业)?(?:代码)?\s*[:\uff1a]?\s*(\d{4,6}[A-Za-z]?)\s*[)\uff09]"
        r"|专业(?:代码|编号|号)\s*[:\uff1a]?\s*(\d{4,6}[A-Za-z]?)(?!\w)"
    ),
    "major_name": re.compile(
        r"20\d{2}级\s*([\u3400-\u9fff]{2,16}?)专业|专业(?:名称)?\s*[:\uff1a]\s*([\u3400-\u9fff]{2,16})"
        r"|^([\u3400-\u9fff]{2,16}?)专业\s*(?:人才培养|教学进程|教学计划|教学安排|课程设置|培养方案|指导性)"
    ),
    "class_name": re.compile(r"(?:行政班级?|班级名称|班级)\s*[:\uff1a]\s*([^\s:\uff1a,\uff0c;\uff1b]{2,30})"),
}


CLASS_ALONE = re.compile(  # 软件2301 as the name of a sheet or a file, 软件2301班学生名单 as a title
    r"(?:^|[^\u3400-\u9fff])([\u3400-\u9fff]{2,8}(?:20)?\d{2}0?\d{1,2}(?:-\d{1,2})?)(?:班|$|学生|名单|成绩|考勤)"
)
YEAR_FIRST = re.compile(r"(?:^|\D)((?:20)?\d{2}级?[\u3400-\u9fff]{2,12}\d{1,2}班)")  # 23机电1班
NAME_AND_CODE = re.compile(r"^([^(（]{2,})[(（]([A-Za-z]{1,8}-?\d[\w.\-]*|\d{4,}[A-Za-z]?)[)）]$")
AS_NAMED = re.compile(r"[(（]\s*默认(?:班级?|教学班)?\s*[)）]$")
LIST = re.compile(
    r"(?:名册|名单|名录|人员|一览|统计|汇总|情况|信息|日志|记录|流水|明细|台账|台帐|数据|报告|总结|档案|导出|登记|[表册单库账帐])20\d{2}(?!\d)"
)  # of a year, no class
NOT_A_COURSE = re.compile(  # words of the name of a list of grades, and classes
    r"[\u3400-\u9fff]{2,6}\d{2,4}(?:[-—]\d+)?(?:班|级)?|\d{2,4}级|(?:学生|课程|考试|期末|期中|平时|总评|补考|学期|学年|班级|各班|全部|最终)?成绩"
    r"(?:登记册|登记表|汇总表|一览表|汇总|登记|明细|名单|录入|导出|总表|报表|单|表|册)?|(?:期末|期中|总评|补考|导出|汇总|登记册|登记表|花名册|名单|明细|学年|第?[一二三1-3]?学期|grades?|scores?|marks?|results?|final|export)"
    r"|\d+|[_\s\-—.,、;:+]+|\(\d*\)"
)


def said_in_titles(titles: Iterable[str]) -> dict[str, str]:
    """Course and class that lines above the header name: 课程名称：机械制图  班级：机电2401."""
    titles = list(titles)
    matches = [(name, pattern.search(title)) for title in titles for name, pattern in SAID.items()]
    said = {name: match[match.lastindex] for name, match in reversed(matches) if match}
    named = next((match[1] for title in titles if (match := CLASS_ALONE.search(title))), None)
    if named and LIST.search(named):
        named = None
    named = named or next((match[1] for title in titles if (match := YEAR_FIRST.search(title))), None)
    said = _told_apart(said)
    return _without_course(said if named is None else {"class_name": named, **said})


def _told_apart(said: dict[str, str]) -> dict[str, str]:
    """汽车构造（QC01） is a course with its code; 建工2301（默认班级） is a class as a platform names it."""
    if both := NAME_AND_CODE.match(said.get("course_name", "")):
        said = {"course_code": both[2], **said, "course_name": both[1]}
    if "class_name" in said:
        said = {**said, "class_name": AS_NAMED.sub("", said["class_name"]) or said["class_name"]}
    return said


def _without_course(said: dict[str, str]) -> dict[str, str]:
    """网络营销-电商2301 beside the course 网络营销 is the class 电商2301: platforms name a class by its course."""
    course, group = said.get("course_name"), said.get("class_name", "")
    bare = group.removeprefix(course).lstrip("-_—（( ") if course else group
    return {**said, "class_name": bare} if bare and bare != group else said


def said_of_all(titles: Iterable[str], between: Iterable[str]) -> dict[str, str]:
    """What titles say, without what a line between the rows says anew: 班级：软件2302 above the second block."""
    said = said_in_titles(titles)
    for line in between:
        again = said_in_titles([line])
        said = {what: text for what, text in said.items() if again.get(what, text) == text}
    return said


def course_of_name(name: str) -> str | None:
    """The course that the name of a file of grades speaks of, without its term, classes and the words of such lists.

    >>> course_of_name("2023-2024-1高等数学成绩"), course_of_name("软件2301大学英语(一)成绩登记表"), course_of_name("期末成绩汇总")
    ('高等数学', '大学英语(一)', None)
    """
    left = NOT_A_COURSE.sub(" ", IN_YEARS.sub(" ", normal_header(name)))
    parts = [part for part in left.split() if re.search("[\u3400-\u9fff]{2}|[a-z]{2}", part)]
    return parts[0] if len(parts) == 1 and len(parts[0]) <= LONGEST_HEADER else None


def year_of_titles(titles: Iterable[str]) -> int | None:
    """The one year that titles name: 2024届毕业生."""
    years = {match[1] for title in titles for match in YEAR_OF_TITLE.finditer(title)}
    return int(years.pop()) if len(years) == 1 else None
