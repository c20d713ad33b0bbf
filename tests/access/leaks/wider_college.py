"""What indicators.md F.2 says of the tables of the wider college: students' activities, staff work, conditions, the loop."""

OPEN, SYSTEM = "open to whoever signs in", "jobs alone"
TABLES = {
    **dict.fromkeys(
        (
            "fact_competition",
            "fact_certificate",
            "fact_second_classroom",
            "fact_social_practice",
            "fact_fitness_test",
            "fact_library_loan",
        ),
        ("student_activity", {"student": "student_pid"}),
    ),
    **dict.fromkeys(
        (
            "bridge_competition_adviser",
            "fact_teacher_activity",
            "fact_teaching_award",
            "fact_course_build",
            "fact_research_project",
            "fact_research_output",
            "fact_social_service",
            "qa_teacher_milestone",
            "qa_innovation",
        ),
        ("teacher_profile", {"teacher": "teacher_pid"}),
    ),
    **dict.fromkeys(
        (
            "fact_reward_sanction",
            "fact_screening_invitation",
            "fact_student_entry",
            "fact_study_summary",
            "bridge_advised_student",
            "qa_student_milestone",
            "qa_recovery_plan",
        ),
        ("student_academic_record", {"student": "student_pid"}),
    ),
    **dict.fromkeys(("fact_leave",), ("attendance_process", {"student": "student_pid"})),
    **dict.fromkeys(
        (
            "fact_internship",
            "fact_internship_report",
        ),
        ("internship_employment", {"student": "student_pid"}),
    ),
    **dict.fromkeys(
        ("fact_employment",),
        ("internship_employment", {"major": "major_code", "org": "org_code", "student": "student_pid"}),
    ),
    **dict.fromkeys(
        ("fact_contact",), ("intervention_note", {"actor": "teacher_pid", "student": "student_pid"})
    ),
    **dict.fromkeys(
        (
            "fact_asset_snapshot",
            "fact_admission",
            "dim_training_room",
            "bridge_room_major",
            "fact_room_use",
            "dim_training_project",
            "dim_partner",
            "fact_partner_agreement",
            "fact_demand",
            "dim_textbook",
            "fact_textbook_adoption",
            "dim_course_unit",
            "bridge_post_skill",
            "dim_course_objective",
            "bridge_objective_assessment",
            "fact_course_run",
            "fact_branch_activity",
            "dim_survey",
            "qa_goal",
            "qa_standard_document",
            "qa_task",
            "dq_sample_review",
            "dq_delivery",
        ),
        (OPEN, {}),
    ),
    **dict.fromkeys(("fact_patrol",), ("unit_indicator", {"offering": "offering_id"})),
    **dict.fromkeys(
        (
            "fact_survey_response",
            "qa_evidence",
        ),
        (SYSTEM, {}),
    ),
    **dict.fromkeys(
        ("fact_quality_incident",),
        ("quality_incident", {"course": "course_code", "org": "org_code", "teacher": "teacher_pid"}),
    ),
    **dict.fromkeys(
        ("fact_request",),
        ("request_appeal", {"org": "org_code", "student": "student_pid", "teacher": "teacher_pid"}),
    ),
    **dict.fromkeys(("qa_alert",), ("rule_warning", {"student": "student_pid"})),
    **dict.fromkeys(("qa_action",), ("teacher_profile", {"org": "org_code", "teacher": "teacher_pid"})),
}
# The part of a teacher's profile that a table holds.
PARTS_OF_PROFILE = {
    "bridge_competition_adviser": "D4",
    "fact_teacher_activity": "D2",
    "fact_teaching_award": "D3",
    "fact_course_build": "D3",
    "fact_research_project": "D5",
    "fact_research_output": "D5",
    "fact_social_service": "D5",
    "qa_action": "D6",
    "qa_teacher_milestone": "D6",
    "qa_innovation": "D5",
}


def rows(students, staff, place):
    """Table name and rows: one per student or member of staff it can be about, one where it is about nobody."""
    for name, (_, about) in TABLES.items():
        if not about:
            yield name, [{}]
        elif "student" in about:
            yield name, [_of_student(about, pid, place, staff) for pid in students]
        elif "teacher" in about:
            yield name, [_of_teacher(about, pid, unit) for pid, unit in staff.items()]
        else:
            yield name, [{about["offering"]: offering} for offering in _OFFERINGS]


_OFFERINGS = ("O1", "O2", "O4")


def _of_student(about, pid, place, staff):
    where = place(pid)
    row = {about["student"]: pid} | {
        about[kind]: where[about[kind]] for kind in ("org", "major") if kind in about
    }
    return row | {about[kind]: sorted(staff)[len(pid) % 3] for kind in ("teacher", "actor") if kind in about}


def _of_teacher(about, pid, unit):
    row = {about["teacher"]: pid}
    return (
        row
        | ({about["org"]: unit} if "org" in about else {})
        | ({about["course"]: "K1"} if "course" in about else {})
    )


def tally(major, org, number):
    """One count about a major, as pages count them."""
    place = {
        "topic": "flow",
        "entity_kind": "major",
        "entity_id": major,
        "major_code": major,
        "org_code": org,
    }
    return place | {"period": "2022", "part": "all", "step": f"e{number}", "n": 3, "value": 0.5}
