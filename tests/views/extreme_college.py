"""Colleges at the edge, loaded by the ordinary loader: an entity without data, one class, 1,000 courses, long names, no grades."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from access import grants, policy
from data.staging.mapping import Mapping
from data.warehouse.home import Home, open_engine, write_setting
from data.warehouse.loading.source import load_source
from data.warehouse.pseudonym import person_pid, pseudonym_key
from tests import databases

AS_OF = date(2025, 11, 2)
RUNNING, CLOSED, EARLIER = "2025-2026-1", "2024-2025-2", "2024-2025-1"
TERMS = [
    {
        "term_id": term,
        "start_year": int(term[:4]),
        "term_no": int(term[-1]),
        "first_monday": monday,
        "end_on": end,
        "week_count": 18,
        "grades_due_on": due,
    }
    for term, monday, end, due in (
        (RUNNING, "2025-09-01", "2026-01-11", "2026-01-25"),
        (CLOSED, "2025-02-24", "2025-07-04", "2025-07-15"),
        (EARLIER, "2024-09-02", "2025-01-12", "2025-01-26"),
    )
]
RECORDED = {EARLIER: "2025-01-20 08:00", CLOSED: "2025-07-10 08:00"}  # when the results of a term came in
MEETINGS = tuple(f"2025-{day}" for day in ("09-02", "09-09", "09-16", "09-23", "10-14", "10-21", "10-28"))
MET = 24  # teaching classes whose meetings are recorded; the others have none
LONG = 40


@dataclass(frozen=True)
class Extreme:
    """What a college has; the people shown for the roles are those with data, or (`shows_empty`) those without any."""

    courses: int = 3
    classes: int = 2
    students: int = 24  # of one class
    graded: tuple[str, ...] = (EARLIER, CLOSED)
    is_long: bool = False
    shows_empty: bool = False

    def english(self, words: str) -> str:
        """The English name of a unit; forty characters where names are long, of which none is a word break."""
        return (words + "Internationalisation-and-Telecommunication" * 2)[:LONG] if self.is_long else words

    def name(self, words: str) -> str:
        """The name of a unit or person; forty characters where names are long."""
        if not self.is_long:
            return words
        return words + ("融媒体与智能制造产业学院现代服务方向" * 4)[: LONG - len(words)]


HOMES = {
    "entity without data": Extreme(shows_empty=True),
    "one class": Extreme(courses=2, classes=1),
    "thousand courses": Extreme(courses=1000, students=12),
    "names of 40 characters": Extreme(is_long=True, classes=4),
    "term without grades": Extreme(graded=()),
}
# What the relations of roles point to: with data, and without.
UNITS = {"dean": ("org", "D1", "D2"), "major_leader": ("major", "M1", "M2"),
         "course_leader": ("course", "C0000", "CX"), "counsellor": ("class", "K0", "KX")}  # fmt: skip


def _csv(head: str, rows: list[tuple]) -> str:
    return "\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n"


def _members(extreme: Extreme) -> list[tuple[str, str]]:
    """(student, class); the last student has no record at all."""
    found = [
        (f"S{place}{number:03d}", f"K{place}")
        for place in range(extreme.classes)
        for number in range(extreme.students)
    ]
    return [*found, ("SX", "K0")]


def _offerings(extreme: Extreme) -> list[tuple[str, str, str, str]]:
    """(term, number, course, class): every course in every term; beyond fifty courses one class takes each."""
    few = extreme.courses <= 50
    return [
        (term, f"{course}-{place}", f"C{course:04d}", f"K{place}")
        for term in (EARLIER, CLOSED, RUNNING)
        for course in range(extreme.courses)
        for place in (range(extreme.classes) if few else [course % extreme.classes])
    ]


def _came(student: str, day: str) -> str:
    return "absent" if sum(map(ord, student + day)) % 9 == 0 else "present"


def _teacher(course: str) -> str:
    """One teacher for twenty courses."""
    return f"T{1 + int(course[1:]) // 20}"


def _score(student: str, course: str, term: str) -> int:
    return 45 + (sum(map(ord, student + course + term)) * 37) % 54


def _files(extreme: Extreme) -> dict[str, str]:
    offerings, name, en = _offerings(extreme), extreme.name, extreme.english
    members = [pair for pair in _members(extreme) if pair[0] != "SX"]
    of_class = {
        place: [who for who, home in members if home == place] for place in {home for _, home in members}
    }
    taken = [
        (who, term, number, course) for term, number, course, place in offerings for who in of_class[place]
    ]
    met = [row[1] for row in offerings if row[0] == RUNNING][:MET]
    present = [row[:3] for row in taken if row[1] == RUNNING and row[2] in set(met)]
    graded = [row for row in taken if row[1] in extreme.graded]
    staff = [
        *sorted({_teacher(row[2]) for row in offerings}),
        "TX",
        *(f"L-{role}" for role in policy.roles() if role not in ("teacher", "student", "public")),
    ]
    classes = [*(f"K{place}" for place in range(extreme.classes)), "KX"]
    courses = [*(f"C{number:04d}" for number in range(extreme.courses)), "CX"]
    return {
        "orgs": _csv("org,name,en", [(code, name(f"第{code}学院"), en(f"School {code} ")) for code in ("D1", "D2")]),
        "majors": _csv("major,name,en,org", [(f"M{n}", name(f"专业{n}"), en(f"Major {n} "), f"D{n}") for n in (1, 2)]),
        "classes": _csv("class,name", [(code, name(f"班{code}")) for code in classes]),
        "courses": _csv("course,name,en", [(code, name(f"课程{code}"), en(f"Course {code} ")) for code in courses]),
        "students": _csv("no,name,class", [(no, name(f"示例·{no}"), place) for no, place in _members(extreme)]),
        "staff": _csv("no,name", [(no, name(f"示例·{no}")) for no in staff]),
        "roles": _csv(
            "no,role,kind,code",
            [(f"L-{role}", role, kind, bare if extreme.shows_empty else full) for role, (kind, full, bare) in UNITS.items()],
        ),
        "offerings": _csv(
            "term,no,course,class,name,teacher",
            [(*row, name(f"{row[3]}班"), _teacher(row[2])) for row in offerings],
        ),
        "meetings": _csv("term,no,day", [(RUNNING, number, day) for number in met for day in MEETINGS]),
        "attendance": _csv("student,term,no,day,status", [(*row, day, _came(row[0], day)) for row in present for day in MEETINGS]),
        "enrolments": _csv("student,term,no", [row[:3] for row in taken]),
        "grades": _csv("student,term,no,score,recorded", [(*row[:3], _score(row[0], row[3], row[1]), RECORDED[row[1]]) for row in graded]),
    }  # fmt: skip


def _constant(value: object) -> dict:
    return {"const": value}


OFFERED = {"term_id": "term", "offering_no": "no"}
LATER = {"after_event_days": 2}
TABLES = [
    {"to": "dim_org", "file": "orgs", "columns": {"org_code": "org", "name": "name", "name_en": "en", "org_kind": _constant("college")}},
    {"to": "dim_major", "file": "majors", "columns": {"major_code": "major", "name": "name", "name_en": "en", "org_code": "org"}},
    {"to": "dim_class", "file": "classes",
     "columns": {"class_code": "class", "name": "name", "grade_year": _constant(2024), "major_code": _constant("M1"), "org_code": _constant("D1")}},
    {"to": "dim_person", "file": "students", "columns": {"kind": _constant("student"), "person_no": "no", "full_name": "name"}},
    {"to": "dim_student", "file": "students",
     "columns": {"student_no": "no", "class_code": "class", "major_code": _constant("M1"), "org_code": _constant("D1"),
                 "entry_on": _constant("2024-09-01"), "entry_year": _constant(2024), "student_status": _constant("enrolled")}},
    {"to": "dim_person", "file": "staff", "columns": {"kind": _constant("teacher"), "person_no": "no", "full_name": "name"}},
    {"to": "dim_teacher", "file": "staff",
     "columns": {"staff_no": "no", "org_code": _constant("D1"), "staff_type": _constant("full_time"),
                 "title_rank": _constant("lecturer"), "entry_on": _constant("2015-09-01")}},
    {"to": "bridge_teacher_role", "file": "roles",
     "columns": {"staff_no": "no", "role": "role", "target_kind": "kind", "target_code": "code", "valid_from": _constant("2024-09-01")}},
    {"to": "dim_course", "file": "courses",
     "columns": {"course_code": "course", "name": "name", "name_en": "en", "credits": _constant(4), "org_code": _constant("D1"), "course_type": _constant("B"),
                 "course_category": _constant("foundation"), "course_tier": _constant("general")}},
    {"to": "dim_offering", "file": "offerings",
     "columns": {**OFFERED, "course_code": "course", "class_code": "class", "org_code": _constant("D1"), "name": "name", "pass_mark": _constant(60)}},
    {"to": "bridge_offering_teacher", "file": "offerings", "columns": {**OFFERED, "staff_no": "teacher"}},
    {"to": "fact_session", "file": "meetings",
     "columns": {**OFFERED, "held_on": "day", "periods": _constant("1-2"), "period_count": _constant(2), "status": _constant("held")},
     "recorded_at": {"after_event_days": 1}},
    {"to": "fact_attendance", "file": "attendance",
     "columns": {"student_no": "student", **OFFERED, "held_on": "day", "periods": _constant("1-2"), "status": "status"},
     "recorded_at": {"after_event_days": 1}},
    {"to": "fact_enrolment", "file": "enrolments",
     "columns": {"student_no": "student", **OFFERED, "study_type": _constant("first"), "is_required": _constant(True)}, "recorded_at": LATER},
    {"to": "fact_grade_attempt", "file": "grades",
     "columns": {"student_no": "student", **OFFERED, "attempt_no": _constant(1), "attempt_kind": _constant("first")},
     "grade": {"text": "score", "pass_mark": 60}, "recorded_at": {"column": "recorded"}},
]  # fmt: skip


def _mapping(files: dict[str, str]) -> Mapping:
    body = {
        "mapping": "extreme",
        "source": "academic_affairs",
        "owner": "academic_affairs",
        "reviewed_on": "2026-11-01",
        "home": {"zone": "Asia/Shanghai", "college_name": "示例学院", "college_name_en": "Example college", "current_term": RUNNING},
        "terms": TERMS,
        "files": {name: f"{name}.csv" for name in files},
        "tables": TABLES,
    }  # fmt: skip
    return Mapping.model_validate(body)


def build(home: Home, folder: Path, extreme: Extreme) -> None:
    """Load the college, choose who is shown for each role, and publish a snapshot."""
    files = _files(extreme)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    result = load_source(home, _mapping(files), folder)
    if result.reasons:
        raise AssertionError(f"rows of the test college were set aside: {result.reasons}")
    _choose(home, extreme)
    databases.run_jobs("profile", "--as-of", AS_OF.isoformat(), home=home)


def _choose(home: Home, extreme: Extreme) -> None:
    """A demo home: for each role a person that holds it."""
    key, engine = pseudonym_key(home), open_engine(home)
    own = {
        "teacher": "TX" if extreme.shows_empty else "T1",
        "student": "SX" if extreme.shows_empty else "S0000",
    }
    people = {role: own.get(role, f"L-{role}") for role in policy.roles() if role != "public"}
    pids = {
        role: person_pid(key, "student" if role == "student" else "teacher", no)
        for role, no in people.items()
    }
    with engine.begin() as connection:
        for role, pid in pids.items():
            if not policy.roles()[role].get("relation"):
                grants.grant(connection, pid, role, granted_by="test")
        write_setting(connection, "kind", "demo")
        write_setting(connection, "as_of", AS_OF.isoformat())
        write_setting(connection, "demo_people", pids)
    engine.dispose()
