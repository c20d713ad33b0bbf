"""A source whose headers no list of words holds: a list of people in GB18030 under a title, results in a workbook of two sheets."""

from __future__ import annotations

from pathlib import Path

from tests.data.sheet_files import xlsx

TERM = "2024-2025-1"
PEOPLE = ("学员编签", "称谓签", "归队签", "报到时刻签", "在册情形签")
RESULTS = ("学员编签", "修习项目签", "批次签", "得分值签", "学段签")
STATES = ("在学中", "在学中", "停学中")  # of these the vocabulary knows none


def write_odd(folder: Path, *, people: int = 9, raised: int = 0) -> Path:
    """The two files; `raised` is added to every result, so that a second edition differs."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        (f"Q{1000 + n}", f"示例·{chr(0x7532 + n)}", f"U{n % 2 + 1}", f"2024/09/0{n % 3 + 1}", STATES[n % 3])
        for n in range(people)
    ]
    lines = ["校方人员台账（2024）", ",".join(PEOPLE), *(",".join(row) for row in rows)]
    (folder / "台账2024.csv").write_bytes(("\n".join(lines) + "\n").encode("gb18030"))
    results = [
        [row[0], project, f"{project}-1", 55 + n * 4 + raised, TERM]
        for n, row in enumerate(rows)
        for project in ("P1", "P2")
    ]
    sheets = {"考核": [["二〇二四学年考核"], [], list(RESULTS), *results], "说明": [["此表由系统导出"]]}
    xlsx(folder / "考核.xlsx", sheets, [])
    return folder
