"""What students do beyond their courses, and what becomes of them: contests, certificates, practice, placement, contacts."""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, String

from access.tables import define


def _stamp():
    return (
        Column("load_id", Integer),
        Column("loaded_at", DateTime),
        Column("recorded_at", DateTime),
    )


fact_competition = define(
    "fact_competition",
    Column("competition_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("entry_no", String(40), nullable=False),
    Column("event_name", String(120)),
    Column("held_on", Date, nullable=False),
    Column("level", String(20)),  # national | provincial | city | college
    Column("award", String(12)),  # first | second | third | none
    Column("team_size", Integer),
    Column("is_leader", Boolean),
    *_stamp(),
    grain="one row per student x entry in a contest",
    key=("student_pid", "entry_no"),
    sensitivity="C",
    category="student_activity",
    access={"student": "student_pid"},
)

fact_certificate = define(
    "fact_certificate",
    Column("certificate_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("certificate_no", String(60), nullable=False),
    Column("certificate_kind", String(20)),  # qualification | skill_level
    Column("level", String(20)),  # junior | intermediate | senior | none
    Column("name", String(120)),
    Column("issued_on", Date, nullable=False),
    Column("course_code", String(30)),
    *_stamp(),
    grain="one row per certificate of a student",
    key=("student_pid", "certificate_no"),
    sensitivity="C",
    category="student_activity",
    access={"student": "student_pid"},
)

fact_second_classroom = define(
    "fact_second_classroom",
    Column("second_classroom_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("activity_no", String(40), nullable=False),
    Column("module", String(20)),  # ideology | civic | sport | literacy | innovation | club | labour | art
    Column("hours", Float),
    Column("credits", Float),
    Column("role", String(12)),  # participant | core | leader
    Column("held_on", Date, nullable=False),
    Column("is_recognised", Boolean),
    Column("is_project", Boolean),
    *_stamp(),
    grain="one row per student x activity of the second classroom",
    key=("student_pid", "activity_no"),
    sensitivity="C",
    category="student_activity",
    access={"student": "student_pid"},
)

fact_social_practice = define(
    "fact_social_practice",
    Column("social_practice_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("project_no", String(40), nullable=False),
    Column("practice_kind", String(20)),  # social_practice | volunteering | substitute
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    Column("hours", Float),
    Column("is_recognised", Boolean),
    *_stamp(),
    grain="one row per student x project of social practice or volunteering",
    key=("student_pid", "project_no"),
    sensitivity="C",
    category="student_activity",
    access={"student": "student_pid"},
)

fact_fitness_test = define(
    "fact_fitness_test",
    Column("fitness_test_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("year", Integer, nullable=False),
    Column("item", String(20), nullable=False),
    Column("score", Float),
    Column("is_exempt", Boolean),
    Column("tested_on", Date),
    *_stamp(),
    grain="one row per student x year x item of the fitness test",
    key=("student_pid", "year", "item"),
    sensitivity="C",
    category="student_activity",
    access={"student": "student_pid"},
)

fact_reward_sanction = define(
    "fact_reward_sanction",
    Column("reward_sanction_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("record_no", String(40), nullable=False),
    Column("record_kind", String(12)),  # reward | sanction
    Column("level", String(20)),
    Column("reason_code", String(30)),  # academic_misconduct | conduct | merit
    Column("decided_on", Date, nullable=False),
    Column("lifted_on", Date),
    *_stamp(),
    grain="one row per reward or sanction of a student",
    key=("student_pid", "record_no"),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid"},
)

fact_library_loan = define(
    "fact_library_loan",
    Column("library_loan_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("loan_no", String(40), nullable=False),
    Column("borrowed_on", Date, nullable=False),
    Column("due_on", Date),
    Column("returned_on", Date),
    *_stamp(),
    grain="one row per loan; titles are not kept",
    key=("student_pid", "loan_no"),
    sensitivity="C",
    category="student_activity",
    access={"student": "student_pid"},
)

fact_leave = define(
    "fact_leave",
    Column("leave_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("leave_no", String(40), nullable=False),
    Column("leave_kind", String(12)),  # sick | personal | official
    Column("from_on", Date, nullable=False),
    Column("to_on", Date, nullable=False),
    Column("days", Float),
    Column("is_approved", Boolean),
    Column("returned_on", Date),
    *_stamp(),
    grain="one row per request for leave",
    key=("student_pid", "leave_no"),
    sensitivity="C",
    category="attendance_process",
    access={"student": "student_pid"},
)

fact_internship = define(
    "fact_internship",
    Column("internship_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    Column("company", String(80)),
    Column("arranged_by", String(12)),  # school | self
    Column("is_match", Boolean),
    Column("has_agreement", Boolean),
    Column("has_insurance", Boolean),
    Column("score", Float),
    Column("scored_on", Date),
    *_stamp(),
    grain="one row per placement of a student",
    key=("student_pid", "from_on"),
    sensitivity="C",
    category="internship_employment",
    access={"student": "student_pid"},
)

fact_internship_report = define(
    "fact_internship_report",
    Column("internship_report_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("report_no", String(40), nullable=False),
    Column("report_kind", String(12)),  # weekly | monthly | summary
    Column("submitted_on", Date, nullable=False),
    Column("reviewed_on", Date),
    *_stamp(),
    grain="one row per report of a placement",
    key=("student_pid", "report_no"),
    sensitivity="C",
    category="internship_employment",
    access={"student": "student_pid"},
)

fact_employment = define(
    "fact_employment",
    Column("employment_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("graduation_year", Integer, nullable=False),
    Column("major_code", String(20)),
    Column("org_code", String(20)),
    Column("outcome", String(20)),  # employed | flexible | self_employed | further_study | unemployed
    Column("is_match", Boolean),
    Column("is_in_province", Boolean),
    Column("industry", String(40)),
    Column("start_pay", Float),
    Column("counted_on", Date, nullable=False),
    *_stamp(),
    grain="one row per graduate and count of a year",
    key=("student_pid", "graduation_year"),
    sensitivity="C",
    category="internship_employment",
    access={"student": "student_pid", "org": "org_code", "major": "major_code"},
)

fact_screening_invitation = define(
    "fact_screening_invitation",
    Column("screening_invitation_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("year", Integer, nullable=False),
    Column("invited_on", Date, nullable=False),
    *_stamp(),
    grain="one row per student invited to a year's screening; taking part and opting out are not kept",
    key=("student_pid", "year"),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid"},
)

fact_contact = define(
    "fact_contact",
    Column("contact_id", Integer, primary_key=True),
    Column("contact_no", String(40), nullable=False),
    Column("student_pid", String(24), nullable=False),
    Column("teacher_pid", String(24), nullable=False),
    Column("contacted_at", DateTime, nullable=False),
    Column("contact_kind", String(12)),  # advising | talk | warning | visit
    Column("alert_no", String(40)),
    *_stamp(),
    grain="one row per recorded contact of a member of staff with a student",
    key=("contact_no",),
    sensitivity="C",
    category="intervention_note",
    access={"student": "student_pid", "actor": "teacher_pid"},
)

bridge_advised_student = define(
    "bridge_advised_student",
    Column("advised_student_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    *_stamp(),
    grain="one row per teacher x student assigned for mentoring or advising x start",
    key=("teacher_pid", "student_pid", "valid_from"),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid"},
)
