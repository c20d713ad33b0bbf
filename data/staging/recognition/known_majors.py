"""Plans whose sheet, title or file is named by a major of another list: the major of all their rows."""

from __future__ import annotations

from collections.abc import Sequence

from data.staging.recognition.found import Found, is_told

PLANS = ("bridge_programme_course", "dim_programme")
MAJOR = ("major_code", "major_name")
SHORTEST = 3  # letters of a name that stands by chance in no title


def name_known_majors(sheets: Sequence[Found]) -> None:
    """The one major that the name of a plan's sheet says, else its titles: 软件技术 in 2024级软件技术培养方案."""
    names = {name for one in sheets if one.has("major_name") for name in one.counts(one.fields["major_name"])}
    names = {name for name in names if len(name) >= SHORTEST}
    for found in sheets if names else ():
        if found.speaks_of(*MAJOR) or not found.has("course_code", "course_name"):
            continue
        if not any(is_told(found, table) for table in PLANS):
            continue
        lines = [found.sheet.sheet or "", *reversed(found.sheet.titles)]
        said = next(filter(None, (_only(names, line) for line in lines)), None)
        if said:
            found.said["major_name"] = said


def _only(names: set[str], line: str) -> str | None:
    """The one name that stands in a line, the longest where one holds another; None where two stand there."""
    there = {name for name in names if name in line}
    there = {name for name in there if not any(name != other and name in other for other in there)}
    return there.pop() if len(there) == 1 else None
