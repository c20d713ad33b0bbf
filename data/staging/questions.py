"""What a proposal asks a person to decide, as a code and its parts, so that a page can ask it in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass

COLUMN = r"(?P<column>[a-z_]+)"
PATTERNS = {  # code -> how recognition says it; the first that fits holds
    "less_years": r"(?P<column>entry_year): no header says it; (?P<value>\d+) less the years under (?P<header>.+) is assumed",
    "first_count": r"counted_on: no header says it; 31 August of that year is assumed",
    "first_count_where_empty": r"counted_on: some rows have none under (?P<header>.+); 31 August of that year is assumed",
    "assumed": rf"{COLUMN}: no header says it; (?P<value>.+) is assumed",
    "places_left": r"place: no kind of place is known for (?P<listed>.+) \(rows\); such rows are set aside",
    "kind_by_file": r"place: (?P<kind>[a-z]+) is assumed by the name of the file: (?P<listed>.+) \(rows\)",
    "kind_by_header": r"place: (?P<kind>[a-z]+) is assumed by the header (?P<header>.+?): (?P<listed>.+) \(rows\)",
    "kind_unsure": r"place: (?P<kind>[a-z]+) is assumed by a word that says it only as a rule: (?P<listed>.+) \(rows\)",
    "place_in_name": r"place: (?P<value>.+) is read from a title or name",
    "not_counted": r"rows with (?P<listed>.+) under (?P<header>.+) are not counted",
    "holder_assumed": r"student_no: numbers under (?P<header>.+) are taken for those of students",
    "cards_missing": r"student_no: (?P<count>\d+) of (?P<all>\d+) cards are not in (?P<file>.+); their rows are set aside",
    "usual_clock": r"clock: the usual times of periods are assumed; mend them by the college's own",
    "numbered": rf"{COLUMN}: no header says it; the place of the row stands for it, in this one file only",
    "name_is_code": rf"{COLUMN}: no header names it; its code under (?P<header>.+) stands for the name",
    "code_is_name": r"no code of the (?P<thing>[a-z_]+): its name under (?P<header>.+) stands for the code",
    "said_in_title": r"(?P<thing>org|course_org|major|class|course): (?P<value>.+) is read from a title",
    "kind_by_name": r"org_kind: read off the ends of the names; all others are taken for colleges",
    "several_classes": r"class_code is left out: cells under (?P<header>.+) hold several classes",
    "words": rf"{COLUMN}: no translation known for words under (?P<header>.+?): (?P<listed>.+) \(times\)",
    "no_word_known": rf"{COLUMN} is left out: no word under (?P<header>.+) is known",
    "many_wrong": rf"{COLUMN} is left out: (?P<wrong>\d+) of (?P<filled>\d+) cells under (?P<header>.+) are (?P<why>[a-z_ ]+)",
    "no_year": r"no year is recognised under (?P<header>.+)",
    "no_years": r"no number of years is recognised under (?P<header>.+)",
    "september": rf"{COLUMN}: no day of entry; 1 September of the year under (?P<header>.+) is assumed",
    "first_day": rf"{COLUMN}: no day of entry; (?P<value>\S+), the first day of the first term, is assumed",
    "where_empty": rf"{COLUMN}: where no day of entry stands, (?P<value>\S+) is assumed",
    "no_total": r"grade: no total is given; (?P<header>.+) stands for it",
    "vendor_codes": r"grade: figures above 200 are read as one vendor's codes of grade words",
    "no_grade": r"grade: not read as a grade, by shape: (?P<listed>.+) \(times\); .*",
    "make_ups": r"attempt_kind: attempts after the first under (?P<header>.+) are taken for make-ups",
    "which_attempt": r"attempt_no: (?P<count>\d+) rows repeat student and class, and no header says which attempt a row is",
    "joined_number": r"offering_no: no number of the teaching class; (?P<header>.+) stand for it",
    "title_course": r"offering_no: the course of the title, (?P<value>.+), and the class stand for a number of the teaching class",
    "looked_up_title": r"offering_no: looked up in (?P<file>.+) by the course of a title, (?P<value>.+)",
    "looked_up": r"offering_no: looked up in (?P<file>.+) by (?P<header>.+)",
    "no_class_no_course": r"offering_no: neither a number of the teaching class nor a course",
    "term_of_title": r"term_id: (?P<value>\S+) is read from a title or name",
    "said_in_name": rf"{COLUMN}: (?P<value>.+) is read from a title or name",
    "every_row_is": r"(?P<column>attempt_kind): header or title says that every row is a (?P<value>\S+)",
    "term_of_dates": r"term_id: no column says it; all dates of the file lie in this term",
    "terms_of_dates": r"term_id: no column says it, and the dates lie in several terms",
    "only_term": r"term_id: no column says it; it is the only term of the other files",
    "no_term": r"term_id: no column, title or date says it(?:, and the files speak of several terms)?(?:; write the term, .*)?",
    "term_by_day": r"term_id: no column says it; each day under (?P<header>.+) is put to the term it lies in or near",
    "education": r"degree: the education under (?P<header>.+) stands for the degree",
    "no_such_terms": r"term_id: (?P<count>\d+) pairs of (?P<header>.+) are no term",
    "third_term": r"term_id: 3 under (?P<header>.+) is taken for the third term; one vendor means the first",
    "is_enrolled": r"no list of enrolments: who stands in (?P<file>.+) is taken for enrolled",
    "not_in_list": r"(?P<count>\d+) of (?P<all>\d+) keys of (?P<file>.+) are not in this list; rows that speak of them are set aside",
    "wide": r"one column per course: each header stands for the code and the name of a course",
    "one_meeting": r"periods: the headers name days alone; all count as one meeting, 1",
    "empty_cell": r"an empty cell makes no row; where it means present, give the status `default: present`",
    "day_numbers": rf"{COLUMN}: figures under (?P<header>.+) are read as the numbers of days in a spreadsheet",
    "year_of_term": rf"{COLUMN}: days under (?P<header>.+) name no year; they are read as days of the term that begins on (?P<value>\S+)",
    "first_of_year": rf"{COLUMN}: where (?P<header>.+) names the issue of a year alone, the first of January stands for it",
    "measured": rf"{COLUMN} is left out: (?P<header>.+) holds what was measured, no scores",
    "seasons": rf"{COLUMN}: spring and autumn under (?P<header>.+) stand for 1 March and 1 September",
    "day_of_term": rf"{COLUMN}: no header says the day; the first day of the term stands for it",
    "of_teachers": r"no [a-z_]+ is read from this file: its rows are of teachers, and that table is about students",
    "no_last_day": rf"{COLUMN}: (?P<count>\d+) cells under (?P<header>.+) name no last day that can be read; it is empty there",
    "other_unit": rf"{COLUMN}: (?P<wrong>\d+) of (?P<filled>\d+) cells under (?P<header>.+) are in another unit or no number; they are left empty",
    "money": rf"{COLUMN}: nothing says the unit of the money under (?P<header>.+); thousand yuan is assumed, else give scale: .*",
    "five_grades": rf"{COLUMN}: words under (?P<header>.+) stand for the marks of the five grades",
    "begins_anew": r"offering_no: (?P<header>.+) begins anew in every course; the course and it name a teaching class(?:, and .+)?",
    "of_study": r"term_id: (?P<header>.+) counts from the year of entry, which is read off the names under (?P<other>.+)",
    "term_of_headers": r"term_id: no column says it; all days in the headers lie in this term",
    "retake_term": r"term_id: (?P<header>.+) is not read; the attempt stands with the class of its row",
    "best_attempt": r"grade: (?P<header>.+) is the best of the attempts in the row, none of its own, and is not read",
    "class_of_one": r"class_code is left out: one number of a teaching class stands beside several classes",
    "no_part": r"status: (?P<listed>.+) is taken for no part in the session: it makes no row",
    "task_by_name": r"task_no: the name of each task in the headers stands for its number",
    "first_term_of": r"planned_term: the first of the terms whose column is filled: (?P<listed>.+)",
    "other_role": r"(?P<count>\d+) rows have a role under (?P<header>.+) that is not known; they are left out",
    "usual_full_mark": r"score: (?P<count>\d+) tasks do not say their full mark; (?P<value>\d+) is assumed",
    "no_full_mark": r"score: (?P<count>\d+) tasks do not say their full mark; their scores are left out",
    "no_grades": r"no fact_grade_attempt is read from this file: (?P<header>.+) says that its scores are no grades of a course",
    "weighted": rf"{COLUMN} is left out: (?P<header>.+) holds points times credits",
    "lost_zeros": rf"{COLUMN}: numbers under (?P<header>.+) are shorter than in the other files; they get their leading zeros back",
    "several_of_name": r"(?P<count>\d+) rows name nobody of the list, or one of several with the same name; they are set aside",
    "staff_of_list": r"(?P<column>staff_no|supervisor_no): looked up in (?P<file>.+) by (?P<header>.+)",
    "number_of_list": r"(?P<column>student_no|person_no): looked up in (?P<file>.+) by (?P<header>.+)",
    "other_rows": r"rows with other words under (?P<header>.+?) are not loaded: (?P<listed>.+) \(times\)",
    "stands_for": rf"{COLUMN}: no header names it; (?P<header>.+) stands for it",
    "last_line": r"(?P<count>\d+) graduates stand there several times: the last line of each is the one that counts",
    "written_out": r"term_id: codes under (?P<header>.+) are written out in (?P<file>.+)",
    "letters": r"grade: letters under (?P<header>.+) are read as passed or failed, without a mark; `letters:` gives them marks",
    "items": r"each question is an item, its answers are turned into 0-100 by the length of the scale: (?P<listed>.+)",
    "item_marks": r"each item is told with its full marks, its marks are turned into 0-100 by these: (?P<listed>.+)",
    "exempt_words": r"is_exempt: read from words under (?P<header>.+)",
    "two_sittings": r"grade: of 58/66 under (?P<header>.+) the second is taken for the make-up",
    "all_zero": rf"{COLUMN}: every cell under (?P<header>.+) is 0; where that means nothing, say so: .*",
    "later_attempts": r"grade: (?P<header>.+) are taken for later attempts",
    "no_header": r"the file has no header: (?P<listed>.+); name the columns under `columns`",
    "again": r"(?P<header>.+) stands there again with other cells",
}  # fmt: skip
OTHER = "other"


@dataclass(frozen=True)
class Question:
    """One thing to be decided: which kind it is, its parts, and the words of the mapping's comment."""

    code: str
    parts: dict[str, str]
    text: str


def question(text: str) -> Question:
    """What a note of a proposal asks; OTHER where no pattern knows it, then its own words are shown."""
    for code, pattern in PATTERNS.items():
        if match := re.fullmatch(pattern, text):
            return Question(code, match.groupdict(), text)
    return Question(OTHER, {"text": text}, text)
