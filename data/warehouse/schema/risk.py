"""What the risk model leaves behind: fitted or refused models and their predictions."""

from sqlalchemy import Boolean, Column, DateTime, Float, Index, Integer, String, Text

from access.tables import define

ml_model = define(
    "ml_model",
    Column("model_id", String(40), primary_key=True),
    Column("point", String(8), nullable=False),  # W0 | W4 | W8 | W12 | END
    Column("trained_at", DateTime, nullable=False),
    Column("snapshot_id", Integer),
    Column("train_terms", Text, nullable=False),
    Column("test_term", String(16)),
    Column("best", String(30)),
    Column("chosen", String(30)),
    Column("is_switched_on", Boolean, nullable=False),
    Column("reasons", Text),  # JSON list of reason keys when refused
    Column("metrics", Text, nullable=False),  # JSON
    Column("artifact", String(200)),  # file name inside the home's artifacts folder
    Column("artifact_sha256", String(64)),
    Column("manifest_sha256", String(64)),
    grain="one row per fitted or refused risk model",
    key=("model_id",),
    sensitivity="I",
    reach="open",
)

ml_prediction = define(
    "ml_prediction",
    Column("prediction_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False),
    Column("term_id", String(16), nullable=False),
    Column("point", String(8), nullable=False),
    Column("model_id", String(40), nullable=False),
    Column("cutoff", DateTime, nullable=False),
    Column("scored_at", DateTime, nullable=False),
    Column("is_latest", Boolean, nullable=False),
    Column("expected_failed_credits", Float, nullable=False),
    Column("efc_low", Float),
    Column("efc_high", Float),
    Column("p_any", Float, nullable=False),
    Column("reasons", Text),  # JSON list of {code, strength, course_code?}
    Column("sources_share", Float),
    Column("features_sha256", String(64)),
    Column("class_code", String(40)),
    Column("major_code", String(20)),
    Column("org_code", String(20)),
    Index("ix_ml_prediction_student", "student_pid", "term_id", "point"),
    Index("ix_ml_prediction_class", "is_latest", "class_code"),
    Index("ix_ml_prediction_org", "is_latest", "org_code"),
    grain="one row per student x term x prediction point x model",
    key=("student_pid", "term_id", "point", "model_id"),
    sensitivity="C",
    category="model_priority",
    access={
        "student": "student_pid"
    },  # read by whoever cares for the student now: the units are those of that day
)

ml_course_risk = define(
    "ml_course_risk",
    Column("course_risk_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False),
    Column("offering_id", String(60), nullable=False),
    Column("term_id", String(16), nullable=False),
    Column("point", String(8), nullable=False),
    Column("model_id", String(40), nullable=False),
    Column("is_latest", Boolean, nullable=False),
    Column("probability", Float, nullable=False),
    Column("credits", Float),
    Column("class_code", String(40)),
    Column("org_code", String(20)),
    Index("ix_ml_course_risk_student", "student_pid", "is_latest"),
    Index("ix_ml_course_risk_offering", "offering_id", "is_latest"),
    grain="one row per student x offering x prediction point x model",
    key=("student_pid", "offering_id", "point", "model_id"),
    sensitivity="C",
    category="model_priority",
    access={"student": "student_pid"},
)

ml_guard = define(
    "ml_guard",
    Column("guard_id", Integer, primary_key=True),
    Column("term_id", String(16), nullable=False),
    Column("point", String(8), nullable=False),
    Column("course_code", String(40), nullable=False),
    Column("item", String(60), nullable=False),  # kind/source's word/place, e.g. assignment/TMA/1; midterm
    Column("offerings", Text, nullable=False),  # JSON list of offering ids that changed
    Column("reason", String(16), nullable=False),  # weight_zero | constant | distribution | coarse | order
    Column("read_as", String(16), nullable=False),  # rank | reversed_rank | kept | unknown
    Column("n", Integer, nullable=False),
    Column("n_before", Integer, nullable=False),
    Column("mean", Float, nullable=False),  # share of full score, 0-1
    Column("mean_before", Float, nullable=False),
    Column("distance", Float, nullable=False),  # largest gap of the two cumulative distributions
    Column("found_at", DateTime, nullable=False),
    Index("ix_ml_guard_term", "term_id", "point"),
    grain="one row per assessment of a course that changed its meaning, x prediction point",
    key=("guard_id",),
    sensitivity="I",
    reach="open",
)

ml_group_audit = define(
    "ml_group_audit",
    Column("model_id", String(40), primary_key=True),
    Column(
        "attribute", String(20), primary_key=True
    ),  # sex | intake_type | origin | aid | department | grade
    Column("group_value", String(60), primary_key=True),
    Column("measure", String(16), primary_key=True),  # recall | false_alarm | calibration
    Column("point", String(8), nullable=False),
    Column(
        "category", String(40), nullable=False
    ),  # fairness_audit, or unit_indicator where no attribute is sensitive
    Column("n", Integer, nullable=False),
    Column("positives", Integer, nullable=False),
    Column("found", Float, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("gap", Float),
    Column("gap_low", Float),
    Column("gap_high", Float),
    grain="one row per risk model x attribute x group x measure, on students of the term the model was judged on",
    key=("model_id", "attribute", "group_value", "measure"),
    sensitivity="I",
    category_column="category",
)

ml_monitor = define(
    "ml_monitor",
    Column("term_id", String(16), primary_key=True),
    Column("point", String(8), primary_key=True),
    Column("measure", String(16), primary_key=True),  # psi | missing | happened | recall | listed
    Column("subject", String(40), primary_key=True),  # family of features, term, or unit
    Column("model_id", String(40), nullable=False),
    Column("category", String(40), nullable=False),
    Column("measured_at", DateTime, nullable=False),
    Column("found", Float),  # null: too few persons to be told
    Column("compared", Float),  # at the training, what happened, or the share of all students
    Column("low", Float),
    Column("high", Float),
    Column("limit_value", Float),
    Column("is_alert", Boolean, nullable=False),
    Column("n", Integer),
    Column("detail", String(40)),  # the feature that moved most
    grain="one row per term x prediction point x measure x subject, of the newest scoring",
    key=("term_id", "point", "measure", "subject"),
    sensitivity="I",
    category_column="category",
)
