"""What the college has and with whom it works: assets, training rooms and their use, projects, partners."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from data.sample.calendar import TERMS
from data.sample.intake import YEARS
from data.sample.placement import of_major
from data.sample.world import World, generator

COUNTED_ON = (8, 31)  # the day on which assets are counted each year
PER_STUDENT = {"teaching_equipment": 9800.0, "books": 71.0, "teaching_area": 16.6, "dormitory_area": 7.0}
NEW_EQUIPMENT = (0.105, 0.09, 0.135, 0.125, 0.14)  # value added in the year, of the value at its start
GROWTH = {"books": 0.03, "teaching_area": 0.01, "dormitory_area": 0.005}
STATIONS = 0.46  # workstations per student, the median of majors
ROOM = 45  # workstations of one room at most
ROOMS = ("综合实训室", "仿真实训室", "专项技能实训室", "创新工坊", "检测实训室")
PERIODS = 640  # a term: forty a week
PROJECTS = 9  # planned per major and term
INDUSTRIES = ("制造业", "信息服务业", "建筑业", "商贸物流业", "食品加工业", "旅游服务业", "健康服务业")
REGIONS = ("示例市", "示例省", "省外")


def registers(world: World, old: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Assets, rooms and their use, projects, partners and agreements."""
    yield "fact_asset_snapshot", assets(world)
    links = rooms(world)
    yield "dim_training_room", links.unique("room_no", keep="first", maintain_order=True).drop("major_code")
    yield "bridge_room_major", _shared(links, world)
    yield "fact_room_use", room_use(world, links)
    yield "dim_training_project", projects(world)
    yield "dim_partner", partners(world)
    yield "fact_partner_agreement", agreements(world)


def assets(world: World) -> pl.DataFrame:
    """Equipment, books and areas at the end of August of each year; equipment with the value added in the year."""
    draw = generator(world.seed, "assets")
    rows = []
    for kind, each in PER_STUDENT.items():
        now, back = each * world.students_wanted * (1 + draw.uniform(-0.02, 0.04)), []
        for year, share in zip(reversed((2021, *YEARS)), reversed(NEW_EQUIPMENT), strict=True):
            grown = now / (1 + GROWTH.get(kind, share))
            back.append(
                {"asset_kind": kind, "snapshot_on": date(year, *COUNTED_ON), "now": now, "added": now - grown}
            )
            now = grown
        rows += reversed(back)
    frame, money = pl.DataFrame(rows), pl.col("asset_kind") == "teaching_equipment"
    return frame.select(
        "asset_kind", "snapshot_on", quantity=pl.when(money).then((pl.col("now") / 2400).round()).otherwise(pl.col("now").round()),
        value=pl.when(money).then(pl.col("now").round()), added_value=pl.when(money).then(pl.col("added").round()),
    )  # fmt: skip


def _sizes(world: World) -> dict[str, float]:
    """Students in school per major, about."""
    return dict.fromkeys((major["code"] for major in world.majors), world.students_wanted / len(world.majors))


def rooms(world: World) -> pl.DataFrame:
    """Training rooms of each major by what it has per student; one row per room with the major it was built for."""
    draw = generator(world.seed, "rooms")
    shift = dict(of_major(world, "rooms", 0.5).iter_rows())
    rows = []
    for major in world.majors:
        stations = max(8, _sizes(world)[major["code"]] * STATIONS * np.exp(shift[major["code"]]))
        many = max(1, round(stations / ROOM))
        for place in range(many):
            seats, each = max(6, round(stations / many)), float(draw.uniform(12000, 32000))
            kind = ROOMS[int(draw.integers(len(ROOMS)))]
            rows.append({"room_no": f"SX{major['code']}{place + 1:02d}", "name": f"{major['zh']}{kind}{place + 1}", "org_code": major["org"],
                "workstations": seats, "area": round(2.8 * seats), "equipment_value": round(each * seats), "major_code": major["code"]})  # fmt: skip
    return pl.DataFrame(rows)


def _shared(links: pl.DataFrame, world: World) -> pl.DataFrame:
    """Which majors may use which room: its own, and of every third the next major of the unit as well."""
    own = links.select("room_no", "major_code")
    of_unit: dict[str, list[str]] = {}
    for major in world.majors:
        of_unit.setdefault(major["org"], []).append(major["code"])
    more = []
    for place, (room, org, code) in enumerate(links.select("room_no", "org_code", "major_code").iter_rows()):
        others = [other for other in of_unit[org] if other > code]
        if place % 3 == 0 and others:
            more.append({"room_no": room, "major_code": others[0]})
    return pl.concat([own, pl.DataFrame(more, schema=own.schema)]).sort("room_no", "major_code")


def room_use(world: World, links: pl.DataFrame) -> pl.DataFrame:
    """Periods available and used per room and term; the running one is half over."""
    draw = generator(world.seed, "room use")
    liking = of_major(world, "room use", 0.16)
    frame = links.join(liking, on="major_code", maintain_order="left").join(
        pl.DataFrame({"term_id": [term.term_id for term in TERMS]}), how="cross", maintain_order="left_right"
    )
    running = (frame["term_id"] == TERMS[-1].term_id).to_numpy()
    available = np.where(running, PERIODS // 2, PERIODS)
    share = np.clip(0.60 + frame["shift"].to_numpy() + draw.normal(0, 0.08, frame.height), 0.08, 0.97)
    return frame.select(
        "room_no", "term_id", available_periods=pl.Series(available), used_periods=pl.Series(np.rint(available * share).astype(int))
    )  # fmt: skip


def projects(world: World) -> pl.DataFrame:
    """Training projects planned per major and term; nearly all are taught, in a few majors one in eight is not."""
    draw = generator(world.seed, "training projects")
    practical = world.courses.filter((pl.col("practice") >= 24) & pl.col("major_code").is_not_null())
    own = practical.group_by("major_code", maintain_order=True).agg(codes=pl.col("course_code"))
    frame = pl.DataFrame(
        {
            "major_code": [major["code"] for major in world.majors],
            "name": [major["zh"] for major in world.majors],
        }
    )
    frame = frame.with_columns(place=pl.int_range(pl.len())).join(own, on="major_code", maintain_order="left")
    frame = frame.join(
        pl.DataFrame({"term_id": [term.term_id for term in TERMS]}), how="cross", maintain_order="left_right"
    )
    planned = pl.Series(np.clip(draw.poisson(PROJECTS, frame.height), 5, 16))
    frame = (
        frame.with_columns(number=pl.int_ranges(1, planned + 1))
        .explode("number", empty_as_null=False)
        .rechunk()
    )
    chance = np.where((frame["place"] % 7 == 4).to_numpy(), 0.88, 0.985)
    opened = draw.random(frame.height) < chance
    return frame.select(
        "term_id", "major_code",
        project_no=pl.format("SP{}-{}-{}", "major_code", pl.col("term_id").str.slice(2, 9), "number"),
        course_code=pl.col("codes").list.get(pl.col("number") % pl.col("codes").list.len()),
        name=pl.format("{}实训项目{}", "name", "number"), hours=pl.Series(draw.choice([8.0, 12.0, 16.0, 24.0], frame.height)), is_opened=pl.Series(opened),
    )  # fmt: skip


def _partner_count(world: World) -> int:
    return max(24, world.students_wanted // 60)


def partners(world: World) -> pl.DataFrame:
    """Enterprises with a number for a name."""
    draw, count = generator(world.seed, "partners"), _partner_count(world)
    return pl.DataFrame(
        {
            "partner_no": [f"HZ{place:04d}" for place in range(1, count + 1)],
            "name": [f"示例合作企业{place:02d}" for place in range(1, count + 1)],
            "industry": draw.choice(INDUSTRIES, count).tolist(),
            "region": draw.choice(REGIONS, count, p=[0.5, 0.35, 0.15]).tolist(),
        }
    )


def agreements(world: World) -> pl.DataFrame:
    """Three to nine agreements per major since 2021, of one to three years, with what each of them brings."""
    draw = generator(world.seed, "agreements")
    codes = [major["code"] for major in world.majors]
    frame = pl.DataFrame(
        {"major_code": np.repeat(codes, np.clip(draw.poisson(6.0, len(codes)), 3, 10)).tolist()}
    )
    count = frame.height
    start = np.datetime64("2021-03-01") + draw.integers(0, 1640, count)
    length = draw.choice([365, 730, 1095], count, p=[0.25, 0.35, 0.40])
    odds = {"has_order_class": 0.28, "has_joint_course": 0.42, "has_part_time": 0.45, "has_joint_base": 0.5}
    partner = draw.integers(1, _partner_count(world) + 1, count)
    frame = frame.with_columns(
        partner_no=pl.Series([f"HZ{place:04d}" for place in partner]), from_on=pl.Series(start).cast(pl.Date), to_on=pl.Series(start + length).cast(pl.Date),
        **{name: pl.Series(draw.random(count) < share) for name, share in odds.items()},
        recruits=pl.Series(draw.poisson(5.0, count)), income=pl.Series((60 * np.exp(0.8 * draw.normal(size=count))).round(1)),
    )  # fmt: skip
    return frame.unique(["partner_no", "major_code", "from_on"], keep="first", maintain_order=True).sort(
        "from_on", "major_code"
    )
