"""Tables in the layout of the national platform: heads 中文名（说明）-code, codes in place of words, dates as YYYYMMDD."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from data.sample.vendors.canonical import Canonical, compact
from data.sample.vendors.forms import Sheet, VendorFile

REPLACED = ("图书借阅", "请假", "证书")
CONTINUED = (
    "专业",
    "课程",
)  # what the national table does not ask for stands in the college's own file as before
LEVELS = {"国家级": "1", "省级": "2", "校级": "3", "其他": "9"}
CLASSES = {"品牌": "1", "特色": "2", "需求": "9"}
TYPES = {"A": "1", "B": "2", "C": "3"}
NATURES = {"公共基础课": "1", "专业基础课": "2", "专业核心课": "3", "专业拓展课": "4"}
ATTRIBUTES = {"必修": "1", "公共选修": "2", "专业选修": "3"}
TIERS = {"国家级": "1", "省级": "2", "院级": "3", "一般": "9"}
LEAVES = {"病假": "1", "事假": "2", "公假": "9"}
CERTIFICATES = {"职业资格": "1", "职业技能等级": "2"}
GRADES = {"初级": "6", "中级": "7", "高级": "8", "不分级": "9"}


def files(college: Canonical) -> Iterator[VendorFile]:
    """The tables filled in for the platform."""
    school = college.read("学校")["学校代码"][0]
    for name, form, frame in _tables(college):
        yield VendorFile(
            f"国标_{name}",
            form,
            (Sheet(frame.with_columns(pl.lit(school).alias("学校代码（10位数字码）-xxdm"))),),
        )


def _coded(name: str, codes: dict[str, str], head: str) -> pl.Expr:
    return pl.col(name).replace_strict(codes, return_dtype=pl.String).alias(head)


def _whole(name: str, head: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64).cast(pl.Int64).cast(pl.String).alias(head)


def _tables(college: Canonical) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Name, form and rows of each table."""
    yield "专业设置数据", "xls", _majors(college)
    yield "课程基本数据", "csv", _courses(college)
    yield "图书借阅数据", "csv", _loans(college)
    yield "学生请假数据", "csv", _leave(college)
    yield "技能证书数据", "xls", _certificates(college)


def _majors(college: Canonical) -> pl.DataFrame:
    units = college.read("单位").select("单位号", "单位名称")
    majors = college.read("专业").join(units, on="单位号", how="left", maintain_order="left")
    return majors.select(
        pl.col("单位名称").alias("专业所属院系部名称（全称）-zyssyxbmc"),
        pl.col("专业名称").alias("专业名称（全称）-zymc"),
        pl.col("专业号").alias("专业号（学校自编）-zyh"),
        _whole("学制", "学制码（见代码表）-xzm"),
        pl.format("{}09", "首次招生").alias("首次招生年月（YYYYMM）-sczsny"),
        _coded("级别", LEVELS, "重点专业级别码（见代码表）-zdzyjbm"),
        _coded("专业类别", CLASSES, "重点专业类型码（见代码表）-zdzylxm"),
    )


def _courses(college: Canonical) -> pl.DataFrame:
    return college.read("课程").select(
        pl.col("课程名称").alias("课程名称（全称）-kcmc"),
        pl.col("课程号").alias("课程号（学校自编）-kch"),
        _coded("课程类型", TYPES, "课程类型码（1A类2B类3C类）-kclxm"),
        _coded("课程性质", NATURES, "课程性质码（见代码表）-kcxzm"),
        _coded("课程属性", ATTRIBUTES, "课程属性码（见代码表）-kcsxm"),
        _coded("课程级别", TIERS, "精品课程级别码（见代码表）-jpkcjbm"),
        _whole("学时", "教学计划规定课时数（学时）-jxjhgdkss"),
        _whole("实践学时", "实践教学课时数（学时）-sjjxkss"),
    )


def _loans(college: Canonical) -> pl.DataFrame:
    return college.read("图书借阅").select(
        pl.col("学号").alias("学号（学校自编）-xh"),
        pl.col("借阅号").alias("借阅号（唯一）-jyh"),
        compact("借出日期").alias("借出日期（YYYYMMDD）-jcrq"),
        compact("应还日期").alias("应还日期（YYYYMMDD）-yhrq"),
        compact("归还日期").alias("归还日期（YYYYMMDD）-ghrq"),
    )


def _leave(college: Canonical) -> pl.DataFrame:
    return college.read("请假").select(
        pl.col("学号").alias("学号（学校自编）-xh"),
        pl.col("请假号").alias("请假编号（唯一）-qjbh"),
        _coded("类别", LEAVES, "请假类型码（见代码表）-qjlxm"),
        compact("开始日期").alias("请假开始日期（YYYYMMDD）-qjksrq"),
        compact("结束日期").alias("请假结束日期（YYYYMMDD）-qjjsrq"),
        pl.col("天数").alias("请假天数-qjts"),
        pl.col("批准").alias("是否批准-sfpz"),
        compact("销假日期").alias("销假日期（YYYYMMDD）-xjrq"),
    )


def _certificates(college: Canonical) -> pl.DataFrame:
    return college.read("证书").select(
        pl.col("学号").alias("学号（学校自编）-xh"),
        pl.col("证书号").alias("证书编号-zsbh"),
        _coded("证书类别", CERTIFICATES, "证书类型码（见代码表）-zslxm"),
        _coded("等级", GRADES, "证书等级码（见代码表）-zsdjm"),
        pl.col("证书名称").alias("证书名称（全称）-zsmc"),
        compact("发证日期").alias("发证日期（YYYYMMDD）-fzrq"),
        pl.col("课程号").alias("课程号（学校自编）-kch"),
    )
