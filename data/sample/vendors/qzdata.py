"""The academic system 强智: old workbooks in which every cell is text, the term in one column, parts of a grade as 88.4/60%."""

from __future__ import annotations

import polars as pl

from data.sample.vendors.academic import AcademicSystem
from data.sample.vendors.canonical import Canonical, lesson, slashed, spoken_term
from data.sample.vendors.forms import Sheet, VendorFile

ATTEMPTS = {"正考": "正常考试", "补考": "补考", "缓考": "缓考", "重修": "重修"}
STATES = {"在籍": "在校", "休学": "休学", "退学": "退学", "毕业": "毕业"}
HELD = {"已上": "已授课", "调课": "已调课", "停课": "已停课", "未上": "待上"}


def _file(name: str, frame: pl.DataFrame, *titles: str) -> VendorFile:
    return VendorFile(f"强智_{name}", "xls", (Sheet(frame, titles=titles),))


def _students(college: Canonical) -> VendorFile:
    frame = college.names.with_row_index("序号", 1).select(pl.col("序号").cast(pl.String), "学号", "姓名")
    return _file("学生基本信息", frame)


def _registry(college: Canonical) -> VendorFile:
    frame = college.read("学籍").join(college.names, on="学号", how="left", maintain_order="left")
    frame = frame.select(学号="学号", 姓名="姓名", 班级编号="班号", 专业编号="专业号", 院系编号="单位号", 入学年份="入学年份", 入学日期="入学日期",
        学籍状态=pl.col("状态").replace(STATES), 考生类别="生源类型", 毕业日期="毕业日期", 学制=pl.format("{}年", "学制"), 生效日期="生效日期", 登记日期="登记日期")  # fmt: skip
    return _file("学籍", frame, "学籍变动明细", "")


def _classes(college: Canonical) -> VendorFile:
    frame = college.read("班级").select(班级编号="班号", 班级名称="班级名称", 入学年份="入学年份", 专业编号="专业号", 院系编号="单位号")  # fmt: skip
    return _file("班级", frame)


def _courses(college: Canonical) -> pl.DataFrame:
    return college.read("课程").select("课程号", "课程名称", "学分", "学时")


def _offered(college: Canonical) -> pl.DataFrame:
    """学年学期, 教学班号, 课程号, 课程名称 of all terms: make-ups sit in the book of a later one."""
    offered = pl.concat([college.read(f"教学班_{term}").select("学年学期", "教学班号", "课程号") for term in college.terms])  # fmt: skip
    return offered.join(_courses(college), on="课程号", how="left", maintain_order="left")


def _tasks(college: Canonical, term: str) -> VendorFile:
    """One row per class and teacher, the share of the work behind the name."""
    taught = college.read(f"任课_{term}").join(college.staff, on="工号", how="left", maintain_order="left")
    frame = college.read(f"教学班_{term}").join(
        _courses(college), on="课程号", how="left", maintain_order="left"
    )
    frame = frame.join(taught, on=["学年学期", "教学班号"], how="left", maintain_order="left").select(
        开课学期="学年学期", 任务编号="教学班号", 课程编号="课程号", 课程名称="课程名称", 上课班级编号="班号", 上课班级名称="教学班名称", 开课单位编号="单位号", 教师编号="工号",
        授课教师="姓名", 任课份额="份额", 限选人数="容量", 选课人数="选课人数", 授课方式="方式", 学分="学分", 学时="学时", 教学天数="天数", 统一考试="统一考试",
    )  # fmt: skip
    return _file(f"开课任务_{term}", frame)


def _choices(college: Canonical, term: str) -> VendorFile:
    frame = college.read(f"选课_{term}").join(college.names, on="学号", how="left", maintain_order="left")
    frame = frame.join(_offered(college).drop("学分"), on=["学年学期", "教学班号"], how="left", maintain_order="left").select(
        开课学期="学年学期", 学号="学号", 姓名="姓名", 任务编号="教学班号", 课程编号="课程号", 课程名称="课程名称", 学分="学分", 修读性质="修读类型",
        选课性质=pl.col("必修").replace({"是": "必修", "否": "任选"}), 选课时间="选课日期", 退选时间="退选日期",
    )  # fmt: skip
    return _file(f"选课名单_{term}", frame, "学生选课名单")


def _log(college: Canonical, term: str) -> VendorFile:
    frame = college.read(f"课次_{term}").join(_offered(college), on=["学年学期", "教学班号"], how="left", maintain_order="left").select(
        学期=spoken_term(), 任务编号="教学班号", 课程名称="课程名称", 上课日期=slashed("上课日期"), 上课节次=lesson(), 节数="节数", 课次状态=pl.col("状态").replace(HELD),
        计划内容="计划内容", 授课内容="授课内容", 补课日期="补课日期", 登记时间=slashed("录入时间"), 考勤登记时间="考勤录入", 内容登记时间="内容录入",
    )  # fmt: skip
    return _file(f"教学日志_{term}", frame)


def _part(name: str, percent: pl.Expr) -> pl.Expr:
    """72.0/40% for a part that was marked."""
    return pl.when(pl.col(name).is_not_null()).then(pl.format("{}/{}%", pl.col(name), percent))


def _grades(college: Canonical, book: str, term: str) -> VendorFile:
    frame = college.read(f"{book}_{term}").join(college.names, on="学号", how="left", maintain_order="left")
    frame = frame.join(_offered(college), on=["学年学期", "教学班号"], how="left", maintain_order="left")
    halfway = pl.col("期中").is_not_null()
    shares = [pl.when(halfway).then(with_it).otherwise(without) for with_it, without in ((30, 40), (50, 60))]
    frame = frame.with_row_index("序号", 1).select(
        pl.col("序号").cast(pl.String), "学号", "姓名", 开课学期="学年学期", 课程编号="课程号", 课程名称="课程名称", 任务编号="教学班号", 总成绩="成绩", 成绩标志="备注",
        学分="学分", 总学时="学时", 考试性质=pl.col("类别").replace(ATTEMPTS), 平时成绩=_part("平时", shares[0]), 期中成绩=_part("期中", pl.lit(20)),
        期末成绩=_part("期末", shares[1]), 考试日期="考试日期", 成绩录入时间="录入时间", 考试次数="次数", 是否作废="作废", 是否逾期录入="迟录", 期中成绩录入时间="期中录入",
    )  # fmt: skip
    return _file(f"{book}明细_{term}", frame, "学生成绩明细", "")


SYSTEM = AcademicSystem(
    registers=(_students, _registry, _classes), books=(_tasks, _choices, _log), grades=_grades
)
