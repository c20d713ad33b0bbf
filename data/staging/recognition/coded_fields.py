"""Fields that only the words of their cells can tell: 课程性质 holds 必修 in one system and 公共基础课 in another."""

from __future__ import annotations

import re
from datetime import date

from data.staging.recognition.day_headers import day_of
from data.staging.recognition.forms import header_forms, word_forms
from data.staging.recognition.found import Found
from data.staging.recognition.vocabulary import vocabulary

BY_WORDS = {  # fields that the words of a coded column alone can tell -> where these words are declared
    **{name: ("dim_course", name) for name in ("course_attribute", "course_nature", "course_type")},
    **{name: ("dim_teacher", name) for name in ("title_rank", "degree", "staff_type")},
    "attempt_kind": ("fact_grade_attempt", "attempt_kind"), "student_status": ("dim_student", "student_status"),
    "attendance_status": ("fact_attendance", "status"),
}  # fmt: skip
MOST_WORDS = 200  # different ones; a column of more is no list of codes
SOME_DAY = date(2024, 9, 2)  # a header that names a day is one of a grid, whatever its words
POST = re.compile(r"岗|职业|工种|^gw\w*$", re.IGNORECASE)  # 工程师 there is the post in a company, no rank
SAY_NOTHING = ("是", "否", "有", "无", "其他", "其它", "正常", "√")
KINDS_OF_COURSE = ("course_nature", "course_attribute", "course_category", "course_type")


def settle_kinds_of_course(found: Found) -> None:
    """课程性质 holds 必修 in one system and 公共基础课 in another: the words say which list they are from."""
    headers = [found.fields.pop(name) for name in KINDS_OF_COURSE if name in found.fields]
    named = {header: vocabulary().fields for header in headers}
    for header in headers:
        share = {name: _known_share(found, header, name) for name in KINDS_OF_COURSE}
        own = next((named[header][form][0] for form in header_forms(header) if form in named[header]), "")
        free = [name for name in KINDS_OF_COURSE if name not in found.fields]
        best = max(free, key=lambda name: (share[name], name == own), default=None)
        if best and (share[best] > 0 or best == own):
            found.fields[best] = header
        else:
            found.left.append(header)


def settle_by_words(found: Found) -> None:
    """A header that no list knows is the coded column whose words stand in every one of its cells."""
    fitting: dict[str, list[str]] = {}
    for header in found.left:
        words = set(found.counts(header))
        if (
            not words
            or len(words) > MOST_WORDS
            or day_of(header, SOME_DAY)
            or any(word in SAY_NOTHING or word.isdigit() for word in words)
        ):
            continue
        fields = [
            field
            for field, (table, column) in BY_WORDS.items()
            if field not in found.fields
            and not (field == "title_rank" and POST.search(header))
            and _known_share(found, header, column, table) == 1
        ]
        if len(fields) == 1:
            fitting.setdefault(fields[0], []).append(header)
    for name, headers in fitting.items():
        if len(headers) == 1:  # of several alike none is the one
            found.fields[name] = headers[0]
            found.left.remove(headers[0])


def _known_share(found: Found, header: str, column: str, table: str = "dim_course") -> float:
    words, counts = vocabulary().words(table, column), found.counts(header)
    known = sum(number for word, number in counts.items() if any(form in words for form in word_forms(word)))
    return known / max(1, sum(counts.values()))
