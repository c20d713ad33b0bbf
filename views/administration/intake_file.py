"""One file of an arrival in detail: its first rows, every column and what becomes of it, each table it fills column by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.sources.register import read_register
from data.staging.as_last_time import unknown_words
from data.staging.correction import GRADE, GRADE_WORDS, GRADED, MARK, tables_in_order
from data.staging.counting import COLUMNS, PLACE_TYPES
from data.staging.open_mapping import Entry, OpenMapping, lacks, sources_of, used_headers
from data.staging.places import PLACE, is_counted_by_place, kind_of, names_of_places
from data.staging.seen import PREVIEWED, ColumnSeen
from data.staging.targets import target
from data.warehouse.loading.keys import REFERENCES
from views.administration.intake_words import codes, column_meaning, column_name, kind_of_place, table_name
from views.parts import Amount, Column, Name, Sentence, Table

NOTHING, AS_IT_IS, TYPED = "", "=", "!"  # choices of a column besides h:header and c:code
MADE_OF_GRADE = ("score_text", "score", "result", "result_reason")
MOST_WORDS = 40
MOST_PLACES = 90  # of a log; the others are reached in the mapping as text


@dataclass(frozen=True)
class Word:
    """One word under a translated column's header: rows that hold it and the code it means."""

    word: str
    rows: int
    code: Any


@dataclass(frozen=True)
class ColumnForm:
    """How one column of a table is filled, and what else could fill it."""

    column: str
    name: Sentence
    is_required: bool
    is_missing: bool
    help: Name
    choice: str
    options: tuple[tuple[str, Any], ...]
    typed: str | None  # a constant that is typed
    codes: tuple[tuple[Any, Name], ...] = ()
    words: tuple[Word, ...] = ()
    unknown: int = 0


@dataclass(frozen=True)
class TableForm:
    """One table that the file fills."""

    place: int
    table: str
    name: Sentence
    lacks: tuple[Sentence, ...]
    columns: tuple[ColumnForm, ...]
    needs: tuple[Sentence, ...] = ()  # tables it refers to that no file of the arrival fills


@dataclass(frozen=True)
class FileForm:
    """Everything about one file."""

    name: str
    shown: str
    is_used: bool
    source: str
    sources: tuple[tuple[str, Name], ...]
    preview: Table | None
    columns: Table
    facts: tuple[Sentence, ...]
    tables: tuple[TableForm, ...]
    others: tuple[tuple[str, Sentence], ...]  # tables it may fill as well
    header_row: int | None
    encoding: str | None
    sheet: str | None
    is_single: bool


def file_form(mapping: OpenMapping, name: str) -> FileForm:
    """One file of the open mapping."""
    sheet, rule = mapping.sheets[name], mapping.files[name]
    entries = mapping.entries_of(name)
    filled = {entry.table for _, entry in entries}
    return FileForm(
        name, sheet.shown, name not in mapping.unused, rule.get("source", mapping.source), _sources(),
        _preview(sheet.columns), _columns(mapping, name), _facts(mapping, name),
        tuple(_table(mapping, place, entry) for place, entry in entries),
        tuple((table, table_name(table)) for table in tables_in_order() if table not in filled),
        sheet.header_row, sheet.encoding, sheet.sheet, sheet.files == 1,
    )  # fmt: skip


def _sources() -> tuple[tuple[str, Name], ...]:
    return tuple((one.id, Name(one.name, one.name_en)) for one in read_register().sources if not one.mapping)


def _facts(mapping: OpenMapping, name: str) -> tuple[Sentence, ...]:
    sheet = mapping.sheets[name]
    facts = [Sentence("intake.fact_rows", {"rows": Amount(sheet.rows, "count")})]
    if sheet.files > 1:
        facts.append(Sentence("intake.fact_files", {"files": Amount(sheet.files, "count")}))
    if sheet.sheet:
        facts.append(Sentence("intake.fact_sheet", {"sheet": sheet.sheet}))
    if sheet.header_row:
        facts.append(Sentence("intake.fact_header", {"row": Amount(sheet.header_row, "count")}))
    if sheet.encoding:
        facts.append(Sentence("intake.fact_encoding", {"encoding": sheet.encoding.upper()}))
    if any(entry.count for _, entry in mapping.entries_of(name)):
        facts.append(Sentence("intake.counted"))
    return tuple(facts)


def _preview(columns: tuple[ColumnSeen, ...]) -> Table | None:
    """The first rows; shapes where cells may name somebody."""
    if not any(one.cells for one in columns):
        return None
    heads = tuple(Column(Sentence("intake.header", {"header": one.header})) for one in columns)
    rows = [
        tuple(one.cells[at] if at < len(one.cells) else None for one in columns) for at in range(PREVIEWED)
    ]
    return Table(
        heads, tuple(row for row in rows if any(row)), Sentence("intake.preview_note", {"han": "汉"})
    )


def _columns(mapping: OpenMapping, name: str) -> Table:
    """Every column of the file and what becomes of it: none is dropped in silence."""
    used, goes = used_headers(mapping, name), _goes_to(mapping, name)
    rows = sorted(mapping.sheets[name].columns, key=lambda one: (one.header in used, one.never is not None))
    heads = (("header", "left"), ("becomes", "wide"), ("shape", "left"), ("filled", "right"))
    return Table(
        tuple(Column(Sentence(f"intake.column_{head}"), align) for head, align in heads),
        tuple(_column_row(one, used, goes) for one in rows),
    )


def _column_row(one: ColumnSeen, used: set[str], goes: dict[str, dict]) -> tuple:
    if one.never:
        reason = Sentence(f"intake.never_{one.never.replace(' ', '_')}", otherwise=one.never)
        what: Any = Sentence("intake.never_loaded", {"reason": reason})
    elif one.header in goes:
        what = tuple(goes[one.header].values())
    else:
        what = Sentence("intake.column_used" if one.header in used else "intake.column_unused")
    return one.header, what, one.shape, Amount(one.filled, "share")


def _goes_to(mapping: OpenMapping, name: str) -> dict[str, dict]:
    """Header -> (table, column) -> words, for tables that load."""
    found: dict[str, dict] = {}
    for _, entry in mapping.entries_of(name):
        if lacks(mapping, entry):
            continue
        for column, rule in (*_rules(entry).items(), *_known_when(entry)):
            words = {"table": table_name(entry.table), "column": column_name(column)}
            for header in sources_of(rule):
                found.setdefault(header, {})[entry.table, column] = Sentence("intake.goes_to", words)
    return found


def _known_when(entry: Entry) -> list[tuple[str, Any]]:
    """The column that says when the source knew a row."""
    known = entry.raw.get("recorded_at")
    return [("recorded_at", known["column"])] if isinstance(known, dict) and known.get("column") else []


def _rules(entry: Entry) -> dict[str, Any]:
    """The rules of an entry by column, those of a grade under names of their own."""
    rules = dict(entry.raw.get("columns", {}))
    for variant in entry.raw.get("variants", ()):
        for column, rule in variant.items():
            held = sources_of(rules.get(column, {})) if isinstance(rules.get(column), str | dict) else []
            rules[column] = (
                {"from": [*held, *sources_of(rule)]} if sources_of(rule) else rules.get(column, rule)
            )
    grade = entry.raw.get("grade") or {}
    rules |= {name: grade[part] for name, part in ((GRADE, "text"), (MARK, "mark")) if grade.get(part)}
    return rules


def _table(mapping: OpenMapping, place: int, entry: Entry) -> TableForm:
    missing = lacks(mapping, entry)
    names = list(
        COLUMNS[entry.table] if entry.count and entry.table in COLUMNS else target(entry.table).columns
    )
    if entry.table == GRADED:
        names = [GRADE, MARK, *(name for name in names if name not in MADE_OF_GRADE)]
    told = tuple(
        column_name(GRADE if name in MADE_OF_GRADE else name)
        for name in missing
        if name not in ("file", "rule")
    )
    forms = tuple(_form(mapping, place, entry, name, name in missing) for name in names)
    forms = tuple(
        sorted(forms, key=lambda one: (not one.is_missing, not one.is_required and one.choice == NOTHING))
    )
    return TableForm(place, entry.table, table_name(entry.table), told, forms, _needs(mapping, entry))


def _needs(mapping: OpenMapping, entry: Entry) -> tuple[Sentence, ...]:
    """Tables in which each row must be found and that no file here fills; terms come with the mapping itself."""
    filled = {other.table for other in mapping.entries if not lacks(mapping, other)} | {"dim_term"}
    wanted = dict.fromkeys(REFERENCES[name][0] for name in target(entry.table).refers if name in REFERENCES)
    return tuple(table_name(name) for name in wanted if name not in filled)


def _form(mapping: OpenMapping, place: int, entry: Entry, column: str, is_missing: bool) -> ColumnForm:
    rule = _rules(entry).get(column)
    wanted = target(entry.table).columns.get(column)
    is_required = column == GRADE or bool(wanted and wanted.required and wanted.default is None)
    known = codes(entry.table, column)
    offered = known if wanted else ()  # no mark is the same for every row
    choice, typed = _choice(rule, offered)
    if column == PLACE and is_counted_by_place(entry):
        known = tuple((kind, kind_of_place(kind)) for kind in PLACE_TYPES)
    return ColumnForm(
        column, column_name(column), is_required, is_missing or (column == GRADE and rule is None),
        _help(entry.table, column), choice, _options(mapping, entry, rule, offered, choice, wanted), typed, known,
        *_words(mapping, place, column, rule),
    )  # fmt: skip


def _help(table: str, column: str) -> Name:
    told = column_meaning(table, column)
    return Name("", f"{told[:1].upper()}{told[1:]}." if told else "")


def _choice(rule: Any, known: tuple) -> tuple[str, str | None]:
    if rule is None:
        return NOTHING, None
    if isinstance(rule, str):
        return f"h:{rule}", None
    if "const" in rule:
        is_code = any(code == rule["const"] for code, _ in known)
        return (f"c:{rule['const']}", None) if is_code else (TYPED, str(rule["const"]))
    headers = sources_of(rule)
    return (f"h:{headers[0]}", None) if len(headers) == 1 else (AS_IT_IS, None)


def _options(mapping: OpenMapping, entry: Entry, rule: Any, known: tuple, choice: str, wanted) -> tuple:
    headers = list(dict.fromkeys(
        header for name in entry.files if name in mapping.sheets for header in mapping.sheets[name].headers
        if mapping.sheets[name].column(header).never is None
    ))  # fmt: skip
    options: list[tuple[str, Any]] = [(NOTHING, Sentence("intake.choice_nothing"))]
    if choice == AS_IT_IS:
        options.append((AS_IT_IS, _as_it_is(rule)))
    options += [(f"h:{header}", Sentence("intake.header", {"header": header})) for header in headers]
    if choice.startswith("h:") and choice[2:] not in headers:
        options.append((choice, Sentence("intake.header", {"header": choice[2:]})))
    options += [(f"c:{code}", Sentence("intake.choice_always", {"value": name})) for code, name in known]
    if wanted is not None and (not known or choice == TYPED):
        options.append((TYPED, Sentence("intake.choice_typed")))
    return tuple(options)


def _as_it_is(rule: Any) -> Sentence:
    if isinstance(rule, dict) and rule.get("row_number"):
        return Sentence("intake.choice_row_number")
    joins = isinstance(rule, dict) and rule.get("join") is not None
    return Sentence(
        "intake.choice_joined" if joins else "intake.choice_first", {"headers": tuple(sources_of(rule))}
    )


def _words(mapping: OpenMapping, place: int, column: str, rule: Any) -> tuple[tuple[Word, ...], int]:
    """Words of a translated column, those without a translation first; how many there are of these."""
    if column in GRADE_WORDS:
        return _grade_words(mapping, place, column)
    if column == PLACE and is_counted_by_place(mapping.entries[place]):
        return _places(mapping, mapping.entries[place])
    if (
        not isinstance(rule, dict)
        or "map" not in rule
        or (not rule["map"] and not unknown_words(mapping, place, column))
    ):
        return (), 0
    unknown = unknown_words(mapping, place, column)
    entry = mapping.entries[place]
    counts: dict[str, int] = {}
    for header in sources_of(rule):
        for name in entry.files:
            seen = mapping.sheets[name].column(header) if name in mapping.sheets else None
            counts |= (seen.words or {}) if seen else {}
    words = [Word(word, count, None) for word, count in sorted(unknown.items(), key=lambda item: -item[1])]
    words += [Word(word, counts.get(word, 0), code) for word, code in rule["map"].items()]
    return tuple(words[:MOST_WORDS]), len(unknown)


def _places(mapping: OpenMapping, entry: Entry) -> tuple[tuple[Word, ...], int]:
    """Names of the places of a log with their rows and kinds, those without a kind first."""
    names = names_of_places(mapping, entry)
    words = [Word(name, rows, kind_of(entry, name)) for name, rows in names.items()]
    words.sort(key=lambda word: (word.code is not None, -word.rows))
    return tuple(words[:MOST_PLACES]), sum(word.code is None for word in words)


def _grade_words(mapping: OpenMapping, place: int, column: str) -> tuple[tuple[Word, ...], int]:
    """Words of grades that nobody knows, and those that were told."""
    told = (mapping.entries[place].raw.get("grade") or {}).get(GRADE_WORDS[column]) or {}
    unknown = unknown_words(mapping, place, column)
    words = [Word(word, rows, None) for word, rows in sorted(unknown.items(), key=lambda item: -item[1])]
    return tuple([*words, *(Word(word, 0, meaning) for word, meaning in told.items())][:MOST_WORDS]), len(
        unknown
    )
