"""The learning platform 超星 (heads in the third row, a second sheet) and the classroom tool 雨课堂 (two rows of heads, one file per class)."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from data.sample.vendors.canonical import Canonical, lesson, slashed, spoken_term
from data.sample.vendors.forms import Sheet, VendorFile

REPLACED = ("平台学习_*", "作业_*", "测验_*", "任务_*", "考勤_*", "课堂互动_*")
EXPORTED = "导出时间：2025-11-02 23:59"
REMARKS = pl.DataFrame({"说明": ["本表由学习通导出", "统计数据每日更新"]})
SIGNED = ("扫二维码", "“正在上课”提示", "课堂暗号", "教师添加")
NOTED = ("迟到", "早退", "病假", "事假", "公假")
AWAY = "未上课"


def files(college: Canonical) -> Iterator[VendorFile]:
    """What both hand out, term by term."""
    for term in college.terms:
        yield _progress(college, term)
        yield tasks(college, term)
        yield handed_in(college, term)
        yield _quizzes(college, term)
        yield from _signed_in(college, term)
        yield _interaction(college, term)


def _chaoxing(name: str, term: str, frame: pl.DataFrame) -> VendorFile:
    sheet = Sheet(frame, name, titles=(f"学习通{name}统计", EXPORTED))
    return VendorFile(f"超星_{name}_{term}", "xlsx", (sheet, Sheet(REMARKS, "说明")))


def _named(college: Canonical, name: str) -> pl.DataFrame:
    return college.read(name).join(college.names, on="学号", how="left", maintain_order="left")


def _number(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64)


def _hundredth(name: str) -> pl.Expr:
    """77.6 of 0.776: the platform marks of a hundred."""
    return (_number(name) * 100).round(1)


def _progress(college: Canonical, term: str) -> VendorFile:
    frame = _named(college, f"平台学习_{term}").select(学号="学号", 姓名="姓名", 学期=spoken_term(), 课堂编号="教学班号", 学习日期=slashed("日期"), 学习阶段="环节",
        任务完成数=_number("任务点"), 视频观看时长=_number("视频分钟"), 章节学习次数=_number("访问次数"), 讨论数=_number("发帖数"), 统计时间=slashed("录入时间"))  # fmt: skip
    return _chaoxing("学习进度", term, frame)


def tasks(college: Canonical, term: str) -> VendorFile:
    """Assignments and tests that teachers set."""
    frame = college.read(f"任务_{term}").select(学期=spoken_term(), 课堂编号="教学班号", 作业编号="任务号", 作业类型="类别", 发布时间=slashed("发布时间"), 截止时间=slashed("截止时间"),
        周次=_number("周次"), 满分=_number("满分"), 上课日期=slashed("上课日期"), 节次=lesson())  # fmt: skip
    return _chaoxing("作业发布", term, frame)


def handed_in(college: Canonical, term: str) -> VendorFile:
    """Work that students handed in, with its mark."""
    frame = _named(college, f"作业_{term}").select(学号="学号", 姓名="姓名", 学期=spoken_term(), 课堂编号="教学班号", 作业编号="任务号", 作业类型="类别",
        提交时间=slashed("提交时间"), 得分=_hundredth("得分"), 批阅时间=slashed("批改时间"), 是否已返回="已返回", 同步时间=slashed("录入时间"))  # fmt: skip
    return _chaoxing("作业提交", term, frame)


def _quizzes(college: Canonical, term: str) -> VendorFile:
    frame = _named(college, f"测验_{term}").select(学号="学号", 姓名="姓名", 学期=spoken_term(), 课堂编号="教学班号", 测验编号="任务号", 上课日期=slashed("上课日期"),
        节次=lesson(), 得分=_hundredth("得分"), 同步时间=slashed("录入时间"))  # fmt: skip
    return _chaoxing("测验", term, frame)


def signed(college: Canonical, term: str) -> pl.DataFrame:
    """Attendance in this tool's words: how a student signed in, and in the note what is neither there nor away."""
    place = pl.int_range(pl.len()) % len(SIGNED)
    there = place.replace_strict(dict(enumerate(SIGNED)), return_dtype=pl.String)
    away = pl.col("状态").is_in(["旷课", "病假", "事假", "公假"])
    return _named(college, f"考勤_{term}").with_columns(
        签到方式=pl.when(away).then(pl.lit(AWAY)).otherwise(there),
        更新时间=slashed("录入时间"),
        备注=pl.when(pl.col("状态").is_in(NOTED)).then("状态"),
    )


SAID = ("签到方式", "更新时间", "备注")


def _signed_in(college: Canonical, term: str) -> Iterator[VendorFile]:
    """One file per teaching class: a row per student, three columns under the day and hour of each lesson."""
    rows = signed(college, term).with_columns(课次=pl.format("{} {}", "上课日期", lesson()))
    for (offering,), own in rows.group_by(["教学班号"], maintain_order=True):
        lessons = own["课次"].unique().sort().to_list()
        wide = own.pivot(on="课次", on_columns=lessons, index="学号", values=SAID, aggregate_function="first")
        who = own.unique("学号", maintain_order=True).select(学号="学号", 姓名="姓名", 课堂编号="教学班号", 学期=spoken_term())  # fmt: skip
        frame = who.join(wide, on="学号", how="left", maintain_order="left").select(
            *who.columns, *(f"{name}_{held}" for held in lessons for name in SAID)
        )
        sheet = Sheet(
            frame,
            titles=(f"雨课堂课堂签到：{offering}",),
            groups=(("", 4), *((held, len(SAID)) for held in lessons)),
            headers=(*frame.columns[:4], *SAID * len(lessons)),
        )
        yield VendorFile(f"雨课堂_签到_{term}_{offering}", "xlsx", (sheet,))


def _interaction(college: Canonical, term: str) -> VendorFile:
    """What teachers started in class and how many took part, under two groups of heads."""
    expected = college.read(f"教学班_{term}").select("教学班号", "选课人数")
    frame = college.read(f"课堂互动_{term}").join(expected, on="教学班号", how="left", maintain_order="left")
    frame = frame.select(学期=spoken_term(), 课堂编号="教学班号", 上课日期="上课日期", 节次=lesson(), 发起次数=_number("互动次数"), 参与人数=_number("参与人数"),
        应到人数=_number("选课人数"), 实到人数=_number("实到人数"))  # fmt: skip
    sheet = Sheet(frame, titles=("雨课堂课堂数据",), groups=(("", 4), ("互动", 2), ("签到", 2)))
    return VendorFile(f"雨课堂_课堂数据_{term}", "xlsx", (sheet,))
