"""Who teaches a course besides the leading teacher: a team of the size that the course's tier asks for."""

from __future__ import annotations

import zlib

import polars as pl

from data.sample.calendar import Term
from data.sample.world import World

TEAM = {
    "national": 5,
    "provincial": 4,
    "college": 3,
    "general": 2,
}  # members wanted; every third course has one more
LEADS, AT_MOST = 0.6, 4  # share of the first; teachers of one teaching class


def pools(world: World, term: Term) -> dict[str, tuple[list[str], list[str]]]:
    """Full-time and outside teachers of each unit who are there when the term begins."""
    there = world.teachers.filter(pl.col("entry_on") <= term.first_monday)
    found = {}
    for org in world.courses["org_code"].unique(maintain_order=True):
        own = there.filter(pl.col("org_code") == org)
        found[org] = tuple(
            own.filter(pl.col("staff") == kind)["staff_no"].to_list() for kind in ("full_time", "external_part")
        )  # fmt: skip
    return found


def with_team(world: World, term: Term, offerings: pl.DataFrame, teachers: pl.DataFrame) -> pl.DataFrame:
    """Teachers with those added whom a course with few teaching classes lacks; the leading ones stay as they were.

    Shares are the first's and the others' equal parts where they were declared; unknown ones stay unknown.
    """
    about = world.courses.select("course_code", "org_code", "tier").with_row_index("place")
    rows = (
        offerings.select("offering", "course_code")
        .join(about, on="course_code", maintain_order="left")
        .to_dicts()
    )
    taught, of_unit, known = _taught(teachers), pools(world, term), {}
    for row in rows:
        known.setdefault(row["course_code"], []).extend(taught[row["offering"]]["staff"])
    for row in rows:
        _filled(row, taught[row["offering"]]["staff"], known[row["course_code"]], of_unit[row["org_code"]][0])
    columns = {
        "offering": teachers.schema["offering"],
        "staff_no": pl.String,
        "share": pl.Float64,
        "hours": pl.Float64,
    }
    flat = [line for row in rows for line in _lines(row["offering"], taught[row["offering"]])]
    return pl.DataFrame(flat, schema=columns, orient="row")


def _taught(teachers: pl.DataFrame) -> dict[int, dict]:
    found: dict[int, dict] = {}
    for offering, staff, share, hours in teachers.iter_rows():
        one = found.setdefault(offering, {"staff": [], "shares": [], "hours": hours})
        one["staff"].append(staff)
        one["shares"].append(share)
    return found


def _filled(row: dict, staff: list[str], team: list[str], full: list[str]) -> None:
    """Members added to one teaching class until the course has as many as it wants."""
    wanted = TEAM[row["tier"]] + (zlib.crc32(row["course_code"].encode()) % 3 == 0)
    first = 3 * row["place"]
    for step in range(len(full)):
        if len(set(team)) >= wanted or len(staff) >= AT_MOST:
            return
        member = full[(first + step) % len(full)]
        if member not in team:
            staff.append(member)
            team.append(member)


def _lines(offering: int, one: dict) -> list[tuple]:
    shares = one["shares"]
    if len(one["staff"]) > len(shares):
        others = len(one["staff"]) - 1
        shares = [
            None if None in shares else LEADS,
            *[None if None in shares else (1 - LEADS) / others] * others,
        ]
    return [(offering, staff, share, one["hours"]) for staff, share in zip(one["staff"], shares, strict=True)]
