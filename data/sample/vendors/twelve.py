"""A college in twelve files of several makers, as somebody would collect them to begin with; a mapping can be proposed for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from data.sample.vendors import national, platforms, zfsoft
from data.sample.vendors.canonical import Canonical, lesson
from data.sample.vendors.forms import Sheet, VendorFile, write

OF_THE_ACADEMIC_SYSTEM = ("正方_学籍信息", "正方_教学任务", "正方_学生选课", "正方_授课日志", "正方_成绩")
OF_THE_PLATFORMS = ("超星_作业发布", "超星_作业提交")
OF_THE_TEMPLATES = ("国标_专业设置数据", "国标_课程基本数据")
TERM = re.compile(r"_\d{4}-\d{4}-\d$")


def write_twelve(college: Canonical, folder: Path) -> list[Path]:
    """The twelve files; all terms of a kind in one of them. Returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [path for file in twelve(college) for path in write(folder, file)]


def twelve(college: Canonical) -> Iterator[VendorFile]:
    """Majors, courses, staff, students, tasks, enrolments, lessons, grades, attendance, assignments and who handed them in, evaluation."""
    yield from _all_terms(national.files(college), OF_THE_TEMPLATES)
    yield _staff(college)
    yield from map(_in_school, _all_terms(zfsoft.SYSTEM.files(college), OF_THE_ACADEMIC_SYSTEM))
    alike = _NumberedAlike(college.folder)
    yield _attendance(alike)
    of_platforms = (make(alike, term) for make in (platforms.tasks, platforms.handed_in) for term in college.terms)  # fmt: skip
    yield from _all_terms(of_platforms, OF_THE_PLATFORMS)
    yield _evaluation(alike)


class _NumberedAlike(Canonical):
    """The college whose platforms number teaching classes as the academic system does."""

    def read(self, name: str) -> pl.DataFrame:
        """One file; a teaching class has the term in brackets before its number."""
        frame = super().read(name)
        both = {"学年学期", "教学班号"} <= set(frame.columns)
        return frame.with_columns(教学班号=zfsoft.jxb_id()) if both else frame


def _all_terms(files: Iterable[VendorFile], names: tuple[str, ...]) -> Iterator[VendorFile]:
    """Files of one kind laid under one another."""
    kinds: dict[str, VendorFile] = {}
    for file in files:
        name = TERM.sub("", file.name)
        if name not in names:
            continue
        first, *others = kinds[name].sheets if name in kinds else file.sheets
        frames = [first.frame, file.sheets[0].frame] if name in kinds else [first.frame]
        kinds[name] = replace(file, name=name, sheets=(replace(first, frame=pl.concat(frames, how="vertical_relaxed")), *others))  # fmt: skip
    yield from kinds.values()


def _in_school(file: VendorFile) -> VendorFile:
    """Of the register those who have a class; old cohorts are nobody's list of students any more."""
    (sheet, *others) = file.sheets
    if "行政班名称" not in sheet.frame.columns:
        return file
    frame = sheet.frame.filter(pl.col("行政班代码").is_not_null())
    return replace(file, sheets=(replace(sheet, frame=frame), *others))


def _staff(college: Canonical) -> VendorFile:
    """The list of teachers, one row for each as of the last appointment."""
    units = college.read("单位").select("单位号", "单位名称")
    posts = college.read("教师任职").sort("生效日期").unique("工号", keep="last", maintain_order=True)
    frame = posts.join(college.read("教师"), on="工号", how="left").join(units, on="单位号", how="left").sort("工号")  # fmt: skip
    frame = frame.select(教师编号="工号", 姓名="姓名", 院系编号="单位号", 所属院系="单位名称", 教师类别="教职工类别", 职称="职称", 最高学位="学位", 双师等级="双师等级", 来校日期="入职日期")  # fmt: skip
    return VendorFile("强智_教师基本信息", "xls", (Sheet(frame, titles=("教师基本信息表",)),))


def _attendance(college: Canonical) -> VendorFile:
    """The sheets of single lessons laid under one another: how a student signed in, and the note beside it."""
    rows = pl.concat([platforms.signed(college, term) for term in college.terms])
    noted = pl.col("备注").fill_null(pl.col("签到方式"))
    frame = rows.select("学号", "姓名", 课堂编号="教学班号", 学期="学年学期", 上课日期="上课日期", 节次=lesson(), 签到状态=noted, 更新时间="更新时间")  # fmt: skip
    sheet = Sheet(frame, titles=("雨课堂课堂情况",), groups=(("", 6), ("签到", 2)))
    return VendorFile("雨课堂_课堂情况", "xlsx", (sheet,))


def _evaluation(college: Canonical) -> VendorFile:
    parts = [college.read(f"评教_{term}") for term in college.terms if college.has(f"评教_{term}")]
    frame = pl.concat(parts).select(问卷编号="问卷号", 学期="学年学期", 教学班编号="教学班号", 教师工号="工号", 题号="题号", 评教得分="得分", 提交时间="提交时间")  # fmt: skip
    return VendorFile("学生评教明细", "csv", (Sheet(frame),))
