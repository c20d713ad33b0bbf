"""The quality loop: steps of support for students, versions of standards."""

from sqlalchemy import Column, Date, DateTime, Index, Integer, String, Text

from access.tables import define

qa_intervention = define(
    "qa_intervention",
    Column("intervention_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False),
    Column("term_id", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # contacted | plan_agreed | in_support | closed
    Column("kind", String(20), nullable=False),  # talk | phone | tutoring | referral
    Column("note", Text),
    Column("next_on", Date),
    Column("outcome", String(20)),  # resolved | not_resolved | not_needed | transferred | declined
    Column("actor_pid", String(24), nullable=False),
    Column("actor_role", String(20), nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    Column("class_code", String(40)),
    Column("org_code", String(20)),
    Index("ix_qa_intervention_student", "student_pid", "term_id"),
    Index("ix_qa_intervention_class", "class_code", "term_id"),
    grain="one row per step of support for a student",
    key=("intervention_id",),
    sensitivity="C",
    category="intervention_note",
    access={"class": "class_code", "org": "org_code", "student": "student_pid"},
)

qa_standard = define(
    "qa_standard",
    Column("standard_id", String(40), primary_key=True),
    Column("version", String(20), primary_key=True),
    Column("status", String(10), nullable=False),  # draft | trial | in_force | retired
    Column("effective_from", Date, nullable=False),
    Column("approved_by", String(80)),
    Column("body", Text, nullable=False),  # the validated standard as JSON
    Column("changed_at", DateTime),
    grain="one row per version of a standard",
    key=("standard_id", "version"),
    sensitivity="I",
    reach="open",
)
