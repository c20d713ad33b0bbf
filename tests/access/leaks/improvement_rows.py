"""Own plans and improvement actions of the small college: about units, teachers and students, some answered for from elsewhere."""


def rows(students, staff):
    """Table name and rows."""
    yield "qa_plan_item", [
        *({"category": "student_academic_record", "student_pid": pid, "text": "写了什么"} for pid in students),
        *({"category": "teacher_profile", "teacher_pid": pid, "text": "写了什么"} for pid in staff),
    ]  # fmt: skip
    for name in ("qa_improvement", "qa_improvement_step"):
        yield name, list(_actions(students, staff))
    yield (
        "qa_swot_line",
        [
            {"major_code": f"M{number}", "org_code": org, "quadrant": "strengths", "words": "写了什么"}
            for number, org in ((1, "D1"), (2, "D2"), (3, "D1"))
        ],
    )


def _actions(students, staff):
    """Actions about units, each answered for by somebody who may be of another unit, about teachers and students."""
    for number, (course, org) in enumerate((("K1", "D1"), ("K2", "D2"), ("K3", "D1"))):
        owner = sorted(staff)[number]
        yield {"category": "unit_action", "course_code": course, "org_code": org, "teacher_pid": owner}
        yield {"category": "unit_action", "org_code": org, "teacher_pid": sorted(staff)[-number]}
        yield {
            "category": "unit_action",
            "major_code": f"M{number + 1}",
            "org_code": org,
            "teacher_pid": owner,
        }
    yield {"category": "unit_action", "teacher_pid": "t_dean"}
    yield from (
        {"category": "teacher_profile", "teacher_pid": pid, "org_code": org} for pid, org in staff.items()
    )
    yield from ({"category": "student_academic_record", "student_pid": pid} for pid in students)
