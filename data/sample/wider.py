"""The rest of the college's registers, one after the other: what students and staff do beyond courses, conditions, the loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from data.sample import (
    activities,
    care,
    conditions,
    contests,
    design,
    goals,
    growth,
    honours,
    improvement,
    intake,
    lived,
    placement,
    registers,
    rounds,
)
from data.sample.calendar import TERMS
from data.sample.exports import Exports
from data.sample.lived import Lived
from data.sample.world import World

Register = tuple[str, pl.DataFrame]
# Each gives (table, frame in business columns) for the registers it answers for.
MAKERS: tuple[Callable[[World, pl.DataFrame], Iterator[Register]], ...] = (
    activities.registers,
    contests.registers,
    placement.registers,
    intake.registers,
    growth.registers,
    honours.registers,
    design.registers,
    conditions.registers,
    goals.registers,
    improvement.registers,
)


def _of_terms(world: World, been: Lived) -> Iterator[Register]:
    """Registers that tell again what happened in the terms: leave, misconduct, care for those who fall behind."""
    yield "fact_leave", lived.leave_requests(been)
    yield "fact_reward_sanction", activities.rewards_and_sanctions(world, been.misconduct)
    yield from care.registers(world, been)
    yield from rounds.registers(world, been)


def write(world: World, old: pl.DataFrame, been: Lived, out: Exports) -> None:
    """Every register of the mapping; one that no maker gives is written without rows.

    old: entrants of the cohorts before the first term (data.sample.records.old_graduates); been: what the terms left behind.
    """
    given = dict(register for maker in MAKERS for register in maker(world, old))
    given |= dict(_of_terms(world, been))
    for table in registers.rules():
        frame = given.get(table, registers.nothing_of(table))
        if "*" not in registers.file_name(table):
            out.register(table, frame)
        elif table not in given and not list(out.folder.glob(f"{registers.file_name(table)}.*")):
            out.register(table, frame, TERMS[-1])
