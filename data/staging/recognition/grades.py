"""The grade columns of a sheet: which text is the grade, which column beside it is its mark, which codes stand for words."""

from __future__ import annotations

import re

from data.staging import parsing
from data.staging.grades import grade_words, read_grade
from data.staging.recognition.columns import reading
from data.staging.recognition.drafts import Draft
from data.staging.recognition.found import Found
from data.staging.recognition.letter_grades import are_letters, figures_beside, reasons
from data.staging.recognition.spoken_terms import spoken_term
from errors import shape

# one vendor's codes of grade words (messy-exports 1.7)
CODES = {
    "201": "优", "202": "良", "203": "中", "204": "及格", "205": "不及格", "206": "缓考", "207": "缺考", "208": "作弊",
    "209": "免修", "210": "通过", "211": "出国交流认定", "301": "作弊", "302": "违纪", "303": "严重违纪",
}  # fmt: skip
LATER = {  # a grade in a column of its own -> which attempt it is
    "makeup_score": (2, "makeup"), "second_makeup_score": (4, "makeup"), "retake_score": (5, "retake"),
    "last_makeup_score": (7, "makeup"),
}  # fmt: skip
SAID = {"补考": (2, "makeup"), "缓考": (3, "deferred"), "重修": (5, "retake"), "清考": (7, "makeup")}
SITTING = r"\s*\(({})\)$".format("|".join(SAID))
PUT_OFF = {"缓考", "缓考考试", "缓考补考", "缓"}
OF_ONE_ATTEMPT = ("process_score", "midterm_score", "exam_score", "grade_point", "is_void", "examined_on")
LISTED = 6
MOSTLY, MOSTLY_LETTERS, FEWEST_LETTERS = 0.5, 0.8, 3  # of the cells; different letters of a scale
MOST_ATTEMPTS = 12  # a column with more different numbers does not count attempts


def fill_grade(draft: Draft) -> None:
    """Add the grade, its mark and the attempt to a draft of grade attempts."""
    found = draft.found
    names = ("first_score", "grade", "exam_score", "process_score", *LATER)
    header = next((found.fields[name] for name in names if found.has(name)), None)
    if header is None:
        draft.missing["result"] = "no header of a grade is known"
        return
    if found.has("first_score"):
        _first_of_several(draft)
    elif not found.has("grade", *LATER):
        draft.note("result", f"grade: no total is given; {header} stands for it")
        draft.columns = {name: raw for name, raw in draft.columns.items() if raw != header}
    draft.missing.pop("result", None)
    if are_letters(found, header) and (figures := figures_beside(found, header)):
        _figures(draft, header, figures)
        return
    draft.grade = {"text": header}
    if mark := _mark(found, header):
        draft.grade["mark"] = mark
    if codes := {word: CODES[word] for word in found.counts(header) if word in CODES}:
        draft.grade["words"] = codes
        draft.note("result", "grade: figures above 200 are read as one vendor's codes of grade words")
    elif letters := _letters(found.counts(header)):
        draft.grade["words"] = letters
        draft.note(
            "result",
            f"grade: letters under {header} are read as passed or failed, without a mark; `letters:` gives them marks",
        )
    _tell_unknown(draft, header)
    _attempt(draft)
    _later_attempts(draft, header)
    if (said := sitting_of_cells(found, header)) and draft.columns.get("attempt_no") == {"const": 1}:
        draft.columns |= said
        draft.grade["without"] = SITTING


def _figures(draft: Draft, letters: str, figures: str) -> None:
    """The marks are the grade; the letters beside them say why a row has none."""
    draft.grade = {"text": figures, "mark": letters}
    if words := reasons(draft.found, letters, figures):
        draft.grade["mark_words"] = words
    _tell_unknown(draft, figures)
    _attempt(draft)


def _first_of_several(draft: Draft) -> None:
    """正考成绩 is the first attempt; a total beside it is the best of the attempts and none of its own."""
    found = draft.found
    if found.has("grade"):
        told = f"grade: {found.fields['grade']} is the best of the attempts in the row, none of its own, and is not read"
        draft.note("result", told)
        draft.columns.pop("grade_point", None)  # that of the best
    for name in ("attempt_no", "attempt_kind"):
        draft.columns.pop(name, None)
        draft.notes.pop(name, None)


def _letters(counts: dict[str, int]) -> dict[str, str]:
    """The letters of an English registrar in our words; {} where the cells are something else."""
    words = {letter: word for word, letters in grade_words().letters.items() for letter in letters}
    known = {text: words[text] for text in counts if text in words}
    share = sum(counts[text] for text in known) / max(1, sum(counts.values()))
    return known if share >= MOSTLY_LETTERS and len(set(known) & set("ABCDF")) >= FEWEST_LETTERS else {}


def _mark(found: Found, header: str) -> str | None:
    """The column beside the grade whose words say more than the grade: 缓考, 缺考, 正常."""
    words = grade_words()
    known = {*words.status, *words.neutral}
    told = [header for header in found.left if _are_marks(found, header, known)]
    if told and not found.has("grade_mark"):
        return max(told, key=lambda header: sum(found.counts(header).values()))
    for name in ("grade_mark", "remark", "attempt_kind"):
        if name == "attempt_kind" and _were_sat(found, header, set(words.status)):
            continue
        if found.has(name) and set(found.counts(found.fields[name])) & set(words.status):
            return found.fields[name]
    marked = found.fields.get("grade_mark")
    return marked if marked and set(found.counts(marked)) <= known else None


def _were_sat(found: Found, header: str, status: set[str]) -> bool:
    """Whether rows of the kind 缓考 have scores: an exam that was put off and sat since, whose kind says nothing of its result."""
    if not found.has("attempt_kind"):
        return False
    cells = found.cells()
    kind, grade = (parsing.text(cells.get(one)) for one in (found.fields["attempt_kind"], header))
    return bool((kind.is_in(list(status)) & (parsing.number(grade) > 0)).any())


def _are_marks(found: Found, header: str, known: set[str]) -> bool:
    """Whether a header that no list knows stands above words that are marks of grades: 未通过原因 above 缓考, 旷考."""
    counts = found.counts(header)
    said = sum(count for word, count in counts.items() if word in known)
    return bool(set(counts) & set(grade_words().status)) and said >= MOSTLY * sum(counts.values())


def _tell_unknown(draft: Draft, header: str) -> None:
    """Shapes of grades that cannot be read: letters of a scale, or typing errors."""
    codes = draft.grade.get("words", {})
    unread: dict[str, int] = {}
    for text, count in draft.found.counts(header).items():
        if text not in codes and read_grade(re.sub(SITTING, "", text)).problem:
            unread[shape(text)] = unread.get(shape(text), 0) + count
    if unread:
        listed = ", ".join(f"{form}: {count}" for form, count in list(unread.items())[:LISTED])
        draft.note(
            "result",
            f"grade: not read as a grade, by shape: {listed} (times); `letters:` or the setting grade_words may say them",
        )


def _attempt(draft: Draft) -> None:
    """Which attempt a row is: by its words, by its number, else the first."""
    number, kind = draft.columns.get("attempt_no"), draft.columns.get("attempt_kind")
    if kind is None and number is None:
        draft.columns |= sitting(draft.found, *_said_attempt(draft))
        _tell_repeated(draft)
    elif kind is None:
        numbers = draft.found.counts(number) if isinstance(number, str) else {}
        kinds = {text: "first" if re.fullmatch(r"1(?:\.0)?", text) else "makeup" for text in numbers}
        few = 0 < len(kinds) <= MOST_ATTEMPTS
        draft.columns["attempt_kind"] = {"from": number, "map": kinds} if few else {"const": "first"}
        draft.note(
            "attempt_kind", f"attempt_kind: attempts after the first under {number} are taken for make-ups"
        )
    elif number is None:
        header = kind["from"]
        made = reading(draft.found, draft.table, "attempt_no", header)
        draft.columns["attempt_no"] = made.rule or {"const": 1}
    draft.missing.pop("attempt_no", None)
    draft.missing.pop("attempt_kind", None)


def _said_attempt(draft: Draft) -> tuple[int, str]:
    """The attempt of all rows: by the header of the grade, by the one word of the titles, else the first."""
    found = draft.found
    by_header = next(
        (told for name, told in LATER.items() if draft.grade["text"] == found.fields.get(name)), None
    )
    words = {word for word in SAID for title in found.sheet.titles if word in title}
    told = by_header or (SAID[words.pop()] if len(words) == 1 else (1, "first"))
    if told != (1, "first"):
        draft.note("attempt_kind", f"attempt_kind: header or title says that every row is a {told[1]}")
    return told


def sitting(found: Found, number: int, kind: str) -> dict:
    """The two columns of one attempt; a make-up of who had put the exam off is the exam put off, 缓考."""
    plain = {"attempt_no": {"const": number}, "attempt_kind": {"const": kind}}
    names = (
        name for name in ("earlier_score", "first_score", "attempt_kind", "grade_mark") if found.has(name)
    )
    headers = [found.fields[name] for name in names]
    header = next((one for one in headers if PUT_OFF & set(found.counts(one))), None)
    if kind != "makeup" or header is None:
        return plain
    words = sorted(PUT_OFF & set(found.counts(header)))
    rule = {"from": header, "otherwise": "empty"}
    return {
        "attempt_no": {**rule, "map": dict.fromkeys(words, 3), "default": number},
        "attempt_kind": {**rule, "map": dict.fromkeys(words, "deferred"), "default": kind},
    }


def sitting_of_cells(found: Found, header: str) -> dict | None:
    """The two columns of the attempt where cells say it behind the grade: 60(补考); None where none does."""
    words = sorted({match[1] for text in found.counts(header) if (match := re.search(SITTING, text))})
    if not words:
        return None
    rule = {"from": header, "part": SITTING, "otherwise": "empty"}
    return {
        "attempt_no": {**rule, "map": {word: SAID[word][0] for word in words}, "default": 1},
        "attempt_kind": {**rule, "map": {word: SAID[word][1] for word in words}, "default": "first"},
    }


def _tell_other_terms(draft: Draft) -> None:
    """重修学期 beside a retake: its attempt still stands with the class of the row's own term."""
    for header in draft.found.left:
        words = list(draft.found.counts(header))
        if words and header.startswith(("补考", "重修")) and all(map(spoken_term, words)):
            draft.note(
                "term_id", f"term_id: {header} is not read; the attempt stands with the class of its row"
            )


def _later_attempts(draft: Draft, header: str) -> None:
    """Grades of make-ups and retakes in columns of their own: each is one more attempt of the row."""
    found, first = draft.found, {"attempt_no": {"const": 1}, "attempt_kind": {"const": "first"}}
    later = [(found.fields[name], *told) for name, told in LATER.items() if found.has(name)]
    if not later or any(draft.columns.get(name) != raw for name, raw in first.items()):
        return
    of_first = [name for name in OF_ONE_ATTEMPT if name in draft.columns]
    taken = {name: draft.columns.pop(name) for name in [*first, *of_first]}
    draft.variants = [{"score_text": header, **taken}]
    for other, number, kind in later:
        draft.variants.append({"score_text": other, **sitting(found, number, kind)})
        _tell_unknown(draft, other)
    _tell_other_terms(draft)
    del draft.grade["text"]
    if "mark" in draft.grade:
        draft.grade["mark_of"] = [header]
    draft.note("result", f"grade: {' and '.join(other for other, *_ in later)} are taken for later attempts")
    draft.forget()


def _tell_repeated(draft: Draft) -> None:
    rule = draft.rule
    if rule is None:
        return
    keys = draft.staged.rows.select("student_no", "term_id", "offering_no")
    again = keys.height - keys.unique().height
    draft.forget()
    if again:
        draft.note(
            "attempt_no",
            f"attempt_no: {again} rows repeat student and class, and no header says which attempt a row is",
        )
