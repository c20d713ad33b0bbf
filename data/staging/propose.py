"""A first mapping for files nobody has mapped yet: tables, columns and codes recognised, the rest listed to be decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from data.staging.recognition import text
from data.staging.recognition.by_values import settle_by_values, settle_lost_zeros, settle_students_as_staff
from data.staging.recognition.choose import chosen
from data.staging.recognition.covering import Chosen
from data.staging.recognition.drafts import Draft
from data.staging.recognition.folder import Folder
from data.staging.recognition.found import Found, is_told, people_of
from data.staging.recognition.held import Held
from data.staging.recognition.known_majors import name_known_majors
from data.staging.recognition.log_drafts import log_terms
from data.staging.recognition.logs import settle_logs
from data.staging.recognition.names_only import settle_names_only
from data.staging.recognition.nowhere import why_nowhere
from data.staging.recognition.offerings import offering_rules
from data.staging.recognition.planned_numbers import settle_planned_numbers
from data.staging.recognition.sheets import Sheet, Unread, by_name, read_folder
from data.staging.recognition.spoken_terms import proposed_term
from data.staging.recognition.subject_numbers import join_as_elsewhere
from data.staging.recognition.terms_found import (
    TermRule,
    calendar,
    fitted,
    rule_of_codes,
    rule_of_columns,
    rule_of_dates,
)
from data.staging.recognition.understanding import name_known_classes, name_known_courses, understood
from data.staging.recognition.vocabulary import vocabulary
from data.staging.recognition.weeks_found import terms_of_weeks
from errors import ShownError

FEW_KNOWN = 0.5  # of the headers; with less the file may be something else
LONGEST_NAME = 40


@dataclass(frozen=True)
class FileTold:
    """One file of a proposal, for people: which tables it fills, how surely, and what is left to decide."""

    file: str
    tables: tuple[str, ...] = ()
    confidence: str = "none"
    why: str = ""
    rows: int = 0
    decisions: int = 0


@dataclass(frozen=True)
class Proposal:
    """The text of a mapping, and a line for every file."""

    text: str
    files: list[FileTold] = field(default_factory=list)


@dataclass(frozen=True)
class Recognised:
    """What was understood of the files of a folder: sheets, tables, terms, and what could not be used."""

    found: list[Found]
    unread: list[Unread]
    made: Chosen
    known: Folder
    days: list[dict]  # rows of `terms:`
    said: set[str]  # terms whose days a file says
    told: list[FileTold]


def recognised(
    sheets: list[Sheet], unread: list[Unread], *, today: date | None = None, held: Held | None = None
) -> Recognised:
    """Which tables the sheets fill and how; nothing is refused, not even where no table is found.

    What a warehouse has `held` already is not read off grades and the like once more, and its terms keep their days.
    """
    held = held or Held()
    found = _understood(sheets, held)
    known, days, said = _known(found, today or date.today(), held)
    made = chosen(known)
    _mark_used(found, made)
    return Recognised(found, unread, made, known, days, said, [_told(one, made) for one in found])


def propose_mapping(
    folder: Path, *, source: str, today: date | None = None, held: Held | None = None
) -> Proposal:
    """What a mapping for the files of a folder would say; raises ShownError where no file is recognised."""
    seen = recognised(*read_folder(folder), today=today, held=held)
    found, unread, made, told, days, said = (
        seen.found,
        seen.unread,
        seen.made,
        seen.told,
        seen.days,
        seen.said,
    )
    if not made.drafts and not made.lacking:
        raise _nothing(folder, told, unread)
    named = folder.stem.replace(" ", "_").lower()[:LONGEST_NAME] or "files"
    whole = [
        *text.head(named, "academic_affairs" if source == "files" else source, today or date.today()),
        *text.terms(days, said),
        *text.files(found, [f"{line.confidence}: {line.why}" for line in told]),
        *text.unread(unread),
        "tables:" if made.drafts else "tables: []",
        *(line for draft in made.drafts for line in text.entry(draft)),
        *(line for draft in made.lacking for line in text.lacking(draft)),
    ]
    nothing = [FileTold(one.shown, why=one.reason) for one in unread]
    return Proposal("\n".join(whole) + "\n", [*told, *nothing])


def _understood(sheets: list[Sheet], held: Held) -> list[Found]:
    found = [understood(name, sheet) for name, sheet in by_name(sheets).items()]
    settle_by_values(found)
    settle_logs(found, held.of("dim_student"))
    settle_planned_numbers(found)
    name_known_courses(found)
    name_known_classes(found)
    join_as_elsewhere(found)
    name_known_majors(found)
    settle_students_as_staff(found)
    found = settle_names_only(found)
    settle_lost_zeros(found)
    people = people_of(found)
    for one in found:
        one.people = people
    return found


def _known(found: list[Found], today: date, held: Held) -> tuple[Folder, list[dict], set[str]]:
    """What holds for all sheets, the rows of `terms:`, and the terms whose days a file says."""
    said = calendar(found) | terms_of_weeks(found)
    terms = _terms(found, said)
    of_logs = {term for one in found if one.log for term in log_terms(one, said)}
    every = sorted({term for rule in terms.values() for term in rule.terms} | set(said) | of_logs)
    days = [said.get(term) or _days(term, held, found) for term in every]
    first = min((row["first_monday"] for row in days), default=date(today.year, 1, 1))
    for one in found:
        one.first_day = _first_day(terms[one.name], days)
    folder = Folder(found, terms, offering_rules(found, terms), first, tuple(days), held)
    return (
        folder,
        [row for row in days if row["term_id"] in said or row["term_id"] not in held.terms],
        set(said),
    )


def _first_day(rule: TermRule, days: list[dict]) -> date | None:
    """The first Monday of the one term of a sheet."""
    term = min(rule.terms) if len(rule.terms) == 1 else None
    return next((_as_date(row["first_monday"]) for row in days if row["term_id"] == term), None)


def _as_date(told: date | str) -> date:
    return date.fromisoformat(told) if isinstance(told, str) else told


def _days(term: str, held: Held, found: list[Found]) -> dict:
    """The term with the first day that the warehouse has, or the usual days, no later than the days seen."""
    usual = proposed_term(term)
    if term in held.terms:
        return {**usual, "first_monday": held.terms[term]}
    return fitted(usual, found, {})


def _terms(found: list[Found], said: dict[str, dict]) -> dict[str, TermRule]:
    """How the term of each sheet is read; sheets without a column of it look at the others."""
    rules = {one.name: rule_of_columns(one) for one in found}
    rules |= {one.name: rule_of_codes(one, found) for one in found if not rules[one.name].raw}
    every = frozenset(term for rule in rules.values() for term in rule.terms) or frozenset(said)
    return {
        one.name: rules[one.name] if rules[one.name].raw else rule_of_dates(one, every, said) for one in found
    }


def _mark_used(found: list[Found], made: Chosen) -> None:
    for one in found:
        drafts = [draft for draft in made.drafts if draft.found is one]
        for draft in drafts:
            one.used |= draft.headers()
        one.source = text.source_of(_by_weight(drafts))
    for draft in made.drafts:
        for join in draft.joins:
            join.other.used |= {theirs for _, theirs in join.on}
        if draft.cards is not None:
            draft.cards.used |= set(draft.found.log.card_headers)


def _by_weight(drafts: list[Draft]) -> list[Draft]:
    """The entry that says most about what kind of file it is comes first: facts, then what has most columns."""
    return sorted(drafts, key=lambda draft: (not draft.table.startswith("fact_"), -len(draft.direct)))


def _told(found: Found, made: Chosen) -> FileTold:
    drafts = [draft for draft in made.drafts if draft.found is found]
    lacking = [draft for draft in made.lacking if draft.found is found]
    notes = {note for draft in drafts for listed in draft.notes.values() for note in listed}
    decisions = len(notes) + len(lacking)
    tables = tuple(dict.fromkeys(draft.table for draft in drafts))
    confidence, why = _confidence(found, drafts, lacking)
    return FileTold(found.sheet.shown, tables, confidence, why, found.sheet.file.row_count, decisions)


def _confidence(found: Found, drafts: list[Draft], lacking: list[Draft]) -> tuple[str, str]:
    """High, medium or low, and why."""
    headers = [header for header in found.sheet.headers if header not in found.empty]
    known = [header for header in headers if header in found.used or header in found.never]
    share = f"{len(known)} of {len(headers)} headers are used"
    if found.log:
        return _sureness_of_log(drafts)
    made_of = {header for one in found.sheet.parts for header in (one.part.from_, one.part.beside)}
    if not drafts and not lacking and found.used - made_of:
        return "high", "read for `terms:`, or to look up codes"
    if not drafts:
        return "low", f"no table can be filled yet; {share}; {_needed(found, lacking)}"
    if len(known) < FEW_KNOWN * len(headers):
        return "low", f"{share}; look at the headers under `not used` and name those that are needed"
    assumed = [draft for draft in drafts if set(draft.notes) & set(draft.required)]
    if lacking or assumed:
        return (
            "medium",
            f"{share}; tables that rest on an assumption: {len(assumed)}, that lack a column: {len(lacking)};"
            " look at what is marked `decide`",
        )
    return "high", share


COUNTED = "a log of cards or doors: counted while it is read, its rows are not kept; loading needs `card_data` (docs/operations.md)"


def _sureness_of_log(drafts: list[Draft]) -> tuple[str, str]:
    if not drafts:
        return "low", f"{COUNTED}; it cannot be counted yet, see below"
    return ("medium" if drafts[0].notes.get("place") else "high"), COUNTED


def _needed(found: Found, lacking: list[Draft]) -> str:
    """Why a file fills no table, or which columns would let it fill the one that it is nearest to."""
    if why := why_nowhere(found):
        return why
    if not lacking and found.held:
        return found.held[0]
    told = [table for table, words in vocabulary().tables.items() if words.needs and is_told(found, table)]
    if told:
        return "; ".join(vocabulary().tables[told[0]].needs.values())
    nearest = min(lacking, key=lambda draft: (len(draft.missing), -len(draft.direct)), default=None)
    if nearest is None or not nearest.missing:
        return "name the table it is about and its columns in the mapping, or leave the file out"
    return f"{nearest.table} needs {', '.join(nearest.missing)}: name the headers that hold them, or add them to the export"


def _nothing(folder: Path, told: list[FileTold], unread: list[Unread]) -> ShownError:
    reasons = [*(f"{one.shown}: {one.reason}" for one in unread), *(f"{one.file}: {one.why}" for one in told)]
    first = f"; first: {reasons[0]}" if reasons else ""
    return ShownError(
        "proposing a mapping",
        file=folder.name,
        found=f"{len(reasons)} files or sheets, none with headers that fill a table{first}",
        expected="csv, xlsx, xls or Parquet with headers such as 学号, 课程代码, 成绩",
        remedy="write the mapping by hand: docs/load-your-own-data.md",
    )
