"""Logs as vendors write them: what is read off their headers and cells; and lists that look like logs and are none."""

import random
from datetime import datetime, timedelta

import pytest
import yaml

from data.sources.files import Layout
from data.staging import look
from data.staging.fitting import fill_from_header, translate
from data.staging.open_mapping import checked, lacks, mapping_text
from data.staging.places import with_places_asked
from data.staging.propose import propose_mapping
from data.staging.recognition.log_places import fitted, kind_by, pattern
from tests.data import logs

ROWS = 120


def proposed(folder, name, header, cells, seed=5):
    """The proposal's entries for a log beside a list of students; `cells`: what each cell is made of."""
    chance = random.Random(seed)
    rows = [header]
    for _ in range(ROWS):
        moment = datetime(2024, 9, 2, 6) + timedelta(seconds=chance.randrange(40 * 86_400 // 2) * 2)
        rows.append([_cell(cell, moment, chance) for cell in cells])
    folder.mkdir(exist_ok=True)
    (folder / "学生名单.csv").write_text(logs.text(logs.ROSTER), encoding="utf-8")
    (folder / f"{name}.csv").write_text(logs.text(rows), encoding="utf-8")
    text = propose_mapping(folder, source="files").text
    return text, [one for one in yaml.safe_load(text)["tables"] if one["file"] == name]


def _cell(cell, moment, chance):
    if cell == "who":
        return chance.choice(logs.STUDENTS)
    if isinstance(cell, list):
        return chance.choice(cell)
    return moment.strftime(cell)


GATE = (
    "门禁事件", ["事件类型", "事件时间", "人员姓名", "人员编号", "卡号", "门禁点", "控制器", "进/出"],
    [["合法卡比对通过", "密码认证失败"], "%Y-%m-%d %H:%M:%S", ["示例·甲"], "who", ["00123"], ["图书馆一楼_门1", "东校门_人行"], ["c1"], ["进", "出"]],
    {"student_no": "人员编号", "at": "事件时间", "place": "门禁点"}, {"图书馆": "library", "校门": "gate"}, {"事件类型": ["合法卡比对通过"]},
)  # fmt: skip
ACCOUNT = (
    "账务明细", ["学工号", "姓名", "入账时间", "交易时间", "商户名称", "交易额", "交易类型"],
    ["who", ["示例·甲"], "%Y%m%d%H%M%S", "%Y%m%d%H%M%S", ["一餐厅基本伙", "教育超市"], ["5.0"], ["消费", "充值"]],
    {"student_no": "学工号", "at": "交易时间", "place": "商户名称"}, {"餐厅": "canteen", "超市": "shop"}, {"交易类型": ["消费"]},
)  # fmt: skip
READERS = (
    "汇文进馆", ["读者证号", "读者姓名", "进馆时间", "通道号"], ["who", ["示例·乙"], "%Y/%m/%d %H:%M", ["1"]],
    {"student_no": "读者证号", "at": "进馆时间", "place": {"const": "进馆"}}, {"^进馆$": "library"}, None,
)  # fmt: skip
BUILDINGS = (
    "归寝", ["学号", "姓名", "宿舍楼", "房间号", "刷卡时间", "进出状态"], ["who", ["示例·乙"], ["A栋", "留学生楼"], ["301"], "%Y-%m-%dT%H:%M:%S", ["进"]],
    {"student_no": "学号", "at": "刷卡时间", "place": "宿舍楼"}, {".": "dormitory"}, None,
)  # fmt: skip
ENGLISH = (
    "access", ["UserID", "DateTime", "Door", "Event"], ["who", "%m/%d/%Y %I:%M:%S %p", ["Lab 3", "Workshop B"], ["Granted"]],
    {"student_no": "UserID", "at": {"from": "DateTime", "format": "%m/%d/%Y %I:%M:%S %p"}, "place": "Door"}, {r"(?i)workshop|\blab": "training"}, None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "header", "cells", "columns", "places", "only"),
    [GATE, ACCOUNT, READERS, BUILDINGS, ENGLISH],
    ids=["gate", "account", "readers", "buildings", "english"],
)
def test_logs_of_vendors(tmp_path, name, header, cells, columns, places, only):
    text, entries = proposed(tmp_path / "a", name, header, cells)
    (entry,) = entries
    assert entry["to"] == "agg_card_week"
    assert {key: entry["columns"][key] for key in columns} == columns
    assert entry["count"]["places"] == places
    assert entry["count"]["raw"] == "never"
    assert entry.get("only") == only
    assert "示例·" not in text
    assert not [one for one in logs.STUDENTS if one in text]


def test_the_name_of_a_college_is_no_place_and_payments_out_of_a_subsidy_count(tmp_path):
    cells = ["who", "%Y-%m-%d %H:%M:%S", ["一食堂", "无名"], ["补助消费", "补助发放", "消费退款"]]
    text, (entry,) = proposed(
        tmp_path / "a", "某某体育学院消费流水", ["学号", "消费时间", "商户", "交易类型"], cells
    )
    assert entry["count"]["places"] == {"食堂": "canteen"}
    assert "no kind of place is known for 无名" in text
    assert entry["only"] == {"交易类型": ["补助消费"]}


@pytest.mark.parametrize(
    ("name", "header", "cells"),
    [
        ("第二课堂", ["学号", "活动名称", "时间", "地点", "活动学时"], ["who", ["讲座"], "%Y-%m-%d %H:%M", ["报告厅", "操场"], ["2"]]),
        ("一卡通用户", ["卡号", "学号", "姓名", "开户日"], [["1", "2"], "who", ["示例·甲"], "%Y-%m-%d"]),
        ("课堂考勤", ["学号", "课程名称", "刷卡时间", "教室", "考勤状态"], ["who", ["示例课"], "%Y-%m-%d %H:%M", ["教学楼101"], ["正常"]]),
        ("消费汇总", ["学号", "消费日期", "商户", "次数"], ["who", "%Y-%m-%d", ["一食堂"], ["2"]]),
    ],
)  # fmt: skip
def test_lists_that_are_no_logs(tmp_path, name, header, cells):
    text, _ = proposed(tmp_path / "a", name, header, cells)
    assert "agg_card_week" not in text


def test_a_log_that_nobody_knows_is_made_one_by_hand(tmp_path):
    rows = [["甲签", "乙签", "丙签"], *([one, f"2024-09-03 07:{at:02d}:11", "一栈" if at % 3 else "二栈"] for at, one in enumerate(logs.STUDENTS * 3))]  # fmt: skip
    (tmp_path / "台账.csv").write_text(logs.text(rows), encoding="utf-8")
    mapping = look.look(tmp_path, belongs_to="academic_affairs")
    mapping = look.take_up(mapping, tmp_path, "台账.csv", Layout(header_row=1))
    mapping = look.drafted(mapping, tmp_path, "台账", "agg_card_week")
    for column, header in (("student_no", "甲签"), ("at", "乙签"), ("place", "丙签")):
        mapping = with_places_asked(fill_from_header(mapping, tmp_path, 0, column, header))
    assert "一栈: 24, 二栈: 12" in mapping.entries[0].notes["place"][0]
    assert lacks(mapping, mapping.entries[0]) == ("rule",)
    mapping = with_places_asked(translate(mapping, 0, "place", "一栈", "gate"))
    mapping = with_places_asked(translate(mapping, 0, "place", "二栈", "bath"))
    assert mapping.entries[0].notes == {}
    assert checked(mapping).tables[0].count.places == {"^二栈$": "bath", "^一栈$": "gate"}
    assert all(column.cells == () for column in mapping.sheets["台账"].columns)
    mapping = translate(mapping, 0, "place", "一栈", "other")
    assert mapping.entries[0].count["places"]["^一栈$"] == "other"


def test_a_log_that_comes_again_is_counted_as_last_time_with_the_new_words_proposed(tmp_path):
    header = ["学号", "消费时间", "商户", "交易类型"]
    proposed(
        tmp_path / "a", "流水", header, ["who", "%Y-%m-%d %H:%M:%S", ["一食堂", "无名"], ["消费", "充值"]]
    )
    first = look.look(tmp_path / "a", belongs_to="campus_card")
    at = next(at for at, entry in enumerate(first.entries) if entry.count)
    first = translate(first, at, "place", "无名", "sport")
    kept = [("流水", 1, mapping_text(first), checked(first))]
    proposed(
        tmp_path / "b",
        "流水",
        header,
        ["who", "%Y-%m-%d %H:%M:%S", ["一食堂", "无名", "便利店", "别处"], ["消费", "二维码消费", "充值"]],
    )
    again = look.look(tmp_path / "b", belongs_to="campus_card", kept=kept)
    (entry,) = [entry for entry in again.entries if entry.count]
    assert entry.count["places"] == {"^无名$": "sport", "食堂": "canteen", "便利店": "shop"}
    assert sorted(entry.raw["only"]["交易类型"]) == ["二维码消费", "消费"]
    (note,) = entry.notes["place"]
    assert "别处" in note
    assert "无名" not in note


def test_kinds_of_places_by_their_names():
    names = {"体育馆食堂": 9, "学生公寓超市": 8, "图书馆大门": 7, "3号楼": 6, "3号教学楼": 5, "无名": 4}
    made = fitted(names)
    kinds = {name: kind_by(made.patterns, name) for name in names}
    assert list(kinds.values()) == ["canteen", "shop", "library", "dormitory", "teaching", None]
    assert made.left == {"无名": 4}
    assert made.unsure == {"dormitory": {"3号楼": 6}}
    inside = fitted({"东门": 3, "2号闸": 2}, "library")
    assert inside.patterns == {".": "library"}
    assert pattern(["食堂", "canteen"]) == "(?i)食堂|canteen"
