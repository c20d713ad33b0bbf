"""The academic system 正方: pinyin heads in csv, Chinese ones in workbooks and in web pages named xls; terms as 2024 and 3 or 12."""

from __future__ import annotations

import polars as pl

from data.sample.vendors.academic import AcademicSystem
from data.sample.vendors.canonical import (
    Canonical,
    compact,
    lesson,
    slashed,
    term_no,
    vendor_term,
    year,
    years,
)
from data.sample.vendors.forms import Sheet, VendorFile

ATTEMPTS = {"正考": "正常考试", "补考": "补考一", "缓考": "缓考", "重修": "重修"}
STUDY = {"初修": "正常修读", "重修": "重修"}
HELD = {"已上": "正常", "调课": "调课", "停课": "停课", "未上": "未开始"}


def _students(college: Canonical) -> VendorFile:
    frame = college.names.select("学号", "姓名")
    return VendorFile("正方_学生信息", "page", (Sheet(frame, titles=("学生信息查询结果",)),))


def _registry(college: Canonical) -> VendorFile:
    classes = college.read("班级").select("班号", 行政班名称="班级名称")
    majors = college.read("专业").select("专业号", "专业名称")
    units = college.read("单位").select("单位号", 学院名称="单位名称")
    frame = college.read("学籍").join(college.names, on="学号", how="left", maintain_order="left")
    for names, code in ((classes, "班号"), (majors, "专业号"), (units, "单位号")):
        frame = frame.join(names, on=code, how="left", maintain_order="left")
    frame = frame.select(学号="学号", 姓名="姓名", 学籍状态="状态", 行政班代码="班号", 行政班名称="行政班名称", 专业代码="专业号", 专业名称="专业名称",
        学院代码="单位号", 学院名称="学院名称", 年级="入学年份", 入学日期=compact("入学日期"), 生源类别="生源类型", 学制=pl.col("学制").cast(pl.Float64),
        毕业日期=compact("毕业日期"), 生效日期=compact("生效日期"), 登记日期=slashed("登记日期"))  # fmt: skip
    return VendorFile("正方_学籍信息", "xlsx", (Sheet(frame, titles=("学籍信息一览表", "")),))


def _classes(college: Canonical) -> VendorFile:
    frame = college.read("班级").select(bh="班号", bjmc="班级名称", nj=pl.format("{}级", "入学年份"), zyh="专业号", xydm="单位号")  # fmt: skip
    return VendorFile("正方_行政班", "csv", (Sheet(frame),))


def jxb_id() -> pl.Expr:
    """The number of a teaching class as this system makes it: the term in brackets before it."""
    return pl.format("({})-{}", "学年学期", "教学班号")


def _about(college: Canonical, term: str) -> pl.DataFrame:
    """学年学期, 教学班号 and the course's code, name and credits."""
    courses = college.read("课程").select("课程号", "课程名称", "学分")
    offered = college.read(f"教学班_{term}").select("学年学期", "教学班号", "课程号")
    return offered.join(courses, on="课程号", how="left", maintain_order="left")


def _tasks(college: Canonical, term: str) -> VendorFile:
    taught = college.read(f"任课_{term}").join(college.staff, on="工号", how="left", maintain_order="left")
    taught = taught.group_by("学年学期", "教学班号", maintain_order=True).agg(
        教师信息=pl.format("{}/{}/{}", "工号", "姓名", "职称").str.join(";"),
        任课份额=pl.col("份额").fill_null("-").str.join(";"),
    )
    frame = college.read(f"教学班_{term}").join(_about(college, term).drop("课程号"), on=["学年学期", "教学班号"], how="left", maintain_order="left")  # fmt: skip
    frame = frame.join(taught, on=["学年学期", "教学班号"], how="left", maintain_order="left")
    frame = frame.select(学年=years(), 学期=term_no(), 教学班ID=jxb_id(), 教学班名称="教学班名称", 课程代码="课程号", 课程名称="课程名称", 学分=pl.col("学分").cast(pl.Float64),
        开课学院代码="单位号", 行政班代码="班号", 教学班容量=pl.col("容量").cast(pl.Float64), 教学班人数=pl.col("选课人数").cast(pl.Float64), 授课方式="方式",
        教学天数=pl.col("天数").cast(pl.Float64), 是否统一考试="统一考试", 教师信息="教师信息", 任课份额="任课份额")  # fmt: skip
    return VendorFile(
        f"正方_教学任务_{term}", "xlsx", (Sheet(frame, "教学任务", titles=("教学任务信息",)), Sheet(pl.DataFrame(), "Sheet2"))
    )  # fmt: skip


def _choices(college: Canonical, term: str) -> VendorFile:
    frame = college.read(f"选课_{term}").join(college.names, on="学号", how="left", maintain_order="left")
    frame = frame.join(_about(college, term).drop("学分"), on=["学年学期", "教学班号"], how="left", maintain_order="left")  # fmt: skip
    frame = frame.select(xnm=year(), xqm=vendor_term(), xh="学号", xm="姓名", jxb_id=jxb_id(), kch="课程号", kcmc="课程名称", xf="学分",
        xdxz=pl.col("修读类型").replace(STUDY), kcsxmc=pl.col("必修").replace({"是": "必修", "否": "选修"}), xksj=compact("选课日期"), tksj=compact("退选日期"))  # fmt: skip
    return VendorFile(f"正方_学生选课_{term}", "csv", (Sheet(frame),))


def _log(college: Canonical, term: str) -> VendorFile:
    frame = college.read(f"课次_{term}").join(_about(college, term), on=["学年学期", "教学班号"], how="left", maintain_order="left")  # fmt: skip
    frame = frame.select(学年=years(), 学期=term_no(), 教学班ID=jxb_id(), 课程名称="课程名称", 上课日期=compact("上课日期"), 节次=lesson(), 课时数=pl.col("节数").cast(pl.Float64),
        上课状态=pl.col("状态").replace(HELD), 授课计划="计划内容", 授课内容="授课内容", 补课日期=compact("补课日期"), 登记时间=slashed("录入时间"), 考勤登记时间=slashed("考勤录入"),
        内容登记时间=slashed("内容录入"))  # fmt: skip
    return VendorFile(f"正方_授课日志_{term}", "xlsx", (Sheet(frame, titles=("授课日志",)),))


def _grades(college: Canonical, book: str, term: str) -> VendorFile:
    """The grade book as a web page named xls; what only this college asks for stands in columns at its end."""
    frame = college.read(f"{book}_{term}").join(college.names, on="学号", how="left", maintain_order="left")
    about = pl.concat([_about(college, other) for other in college.terms])
    frame = frame.join(about, on=["学年学期", "教学班号"], how="left", maintain_order="left")
    score = pl.col("成绩").cast(pl.Float64, strict=False).cast(pl.Int64).cast(pl.String)
    frame = frame.select(学年=years(), 学期=term_no(), 学号="学号", 姓名="姓名", 教学班ID=jxb_id(), 课程代码="课程号", 课程名称="课程名称", 学分="学分", 成绩="成绩",
        百分制成绩=score, 成绩性质=pl.col("类别").replace(ATTEMPTS), 成绩备注="备注", 平时成绩="平时", 期中成绩="期中", 期末成绩="期末", 考试日期=compact("考试日期"),
        成绩录入时间=slashed("录入时间"), 是否成绩作废="作废", 考试次数="次数", 是否逾期录入="迟录", 期中成绩录入时间=slashed("期中录入"))  # fmt: skip
    title = f"{term[:9]}学年{'学生成绩' if book == '成绩' else '补考、缓考成绩'}一览表"
    return VendorFile(f"正方_{book}_{term}", "page", (Sheet(frame, titles=(title,)),))


SYSTEM = AcademicSystem(
    registers=(_students, _registry, _classes), books=(_tasks, _choices, _log), grades=_grades
)
