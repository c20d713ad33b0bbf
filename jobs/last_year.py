"""A step of `jobs demo`: what was known when the last school year ended, for changed standards to be tried on."""

from __future__ import annotations

from datetime import date

from data.sample.calendar import CURRENT
from jobs import profile

DAY = date(CURRENT.start_year, 8, 31)


def add_arguments(parser) -> None:
    """Takes none."""


def run(context, arguments) -> dict:
    """Publish values and verdicts of that day; the snapshot that pages show is another one."""
    return profile.past(context, DAY)
