"""Who: the one identity table, students and teachers with their history, roles and status changes.

Everything analytic carries `student_pid` / `teacher_pid`, a keyed hash whose key lies outside the warehouse;
`dim_person` is the only table that holds a number or a name.
"""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Index, Integer, String

from access.tables import define

dim_person = define(
    "dim_person",
    Column("person_pid", String(24), primary_key=True),
    Column("kind", String(8), nullable=False),  # student | teacher
    Column("person_no", String(40), nullable=False),
    Column("full_name", String(80)),
    Column("category", String(40), nullable=False),  # student_identity | teacher_identity
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    Index("ix_dim_person_no", "kind", "person_no"),
    grain="one row per person and kind (student or teacher)",
    key=("person_pid",),
    sensitivity="C",
    category_column="category",
    access={"student": "person_pid", "teacher": "person_pid"},
    is_identity=True,
)

dim_student = define(
    "dim_student",
    Column("student_sk", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),  # null = open
    Column("is_current", Boolean, nullable=False),
    Column("class_code", String(40)),
    Column("major_code", String(20)),
    Column("org_code", String(20)),
    Column("entry_year", Integer),
    Column("entry_on", Date),
    Column("schooling_years", Integer),
    Column("student_status", String(20), nullable=False),  # enrolled | suspended | withdrawn | graduated
    Column("intake_type", String(20)),
    Column("graduated_on", Date),
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    Column("recorded_at", DateTime),
    Index("ix_dim_student_current", "is_current", "class_code"),
    Index("ix_dim_student_org", "org_code", "major_code"),
    grain="one row per version of a student (class, major, status or department changed)",
    key=("student_pid", "valid_from"),
    sensitivity="C",
    category="student_academic_record",
    access={"org": "org_code", "major": "major_code", "class": "class_code", "student": "student_pid"},
)

fact_student_status = define(
    "fact_student_status",
    Column("status_id", Integer, primary_key=True),
    Column("student_sk", Integer, nullable=False),
    Column("student_pid", String(24), nullable=False, index=True),
    Column("changed_on", Date, nullable=False),
    Column("change_kind", String(30), nullable=False),
    Column("from_value", String(40)),
    Column("to_value", String(40)),
    Column("reason_code", String(30)),
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    Column("recorded_at", DateTime),
    grain="one row per change of a student's status",
    key=("student_pid", "changed_on", "change_kind"),
    sensitivity="C",
    category="student_academic_record",
    access={"student": "student_pid"},
)

fact_student_sensitive = define(
    "fact_student_sensitive",
    Column("sensitive_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False),
    Column("attribute", String(30), nullable=False),  # sex | disability | deprivation | region | age_band ...
    Column("value", String(60)),
    Column("period", String(20), nullable=False),
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    grain="one row per student x sensitive attribute x period; for aggregated fairness audit only",
    key=("student_pid", "attribute", "period"),
    sensitivity="R",
    category="sensitive_attribute",
    access={"student": "student_pid"},
)

dim_teacher = define(
    "dim_teacher",
    Column("teacher_sk", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("is_current", Boolean, nullable=False),
    Column("org_code", String(20), index=True),
    Column(
        "staff_type", String(20), nullable=False
    ),  # full_time | internal_part | external_part | counsellor | admin
    Column("title_rank", String(20)),  # none | assistant | lecturer | associate_professor | professor
    Column("degree", String(20)),  # bachelor | master | doctor | other
    Column("dual_level", String(20)),  # none | junior | intermediate | senior
    Column("is_professional", Boolean),  # teaches professional courses
    Column("is_enterprise", Boolean),  # comes from an enterprise
    Column("entry_on", Date),
    Column("is_teaching_qualified", Boolean),
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    Column("recorded_at", DateTime),
    Column("special_post", String(20)),  # psychology | ideology
    grain="one row per version of a teacher (unit, staff type, title, degree or dual level changed)",
    key=("teacher_pid", "valid_from"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D2",
    whole_only=(
        "title_rank",
        "degree",
        "dual_level",
        "is_professional",
        "is_enterprise",
        "entry_on",
        "is_teaching_qualified",
    ),
    access={"org": "org_code", "teacher": "teacher_pid"},
)

bridge_teacher_role = define(
    "bridge_teacher_role",
    Column("role_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("role", String(30), nullable=False),  # counsellor | dean | major_leader | course_leader
    Column("target_kind", String(12), nullable=False),  # org | major | class | course
    Column("target_code", String(40), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    grain="one row per teacher x role x target x start",
    key=("teacher_pid", "role", "target_kind", "target_code", "valid_from"),
    sensitivity="I",
    reach="open",
)

fact_teacher_training = define(
    "fact_teacher_training",
    Column("training_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("training_no", String(40), nullable=False),
    Column("topic", String(120)),
    Column("training_level", String(20)),
    Column("hours", Float),
    Column("from_on", Date),
    Column("to_on", Date),
    Column("is_accepted", Boolean),
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    Column("recorded_at", DateTime),
    Column("training_kind", String(20)),  # professional | integrity | preservice | student_work
    grain="one row per teacher x training",
    key=("teacher_pid", "training_no"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D2",
    access={"teacher": "teacher_pid"},
)

fact_enterprise_practice = define(
    "fact_enterprise_practice",
    Column("practice_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("practice_kind", String(20)),  # practice | part_time
    Column("company", String(120)),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    Column("is_report_accepted", Boolean),
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    Column("recorded_at", DateTime),
    grain="one row per teacher x placement",
    key=("teacher_pid", "from_on"),
    sensitivity="C",
    category="teacher_profile",
    facet="=D2",
    access={"teacher": "teacher_pid"},
)

fact_teacher_appraisal = define(
    "fact_teacher_appraisal",
    Column("appraisal_id", Integer, primary_key=True),
    Column("teacher_pid", String(24), nullable=False, index=True),
    Column("year", Integer, nullable=False),
    Column(
        "appraisal_result", String(20)
    ),  # excellent | competent | basic | incompetent | undetermined | not_assessed
    Column("ethics_result", String(20)),  # excellent | pass | basic_pass | fail
    Column("load_id", Integer),
    Column("loaded_at", DateTime),
    Column("recorded_at", DateTime),
    grain="one row per teacher x calendar year",
    key=("teacher_pid", "year"),
    sensitivity="R",
    category="teacher_appraisal",
    access={"teacher": "teacher_pid"},
)
