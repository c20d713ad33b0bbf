"""Where and what: the school, its units, majors, programmes, classes, courses, terms and calendar."""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Index, Integer, String, Text

from access.tables import define

UNIT = "unit_indicator"


def _version():
    return (
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date),
        Column("is_current", Boolean, nullable=False),
    )


def _stamp():
    return (Column("load_id", Integer), Column("loaded_at", DateTime))


dim_school = define(
    "dim_school",
    Column("school_code", String(20), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("name_en", String(160)),
    Column("school_type", String(40)),  # comprehensive | engineering | ...
    Column("region", String(40)),
    *_stamp(),
    grain="one row per school",
    key=("school_code",),
    sensitivity="P",
    reach="open",
)

dim_term = define(
    "dim_term",
    Column("term_id", String(16), primary_key=True),  # {start}-{end}-{n}
    Column("source_code", String(30)),  # the source's own word, e.g. 2013B
    Column("start_year", Integer, nullable=False),
    Column("term_no", Integer, nullable=False),
    Column("first_monday", Date, nullable=False),
    Column("day_zero", Date, nullable=False),
    Column("end_on", Date, nullable=False),
    Column("week_count", Integer, nullable=False),
    Column("grades_due_on", Date),  # official deadline for grades; the term is closed after it
    *_stamp(),
    grain="one row per term",
    key=("term_id",),
    sensitivity="P",
    reach="open",
)

dim_calendar_week = define(
    "dim_calendar_week",
    Column("term_id", String(16), primary_key=True),
    Column("week_no", Integer, primary_key=True),
    Column("monday", Date, nullable=False),
    Column("is_teaching", Boolean, nullable=False),
    Column("is_exam", Boolean, nullable=False),
    *_stamp(),
    grain="one row per term x teaching week",
    key=("term_id", "week_no"),
    sensitivity="P",
    reach="open",
)

dim_org = define(
    "dim_org",
    Column("org_sk", Integer, primary_key=True),
    Column("org_code", String(20), nullable=False),
    *_version(),
    Column("name", String(120), nullable=False),
    Column("name_en", String(160)),
    Column("parent_code", String(20)),
    Column(
        "org_kind", String(20), nullable=False
    ),  # college | department | office | section | teaching_office
    Column("vertical_system", String(30)),
    Column("is_declared", Boolean),  # true: declared by a mapping, not found in the source
    *_stamp(),
    grain="one row per version of an organisation unit",
    key=("org_code", "valid_from"),
    sensitivity="I",
    reach="open",
)

dim_major = define(
    "dim_major",
    Column("major_sk", Integer, primary_key=True),
    Column("major_code", String(20), nullable=False),
    *_version(),
    Column("name", String(120), nullable=False),
    Column("name_en", String(160)),
    Column("org_code", String(20), index=True),
    Column("major_group", String(60)),
    Column("schooling_years", Integer),
    Column("first_intake_year", Integer),
    Column("major_class", String(12)),  # brand | feature | demand
    Column("key_level", String(20)),
    *_stamp(),
    Column("has_feature_evidence", Boolean),
    grain="one row per version of a major",
    key=("major_code", "valid_from"),
    sensitivity="I",
    reach="open",
)

dim_programme = define(
    "dim_programme",
    Column("programme_id", String(60), primary_key=True),  # {major}-{entry grade}-{version}
    Column("major_code", String(20), nullable=False, index=True),
    Column("entry_grade", Integer, nullable=False),
    Column("version", String(20), nullable=False),
    Column("total_credits", Float),
    Column("total_hours", Float),
    Column("practice_hours", Float),
    Column("public_hours", Float),
    Column("elective_hours", Float),
    Column("is_certificate_required", Boolean),
    Column("approved_on", Date),
    *_stamp(),
    grain="one row per programme (major x entry grade x version)",
    key=("major_code", "entry_grade", "version"),
    sensitivity="I",
    reach="open",
)

bridge_programme_course = define(
    "bridge_programme_course",
    Column("programme_id", String(60), primary_key=True),
    Column("course_code", String(30), primary_key=True),
    Column("planned_term", Integer),  # 1..6 counted from entry
    Column("is_core", Boolean),
    Column("is_required", Boolean),
    Column("exam_form", String(20)),
    Column("hours", Float),
    Column("practice_hours", Float),
    *_stamp(),
    grain="one row per programme x course",
    key=("programme_id", "course_code"),
    sensitivity="I",
    reach="open",
)

dim_grad_requirement = define(
    "dim_grad_requirement",
    Column("programme_id", String(60), primary_key=True),
    Column("requirement_code", String(20), primary_key=True),
    Column("description", Text),
    Column("weight", Float),
    *_stamp(),
    grain="one row per programme x graduation requirement point",
    key=("programme_id", "requirement_code"),
    sensitivity="I",
    reach="open",
)

bridge_requirement_course = define(
    "bridge_requirement_course",
    Column("programme_id", String(60), primary_key=True),
    Column("requirement_code", String(20), primary_key=True),
    Column("course_code", String(30), primary_key=True),
    Column("support", String(2), nullable=False),  # H | M | L
    *_stamp(),
    grain="one row per programme x requirement point x supporting course",
    key=("programme_id", "requirement_code", "course_code"),
    sensitivity="I",
    reach="open",
)

dim_class = define(
    "dim_class",
    Column("class_sk", Integer, primary_key=True),
    Column("class_code", String(40), nullable=False),
    *_version(),
    Column("name", String(80), nullable=False),
    Column("grade_year", Integer),
    Column("major_code", String(20), index=True),
    Column("org_code", String(20), index=True),
    Column("size", Integer),
    *_stamp(),
    grain="one row per version of an administrative class",
    key=("class_code", "valid_from"),
    sensitivity="I",
    reach="open",
    access={"org": "org_code", "major": "major_code", "class": "class_code"},
    masks={"size": "student_academic_record"},  # a count of persons: for those who hold them
)

dim_course = define(
    "dim_course",
    Column("course_sk", Integer, primary_key=True),
    Column("course_code", String(30), nullable=False),
    *_version(),
    Column("name", String(120), nullable=False),
    Column("name_en", String(160)),
    Column("org_code", String(20), index=True),  # owner
    Column("course_type", String(4)),  # A | B | C
    Column(
        "course_nature", String(30)
    ),  # public_basic | professional_basic | professional_core | professional_extension
    Column("course_attribute", String(30)),  # required | public_elective | professional_elective
    Column("course_category", String(30)),  # literacy | foundation | post_ability | extension
    Column("course_tier", String(12)),  # national | provincial | college | general
    Column("credits", Float),
    Column("hours", Float),
    Column("practice_hours", Float),
    Column("is_ideology", Boolean),
    Column("is_physical", Boolean),
    Column("is_certificate_integrated", Boolean),
    Column("standard_reviewed_on", Date),
    *_stamp(),
    Column("is_project_based", Boolean),
    Column("is_graduation_project", Boolean),
    Column("is_mental_health", Boolean),
    grain="one row per version of a course",
    key=("course_code", "valid_from"),
    sensitivity="I",
    reach="open",
)

dim_offering = define(
    "dim_offering",
    Column("offering_id", String(60), primary_key=True),  # {term_id}/{offering_no}
    Column("offering_no", String(40), nullable=False),
    Column("term_id", String(16), nullable=False),
    Column("course_code", String(30), nullable=False),
    Column("org_code", String(20)),
    Column("class_code", String(40)),  # null where several classes share the offering
    Column("name", String(120)),
    Column("capacity", Integer),
    Column("enrolled", Integer),
    Column("mode", String(20)),
    Column("pass_mark", Float, nullable=False),
    Column("length_days", Integer),
    *_stamp(),
    Column("is_common_exam", Boolean),
    Index("ix_dim_offering_term", "term_id", "course_code"),
    grain="one row per offering (teaching class)",
    key=("term_id", "offering_no"),
    sensitivity="I",
    reach="open",
    # how many attend is told to whoever holds their records; mart_offering tells it to others where it is large enough
    access={"org": "org_code", "course": "course_code", "class": "class_code", "offering": "offering_id"},
    masks={"enrolled": "student_academic_record"},
)

bridge_offering_teacher = define(
    "bridge_offering_teacher",
    Column("offering_id", String(60), primary_key=True),
    Column("teacher_pid", String(24), primary_key=True, index=True),
    Column("teacher_sk", Integer),
    Column("role", String(20)),
    Column("share", Float, nullable=False),
    Column("is_share_declared", Boolean, nullable=False),
    *_stamp(),
    grain="one row per offering x teacher; shares sum to 1 per offering",
    key=("offering_id", "teacher_pid"),
    sensitivity="I",
    reach="open",
)
