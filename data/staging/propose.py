"""A first mapping for files nobody has mapped yet: headers recognised by name, the rest listed to be decided."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from data.sources.files import ENDINGS, ROW, SourceFile, read_file
from data.sources.headers import normal_header
from data.staging.targets import Target, read_targets
from errors import ShownError

FILE = Path(__file__).parent / "aliases.yaml"
MOST_FILES = 40


@cache
def aliases() -> dict[str, dict[str, str]]:
    """Target table -> normal form of a header -> target column; a table's own words win over the general ones."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    general = raw["headers"]
    named = {}
    for name, wanted in read_targets().targets.items():
        words = {**general, **raw["tables"].get(name, {}).get("headers", {})}
        named[name] = {
            normal_header(header): column
            for column, headers in words.items()
            if column in wanted.columns
            for header in (column, *headers)
        }
    return named


def propose_mapping(folder: Path, *, source: str) -> str:
    """The text of a mapping for the files of a folder; raises ShownError where no file is recognised."""
    paths = (
        [folder]
        if folder.is_file()
        else sorted(path for path in folder.rglob("*") if path.name.endswith(ENDINGS))
    )
    every = {header for words in aliases().values() for header in words}
    blocks, files = [], []
    for path in paths[:MOST_FILES]:
        file = read_file(path, wanted=every)
        block = _block(file, path.stem.split(".")[0])
        if block:
            files.append(
                f"  {path.stem.split('.')[0]}: {path.name if folder.is_file() else path.relative_to(folder).as_posix()}"
            )
            blocks.append(block)
    if not blocks:
        raise ShownError(
            "proposing a mapping",
            file=folder.name,
            found=f"{len(paths)} files, none with headers that are known",
            expected="csv, tsv or Parquet with headers such as 学号, 课程代码, 成绩",
            remedy="write the mapping by hand: docs/load-your-own-data.md",
        )
    head = [
        "# Proposed from the headers. Read it, decide what is marked, then: jobs ingest files --mapping THIS --check",
        f"mapping: {folder.stem.replace(' ', '_').lower() or 'files'}",
        f"source: {'academic_affairs' if source == 'files' else source}",
        "owner: data_admin",
        "reviewed_on: 2000-01-01  # decide: the day somebody read it",
        "files:",
    ]
    return "\n".join([*head, *files, "tables:", *blocks]) + "\n"


def _block(file: SourceFile, name: str) -> str | None:
    """The table a file most likely fills: the one whose required columns it has most of."""
    headers = [header for header in file.frame.columns if header != ROW]
    scored = [(_fit(target, headers), target) for target in read_targets().targets.values()]
    fitting = [(count, share, target) for (share, count), target in scored if share >= 0.5 and count >= 2]
    if not fitting:
        return None
    _, _, best = max(fitting, key=lambda item: item[:2])
    known = aliases()[best.name]
    used = {known[header]: header for header in headers if header in known}
    if best.name == "fact_grade_attempt" and "score" in used:
        used["score_text"] = used.pop("score")
    missing = [
        column
        for column, item in best.columns.items()
        if item.required and item.default is None and column not in used
    ]
    lines = [f"  - to: {best.name}", f"    file: {name}", "    columns:"]
    grade = used.pop("score_text", None) if best.name == "fact_grade_attempt" else None
    made_by_grade = {"result"} if grade else set()
    lines += [f"      {column}: {_quoted(header)}" for column, header in used.items()]
    lines += [
        f"      # decide: {column} is required and no header was recognised"
        for column in missing
        if column not in made_by_grade
    ]
    if grade:
        lines.append(f"    grade: {{text: {_quoted(grade)}}}")
    left = [header for header in headers if header not in known]
    if left:
        lines.append(f"    # not used: {', '.join(left)}")
    return "\n".join(lines)


def _fit(target: Target, headers: list[str]) -> tuple[float, int]:
    known = aliases()[target.name]
    found = {known[header] for header in headers if header in known}
    if target.name == "fact_grade_attempt" and found & {"score", "score_text"}:
        found |= {"result"}
    required = [name for name, column in target.columns.items() if column.required and column.default is None]
    return len(found & set(required)) / len(required), len(found)


def _quoted(header: str) -> str:
    return yaml.safe_dump(header, allow_unicode=True, default_flow_style=True).split("\n")[0]
