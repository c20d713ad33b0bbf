"""The access matrix of the design (indicators.md F.2), copied out by hand in its own words.

It is what `access/matrix.yaml` is judged by and takes nothing from it: neither file is made from the other.
"""

FIRST = (
    "leadership", "dean", "major_leader", "course_leader", "teacher", "counsellor", "student", "quality_office",
    "data_admin",
)  # fmt: skip
FURTHER = (
    "supervisor", "teacher_centre", "student_affairs", "hr", "academic_affairs", "service_office", "auditor", "public",
)  # fmt: skip

NO = "—"

# fmt: off
FIRST_TABLE = {
    "School, unit, major, course indicators":
        ("A (named units)", "N", "N", "A", "N own, A others", "A", "A published", "N", "A"),
    "Teacher profile and index":
        ("A; B for a person", "N own unit", "M team, N with consent", "A", "S", NO, NO, "N", NO),
    "Evaluation raw comments":
        (NO, "n >= 8, moderated", NO, "own course, n >= 8", "S, n >= 8, after grades posted", NO, "own text", "moderated", NO),
    "Supervision records":
        ("A", "N", "N team", "N course", "S", NO, NO, "N", NO),
    "Ethics finding, appraisal result":
        ("A; B", "N own unit (result only)", NO, NO, "S", NO, NO, "— (hr N)", NO),
    "Student academic record":
        ("A; B", "N for academic duty", "N for academic duty", "N own course only", "N own classes, own course only",
         "N own students", "S", "A; B", NO),
    "Attendance and LMS process data":
        ("A", "A; N on alert", "A; N on alert", "N own course", "N own classes", "N weekly summary", "S", "A", NO),
    "Rule warning level":
        ("A", "N", "N", "count", "own course note only", "N", "S", "N", NO),
    "Model priority and reasons":
        ("A", "A", "A", NO, '"needs support in this course"', "N own students", "S", "A (monitoring)", NO),
    "Intervention notes":
        ("A", "A", NO, NO, "own notes", "N own", "S summary", "A", NO),
    "Second classroom, practice, certificates":
        ("A", "N", "N", NO, NO, "N", "S", "A", NO),
    "Internship, employment":
        ("A", "N", "N", NO, NO, "N", "S", "A", NO),
    "Financial aid, aid recognition":
        ("A", "A", NO, NO, NO, "flag N where duty requires", "S", "A", NO),
    "Mental-health referral":
        ("A (k >= 20)", NO, NO, NO, NO, "own referrals: open/closed only", "S", NO, NO),
    "Card, door, dormitory":
        ("A (k >= 20, school and unit only)", "A", NO, NO, NO, "— ; B for safety", "S", "A", NO),
    "Ethnic group, religion, political status, health":
        (NO, NO, NO, NO, NO, NO, "S", "A fairness audit only", NO),
    "Requests and appeals":
        ("A", "N own unit", "A", NO, "S", "N own students if addressed", "S", "N", NO),
    "Quality incidents":
        ("A; N level I", "N", "N", "N own course", "S", NO, NO, "N", NO),
    "Access log":
        ("own", "own", "own", "own", "own", "own", "who viewed me", "own", "technical (auditor N)"),
}
FURTHER_TABLE = {
    "School, unit, major, course indicators": ("A", "A", "A", "A", "N", "A", "A", "released only"),
    "Teacher profile and index": (NO, "N", NO, "N (D1, D2, D6)", "N (teaching D3)", NO, NO, NO),
    "Evaluation raw comments": (NO, "n >= 8, moderated", NO, NO, NO, NO, NO, NO),
    "Supervision records": ("own visits N", "N", NO, NO, "N", NO, NO, NO),
    "Ethics finding, appraisal result": (NO, NO, NO, "N", NO, NO, NO, NO),
    "Student academic record": (NO, NO, "A; N on a case handed over", NO, "N", NO, NO, NO),
    "Attendance and LMS process data": ("session visited", "A", "A", NO, "A; N on alert", NO, NO, NO),
    "Rule warning level": (NO, NO, "N", NO, "N", NO, NO, NO),
    "Model priority and reasons": (NO, NO, "A; N on a case handed over", NO, "A", NO, NO, NO),
    "Intervention notes": (NO, NO, "cases handed over", NO, NO, NO, NO, NO),
    "Second classroom, practice, certificates": (NO, NO, "N", NO, "A", NO, NO, NO),
    "Internship, employment": (NO, NO, "N", NO, "N", NO, NO, "released only"),
    "Financial aid, aid recognition": (NO, NO, "N", NO, NO, NO, NO, NO),
    "Mental-health referral": (NO, NO, "A (k >= 20)", NO, NO, NO, NO, NO),
    "Card, door, dormitory": (NO, NO, "A; B for safety", NO, NO, NO, NO, NO),
    "Ethnic group, religion, political status, health": (NO, NO, NO, NO, NO, NO, NO, NO),
    "Requests and appeals": (NO, "own", "N", "own", "N own duty", "N own service", "A", NO),
    "Quality incidents": ("own visits", NO, "N own duty", NO, "N", "N own service", "N", NO),
    "Access log": ("own", "own", "own", "own", "own", "own", "N", NO),
}
# fmt: on

# Rows whose figures need twenty persons (F.3, 2), and rows whose reported group must be large enough as well.
TWENTY = {
    "Mental-health referral", "Card, door, dormitory", "Ethnic group, religion, political status, health",
}  # fmt: skip
REPORTED_GROUP = {
    "Rule warning level", "Model priority and reasons", "Financial aid, aid recognition", "Mental-health referral",
    "Ethnic group, religion, political status, health", "Requests and appeals",
}  # fmt: skip


def cells():
    """(row, role) -> the words of the document, for every row and every role."""
    found = {}
    for roles, table in ((FIRST, FIRST_TABLE), (FURTHER, FURTHER_TABLE)):
        for row, words in table.items():
            assert len(words) == len(roles), row
            found |= {(row, role): text for role, text in zip(roles, words, strict=True)}
    return found


# What the words say: letters, and of whose rows. "scope" is the scope of F.1: N with nothing beside it.
A = ("A", "groups", None)
SCOPE = {
    "dean": "unit", "major_leader": "major", "course_leader": "course", "teacher": "classes", "counsellor": "students",
    "quality_office": "all", "teacher_centre": "all", "student_affairs": "all", "hr": "all", "academic_affairs": "all",
    "auditor": "all",
}  # fmt: skip
READING = {
    NO: (), "— (hr N)": (), "released only": (("N", "released", None),),
    "A": (A,), "A (named units)": (A,), "A published": (A,), "A (k >= 20)": (A,), "A (monitoring)": (A,), "count": (A,),
    "A (k >= 20, school and unit only)": (A,), "A fairness audit only": (A,),
    "N": (("N", "scope", None),), "S": (("S", "self", None),), "S summary": (("S", "self", None),),
    "N own, A others": (("N", "classes", None), A), "N own unit": (("N", "unit", None),), "N team": (("N", "team", None),),
    "N own unit (result only)": (("N", "unit", None),), "N course": (("N", "course", None),),
    "N for academic duty": (("N", "scope", None),), "N own course only": (("N", "course", None),),
    "N own course": (("N", "course", None),), "N own classes": (("N", "classes", None),),
    "N own classes, own course only": (("N", "classes", None),), "N own students": (("N", "students", None),),
    "N weekly summary": (("N", "scope", None),), "N own": (("N", "scope", None),),
    "M team, N with consent": (("M", "team", None), ("N", "consenting", None)),
    "A; N on alert": (A, ("N", "scope", "alert")),
    "A; N on a case handed over": (A, ("N", "case", None)), "cases handed over": (("N", "case", None),),
    "A; N level I": (A, ("N", "all", "level1")),
    "n >= 8, moderated": (("N", "scope", "n8"),), "own course, n >= 8": (("N", "course", "n8"),),
    "moderated": (("N", "scope", "n8"),), "S, n >= 8, after grades posted": (("S", "self", "n8"),),
    "own text": (("S", "self", None),),
    "own notes": (("N", "acts", None),), "own referrals: open/closed only": (("N", "acts", None),),
    "flag N where duty requires": (("N", "scope", "duty"),),
    "N own students if addressed": (("N", "students", "addressed"),),
    "N own duty": (("N", "addressed", None),), "N own service": (("N", "addressed", None),),
    "N (D1, D2, D6)": (("N", "all", "D1+D2+D6"),), "N (teaching D3)": (("N", "all", "D3"),),
    "own visits N": (("N", "visits", None),), "own visits": (("N", "visits", None),),
    "session visited": (("N", "visits", None),),
    "who viewed me": (("S", "self", None),),
    "technical (auditor N)": (("N", "technical", None),),
    "own course note only": (("N", "classes", None),), '"needs support in this course"': (("N", "classes", None),),
}  # fmt: skip
# Words that say something else in their row: "own" is what one did in the log, what is addressed to one's office among
# requests; B is for the kind of person the row is about.
IN_ROW = {
    ("Access log", "own"): (("S", "acts", None),),
    ("Requests and appeals", "own"): (("N", "addressed", None),),
    ("Teacher profile and index", "A; B for a person"): (A, ("B", "a teacher", None)),
    ("Ethics finding, appraisal result", "A; B"): (A, ("B", "a teacher", None)),
    ("Student academic record", "A; B"): (A, ("B", "a student", None)),
    ("Card, door, dormitory", "— ; B for safety"): (("B", "a student", None),),
    ("Card, door, dormitory", "A; B for safety"): (A, ("B", "a student", None)),
}


def reading(row, role, words):
    """(letter, whose, condition) of one cell of the document."""
    said = IN_ROW.get((row, words)) or READING[words]
    return {(letter, SCOPE[role] if whose == "scope" else whose, more) for letter, whose, more in said}


# Where the product says something else than the words, and why. Everything else must agree.
DIFFERENT = {
    ("School, unit, major, course indicators", "dean"): (
        {("N", "unit", None), A}, "figures of other units are told to a dean as they are to a student: as groups"),
    ("School, unit, major, course indicators", "major_leader"): (
        {("N", "major", None), A}, "figures of other majors are told to a leader as they are to a student: as groups"),
    ("School, unit, major, course indicators", "course_leader"): (
        {("N", "course", None), A}, "holds the grades behind the own course by name, so its counts are exact (F.3, 2)"),
    ("Rule warning level", "teacher"): (set(), "the note of the own course is a category of its own: course_support"),
    ("Model priority and reasons", "teacher"): (
        set(), "needs support in this course is a category of its own: course_support"),
    ("School, unit, major, course indicators", "public"): (set(), "nothing is released yet, and the public has no page"),
    ("Internship, employment", "public"): (set(), "nothing is released yet, and the public has no page"),
    ("Access log", "student"): (
        {("S", "acts", None), ("S", "self", None)}, "a student reads the own acts as everybody does"),
    ("Access log", "teacher"): (
        {("S", "acts", None), ("S", "self", None)}, "students and teachers see which roles viewed them (F.3, 8)"),
    ("Access log", "data_admin"): (
        {("S", "acts", None), ("N", "technical", None)}, "an administrator reads the own acts as everybody does"),
}  # fmt: skip

# Parts of the product that follow from a row of the document: what each role reads of them, none where a role is missing.
SELF, ACTS = ("S", "self", None), ("S", "acts", None)
EVERYBODY = tuple(role for role in (*FIRST, *FURTHER) if role != "public")
PARTS = {
    "course_support": {
        "teacher": {("N", "classes", None)}, "counsellor": {("N", "students", None)}, "student": {SELF},
        "student_affairs": {("N", "case", None)}},
    "support_referral": {
        "teacher": {("N", "acts", None)}, "counsellor": {("N", "students", None)}, "student": {SELF},
        "student_affairs": {("N", "case", None)}},
    "intervention_text": {
        "teacher": {("N", "acts", None)}, "counsellor": {("N", "students", None)},
        "student_affairs": {("N", "case", None)}},
    "access_log_actor": {
        **{role: {ACTS} for role in EVERYBODY}, "data_admin": {ACTS, ("N", "technical", None)},
        "auditor": {("N", "all", None)}},
    "break_glass": {
        **{role: {ACTS} for role in EVERYBODY}, "teacher": {ACTS, SELF}, "student": {ACTS, SELF},
        "auditor": {("N", "all", None)}},
    "own_choice": {"teacher": {SELF}, "student": {SELF}},
    "meeting_pack": {role: {ACTS} for role in EVERYBODY if role not in ("student", "auditor")},
    "unit_action": {
        **{role: {("N", "all", None)} for role in ("leadership", "quality_office", "academic_affairs")},
        "dean": {("N", "unit", None), SELF}, "major_leader": {("N", "major", None), SELF},
        "course_leader": {("N", "course", None), SELF}, "teacher": {SELF}, "counsellor": {SELF}, "teacher_centre": {SELF}},
    "own_visit": {role: {ACTS} for role in EVERYBODY},
    "fairness_audit": {"quality_office": {("N", "all", None)}},
    "teaching_value_added": {"teacher": {SELF}, "teacher_centre": {("N", "all", None)}},
    "student_identity": {
        "leadership": {("B", "a student", None)}, "dean": {("N", "unit", None)}, "major_leader": {("N", "major", None)},
        "course_leader": {("N", "course", None)}, "teacher": {("N", "classes", None)},
        "counsellor": {("N", "students", None)}, "student": {SELF},
        "quality_office": {("N", "all", "alert"), ("B", "a student", None)}, "student_affairs": {("N", "all", None)},
        "academic_affairs": {("N", "all", None)}},
    "teacher_identity": {role: {("N", "all", None)} for role in EVERYBODY if role != "data_admin"},
    "set_aside_row": {
        role: {("N", "addressed", None)} for role in
        ("quality_office", "data_admin", "student_affairs", "hr", "academic_affairs", "service_office")},
    "access_administration": {"data_admin": {("N", "all", None)}, "auditor": {("N", "all", None)}},
}  # fmt: skip
