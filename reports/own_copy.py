"""All that is kept about one person as files: a workbook for reading, JSON for taking along, a text that explains both.

`build(viewer)` is the workbook of the own record for a page; `files(record)` is what `jobs export person` writes.
"""

from __future__ import annotations

import json
from contextvars import copy_context
from datetime import UTC, datetime
from typing import Any

from access import policy
from access.viewer import Viewer
from errors import NotAllowed
from reports.excel import Mark, Sheet, workbook
from reports.page_book import watermark
from ui import i18n, text
from ui.i18n import catalogue, language, t
from ui.page import role_name
from views.administration import own_record
from views.administration.own_record import Part, Record
from views.operations import concern

# About the running of the product and not about the person: in the JSON, not in the workbook.
TECHNICAL = {
    "load_id", "loaded_at", "source_rows", "category", "behind", "is_open", "is_open_inside", "features_sha256",
    "chain_sha256", "student_sk", "teacher_sk", "session", "definition_version", "anchors", "influences", "arithmetic",
    "peer_group", "response_row_id", "facet", "entity_kind", "entity_id", "log_id", "content_sha256",
}  # fmt: skip
PAGE = "my_data"  # where a person takes the copy
ROLES = ("role", "answered_role", "actor_role", "addressed_to")
LONGEST_CELL = 32_000  # a cell of a spreadsheet holds 32,767 characters
FILES = ("copy.xlsx", "copy.json", "README.txt")


def build(viewer: Viewer) -> bytes:
    """The workbook of everything kept about the viewer, in the language of the run; the caller writes the access log.

    Raises NotAllowed for a role that is no person of the college's registers, and while somebody views as another.
    """
    if viewer.role not in own_record.KINDS or viewer.scope is None or viewer.scope.limit is not None:
        raise NotAllowed(
            "making a copy of what is kept",
            found=f"role {viewer.role}",
            expected="a student or a teacher, about the own record",
        )
    return marked(viewer, own_record.collect(viewer.scope))


def marked(viewer: Viewer, record: Record) -> bytes:
    """The record as a workbook with the watermark of whoever takes it away."""
    return written(record, watermark(viewer, PAGE, None, "", names=True))


def written(record: Record, mark: Mark | None = None) -> bytes:
    """The record as a workbook: what it holds and what was left out first, then a sheet for each table with rows."""
    sheets = [_contents(record), *(_sheet(part) for part in record.parts if part.rows)]
    return workbook(sheets, mark)


def files(record: Record) -> dict[str, bytes]:
    """File name -> content: workbook and explanation in both languages, and everything as JSON; no name names the person."""
    made = {FILES[0]: copy_context().run(_in, "zh", lambda: written(record))}
    made[FILES[1]] = as_json(record)
    made[FILES[2]] = "\n\n".join(
        copy_context().run(_in, code, lambda: explained(record)) for code in i18n.LANGUAGES
    ).encode()
    return made


def _in(code: str, made: Any) -> Any:
    i18n.use(code)
    return made()


def as_json(record: Record) -> bytes:
    """The record as JSON: per table its meaning, its columns with theirs, rows, and what was left out and why."""
    body = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "kind": record.kind,
        "tables": [_json_part(part) for part in record.parts],
    }
    return json.dumps(body, ensure_ascii=False, indent=1, default=str).encode()


def _json_part(part: Part) -> dict:
    return {
        "table": part.table,
        "how": part.how,
        "meaning": part.grain,
        "columns": {name: part.meaning(name) for name in part.columns},
        "rows": [dict(zip(part.columns, row, strict=True)) for row in part.rows],
        "left_out": [{"column": name, "reason": reason} for name, reason in part.left_out],
        "withheld": part.is_withheld,
    }


def explained(record: Record) -> str:
    """What the files hold, table by table, in the language of the run."""
    lines = [t("own_copy.title"), "", t("own_copy.intro"), t(f"own_copy.made_{record.kind}"), ""]
    for part in record.parts:
        words = {"about": _about(part), "missing": _missing(part)}
        line = t("own_copy.line", name=_name(part), table=part.table, rows=len(part.rows), **words)
        lines.append(line.strip())
    return "\n".join([*lines, "", t("own_copy.outro"), ""])


def _contents(record: Record) -> Sheet:
    heads = tuple(t(f"own_copy.head_{head}") for head in ("table", "about", "rows", "left_out"))
    rows = [(_name(part), _about(part), len(part.rows), _missing(part)) for part in record.parts]
    return Sheet(t("own_copy.sheet"), heads, ((t("own_copy.intro"), "", None, ""), *rows))


def _name(part: Part) -> str:
    name = catalogue(language()).get(f"own_copy.name_{part.table}", part.table)
    return name if part.how in ("about", "events", "set_aside") else t(f"own_copy.how_{part.how}", name=name)


def _about(part: Part) -> str:
    """What the table holds; of a table without words yet, what the data dictionary says."""
    return catalogue(language()).get(f"own_copy.about_{part.table}", part.grain)


def _missing(part: Part) -> str:
    """What was left out and why, a sentence for each reason; empty where nothing was."""
    if part.is_withheld:
        return t("own_copy.withheld")
    told = []
    for reason in dict.fromkeys(reason for _, reason in part.left_out):
        columns = t("ui.join").join(_head(name) for name, why in part.left_out if why == reason)
        told.append(t(f"own_copy.left_out_{reason}", columns=columns))
    return " ".join(told)


def _sheet(part: Part) -> Sheet:
    shown = [number for number, name in enumerate(part.columns) if name not in TECHNICAL]
    heads = tuple(_head(part.columns[number]) for number in shown)
    rows = tuple(tuple(_cell(part.columns[number], row[number]) for number in shown) for row in part.rows)
    return Sheet(_name(part), heads, rows)


def _head(column: str) -> str:
    return catalogue(language()).get(f"columns.{column}", column)


def _cell(column: str, value: Any) -> Any:
    """A stored value as a reader understands it: roles, pages, acts and reasons in words, times in the college's zone."""
    if isinstance(value, datetime):
        return text.plain(value)
    if column in ROLES and value:
        return role_name(value) if value in policy.roles() else value
    if column == "reasons" and value:
        return _reasons(json.loads(value))
    if column == "page" and value:
        return catalogue(language()).get(f"{value}.menu", value)
    if column == "act" and value:
        return catalogue(language()).get(f"access_log.act_{value}", value)
    return value[:LONGEST_CELL] if isinstance(value, str) else value


def _reasons(stored: list) -> str:
    """Reasons of a prediction in words, each with what one may do about it; a code without words as it is stored."""
    known = [one for one in stored if isinstance(one, dict) and _has_words(str(one.get("code")))]
    items = [concern.reason_item(one) for one in known]
    told = [f"{text.plain(one.title)} · {text.plain(one.body)}" for one in items]
    return "\n".join([*told, *(json.dumps(one, ensure_ascii=False) for one in stored if one not in known)])


def _has_words(code: str) -> bool:
    return f"warnings.{code.lower()}_action" in catalogue(language())
