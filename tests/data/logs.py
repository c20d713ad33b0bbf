"""Made-up logs of cards and doors in shapes of several vendors, with what a plain count of their rows gives."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from datetime import date, datetime, timedelta

STUDENTS = [f"2024{number:04d}" for number in range(1, 13)]
ROSTER = [
    ["学号", "姓名", "班级", "入学日期"],
    *([one, f"示例·{one[-2:]}", "软件2401", "2024-09-01"] for one in STUDENTS),
]
FIRST = date(2024, 9, 2)  # the Monday of the first week


def text(rows) -> str:
    """Rows as csv."""
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue()


def moments(count: int, seed: int):
    """Moments of the first weeks of the term, some of them within a minute of the one before."""
    chance, found = random.Random(seed), []
    for _ in range(count):
        if found and chance.random() < 0.2:
            found.append(found[-1].replace(second=(found[-1].second + 7) % 60))
            continue
        day = FIRST + timedelta(days=chance.randrange(28))
        found.append(
            datetime(
                day.year,
                day.month,
                day.day,
                chance.randrange(6, 23),
                chance.randrange(60),
                chance.randrange(60),
            )
        )
    return found


def counted(events) -> dict:
    """(student, Monday, kind) -> events; events are (student, moment, kind, what tells them apart), repeats of a minute one."""
    seen, found = set(), Counter()
    for student, moment, kind, apart in events:
        key = (student, moment.strftime("%Y-%m-%d %H:%M"), apart)
        if key in seen:
            continue
        seen.add(key)
        monday = moment.date() - timedelta(days=moment.weekday())
        found[student, monday.isoformat(), kind] += 1
    return dict(found)


PAYMENTS = {  # name of the place -> its kind, as a person would say
    "第一食堂1号窗口": "canteen", "清真餐厅": "canteen", "校园便利店": "shop", "学生浴室": "bath", "图书馆咖啡": "shop", "创客空间": None,
}  # fmt: skip


def payments(count=300, seed=1):
    """Payments by card number in one column of moments, money put on the card among them; with the list of cards."""
    chance, rows, events = random.Random(seed), [], []
    cards = {f"00{8000 + at}": one for at, one in enumerate(STUDENTS)}
    for at, moment in enumerate(moments(count, seed)):
        card, place = chance.choice([*cards, "009999"]), chance.choice(list(PAYMENTS))
        kind = "补助充值" if at % 7 == 0 else "持卡人消费"
        rows.append(
            [
                f"{at:08d}",
                card,
                moment.strftime("%Y/%m/%d %H:%M:%S"),
                kind,
                place,
                f"{chance.random() * 30:.2f}",
            ]
        )
        if kind == "持卡人消费" and card in cards and PAYMENTS[place]:
            events.append((cards[card], moment, PAYMENTS[place], place))
    log = [["交易流水", "校园卡号", "扣款时间", "交易名称", "营业网点", "扣款金额"], *rows]
    listed = [["学号", "校园卡号", "发卡日期"], *([one, card, "2024-09-01"] for card, one in cards.items())]
    return log, listed, counted(events)


def dormitory(count=300, seed=2):
    """Doors by the number of a person, day and clock apart, with result and direction; staff pass as well."""
    chance, rows, events = random.Random(seed), [], []
    for moment in moments(count, seed):
        who, door = chance.choice([*STUDENTS, "T0001"]), chance.choice(["东门1号闸", "西门2号闸"])
        way, result = chance.choice(["进", "出"]), chance.choice(["通过", "通过", "拒绝"])
        rows.append([who, moment.strftime("%Y%m%d"), moment.strftime("%H:%M:%S"), door, way, result])
        if result == "通过" and who in STUDENTS:
            events.append((who, moment, "dormitory", (door, way)))
    return [["用户编号", "打卡日", "打卡钟点", "闸机", "进出标志", "验证结果"], *rows], counted(events)


def badges(count=200, seed=3):
    """The same in English, days first, place in the name of the reader."""
    readers = {
        "Main Library turnstile 2": "library",
        "Sports hall": "sport",
        "North gate": "gate",
        "Food Court": "canteen",
    }
    chance, rows, events = random.Random(seed), [], []
    cards = {f"B{100 + at}": one for at, one in enumerate(STUDENTS)}
    for moment in moments(count, seed):
        card, reader = chance.choice(list(cards)), chance.choice(list(readers))
        result = chance.choice(["Granted", "Granted", "Denied"])
        rows.append([card, moment.strftime("%d/%m/%Y %H:%M:%S"), reader, result])
        if result == "Granted":
            events.append((cards[card], moment, readers[reader], reader))
    log = [["Badge Number", "Swiped At", "Reader Name", "Access Result"], *rows]
    listed = [["Badge No", "Student Number"], *([card, one] for card, one in cards.items())]
    return log, listed, counted(events)


def library_gate(count=120, seed=4):
    """Who came and when; the place stands in the name of the file alone."""
    chance, rows, events = random.Random(seed), [], []
    for moment in moments(count, seed):
        who = chance.choice(STUDENTS)
        rows.append([who, f"示例·{who[-2:]}", moment.strftime("%Y-%m-%d %H:%M:%S")])
        events.append((who, moment, "library", ""))
    return [["学号", "姓名", "进馆时间"], *rows], counted(events)
