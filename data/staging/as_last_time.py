"""Files that came before: which kept mapping fits them, and a proposal in which it stands for what it knows."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import yaml

from data.sources.headers import normal_header
from data.staging.correction import GRADE_WORDS
from data.staging.grades import grade_words
from data.staging.mapping import Mapping, PlainYaml, TableRule
from data.staging.open_mapping import HEAD, Entry, OpenMapping, lacks, plain, read_headers, rule_of
from data.staging.recognition.choose import ORDER
from data.staging.recognition.short_days import is_short
from data.staging.targets import read_targets

FEWEST = 3  # headers that must be the same where the file's name is another


@dataclass(frozen=True)
class Fit:
    """A kept mapping and which of its files are which files that came now."""

    name: str
    version: int
    raw: dict[str, Any]
    pairs: dict[str, str]  # name in the kept mapping -> name in the proposal


def fitting(proposal: OpenMapping, kept: Iterable[tuple[str, int, str, Mapping]]) -> Fit | None:
    """Of (name, version, body, mapping), the one that knows most of the files; None where none knows any."""
    fits = []
    for name, version, body, mapping in kept:
        pairs = _pairs(proposal, mapping)
        if pairs:
            fits.append(Fit(name, version, plain(yaml.load(body, Loader=PlainYaml)), pairs))
    return max(fits, key=lambda fit: len(fit.pairs), default=None)


def _pairs(proposal: OpenMapping, mapping: Mapping) -> dict[str, str]:
    needed = needed_headers(mapping)
    found: dict[str, str] = {}
    for by_name in (True, False):
        for name, rule in mapping.files.items():
            if name in found or name not in needed:
                continue
            fitting_sheets = (
                one
                for one, sheet in proposal.sheets.items()
                if one not in found.values()
                and _holds(sheet.headers, needed[name])
                and (not rule.sheet or not sheet.sheet or rule.sheet == sheet.sheet)
                and (_is_named(sheet.path, rule.path) if by_name else len(needed[name]) >= FEWEST)
            )
            if match := next(fitting_sheets, None):
                found[name] = match
    return _with_partners(mapping, found)


def _with_partners(mapping: Mapping, found: dict[str, str]) -> dict[str, str]:
    """Without files whose tables need columns of one that did not come."""
    while True:
        lost = {
            rule.file
            for rule in mapping.tables
            if rule.file in found and any(name not in found for name in _partners(rule))
        }
        if not lost:
            return found
        found = {name: one for name, one in found.items() if name not in lost}


def _partners(rule: TableRule) -> list[str]:
    """Files without which a table cannot be filled from its own."""
    cards = [rule.count.cards.file] if rule.count and rule.count.cards else []
    return [*(join.file for join in rule.with_), *cards]


def needed_headers(mapping: Mapping) -> dict[str, list[frozenset[str]]]:
    """For each file the headers its tables read: of every group one must be there."""
    groups: dict[str, list[frozenset[str]]] = {}
    for rule in mapping.tables:
        if not rule.file:
            continue
        joined = bool(rule.with_)
        own = [] if joined else [
            group
            for one in rule.rules()
            for group in ([frozenset(one.from_)] if one.join is None else [frozenset([h]) for h in one.from_])
            if group
        ]  # fmt: skip
        own += (
            [frozenset([h]) for h in (rule.grade.text, rule.grade.mark) if h]
            if rule.grade and not joined
            else []
        )
        own += [frozenset([header]) for header in rule.split]
        if rule.count:
            own += [frozenset([header]) for header in (*rule.count.once_per, *(rule.only or ()))]
            if cards := rule.count.cards:
                groups.setdefault(cards.file, []).extend(
                    [frozenset([cards.card_no]), frozenset([cards.student_no])]
                )
        groups.setdefault(rule.file, []).extend(own)
        for join in rule.with_:
            pairs = join.on.items() if isinstance(join.on, dict) else [(one, one) for one in join.on]
            for ours, theirs in pairs:
                groups[rule.file].append(frozenset([ours]))
                groups.setdefault(join.file, []).append(frozenset([theirs]))
    return {name: list(dict.fromkeys(_normal(listed))) for name, listed in groups.items() if listed}


def _normal(groups: list[frozenset[str]]) -> list[frozenset[str]]:
    return [frozenset(normal_header(header) for header in group) for group in groups]


def _holds(headers: list[str], groups: list[frozenset[str]]) -> bool:
    there = {normal_header(header) for header in headers}
    return all(group & there for group in groups)


def _is_named(path: str, patterns: Iterable[str]) -> bool:
    return any(path == pattern or fnmatch.fnmatch(path, pattern) for pattern in patterns)


def as_last_time(proposal: OpenMapping, fit: Fit) -> OpenMapping:
    """The proposal with the kept mapping in place of what it knows; what came for the first time stays as proposed."""
    proposal = _without_others_of_a_pattern(proposal, fit)
    matched = {ours: kept for kept, ours in fit.pairs.items()}
    named = {name: matched.get(name) or _free(name, fit.raw["files"]) for name in proposal.files}
    files = {name: _kept_rule(fit, proposal, name, rule_of(rule)) for name, rule in fit.raw["files"].items()}
    files |= {named[name]: rule for name, rule in proposal.files.items() if name not in matched}
    entries = [Entry(_with_new_words(raw, proposal, fit)) for raw in fit.raw.get("tables") or ()]
    entries += [_renamed(one, named) for one in proposal.entries if one.file not in matched]
    terms = {row["term_id"]: row for row in (*proposal.terms, *(fit.raw.get("terms") or ()))}
    known = {row["term_id"] for row in fit.raw.get("terms") or ()}
    sheets = {named[name]: sheet for name, sheet in proposal.sheets.items()}
    return replace(
        proposal, name=fit.raw["mapping"], source=fit.raw["source"], files=files, sheets=sheets,
        head={key: fit.raw[key] for key in HEAD if key in fit.raw},
        entries=tuple(sorted(entries, key=lambda one: _rank(one.table))),
        terms=tuple(terms[name] for name in sorted(terms)),
        assumed_terms=tuple(one for one in proposal.assumed_terms if one not in known),
        file_notes={named[name]: notes for name, notes in proposal.file_notes.items() if name not in matched},
        told={named[name]: told for name, told in proposal.told.items() if name not in matched},
        kept={"name": fit.name, "version": fit.version, "files": sorted(fit.pairs)},
    )  # fmt: skip


def _without_others_of_a_pattern(proposal: OpenMapping, fit: Fit) -> OpenMapping:
    """Without further files that a kept pattern reads as well: they load with the first."""
    patterns = [rule_of(fit.raw["files"][name]) for name in fit.pairs]
    listed = [
        ([one["path"]] if isinstance(one["path"], str) else one["path"]) for one in patterns if "path" in one
    ]
    globs = [pattern for paths in listed for pattern in paths if set(pattern) & set("*?")]
    others = {
        name for name, sheet in proposal.sheets.items()
        if name not in fit.pairs.values() and _is_named(sheet.path, globs)
    }  # fmt: skip
    return replace(
        proposal,
        files={name: rule for name, rule in proposal.files.items() if name not in others},
        sheets={name: sheet for name, sheet in proposal.sheets.items() if name not in others},
        entries=tuple(one for one in proposal.entries if one.file not in others),
    )


def _kept_rule(fit: Fit, proposal: OpenMapping, name: str, rule: dict[str, Any]) -> dict[str, Any]:
    """The kept rule; under the name the file has now, optional where it did not come."""
    if "query" in rule:
        return rule
    if name not in fit.pairs:
        return {**rule, "optional": True}
    ours, patterns = proposal.files[fit.pairs[name]], rule["path"]
    listed = [patterns] if isinstance(patterns, str) else list(patterns)
    path = proposal.sheets[fit.pairs[name]].path
    return rule if _is_named(path, listed) else {**rule, "path": ours["path"]}


def _with_new_words(raw: dict[str, Any], proposal: OpenMapping, fit: Fit) -> dict[str, Any]:
    """The kept entry, with translations that are proposed for words it has not met."""
    ours = next(
        (one.raw for one in proposal.entries if one.table == raw["to"] and one.file == fit.pairs.get(raw.get("file", ""))),
        {"columns": {}},
    )  # fmt: skip
    columns = dict(raw.get("columns", {}))
    for name, rule in columns.items():
        new = ours["columns"].get(name) if "columns" in ours else None
        is_same = isinstance(rule, dict) and isinstance(new, dict) and rule.get("from") == new.get("from")
        if _are_days(raw["to"], name, rule):
            columns[name] = _with_new_days(rule, new if is_same else {})
        elif is_same and rule.get("map") and new.get("map"):
            columns[name] = {**rule, "map": {**new["map"], **rule["map"]}}
    return {**raw, **_with_new_places(raw, ours), **({"columns": columns} if columns else {})}


def _are_days(table: str, column: str, rule: Any) -> bool:
    """Whether words of a column are days without a year: 9月12日."""
    is_date = read_targets().targets[table].columns[column].type == "date"
    return is_date and isinstance(rule, dict) and any(map(is_short, rule.get("map") or {}))


def _with_new_days(rule: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The column with the days of the files that came now: the year of those that came before is not theirs."""
    words = {word: day for word, day in rule["map"].items() if not is_short(word)}
    return {**rule, "map": {**words, **new.get("map", {})}}


def _with_new_places(raw: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """How a log is counted, with patterns of places and words of rows that count which the kept entry has not met."""
    count, new = raw.get("count") or {}, ours.get("count") or {}
    if not count or not new:
        return {}
    only = {
        header: list(dict.fromkeys([*words, *(ours.get("only") or {}).get(header, ())]))
        for header, words in (raw.get("only") or {}).items()
    }
    places = {**(count.get("places") or {})}
    places |= {one: kind for one, kind in (new.get("places") or {}).items() if one not in places}
    return {**({"only": only} if only else {}), "count": {**count, **({"places": places} if places else {})}}


def _renamed(entry: Entry, named: dict[str, str]) -> Entry:
    joins = [{**join, "file": named[join["file"]]} for join in entry.raw.get("with", ())]
    more = ({"with": joins} if joins else {}) | ({"file": named[entry.file]} if entry.file else {})
    if entry.cards:
        more |= {"count": {**entry.count, "cards": {**entry.cards, "file": named[entry.cards["file"]]}}}
    return replace(entry, raw={**entry.raw, **more})


def _free(name: str, taken: dict[str, Any]) -> str:
    """The name, or with a number behind it where the kept mapping has a file of this name."""
    number = 2
    while (shown := name if number == 2 else f"{name}_{number - 1}") in taken:
        number += 1
    return shown


def not_delivered(mapping: OpenMapping) -> list[str]:
    """Files that the mapping knows and that did not come this time."""
    return [
        name for name, rule in mapping.files.items()
        if name not in mapping.sheets and name not in mapping.unused and "query" not in rule
    ]  # fmt: skip


def unknown_words(mapping: OpenMapping, place: int, column: str) -> dict[str, int]:
    """Words under a translated column's header that have no translation, with the rows that hold them."""
    entry = mapping.entries[place]
    if column in GRADE_WORDS:
        return _unknown_grades(mapping, entry, column)
    rule = entry.raw.get("columns", {}).get(column)
    if not isinstance(rule, dict) or "map" not in rule or lacks(mapping, entry) == ("file",):
        return {}
    if rule.get("otherwise") == "keep":  # what the map does not name is read as it stands
        return {}
    words: dict[str, int] = {}
    for header in read_headers({"columns": {column: rule}}):
        for name in entry.files:
            sheet = mapping.sheets.get(name)
            seen = sheet.column(header) if sheet else None
            words |= (seen.words or {}) if seen else {}
    return {word: count for word, count in words.items() if word not in rule["map"]}


def _unknown_grades(mapping: OpenMapping, entry: Entry, column: str) -> dict[str, int]:
    """Words of a grade or its mark that neither the common list nor the mapping knows."""
    grade = entry.raw.get("grade") or {}
    header, part = grade.get(column.removeprefix("grade.")), GRADE_WORDS[column]
    known = grade_words()
    common = {*known.five_grade, *known.two_grade, *known.status, *known.neutral, *grade.get("letters", {})}
    common |= {*grade.get("words", {}), *grade.get(part, {})}
    words: dict[str, int] = {}
    for name in entry.files:
        seen = mapping.sheets[name].column(header) if header and name in mapping.sheets else None
        words |= (seen.words or seen.beside or {}) if seen else {}
    return {word: rows for word, rows in words.items() if word not in common and not _is_figure(word)}


def _is_figure(word: str) -> bool:
    return word.replace(".", "", 1).removesuffix("分").isdigit()


def _rank(table: str) -> int:
    every = [*ORDER, *(name for name in read_targets().targets if name not in ORDER)]
    return every.index(table)
