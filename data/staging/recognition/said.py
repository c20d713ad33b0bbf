"""What names, titles and other columns say of a table's rows where no header of it does."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.staging.recognition.columns import reading
from data.staging.recognition.drafts import Draft
from data.staging.recognition.fitness import fill_fitness
from data.staging.recognition.forms import plain
from data.staging.recognition.sheets import Sheet
from data.staging.recognition.titles import year_of_titles
from data.staging.recognition.vocabulary import vocabulary

YEAR_HEADER = re.compile(r"^(?:年度)?(?:考核)?\s*(20\d{2})\s*(?:年度?)?(?:考核)?(?:结果|等次)?$")
FEWEST_YEARS = 2
FIRST_COUNT = "08-31"  # graduates of a year are counted at its end for the first time
YEARS = re.compile(r"^(\d)(?:\.0)?\s*年?制?$")


def fill_said(draft: Draft, column: str) -> None:
    """A code that the sheet's name, a title or the file's name says of all rows; nothing where two are said."""
    said = vocabulary().tables[draft.table].said[column]
    sheet = draft.found.sheet
    for text in filter(None, (sheet.sheet, *sheet.titles)):
        codes = {code for code, words in said.items() if any(plain(word) in plain(text) for word in words)}
        if len(codes) == 1:
            draft.columns[column] = {"const": codes.pop()}
            draft.notes[""] = [note for note in draft.notes.get("", []) if not re.match(rf"{column}\b", note)]
            draft.note(column, f"{column}: {draft.columns[column]['const']} is read from a title or name")
        if codes or column in draft.columns:
            return


def fill_from_others(draft: Draft, sheets: Iterable[Sheet]) -> None:
    """Columns that follow from other columns of the row, or from what another file's title says."""
    if draft.table == "fact_teacher_appraisal":
        _years_as_columns(draft)
    if draft.table == "fact_graduation" and "entry_year" not in draft.columns:
        _entry_year(draft)
    if draft.table == "fact_fitness_test" and draft.told:
        fill_fitness(draft)
    if draft.table == "fact_reward_sanction":
        _level_of_sanction(draft)
    if draft.table == "fact_employment" and draft.told:
        _graduation_year(draft, sheets)
        _counted_on(draft)
        _latest(draft)


def _years_as_columns(draft: Draft) -> None:
    """2021年, 2022年, 2023年 over results of an appraisal: a variant for each year."""
    found, column = draft.found, "appraisal_result"
    years = {header: match[1] for header in found.left if (match := YEAR_HEADER.match(header))}
    read = {header: reading(found, draft.table, column, header) for header in years}
    rules = {header: made.rule for header, made in read.items() if made.rule is not None}
    if len(rules) < FEWEST_YEARS or "staff_no" not in draft.columns:
        return
    for name in ("year", column):
        draft.columns.pop(name, None)
        draft.notes.pop(name, None)
    draft.variants = [{"year": {"const": int(years[header])}, column: rule} for header, rule in rules.items()]
    draft.direct |= {"year", column}
    for made in read.values():
        draft.note("", *made.notes)


def _level_of_sanction(draft: Draft) -> None:
    """警告 under 处分种类 says that it is a sanction, and how severe it is."""
    kind = draft.columns.get("record_kind")
    if (
        "level" not in draft.columns
        and isinstance(kind, dict)
        and set(kind.get("map", {}).values()) == {"sanction"}
    ):
        draft.columns["level"] = kind["from"]


def _entry_year(draft: Draft) -> None:
    """The year of graduation less the years of schooling."""
    due, header = draft.columns.get("due_year"), draft.found.fields.get("schooling_years")
    if header is None or not isinstance(due, dict) or "const" not in due:
        return
    lengths = {word: match for word in draft.found.counts(header) if (match := YEARS.match(word))}
    years = {word: int(due["const"]) - int(match[1]) for word, match in lengths.items()}
    if years:
        draft.columns["entry_year"] = {"from": header, "map": years}
        draft.note("entry_year", f"entry_year: no header says it; {due['const']} less the years under {header} is assumed")  # fmt: skip


def _graduation_year(draft: Draft, sheets: Iterable[Sheet]) -> None:
    """The year of the graduates that the titles of the other files speak of."""
    if "graduation_year" in draft.columns:
        return
    titles = [title for sheet in sheets for title in sheet.titles if "届" in title]
    if year := year_of_titles(titles):
        draft.columns["graduation_year"] = {"const": year}
        draft.note("graduation_year", f"graduation_year: {year} is read from a title or name")


def _counted_on(draft: Draft) -> None:
    """The day of the first count of the year's graduates, where no header says the day or those without a place have none."""
    year, day = draft.columns.get("graduation_year"), draft.columns.get("counted_on")
    header = day if isinstance(day, str) else day.get("from") if isinstance(day, dict) else None
    filled = sum(draft.found.counts(header).values()) if isinstance(header, str) else 0
    if not isinstance(year, dict) or "const" not in year or filled == draft.found.frame.height:
        return
    counted = f"{year['const']}-{FIRST_COUNT}"
    told = "no header says it" if day is None else f"some rows have none under {header}"
    if day is not None and filled:
        rule = day if isinstance(day, dict) else {"from": day}
        draft.columns["counted_on"] = {**rule, "default": counted}
    else:
        draft.columns["counted_on"] = {"const": counted}
    draft.missing.pop("counted_on", None)
    draft.note("counted_on", f"counted_on: {told}; 31 August of that year is assumed")


def _latest(draft: Draft) -> None:
    """Of several lines of one graduate the one with the latest day counts, where they stand in that order."""
    if draft.rule is None:
        draft.forget()
        return
    rows = draft.staged.rows.select("student_no", "graduation_year", "counted_on")
    draft.forget()
    again = rows.filter(rows.select("student_no", "graduation_year").is_duplicated())
    days = again.group_by("student_no", maintain_order=True).agg("counted_on")["counted_on"].to_list()
    if days and all(listed == sorted(listed) for listed in days if None not in listed):
        draft.repeat = "last"
        draft.note(
            "",
            f"{len(days)} graduates stand there several times: the last line of each is the one that counts",
        )
