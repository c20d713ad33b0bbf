"""What is known of other people's words: headers, files and codes, read from words/*.yaml and checked against the targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from data.sources.register import read_register
from data.staging.mapping import PlainYaml
from data.staging.recognition.forms import plain
from data.staging.targets import read_targets
from errors import ShownError

FOLDER = Path(__file__).parent / "words"
DOING = "reading the words of recognition"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fields(_Strict):
    """fields.yaml: headers of the fields we know."""

    owner: str
    reviewed_on: date
    fields: dict[str, tuple[str, ...]]
    either: dict[str, tuple[str, ...]]
    never: dict[str, tuple[str, ...]]


class RowWords(_Strict):
    """Headers that say what a row is, and the words that make it one of the table."""

    headers: tuple[str, ...]
    words: tuple[str, ...]


class TableWords(_Strict):
    """How the files of one table are told and filled (tables.yaml)."""

    names: tuple[str, ...] = ()
    source: str = "academic_affairs"
    own: dict[str, tuple[str, ...]] = {}
    from_: dict[str, tuple[str, ...]] = {}
    assumed: dict[str, Any] = {}
    numbered: str | None = None
    needs: dict[str, str] = {}
    unless: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    weak: dict[str, tuple[str, ...]] = {}
    instead: dict[str, tuple[str, ...]] = {}
    said: dict[str, dict[str, tuple[str, ...]]] = {}
    rows: RowWords | None = None


class Tables(_Strict):
    """tables.yaml."""

    owner: str
    reviewed_on: date
    tables: dict[str, TableWords]


class Values(_Strict):
    """values.yaml: column -> our code -> words."""

    owner: str
    reviewed_on: date
    columns: dict[str, dict[str, tuple[str, ...]]]
    tables: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}


class Nowhere(_Strict):
    """Files that are known and kept in no table."""

    names: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()  # tables that such files look like all the same
    why: str


class KeptNowhere(_Strict):
    """kept_nowhere.yaml."""

    owner: str
    reviewed_on: date
    files: tuple[Nowhere, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All words, ready to be looked up."""

    fields: dict[str, tuple[str, int]]  # plain header -> field, how far down its list
    never: dict[str, str]  # plain header -> why it is left out
    tables: dict[str, TableWords]
    own: dict[str, dict[str, str]]  # table -> plain header -> column
    telling: dict[str, frozenset[str]]  # table -> plain headers that no other table and no field has
    values: Values
    kept_nowhere: tuple[Nowhere, ...] = ()

    def why_nowhere(self, name: str, headers: Iterable[str]) -> str | None:
        """Why files of this name or with these headers fill no table; None where nothing is known of them."""
        one = self.kept_nowhere_as(name, headers)
        return one.why if one else None

    def kept_nowhere_as(self, name: str, headers: Iterable[str]) -> Nowhere | None:
        """What is known of files of this name or with these headers that fill no table."""
        there = {plain(header) for header in headers}
        for one in self.kept_nowhere:
            if there & set(map(plain, one.headers)) or any(plain(sign) in plain(name) for sign in one.names):
                return one
        return None

    def words(self, table: str, column: str) -> dict[str, str]:
        """Plain word -> our code, for a coded column; {} where no word is declared."""
        codes = read_targets().targets[table].columns[column].codes or ()
        said = self.values.tables.get(table, {}).get(column) or self.values.columns.get(column, {})
        known = {plain(word): code for code, words in said.items() for word in words}
        known |= {plain(code): code for code in codes}
        return {word: code for word, code in known.items() if not codes or code in codes}


@cache
def vocabulary(folder: Path = FOLDER) -> Vocabulary:
    """The words of the folder; raises ShownError naming file and key where one does not fit the targets."""
    fields = _read(folder / "fields.yaml", Fields, lambda raw: raw)
    tables = _tables(folder, fields)
    values = _read(folder / "values.yaml", Values, lambda raw: raw)
    known = _fields(fields)
    _check_values(values)
    own = {name: {**_bare_number(name, words), **_own(words.own)} for name, words in tables.items()}
    telling = _telling(own, known)
    every = {
        name: {**_own(tables[name].instead), **_own(tables[name].weak), **words}
        for name, words in own.items()
    }
    nowhere = _read(folder / "kept_nowhere.yaml", KeptNowhere, lambda raw: raw).files
    return Vocabulary(known, _never(fields, known), tables, every, telling, values, nowhere)


NUMBERS = ("编号", "单号", "id", "no")  # the bare words for the number of what a file is about


def _own(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {plain(header): column for column, headers in words.items() for header in headers}


def _bare_number(table: str, words: TableWords) -> dict[str, str]:
    """编号 in a file of incidents is the number of the incident: the first column of the table that is one."""
    columns = read_targets().targets[table].columns
    numbers = (name for name in words.own if name.endswith("_no") and not columns[name].personal)
    number = words.numbered or next(numbers, None)
    return dict.fromkeys(NUMBERS, number) if number and table.startswith(("fact_", "qa_")) else {}


def _tables(folder: Path, fields: Fields) -> dict[str, TableWords]:
    """The tables of all files named tables*.yaml, each table in one of them."""
    whole: dict[str, TableWords] = {}
    for path in sorted(folder.glob("tables*.yaml")):
        read = _read(path, Tables, _with_lists)
        _check_tables(path.name, read, fields)
        if twice := sorted(set(read.tables) & set(whole)):
            raise _wrong(path.name, f"tables.{twice[0]}", twice[0], "a table that no other file has")
        whole |= read.tables
    return whole


def _read(path: Path, model: type[BaseModel], prepare) -> Any:
    try:
        return model.model_validate(prepare(yaml.load(path.read_text(encoding="utf-8"), Loader=PlainYaml)))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _wrong(path.name, place, first["msg"], "lists of words as in the other entries") from None


def _with_lists(raw: dict) -> dict:
    """`from` under the name that Python lets a field have, one field as a list of one."""
    for words in raw["tables"].values():
        given = words.pop("from", {})
        words["from_"] = {column: [name] if isinstance(name, str) else name for column, name in given.items()}
    return raw


def _fields(read: Fields) -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for group, lists in (("fields", read.fields), ("either", read.either)):
        for field, headers in lists.items():
            for place, header in enumerate(headers):
                other = known.setdefault(plain(header), (field, place))[0]
                if other != field:
                    raise _wrong(
                        "fields.yaml", f"{group}.{field}", header, f"a header that {other} does not have"
                    )
    return known


def _never(read: Fields, known: dict[str, tuple[str, int]]) -> dict[str, str]:
    never = {plain(header): reason for reason, headers in read.never.items() for header in headers}
    both = sorted(set(never) & set(known))
    if both:
        raise _wrong("fields.yaml", f"never.{never[both[0]]}", both[0], "a header that no field has")
    return never


def _telling(own: dict[str, dict[str, str]], known: dict) -> dict[str, frozenset[str]]:
    count = Counter(header for words in own.values() for header in words)
    return {
        name: frozenset(header for header in words if count[header] == 1 and header not in known)
        for name, words in own.items()
    }


def _check_tables(file: str, read: Tables, fields: Fields) -> None:
    targets, sources = read_targets().targets, {source.id for source in read_register().sources}
    for name, words in read.tables.items():
        if name not in targets:
            raise _wrong(file, f"tables.{name}", name, "a table of data/staging/targets/")
        if words.source not in sources:
            raise _wrong(
                file, f"tables.{name}.source", words.source, "a source of data/sources/register.yaml"
            )
        columns = [
            *words.own,
            *words.weak,
            *words.instead,
            *words.said,
            *words.from_,
            *words.assumed,
            *words.needs,
            *filter(None, [words.numbered]),
        ]
        for column in columns:
            if column not in targets[name].columns:
                raise _wrong(file, f"tables.{name}", column, f"one of {', '.join(targets[name].columns)}")
        for column, said in words.said.items():
            _check_codes(
                f"tables.{name}.said.{column}",
                column,
                said,
                set(targets[name].columns[column].codes or ()),
                file,
            )
        for field in (field for given in words.from_.values() for field in given):
            if field not in fields.fields:
                raise _wrong(file, f"tables.{name}.from", field, "a field of fields.yaml")


def _check_values(read: Values) -> None:
    targets = read_targets().targets
    every: dict[str, set[str]] = {}
    for target in targets.values():
        for name, column in target.columns.items():
            every.setdefault(name, set()).update(column.codes or ())
    for column, words in read.columns.items():
        _check_codes(f"columns.{column}", column, words, every.get(column))
    for table, columns in read.tables.items():
        for column, words in columns.items():
            there = targets[table].columns.get(column) if table in targets else None
            codes = None if there is None else set(there.codes or ())
            _check_codes(f"tables.{table}.{column}", column, words, codes)


def _check_codes(
    key: str, column: str, words: dict, codes: set[str] | None, file: str = "values.yaml"
) -> None:
    if codes is None:
        raise _wrong(file, key, column, "a column of a table of data/staging/targets/")
    unknown = sorted(set(words) - codes) if codes else []
    if unknown:
        raise _wrong(file, f"{key}.{unknown[0]}", unknown[0], f"one of {', '.join(sorted(codes))}")


def _wrong(file: str, key: str, found: str, expected: str) -> ShownError:
    return ShownError(
        DOING, file=file, column=key, found=found, expected=expected, remedy="mend this word of the file"
    )
