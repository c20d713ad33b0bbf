"""What pages read: values, indices and page-ready rows of one published snapshot.

Every row carries `snapshot_id`; a snapshot becomes visible when `meta_snapshot.is_current` flips, in one transaction.
`category` is the row of the access matrix that decides who may read that row.
"""

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, String, Text

from access.tables import define
from data.warehouse.schema.entity import ENTITY_ACCESS, disclosure, entity
from data.warehouse.schema.page_rows import (  # noqa: F401
    mart_alert,
    mart_offering,
    mart_roster,
    mart_rule_warning,
    mart_source_gap,
    mart_student,
    mart_tally,
)
from data.warehouse.schema.person_rows import (  # noqa: F401
    mart_student_days,
    mart_student_record,
    mart_teacher_record,
)
from data.warehouse.schema.quality import qa_intervention, qa_standard  # noqa: F401
from data.warehouse.schema.risk import (  # noqa: F401
    ml_course_risk,
    ml_group_audit,
    ml_model,
    ml_monitor,
    ml_prediction,
)

ind_value = define(
    "ind_value",
    Column("snapshot_id", Integer, primary_key=True),
    Column("entity_kind", String(10), primary_key=True),
    Column("entity_id", String(60), primary_key=True),
    Column("indicator_id", String(50), primary_key=True),
    Column("period", String(20), primary_key=True),  # term id, calendar year or '5y:2025'
    *entity()[2:],
    Column("as_of", Date, nullable=False),
    Column("is_latest", Boolean, nullable=False),  # newest period of this indicator and entity
    Column("numerator", Float),
    Column("denominator", Float),
    Column("value", Float),
    Column("n", Integer),
    Column("low", Float),
    Column("high", Float),
    Column("raw_value", Float),  # beside a shrunken value: the unshrunken one
    Column("response_rate", Float),
    Column("status", String(16), nullable=False),
    Column("status_reason", String(60)),
    Column("percentile", Float),
    Column("percentile_low", Float),  # where the interval of the value is known
    Column("percentile_high", Float),
    Column("peer_group", String(8)),  # unit | school: peers of the own department, or widened to the school
    Column("peer_count", Integer),
    Column("peer_median", Float),
    Column("difference", String(12)),  # above | below | chance, against the school's value
    Column("definition_version", String(20), nullable=False),
    Column("facet", String(10)),  # of a teacher's figure: the dimension of the standard it belongs to
    Column(
        "extreme", String(6)
    ),  # under | over: of a small group, only the side is told to those without its rows
    *disclosure(),
    Index("ix_ind_value_indicator", "snapshot_id", "indicator_id", "entity_kind", "period"),
    Index("ix_ind_value_org", "snapshot_id", "org_code", "entity_kind", "indicator_id"),
    grain="one row per indicator x entity x period x snapshot",
    key=("snapshot_id", "entity_kind", "entity_id", "indicator_id", "period"),
    sensitivity="C",
    category_column="category",
    access=ENTITY_ACCESS,
    aggregate=True,
    guarded=(
        "numerator",
        "denominator",
        "value",
        "n",
        "low",
        "high",
        "raw_value",
        "response_rate",
        "percentile",
        "percentile_low",
        "percentile_high",
        "peer_median",
        "difference",
        "status",
    ),
    facet="facet",
)

# what is made of all dimensions together
WHOLE_INDEX = (
    "score", "arithmetic", "imbalance", "low", "high", "worst", "best", "plausible_low", "plausible_high",
    "probability_met", "probability_strong", "influences", "gates", "decision", "level", "quadrant",
    "place_low", "place_high", "place_of",
)  # fmt: skip

mart_index = define(
    "mart_index",
    Column("snapshot_id", Integer, primary_key=True),
    Column("entity_kind", String(10), primary_key=True),
    Column("entity_id", String(60), primary_key=True),
    Column("standard_id", String(40), primary_key=True),
    *entity()[2:],
    Column(
        "relation", String(8), nullable=False
    ),  # own | next : standard of the present tier or the one above
    Column("standard_version", String(20), nullable=False),
    Column("score", Float),  # null where C.7 withholds the index
    Column("arithmetic", Float),
    Column("imbalance", Float),
    Column("low", Float),
    Column("high", Float),
    Column("worst", Float),  # every missing score 0, every missing score 100
    Column("best", Float),
    Column("plausible_low", Float),  # every missing score at the 10th, at the 90th percentile of its peers
    Column("plausible_high", Float),
    Column("coverage", Float, nullable=False),
    Column("confidence", String(1)),  # A | B | C | null = insufficient data
    Column("decision", String(16), nullable=False),  # strong | met | borderline | not_met | insufficient
    Column("probability_met", Float),
    Column("probability_strong", Float),
    Column("influences", Text),  # JSON list of {id, share}: the three inputs that explain most of the band
    Column("withheld_reason", String(60)),
    Column("gates", Text),  # JSON list of {id, status}
    Column("appraisal_gates", Text),  # those of a teacher that tell a finding on ethics or an appraisal
    *disclosure(),
    Column(
        "level", String(20)
    ),  # of a student: unknown | open | qualified | good | excellent | model_candidate
    Column("quadrant", String(12)),  # of a major: strengthen | rebuild | transform | warning
    Column("place_low", Integer),  # 90 % range of places among units of the same standard, never of a person
    Column("place_high", Integer),
    Column("place_of", Integer),
    Index("ix_mart_index_org", "snapshot_id", "org_code", "entity_kind"),
    grain="one row per entity x standard x snapshot",
    key=("snapshot_id", "entity_kind", "entity_id", "standard_id"),
    sensitivity="C",
    category_column="category",
    access=ENTITY_ACCESS,
    aggregate=True,
    guarded=WHOLE_INDEX,
    masks={"appraisal_gates": "teacher_appraisal"},
    whole_only=WHOLE_INDEX,
)

mart_dimension = define(
    "mart_dimension",
    Column("snapshot_id", Integer, primary_key=True),
    Column("entity_kind", String(10), primary_key=True),
    Column("entity_id", String(60), primary_key=True),
    Column("standard_id", String(40), primary_key=True),
    Column("dimension_id", String(10), primary_key=True),
    *entity()[2:],
    Column("weight", Float, nullable=False),
    Column("score", Float),  # null where less than half of the applicable weight was observed
    Column("low", Float),
    Column("high", Float),
    Column("coverage", Float, nullable=False),
    Column("is_published", Boolean, nullable=False),
    Column(
        "state", String(16), nullable=False
    ),  # strong | met | borderline | not_met | insufficient | not_applicable | overloaded
    *disclosure(),
    Index("ix_mart_dimension_org", "snapshot_id", "org_code", "entity_kind"),
    grain="one row per entity x standard x dimension x snapshot",
    key=("snapshot_id", "entity_kind", "entity_id", "standard_id", "dimension_id"),
    sensitivity="C",
    category_column="category",
    access=ENTITY_ACCESS,
    aggregate=True,
    guarded=("score", "low", "high", "state"),
    facet="dimension_id",
)

mart_item = define(
    "mart_item",
    Column("snapshot_id", Integer, primary_key=True),
    Column("entity_kind", String(10), primary_key=True),
    Column("entity_id", String(60), primary_key=True),
    Column("standard_id", String(40), primary_key=True),
    Column("indicator_id", String(50), primary_key=True),
    *entity()[2:],
    Column("dimension_id", String(10), nullable=False),
    Column("weight", Float, nullable=False),
    Column("value", Float),
    Column("score", Float),
    Column("status", String(16), nullable=False),
    Column("anchors", Text),  # JSON list in the indicator's stored unit; what the value was compared with
    Column("is_must_have", Boolean, nullable=False),
    Column("need_qualified", Float),  # a1 - x in the indicator's unit, null when reached
    Column("need_target", Float),
    Column("gain", Float),  # change of the index if the next anchor were reached
    Column("effort", String(1)),  # S | M | L
    *disclosure(),
    Column("gain_target", Float),  # change of the index if the target anchor were reached
    grain="one row per entity x standard x indicator x snapshot",
    key=("snapshot_id", "entity_kind", "entity_id", "standard_id", "indicator_id"),
    sensitivity="C",
    category_column="category",
    access=ENTITY_ACCESS,
    aggregate=True,
    guarded=("value", "score", "need_qualified", "need_target", "gain", "gain_target", "status"),
    facet="dimension_id",
)

mart_week = define(
    "mart_week",
    Column("snapshot_id", Integer, primary_key=True),
    Column("entity_kind", String(10), primary_key=True),
    Column("entity_id", String(60), primary_key=True),
    Column("term_id", String(16), primary_key=True),
    Column("week_no", Integer, primary_key=True),
    Column(
        "measure", String(24), primary_key=True
    ),  # attendance | pre_completion | participation | ontime | engagement
    *entity()[2:],
    Column("numerator", Float),
    Column("denominator", Float),
    Column("value", Float),
    *disclosure(),
    Index("ix_mart_week_org", "snapshot_id", "org_code", "entity_kind", "measure"),
    Index("ix_mart_week_class", "snapshot_id", "class_code", "entity_kind", "measure"),
    grain="one row per entity x term x teaching week x measure x snapshot",
    key=("snapshot_id", "entity_kind", "entity_id", "term_id", "week_no", "measure"),
    sensitivity="C",
    category_column="category",
    access=ENTITY_ACCESS,
    aggregate=True,
    guarded=("value",),
    exact_only=("numerator", "denominator"),
)

mart_score_bin = define(
    "mart_score_bin",
    Column("snapshot_id", Integer, primary_key=True),
    Column("course_code", String(30), primary_key=True),
    Column("term_id", String(16), primary_key=True),
    Column(
        "width", Integer, primary_key=True
    ),  # 5: for those who hold the grades; 60 or 10: bands for everyone else
    Column("bin_from", Integer, primary_key=True),  # 0, 5, .. 95
    Column("org_code", String(20)),
    Column("n", Integer, nullable=False),
    *disclosure(),
    grain="one row per course x term x width x score bin (first attempts)",
    key=("snapshot_id", "course_code", "term_id", "width", "bin_from"),
    sensitivity="I",
    category="unit_indicator",
    access={"course": "course_code", "org": "org_code"},
    aggregate=True,
    guarded=("n",),
)
