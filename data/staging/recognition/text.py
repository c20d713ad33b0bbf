"""A proposal as the text of a mapping: entries that load, entries that lack something as comments, and all that must be decided."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from data.staging.recognition.drafts import Draft
from data.staging.recognition.found import Found
from data.staging.recognition.sheets import Unread
from data.staging.recognition.vocabulary import vocabulary
from errors import shape

DECIDE = "# decide: "
SHOWN_TABLES = 6
TASK = re.compile(r"^(?:assignment|quiz|作业|测验)\s*[:\uff1a]", re.IGNORECASE)  # a column of a gradebook
ALONE = "; the score of one task without the time it was handed in: the log of submissions is needed"
MOST_TWINS = 3  # columns of one name; a source that numbers more names does so itself


class _Whole(yaml.SafeDumper):
    """Writes every value in full: an anchor of one line would stand for something else in the next."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def flow(value: Any) -> str:
    """A value in one line of YAML."""
    text = yaml.dump(
        value, Dumper=_Whole, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10**6
    )
    return text.removesuffix("\n").removesuffix("\n...")


def comment(text: str) -> str:
    """A text that cannot break out of its comment."""
    return re.sub(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+", " ", text)


def head(name: str, source: str, today: date) -> list[str]:
    """What the mapping is called, whose it is, and the settings a first load writes."""
    return [
        "# Proposed from the headers and the cells of the files. Read it, decide what is marked `decide`, then:",
        "#   jobs ingest files --path DIR --mapping THIS --check      and without --check to load",
        f"mapping: {flow(name)}",
        f"source: {source}",
        "owner: data_admin",
        f"reviewed_on: {today.isoformat()}",
        f"{DECIDE}the college's names, e.g. home: {{college_name: 示例学院, college_name_en: Example college, …}}; the pass mark; current_term is the newest term begun where it is not set",
        "home: {zone: Asia/Shanghai, pass_mark: 60}",
    ]


def terms(rows: list[dict], dated: set[str]) -> list[str]:
    """`terms:`; days that no file says are the usual ones, for a person to mend."""
    if not rows:
        return []
    lines = ["terms:"]
    for row in rows:
        told = (
            "" if row["term_id"] in dated else f"  {DECIDE}the days of this term, by the college's calendar"
        )
        plain = {
            name: value if not isinstance(value, date) else value.isoformat() for name, value in row.items()
        }
        lines.append(f"  - {flow(plain)}{told}")
    return lines


def files(sheets: list[Found], confidences: list[str]) -> list[str]:
    """`files:` with what was read of each, and every header that nothing takes."""
    lines = ["files:"]
    for found, confidence in zip(sheets, confidences, strict=True):
        sheet, file = found.sheet, found.sheet.file
        where = [f"sheet {sheet.sheet}"] if sheet.sheet else []
        where += [f"header in row {sheet.header_row}"] if sheet.header_row and not sheet.columns else []
        where += [file.encoding] if file.encoding else []
        lines.append(
            comment(
                f"  # {sheet.shown}: {', '.join([*where, f'{file.row_count} rows'])}; confidence {confidence}"
            )
        )
        lines += [comment(f"  # note: {file.notice}")] if file.notice else []
        lines += [comment(f"  # {told}") for told in dict.fromkeys(found.held)]
        lines += [*_of_parts(found), *_without_header(found)]
        lines += _left(found)
        lines.append(f"  {flow(found.name)}: {flow(file_rule(found))}")
    return lines


def file_notes(found: Found) -> tuple[str, ...]:
    """What must be decided of a file as a whole."""
    lines = [line.strip() for line in (*_without_header(found), *_left(found))]
    return tuple(line.removeprefix(DECIDE) for line in lines if line.startswith(DECIDE))


def file_rule(found: Found) -> Any:
    """How the file is read, as it stands under `files:`."""
    sheet = found.sheet
    rule: dict[str, Any] = {"path": sheet.path}
    if found.source != "academic_affairs":
        rule["source"] = found.source
    if sheet.sheet:
        rule["sheet"] = sheet.sheet
    if sheet.is_below:
        rule["header_row"] = sheet.header_row
    if sheet.columns:
        rule["header"], rule["columns"] = "none", list(sheet.columns)
        rule |= {"header_row": sheet.header_row} if sheet.header_row else {}
    if sheet.parts:
        rule["parts"] = {
            one.header: one.part.model_dump(by_alias=True, exclude_defaults=True) for one in sheet.parts
        }
    if found.never:
        rule["left_out"] = {header: f"{reason}: not needed" for header, reason in found.never.items()}
    return rule if len(rule) > 1 else found.sheet.path


def _of_parts(found: Found) -> list[str]:
    """Headers that are made of a part of the cells under another."""
    told: dict[str, list[str]] = {}
    for one in found.sheet.parts:
        told.setdefault(" + ".join(filter(None, (one.part.from_, one.part.beside))), []).append(one.header)
    return [
        comment(f"  # cells under {header} are read as {' and '.join(made)}") for header, made in told.items()
    ]


def _without_header(found: Found) -> list[str]:
    """What each column of a table without a header is taken for, by the shape of its cells."""
    guessed = [(place, name) for place, name in enumerate(found.sheet.columns, start=1) if name]
    if not found.sheet.columns:
        return []
    told = [
        f"column {place} ({shape(texts[0]) if len(texts := found.texts(name)) else 'empty'}) is taken for {name}"
        for place, name in guessed
    ]
    listed = "; ".join(told) or "no column is recognised"
    return [f"  {DECIDE}{comment(f'the file has no header: {listed}; name the columns under `columns`')}"]


def _left(found: Found) -> list[str]:
    """Headers that no table reads, each with the shape of a cell and how many cells hold something."""
    lines = []
    rows = max(1, found.frame.height)
    known = {header: name for name, header in found.fields.items()}
    for header in found.sheet.headers:
        if header in found.used or header in found.never:
            continue
        texts = found.texts(header)
        lines += (
            [f"  {DECIDE}{comment(header)} stands there again with other cells"]
            if _is_again(found, header)
            else []
        )
        told = f"{shape(texts[0])}, {len(texts) / rows:.0%} filled" if len(texts) else "empty"
        also = ALONE if TASK.match(header) else ""
        also += f"; known as {known[header]}, not needed here" if header in known else ""
        shown = shape(header) if header in found.people else header
        lines.append(comment(f"  # not used: {shown} ({told}{also})"))
    return lines


def _is_again(found: Found, header: str) -> bool:
    """Whether a header stands there twice; a row of many numbered names is the source's own way to name columns."""
    bare = re.sub(r"_\d+$", "", header)
    alike = [one for one in found.sheet.headers if re.fullmatch(rf"{re.escape(bare)}_\d+", one)]
    return header not in (bare, f"{bare}_1") and f"{bare}_1" in alike and len(alike) <= MOST_TWINS


def entry(draft: Draft) -> list[str]:
    """One table of the mapping, with what must be decided beside its columns."""
    return [*(f"  {comment(line)}" for line in _preview(draft)), *entry_lines(draft.raw(), draft.notes)]


def entry_lines(raw: dict[str, Any], notes: Mapping[str, Sequence[str]]) -> list[str]:
    """An entry as lines of YAML, what must be decided as comments beside its columns."""
    raw = dict(raw)
    lines = [f"  {DECIDE}{comment(note)}" for note in notes.get("", [])]
    lines.append(f"  - to: {raw.pop('to')}")
    columns = raw.pop("columns", {})
    for key in ("file", "with", "only", "split"):
        if key in raw:
            lines.append(f"    {key}: {flow(raw.pop(key))}")
    count = raw.pop("count", None)
    lines += ["    columns:"] if columns else []
    for name, rule in columns.items():
        lines += [f"      {DECIDE}{comment(note)}" for note in notes.get(name, [])]
        lines.append(f"      {name}: {flow(rule)}")
    rest = [name for name in notes if name and name not in columns]
    lines += [f"    {DECIDE}{comment(note)}" for name in rest for note in notes[name]]
    lines += [f"    {key}: {flow(value)}" for key, value in raw.items()]
    return [
        *lines,
        *(["    count:"] if count else []),
        *(f"      {key}: {flow(count[key])}" for key in _ordered(count)),
    ]


def _ordered(count: dict[str, Any] | None) -> list[str]:
    """`raw: never` stands last, where the eye rests."""
    return sorted(count or (), key=lambda key: key == "raw")


def _preview(draft: Draft) -> list[str]:
    """What would become of the file's rows, as far as it can be said without a warehouse."""
    if draft.rows:
        return [f"# declared: {len(draft.rows)} rows of {draft.table} for {draft.found.sheet.shown}"]
    rows, rejected = draft.found.sheet.file.row_count, draft.staged.rejected
    told = f"# {draft.found.sheet.shown} -> {draft.table}: {rows} rows"
    if draft.keys:
        told += f", {len(draft.keys)} different"
    if rejected.height:
        reasons = rejected.group_by("reason").len().sort("len", descending=True).iter_rows()
        told += (
            f"; {rejected.height} to be set aside ({', '.join(f'{why} {count}' for why, count in reasons)})"
        )
    return [told]


def lacking(draft: Draft) -> list[str]:
    """A table that a file speaks of and cannot fill yet, as a comment that says why."""
    notes = [note for listed in draft.notes.values() for note in listed]
    return lacking_lines(draft.found.sheet.shown, draft.raw(), draft.missing, notes)


def lacking_lines(
    shown: str, raw: dict[str, Any], missing: Mapping[str, str], notes: Sequence[str] = ()
) -> list[str]:
    """An entry that cannot load yet, as comments."""
    raw = dict(raw)
    why = "; ".join(f"{column}: {reason}" for column, reason in missing.items()) or "a rule that does not fit"
    lines = [comment(f"  # {shown} cannot fill {raw['to']} yet: {why}")]
    lines += [f"  # {comment(note)}" for note in notes]
    lines += [
        f"  {DECIDE}{raw['to']} needs {', '.join(missing) or 'another rule'}; give it and take the # away"
    ]
    lines.append(f"  # - to: {raw.pop('to')}")
    columns = raw.pop("columns", {})
    before = [
        f"  #   {key}: {comment(flow(raw.pop(key)))}"
        for key in ("file", "with", "only", "split")
        if key in raw
    ]
    lines += [*before, "  #   columns:"]
    lines += [f"  #     {name}: {comment(flow(rule))}" for name, rule in columns.items()]
    lines += [f"  #     {name}: ?" for name in missing if name not in columns]
    return [*lines, *(f"  #   {key}: {comment(flow(value))}" for key, value in raw.items())]


def unread(found: list[Unread]) -> list[str]:
    """Files and sheets that nothing is proposed for, each with its reason."""
    return [comment(f"# not recognised: {one.shown}: {one.reason}") for one in found]


def source_of(drafts: list[Draft]) -> str:
    """The source whose files look like this: that of the most telling of its tables."""
    return vocabulary().tables[drafts[0].table].source if drafts else "academic_affairs"
