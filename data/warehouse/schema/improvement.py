"""What people decide in the product to get better: steps of an own plan, improvement actions, and what proves them.

Made in the product alone: no source loads these tables, so no later load changes or repeats a row of them.
"""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Index, Integer, String, Text

from access.tables import define


def _figure(when: str):
    """A stored value as it stood at a moment: with its interval, n, period, snapshot and definition."""
    return (
        Column(f"value_{when}", Float),
        Column(f"low_{when}", Float),
        Column(f"high_{when}", Float),
        Column(f"n_{when}", Integer),
        Column(f"status_{when}", String(16)),
        Column(f"period_{when}", String(20)),
        Column(f"snapshot_{when}", Integer),
        Column(f"definition_{when}", String(20)),
    )


qa_plan_item = define(
    "qa_plan_item",
    Column("plan_item_id", Integer, primary_key=True),
    Column("category", String(40), nullable=False),
    Column("teacher_pid", String(24), index=True),  # whose plan it is: one of the two
    Column("student_pid", String(24), index=True),
    Column("plan_year", Integer, nullable=False),
    Column("indicator_id", String(50), nullable=False),
    Column("text", Text),
    Column("goal", Float),
    *_figure("then"),
    Column("due_on", Date, nullable=False),
    Column("state", String(12), nullable=False),  # submitted | confirmed | returned | withdrawn
    Column("decided_by", String(80)),
    Column("decided_role", String(20)),
    Column("decided_at", DateTime),
    Column("confirmed_on", Date),
    Column("reason", Text),
    Column("done_on", Date),
    Column("evidence", Text),
    Column("archive_no", String(60)),
    Column("made_on", Date, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    grain="one row per step of a person's own plan that was made in the product",
    key=("plan_item_id",),
    sensitivity="C",
    category_column="category",
    facet="=D6",
    access={"teacher": "teacher_pid", "student": "student_pid"},
)

qa_improvement = define(
    "qa_improvement",
    Column("improvement_id", Integer, primary_key=True),
    Column("category", String(40), nullable=False),
    Column("entity_kind", String(10), nullable=False),  # school | org | major | course | teacher | student
    Column("entity_id", String(60), nullable=False),
    Column("org_code", String(20)),
    Column("major_code", String(20)),
    Column("course_code", String(30)),
    Column("teacher_pid", String(24), index=True),  # who answers for it; of a teacher's own, the teacher
    Column("student_pid", String(24), index=True),
    Column("indicator_id", String(50), nullable=False),
    Column("target", Float),
    Column("target_far", Float),  # of a band: its other edge
    *_figure("then"),
    Column("cause", Text),
    Column("measure", Text),
    Column("opened_by", String(80), nullable=False),
    Column("opened_role", String(20), nullable=False),
    Column("is_self_found", Boolean, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("closed_by", String(80)),
    Column("outcome", String(12)),  # effective | partly | no_effect | cannot_tell
    Column("outcome_reason", String(20)),
    Column("mdc", Float),
    *_figure("after"),
    Column("verified_on", Date),
    Column("recorded_at", DateTime, nullable=False),
    Index("ix_qa_improvement_entity", "entity_kind", "entity_id"),
    grain="one row per improvement action that was opened in the product",
    key=("improvement_id",),
    sensitivity="C",
    category_column="category",
    facet="=D6",
    access={
        "org": "org_code",
        "major": "major_code",
        "course": "course_code",
        "teacher": "teacher_pid",
        "student": "student_pid",
    },
)

qa_improvement_step = define(
    "qa_improvement_step",
    Column("step_id", Integer, primary_key=True),
    Column("improvement_id", Integer, nullable=False, index=True),
    Column("kind", String(12), nullable=False),  # evidence | extension
    Column(
        "grade", String(2)
    ),  # E0 | E2 | E3 | E4; E1 is what the product computes when the action is closed
    Column("text", Text),
    Column("archive_no", String(60)),
    Column("due_before", Date),
    Column("due_after", Date),
    Column("added_on", Date, nullable=False),
    Column("added_by", String(80), nullable=False),
    Column("added_role", String(20), nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    # of the action, so that a step is read by exactly those who read it
    Column("category", String(40), nullable=False),
    Column("org_code", String(20)),
    Column("major_code", String(20)),
    Column("course_code", String(30)),
    Column("teacher_pid", String(24)),
    Column("student_pid", String(24)),
    grain="one row per piece of evidence or new due date of an improvement action",
    key=("step_id",),
    sensitivity="C",
    category_column="category",
    facet="=D6",
    access={
        "org": "org_code",
        "major": "major_code",
        "course": "course_code",
        "teacher": "teacher_pid",
        "student": "student_pid",
    },
)

qa_swot_line = define(
    "qa_swot_line",
    Column("swot_line_id", Integer, primary_key=True),
    Column("major_code", String(20), nullable=False, index=True),
    Column("org_code", String(20)),
    Column("quadrant", String(16), nullable=False),  # strengths | weaknesses | opportunities | threats
    Column("drafted", String(50)),  # of the draft, what is set aside; null for a line of one's own
    Column("words", Text),  # the line, or why the drafted one is set aside
    Column("written_by", String(80), nullable=False),
    Column("written_role", String(20), nullable=False),
    Column("written_on", Date, nullable=False),
    Column("withdrawn_on", Date),
    Column("recorded_at", DateTime, nullable=False),
    grain="one row per line a leader added to the SWOT of a major, and per drafted line set aside",
    key=("swot_line_id",),
    sensitivity="I",
    category="unit_action",
    access={"org": "org_code", "major": "major_code"},
)
