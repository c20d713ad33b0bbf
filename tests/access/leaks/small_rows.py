"""The rows of the small college, table by table, as plain dicts without the columns that decide nothing."""

from __future__ import annotations

import itertools
from datetime import date, datetime

from tests.access.leaks import (
    improvement_rows,
    made_here,
    record_rows,
    support_rows,
    wider_college,
)
from tests.access.leaks.facts import (
    AGREED_ONCE,
    AGREES,
    AS_OF,
    ATTENDING,
    CLASSES,
    COURSES,
    CURRENT,
    DAY,
    ELSEWHERE,
    FIGURES,
    GROUPS,
    LOG,
    MOVED,
    NOON,
    OBJECTS,
    OFFERINGS,
    OFFICES,
    OLD,
    OPENED,
    OPENNESS,
    PERSONAL,
    PLAN,
    POSTS,
    STAFF,
    STUDENTS,
    TEACHING,
    TERM,
    UNITS,
    WARNED,
    place,
)

POST = {"title_rank": "professor", "degree": "doctor", "dual_level": "senior", "entry_on": DAY}


def _people():
    everybody = [(pid, "student") for pid in STUDENTS] + [(pid, "teacher") for pid in (*STAFF, *OFFICES)]
    yield "dim_person", [
        {"person_pid": pid, "kind": kind, "category": f"{kind}_identity", "person_no": f"N-{pid}", "full_name": f"名{pid}"}
        for pid, kind in everybody
    ]  # fmt: skip
    versions = [{"student_pid": pid, "is_current": True, "valid_from": DAY, **place(pid)} for pid in STUDENTS]
    before = {"class_code": "C5", "major_code": "M3", "org_code": "D2"}
    versions += [{"student_pid": MOVED, "is_current": False, "valid_from": date(2024, 9, 1), **before}]
    yield "dim_student", versions
    posts = [
        {"teacher_pid": pid, "is_current": True, "valid_from": DAY, "org_code": org}
        for pid, org in {**STAFF, **dict.fromkeys(OFFICES, "D0")}.items()
    ]
    earlier = {"teacher_pid": "t2", "is_current": False, "valid_from": date(2024, 9, 1), "org_code": "D2"}
    yield "dim_teacher", [one | POST for one in (*posts, earlier)]
    yield (
        "bridge_teacher_role",
        [
            {
                "teacher_pid": pid,
                "role": role,
                "target_kind": kind,
                "target_code": code,
                "valid_from": DAY,
                "valid_to": end,
            }
            for pid, role, kind, code, end in POSTS
        ],
    )
    for name in ("fact_teacher_training", "fact_enterprise_practice", "restricted.fact_teacher_appraisal"):
        yield name, [{"teacher_pid": pid} for pid in STAFF]
    for name in ("fact_student_status", "restricted.agg_card_week", "restricted.fact_student_sensitive"):
        yield name, [{"student_pid": pid} for pid in STUDENTS]
    yield "fact_graduation", [{"student_pid": pid, **_without(place(pid), "class_code")} for pid in STUDENTS]


def _without(row, *names):
    return {key: value for key, value in row.items() if key not in names}


def _units():
    yield "dim_school", [{"school_code": "X"}]
    yield "dim_term", [{"term_id": TERM}]
    yield "dim_calendar_week", [{"term_id": TERM, "week_no": 1}]
    yield "dim_org", [{"org_code": code, "is_current": True} for code in ("D1", "D2")]
    majors = UNITS.items()
    yield "dim_major", [{"major_code": code, "org_code": org, "is_current": True} for code, org in majors]
    yield "dim_class", [_class(code, major) for code, major in CLASSES.items()]
    yield (
        "dim_course",
        [{"course_code": code, "org_code": org, "is_current": True} for code, org in COURSES.items()],
    )
    yield "dim_programme", [{"programme_id": one, "major_code": major} for one, (major, _) in PLAN.items()]
    yield (
        "bridge_programme_course",
        [
            {"programme_id": one, "course_code": course}
            for one, (_, courses) in PLAN.items()
            for course in courses
        ],
    )
    yield "dim_grad_requirement", [{"programme_id": "P1"}]
    yield "bridge_requirement_course", [{"programme_id": "P1", "course_code": "K1"}]
    yield (
        "dim_offering",
        [
            {
                "offering_id": one,
                "enrolled": 30,
                "offering_no": one,
                "course_code": course,
                "org_code": COURSES[course],
                "term_id": TERM,
            }
            for one, course in OFFERINGS.items()
        ],
    )
    yield (
        "bridge_offering_teacher",
        [{"offering_id": one, "teacher_pid": pid} for one, pids in TEACHING.items() for pid in pids],
    )


def _class(code, major):
    return {"class_code": code, "major_code": major, "org_code": UNITS[major], "size": 30, "is_current": True}


def _teaching():
    attended = [
        {"student_pid": pid, "offering_id": one} for pid, several in ATTENDING.items() for one in several
    ]
    taught = [{"offering_id": one, "teacher_pid": pid} for one, pids in TEACHING.items() for pid in pids]
    for name in ("fact_session", "dim_task", "dim_resource"):
        yield name, [{"offering_id": one} for one in OFFERINGS]
    for name in ("fact_enrolment", "fact_grade_attempt"):
        yield name, attended
    for name in ("fact_set_response", "fact_teacher_workload"):
        yield name, taught
    yield (
        "fact_supervision",
        [one | {"supervisor_pid": who} for one in taught for who in ("o_visit", "t_leader")],
    )


def _marts():
    yield (
        "meta_snapshot",
        [
            {
                "snapshot_id": number,
                "is_current": number == CURRENT,
                "status": "published",
                "as_of": AS_OF,
                "term_id": TERM,
            }
            for number in (OLD, CURRENT)
        ],
    )
    yield (
        "mart_student",
        [
            {
                "snapshot_id": CURRENT,
                "student_pid": pid,
                **place(pid),
                "attendance_rate": 0.9,
                "ontime_rate": 0.8,
            }
            for pid in STUDENTS
        ],
    )
    yield "mart_roster", [
        {"snapshot_id": CURRENT, "student_pid": pid, "offering_id": one, "course_code": OFFERINGS[one], **place(pid),
         "attendance_rate": 0.9, "ontime_rate": 0.8, "support_flag": True}
        for pid, several in ATTENDING.items() for one in several
    ]  # fmt: skip
    yield (
        "mart_rule_warning",
        [
            {
                "snapshot_id": number,
                "student_pid": pid,
                "layer": "in_term",
                "term_id": TERM,
                "level": "red",
                **place(pid),
            }
            for pid, number in WARNED.items()
        ],
    )
    yield "mart_source_gap", [{"snapshot_id": CURRENT}]
    yield from record_rows.rows()
    yield from _group_figures()


def _group_figures():
    yield "mart_offering", [
        _cell({"offering_id": one, "course_code": course, "org_code": COURSES[course], "teacher_pid": TEACHING[one][0],
               "enrolled": 30}, behind, flags)
        for (one, course), (behind, flags) in zip(OFFERINGS.items(), itertools.cycle(itertools.product(GROUPS[:2], OPENNESS)))
    ]  # fmt: skip
    yield "mart_score_bin", [
        _cell({"course_code": course, "org_code": org, "term_id": TERM, "bin_from": 5 * number, "width": 5, "n": 3}, behind, flags)
        for course, org in COURSES.items()
        for number, (behind, flags) in enumerate(itertools.product(GROUPS[:2], OPENNESS))
    ]  # fmt: skip
    flags = list(enumerate(itertools.product(GROUPS[:2], OPENNESS)))
    tallies = [(wider_college.tally(*unit, step), *pair) for unit in UNITS.items() for step, pair in flags]
    yield "mart_tally", [_cell(*one) for one in tallies]
    for name in ("ind_value", "mart_index", "mart_dimension", "mart_item", "mart_week"):
        yield name, list(_entities(name))


def _cell(row, behind, flags):
    return row | {"snapshot_id": CURRENT, "behind": behind, "is_open": flags[0], "is_open_inside": flags[1]}


def _entities(name):
    """Figures of units with every kind of openness, figures of persons of every category and every part of a profile."""
    number = itertools.count(1)
    for row in (*_unit_rows(), *_person_rows()):
        if name != "ind_value" and (row.get("extreme") or row["category"] in ELSEWHERE):
            continue
        figures = {column: 7 if column == "n" else 0.5 for column in FIGURES[name]}
        yield row | _part(name, row, next(number)) | figures


NUMBERED = {
    "ind_value": "indicator_id", "mart_index": "standard_id", "mart_dimension": "standard_id", "mart_item": "indicator_id",
    "mart_week": "measure",
}  # fmt: skip


def _part(name, row, number):
    """What tells one row of a table from the next, the part of a profile, a state."""
    facet = row["facet"]
    told = {NUMBERED[name]: f"x{number}"}
    if name == "ind_value":
        told |= {"facet": facet, "status": "observed", "extreme": row["extreme"]}
    elif name == "mart_index":
        told |= {"appraisal_gates": "[]"}
    elif name in ("mart_dimension", "mart_item"):
        told |= {"dimension_id": facet or "D0"}
    return told


def _unit_rows():
    units = (
        ("school", "school", {}), ("org", "D1", {"org_code": "D1"}), ("org", "D2", {"org_code": "D2"}),
        ("major", "M1", {"major_code": "M1", "org_code": "D1"}), ("major", "M3", {"major_code": "M3", "org_code": "D2"}),
        ("class", "C1", {"class_code": "C1", "major_code": "M1", "org_code": "D1"}),
        ("class", "C5", {"class_code": "C5", "major_code": "M3", "org_code": "D2"}),
        ("course", "K1", {"course_code": "K1", "org_code": "D1"}), ("course", "K3", {"course_code": "K3", "org_code": "D2"}),
        ("offering", "O1", {"offering_id": "O1", "course_code": "K1", "org_code": "D1"}),
        ("offering", "O5", {"offering_id": "O5", "course_code": "K4", "org_code": "D2"}),
    )  # fmt: skip
    for (kind, code, where), behind, flags, extreme in itertools.product(
        units, GROUPS, OPENNESS, (None, "under")
    ):
        row = {
            "entity_kind": kind,
            "entity_id": code,
            "category": "unit_indicator",
            "facet": None,
            "extreme": extreme,
            **where,
        }
        yield _cell(row, behind, flags)
    for (kind, code, where), one in itertools.product(units[7:], ("t1", "t3", None)):
        row = {
            "entity_kind": kind,
            "entity_id": code,
            "category": "teacher_profile",
            "facet": "D3",
            "extreme": None,
            **where,
        }
        yield _cell(row | {"teacher_pid": one}, "teacher_profile", (False, False))


def _person_rows():
    for pid, category in itertools.product(("s01", "s02", "s03", "s05", "s09", "s16"), PERSONAL):
        yield _person(category, "student", pid, {"student_pid": pid, **place(pid)})
    for pid, category in itertools.product(("t1", "t3", "t4", "t_dean"), PERSONAL):
        yield _person(category, "teacher", pid, {"teacher_pid": pid, "org_code": STAFF[pid]})
    for pid, facet in itertools.product(("t1", "t3", "t4"), ("D1", "D2", "D3", "D5", "D6")):
        yield _person("teacher_profile", "teacher", pid, {"teacher_pid": pid, "org_code": STAFF[pid]}, facet)


def _person(category, kind, pid, where, facet=None):
    row = {
        "entity_kind": kind,
        "entity_id": pid,
        "category": category,
        "facet": facet,
        "extreme": None,
        **where,
    }
    return _cell(row, None, (True, True))


def _risk_and_loop():
    then = {"class_code": "C5", "major_code": "M3", "org_code": "D2"}
    yield (
        "ml_prediction",
        [
            *({"student_pid": pid, "model_id": "m", **place(pid)} for pid in STUDENTS),
            {"student_pid": MOVED, "model_id": "m0", **then},
        ],
    )
    yield "ml_course_risk", [
        {"student_pid": pid, "offering_id": one, "model_id": "m", **_without(place(pid), "major_code")}
        for pid, several in ATTENDING.items() for one in several
    ]  # fmt: skip
    yield from support_rows.rows()
    yield "qa_standard", [{"standard_id": "x"}]
    yield from improvement_rows.rows(STUDENTS, STAFF)
    asked = [("s01", "student", "counsellor"), ("s01", "student", "academic_affairs"), ("s09", "student", "counsellor"),
             ("s13", "student", "student_affairs"), ("t1", "teacher", "hr"), ("t3", "teacher", "teacher_centre"),
             ("t4", "teacher", "service_office")]  # fmt: skip
    yield "qa_correction", [
        {"person": pid, "person_kind": kind, "addressed_to": office, "text": "请更正", **(place(pid) if kind == "student" else
         {"org_code": STAFF[pid]})}
        for pid, kind, office in asked
    ] + [{"person": MOVED, "person_kind": "student", "addressed_to": "counsellor", "text": "请帮忙", **then}]  # fmt: skip
    yield from made_here.rows()


def _rights():
    yield "sec_grant", [
        *(_grant(pid, role) for pid, role in OFFICES.items()),
        *(_grant("local-owner", role) for role in ("dean", "major_leader", "course_leader", "counsellor")),
        *(_grant("local-owner", role) for role in OFFICES.values()),
        _grant("t_dean2", "dean", "org", "D2"), _grant("t2", "hr", end=date(2025, 10, 1)),
        _grant("t4", "auditor", start=date(2026, 1, 1)), _grant("t4", "dean", "org", "D1", taken=NOON),
    ]  # fmt: skip
    yield "sec_binding", [{"issuer": "i", "subject": pid, "person": pid} for pid in ("s01", "t1")]
    yield "sec_session_end", [{"token_sha256": "x"}]
    yield "sec_access_log", [
        {"person": who, "role": role, "act": "view", "object_kind": kind, "object_id": about, "session": f"of-{who}",
         "seen_as": "s09" if who == "o_admin" else None}
        for who, role, kind, about in LOG
    ]  # fmt: skip
    yield "sec_log_anchor", [{"last_chain_sha256": "x"}]
    yield "sec_log_head", [{"last_chain_sha256": "x"}]
    yield "sec_break_glass", list(_glasses())
    yield "sec_consent", [
        {"person": OBJECTS, "topic": "model_layer", "until": None}, {"person": "s09", "topic": "model_layer", "until": NOON},
        {"person": AGREES, "topic": "named_profile", "until": None}, {"person": AGREED_ONCE, "topic": "named_profile", "until": NOON},
    ]  # fmt: skip


def _grant(person, role, kind="all", code=None, start=DAY, end=None, taken=None):
    return {"person": person, "role": role, "scope_kind": kind, "scope_code": code, "valid_from": start, "valid_to": end,
            "revoked_at": taken}  # fmt: skip


def _glasses():
    """Requests that are open, over, closed by hand, not yet begun, and of another role."""
    far, past = datetime(2099, 1, 1), datetime(2025, 1, 1)
    for who, role, about in sorted(OPENED):
        yield _glass(who, role, about, past, far)
    yield _glass("o_lead", "leadership", "s09", past, past)
    yield _glass("o_lead", "leadership", "s10", past, far, closed_at=NOON)
    yield _glass("o_lead", "leadership", "s11", far, far)
    yield _glass("o_students", "leadership", "s12", past, far)


def _glass(who, role, about, start, end, closed_at=None):
    return {
        "person": who, "role": role, "subject_kind": "student" if about in STUDENTS else "teacher", "subject": about,
        "opened_at": start, "expires_at": end, "closed_at": closed_at, "purpose": "目的",
    }  # fmt: skip


def _home():
    yield "meta_home", [{"key": "kind", "value": '"files"'}, {"key": "model_layer", "value": "true"}]
    for name in ("source", "load", "counted_day", "load_file", "mapping", "national_table", "watermark", "set_aside_reason", "check"):  # fmt: skip
        yield f"meta_{name}", [{}]
    owners = (None, "academic_affairs", "hr", "dean")
    yield "restricted.meta_set_aside_row", [{"original": '{"a": "s01"}', "owner_role": one} for one in owners]
    yield "restricted.meta_row_history", [{"old_row": '{"a": "s01"}'}]


def parts():
    """Table name and its rows, one table after the other."""
    wider = wider_college.rows(STUDENTS, STAFF, place)
    groups = (_people(), _units(), _teaching(), _marts(), _risk_and_loop(), _rights(), _home(), wider)
    return itertools.chain.from_iterable(groups)
