"""Which course of the programme supports which graduation requirement, and where nothing does."""

from __future__ import annotations

from access.scope import Scope, can_open
from data.warehouse.queries import tallies as queries
from data.warehouse.queries import units
from views import naming, warehouse
from views.parts import Amount, Coverage, Link, Name, Sentence
from views.warehouse import Snapshot

FEW = 2  # fewer supporting courses than this make a requirement thin
STRENGTHS = ("H", "M", "L")


@warehouse.cached
def coverage(scope: Scope, snapshot: Snapshot, major_code: str) -> tuple[Coverage, str] | None:
    """The matrix of the newest programme and its entry grade; None where no requirement is stored for it."""
    programmes = warehouse.read(units.programmes(major_code), scope).to_dicts()
    if not programmes:
        return None
    newest = programmes[0]
    wanted = warehouse.read(queries.requirements(newest["programme_id"]), scope).to_dicts()
    if not wanted:
        return None
    listed = warehouse.read(queries.programme_courses(newest["programme_id"]), scope).to_dicts()
    support = warehouse.read(queries.support(newest["programme_id"]), scope).to_dicts()
    known = naming.courses(scope, snapshot)
    courses = _courses(listed, support)
    strength = {(row["requirement_code"], row["course_code"]): row["support"] for row in support}
    requirements = sorted(wanted, key=lambda row: (len(row["requirement_code"]), row["requirement_code"]))
    picture = covered(
        tuple((row["requirement_code"], _name(row)) for row in requirements),
        tuple((code, _course(scope, known, code)) for code in courses),
        strength,
    )
    return picture, str(newest["entry_grade"])


def _courses(listed: list[dict], support: list[dict]) -> list[str]:
    """Courses of the programme in its order, then those that the matrix alone names."""
    codes = [row["course_code"] for row in listed]
    return [*codes, *sorted({row["course_code"] for row in support} - set(codes))]


def _name(row: dict) -> Name:
    text = row["description"]
    return Name(
        f"{row['requirement_code']} {text}" if text else row["requirement_code"], row["requirement_code"]
    )


def _course(scope: Scope, known: dict, code: str) -> Link | Name:
    return naming.link("course", known, code) if can_open(scope, "course") else naming.unit_name(known, code)


def covered(
    requirements: tuple[tuple[str, Name], ...],
    courses: tuple[tuple[str, Link | Name], ...],
    strength: dict[tuple[str, str], str],
) -> Coverage:
    """The matrix with what is missing: requirements that no course supports, thin ones, courses that support none."""
    support = tuple(tuple(strength.get((need, code)) for code, _ in courses) for need, _ in requirements)
    bare = tuple(name for (_, name), row in zip(requirements, support, strict=True) if not any(row))
    thin = tuple(
        name for (_, name), row in zip(requirements, support, strict=True) if 0 < sum(map(bool, row)) < FEW
    )
    no_strong = tuple(
        name for (_, name), row in zip(requirements, support, strict=True) if any(row) and "H" not in row
    )
    idle = sum(not any(row[place] for row in support) for place in range(len(courses)))
    met = Amount(len(requirements) - len(bare), "count")
    params = {"met": met, "all": Amount(len(requirements), "count"), "courses": Amount(len(courses), "count")}
    notes = (
        [Sentence("boards.cover_bare", {"names": bare})] if bare else [Sentence("boards.cover_all", params)]
    )
    notes += [Sentence("boards.cover_thin", {"names": thin, "few": Amount(FEW, "count")})] if thin else []
    notes += [Sentence("boards.cover_no_strong", {"names": no_strong})] if no_strong else []
    notes += [Sentence("boards.cover_idle", {"count": Amount(idle, "count")} | params)] if idle else []
    return Coverage(
        requirements=tuple(name for _, name in requirements),
        courses=tuple(name for _, name in courses),
        support=support,
        notes=tuple(notes),
        alt=Sentence("boards.cover_alt", params),
    )
