"""A new college in twelve files of several makers, and its canonical files to check figures against."""

from __future__ import annotations

from pathlib import Path

from data.sample.generate import generate
from data.sample.vendors.canonical import Canonical
from data.sample.vendors.twelve import write_twelve

STUDENTS, SEED, TERMS = 100, 7, 2


def make(place: Path) -> tuple[Canonical, Path]:
    """The college's canonical files below `place`, and the folder of its twelve files."""
    generate(STUDENTS, SEED, place, terms=TERMS)
    college, folder = Canonical(place / "exports" / "demo"), place / "twelve"
    write_twelve(college, folder)
    return college, folder
