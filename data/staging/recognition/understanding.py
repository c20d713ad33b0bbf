"""Every header of a sheet put to what it means: by its words, then by its cells, then by what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from data.staging import parsing
from data.staging.recognition.coded_fields import settle_by_words, settle_kinds_of_course
from data.staging.recognition.forms import header_forms, named_forms, plain
from data.staging.recognition.found import Found, is_told
from data.staging.recognition.sheets import Sheet
from data.staging.recognition.spoken_terms import is_vendor_coded, is_year, spoken_number, spoken_term
from data.staging.recognition.teacher_cells import teachers_of
from data.staging.recognition.titles import course_of_name, said_of_all
from data.staging.recognition.vocabulary import vocabulary

CLASS = r"^(?:[\x{3400}-\x{9fff}]{2,8}(?:20)?\d{2}0?\d{1,2}(?:-\d{1,2})?班?|\d{2}级?[\x{3400}-\x{9fff}]{2,8}\d{1,2}班)$"
CLASS_CODE = re.compile(r"^[A-Za-z]{2,8}[-_ ]?\d{2,6}[A-Za-z]?$")
MOSTLY = 0.8
LEAST_NAME = 4  # letters of a course's name that stands by chance in no title
BY_FILE = {  # tables whose files may use words that say nothing alone: their column -> our field
    "dim_org": {"org_code": "org_code", "name": "org_name"},
    "dim_major": {"major_code": "major_code", "name": "major_name"},
    "dim_class": {"class_code": "class_code", "name": "class_name"},
    "dim_course": {"course_code": "course_code", "name": "course_name"},
    "dim_student": {"student_no": "student_no"},
    "dim_teacher": {"staff_no": "staff_no"},
}
OF_STAFF = ("title_rank", "degree", "dual_level", "staff_type")  # nobody else has them
BEGINS, ENDS = {"ksrq", "kssj"}, {"jsrq", "jssj"}
SPEAKING_OF = {  # whose number a bare 编号 is, by what else the file says
    "dim_teacher": OF_STAFF,
    "dim_student": ("student_status", "intake_type", "schooling_years", "family_name"),
}


def understood(name: str, sheet: Sheet) -> Found:
    """The sheet with every header that is known put to its field."""
    found = Found(name, sheet)
    ranked: dict[str, list[tuple[int, int, str]]] = {}
    parts_of = {one.part.from_ for one in sheet.parts} | {one.part.beside for one in sheet.parts} - {None}
    made_of = parts_of | {one.header for one in sheet.parts}
    for header in sheet.headers:
        if header in made_of:
            continue
        if sheet.file.frame.height and found.texts(header).is_empty():
            found.empty.append(header)
        else:
            _look_up(found, header, ranked)
    for name_of, headers in ranked.items():
        first, *others = [header for _, _, header in sorted(headers, key=lambda item: item[:2])]
        found.fields[name_of] = first
        found.left += others
    _number_of_class(found, [header for _, _, header in sorted(ranked.get("offering_no", []))])
    for one in sheet.parts:
        _put(found, one.field, one.header)
    found.used |= parts_of
    _settle(found)
    said = said_of_all(sheet.titles, [line for _, _, line in sheet.file.broken]).items()
    found.said = {what: text for what, text in said if not found.has(f"{what[:-4]}code", f"{what[:-4]}name")}
    if found.has("staff_no") and not found.speaks_of(
        "student_no", "course_code", "course_name", "offering_no"
    ):
        found.said.pop("class_name", None)  # a list of teachers is of no class
    _name_course(found)
    return found


def name_known_courses(sheets: Sequence[Found]) -> None:
    """The one course of another list that titles, the file's name or the headers of days speak of: 第5次课 机械制图 2023-10-12."""
    lists = [one for one in sheets if one.has("course_name")]
    names = {
        text for one in lists for text in one.counts(one.fields["course_name"]) if len(text) >= LEAST_NAME
    }
    for found in sheets:
        told = ("course_code", "course_name", "offering_no")
        if not found.has("student_no") or found.speaks_of(*told):
            continue
        lines = [*found.sheet.titles, *found.left]
        there = {name for name in names if any(name in line for line in lines)}
        there = {name for name in there if not any(name != other and name in other for other in there)}
        if len(there) == 1:
            found.said["course_name"] = there.pop()


def name_known_classes(sheets: Sequence[Found]) -> None:
    """数控2301 of a title is the class that the lists call 数控2301班, where they know it by no other name."""
    lists = [one for one in sheets if one.has("class_name")]
    names = {text for one in lists for text in one.counts(one.fields["class_name"])}
    for found in sheets:
        said = found.said.get("class_name")
        if said and said not in names:
            other = said.removesuffix("班") if said.endswith("班") else f"{said}班"
            found.said["class_name"] = other if other in names else said


def _number_of_class(found: Found, headers: list[str]) -> None:
    """教学班 over names of classes is no number where another header, 任务编号, is one for every row."""
    if len(headers) < 2 or found.are_codes(first := found.fields["offering_no"]):
        return
    numbers = [
        one for one in headers if one != first and found.are_codes(one) and found.texts(one).is_unique().all()
    ]
    if len(numbers) != 1:
        return
    found.fields["offering_no"] = numbers[0]
    found.left.remove(numbers[0])
    name = "class" if not found.has("class", "class_code", "class_name") else ""
    _put(found, name, first)


def _name_course(found: Found) -> None:
    """Grades of one course whose name stands in the name of the file alone."""
    is_told = found.speaks_of("course_code", "course_name", "offering_no")
    if is_told or not (found.has("student_no") and found.has("grade") and found.sheet.titles):
        return
    if course := course_of_name(found.sheet.titles[-1]):
        found.said["course_name"] = course


def _look_up(found: Found, header: str, ranked: dict[str, list[tuple[int, int, str]]]) -> None:
    """The header among its field's others, or with what is never loaded, or left."""
    words = vocabulary()
    for place, form in enumerate(header_forms(header)):
        if form in words.fields:
            name, rank = words.fields[form]
            ranked.setdefault(name, []).append((place, rank, header))
            return
        if form in words.never:
            found.never[header] = words.never[form]
            return
    found.left.append(header)


def _settle(found: Found) -> None:
    for thing in ("course", "class", "major", "org", "course_org"):
        _code_or_name(found, thing)
    _cohort(found)
    _class_of_course(found)
    _teacher(found)
    _person(found)
    settle_kinds_of_course(found)
    _term(found)
    class_under_unit(found)
    _leave_others(found)
    _begins(found)
    _named_by_file(found)
    settle_by_words(found)
    if found.has("remark") and not found.has("grade"):
        found.left.append(found.fields.pop("remark"))


def _code_or_name(found: Found, thing: str) -> None:
    """A column named 班级 holds codes or names: its cells say which."""
    if thing not in found.fields:
        return
    header = found.fields.pop(thing)
    kind = "code" if found.are_codes(header) else "name"
    _put(found, f"{thing}_{kind}", header)


def _class_of_course(found: Found) -> None:
    """班级 whose names begin with the course of their row, 网络营销-电商2301, are teaching classes."""
    if not (found.has("class_name") and found.has("course_name")) or found.has("offering_no"):
        return
    cells = found.cells()
    course, group = (parsing.text(cells.get(found.fields[name])) for name in ("course_name", "class_name"))
    pairs = pl.DataFrame([course.alias("course"), group.alias("group")]).drop_nulls()
    within = pairs.filter(
        pl.col("group").str.starts_with(pl.col("course")) & (pl.col("group") != pl.col("course"))
    )
    if pairs.is_empty() or within.height < MOSTLY * pairs.height:
        return
    name, code = found.fields.pop("class_name"), found.fields.pop("class_code", None)
    _put(found, "offering_name", name)
    _put(found, "offering_no", code or name)


def _teacher(found: Found) -> None:
    if "teacher" in found.fields:
        header = found.fields.pop("teacher")
        has_both = teachers_of(found.texts(header)) is not None
        if has_both or found.are_codes(header):
            _put(found, "staff_no", header)
        if has_both or not found.are_codes(header):
            _put(found, "teacher_name", header)
    elif found.has("teacher_name") and not found.has("staff_no"):
        header = found.fields["teacher_name"]
        if teachers_of(found.texts(header)) is not None:
            found.fields["staff_no"] = header


def _person(found: Found) -> None:
    """姓名 is the student's where students are numbered, else the teacher's; else it names something else."""
    if "person_name" not in found.fields:
        return
    header = found.fields.pop("person_name")
    if found.has("student_no"):
        _put(found, "student_name", header)
    elif plain(header) == "fullname" and plain(found.fields.get("course_code", "")) == "shortname":
        _put(found, "course_name", header)  # one platform's list of courses
    elif found.has("staff_no", *OF_STAFF) or is_told(found, "dim_teacher"):
        _put(found, "teacher_name", header)
    elif is_told(found, "dim_student"):
        _put(found, "student_name", header)
    else:
        found.left.append(header)


def class_under_unit(found: Found) -> None:
    """单位 over 药学2201 in a list of students holds their classes."""
    is_asked = found.has("org_name") and found.has("student_no")
    if not is_asked or found.has("class_code", "class_name", "org_code"):
        return
    if (found.texts(found.fields["org_name"]).str.contains(CLASS).mean() or 0) >= MOSTLY:
        found.fields["class_name"] = found.fields.pop("org_name")


def _leave_others(found: Found) -> None:
    """单位名称 is a department of the college, but the employer in a list of graduates."""
    words = vocabulary().tables
    others = {
        plain(header)
        for table, said in words.items()
        if said.others and is_told(found, table)
        for header in said.others
    }
    for name, header in list(found.fields.items()):
        if name.startswith("org_") and plain(header) in others:
            found.left.append(found.fields.pop(name))


def _begins(found: Found) -> None:
    """ksrq beside jsrq is the day of the beginning, no examination: both are spelled alike."""
    header = found.fields.get("examined_on")
    ends = any(ENDS & set(named_forms(other)) for other in found.left)
    if header and ends and BEGINS & set(named_forms(header)):
        found.left.append(found.fields.pop("examined_on"))


def _named_by_file(found: Found) -> None:
    """代码 and 名称 in a file named 部门 are those of the department; 编号 in a file of students is their number."""
    for table, columns in BY_FILE.items():
        names = list(columns)
        speaks = is_told(found, table) or found.has(*SPEAKING_OF.get(table, ()))
        speaks = speaks and not (table in SPEAKING_OF and found.has("course_code", "offering_no"))
        if not speaks or found.has(*columns.values()):
            continue
        own = vocabulary().own[table]
        fitting = {
            own[form]: header
            for header in reversed(found.left)
            for form in header_forms(header)
            if form in own
        }
        if all(name in fitting for name in names):
            for name in names:
                found.fields[columns[name]] = fitting[name]
                found.left.remove(fitting[name])


def _term(found: Found) -> None:
    """学期 holds a whole term or its number in the year, 学年 sometimes a whole term."""
    if "term_or_no" in found.fields:
        header = found.fields.pop("term_or_no")
        _put(found, _kind_of_term(found, header) or "", header)
    for name in ("term", "term_no", "academic_year"):
        if name in found.fields and found.frame.height:
            header = found.fields[name]
            kind = _kind_of_term(found, header)
            if kind and kind != name and kind not in found.fields:
                found.fields[kind] = found.fields.pop(name)


def _cohort(found: Found) -> None:
    """A cohort that is no year, IBM2301, is a class."""
    header = found.fields.get("grade_year")
    if header and not found.has("class", "class_code", "class_name") and found.frame.height:
        words = found.counts(header)
        if words and all(CLASS_CODE.match(word) for word in words):
            found.fields["class_name"] = found.fields.pop("grade_year")


def _kind_of_term(found: Found, header: str) -> str | None:
    words = list(found.counts(header))
    if not words:
        return None
    tests = {
        "term": spoken_term,
        "term_no": lambda word: spoken_number(word) or is_vendor_coded(words),
        "academic_year": is_year,
    }
    share = {kind: sum(bool(test(word)) for word in words) / len(words) for kind, test in tests.items()}
    best = max(share, key=lambda kind: share[kind])
    return best if share[best] >= 0.5 else None


def _put(found: Found, name: str, header: str) -> None:
    """The header as this field, unless another header is it already."""
    if name and name not in found.fields:
        found.fields[name] = header
    else:
        found.left.append(header)
