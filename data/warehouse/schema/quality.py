"""The quality loop: steps of support for students, versions of standards, requests of persons about their own data."""

from sqlalchemy import Column, Date, DateTime, Index, Integer, String, Text

from access.tables import define

qa_intervention = define(
    "qa_intervention",
    Column("intervention_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False),
    Column("term_id", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # contacted | plan_agreed | in_support | closed
    Column("kind", String(20), nullable=False),  # a kind of improvement/support.yaml
    Column("note", Text),
    Column("next_on", Date),
    Column("outcome", String(20)),  # resolved | not_resolved | not_needed | transferred | declined
    Column("actor_pid", String(24), nullable=False),
    Column("actor_role", String(20), nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    Column("class_code", String(40)),
    Column("org_code", String(20)),
    Column(
        "service", String(12)
    ),  # psychology | other: which service a referral leads to, a flag without content
    Column("recorded_on", Date),  # the home's day, by which clocks run
    Column("known_level", String(10)),  # none | yellow | orange | red: by rule, when this was recorded
    Column("known_rules", Text),  # JSON list of the lines crossed then
    Index("ix_qa_intervention_student", "student_pid", "term_id"),
    Index("ix_qa_intervention_class", "class_code", "term_id"),
    grain="one row per step of support for a student",
    key=("intervention_id",),
    sensitivity="C",
    category="intervention_note",
    # read by whoever cares for the student now: class_code is the class of that day
    access={"student": "student_pid", "actor": "actor_pid"},
    masks={
        "note": "intervention_text",
        "service": "mental_health",
        "known_level": "rule_warning",
        "known_rules": "rule_warning",
    },
)

qa_case_note = define(
    "qa_case_note",
    Column("case_note_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False),
    Column("term_id", String(16), nullable=False),
    Column("note", Text),  # null once the time of keeping is over
    Column("actor_pid", String(24), nullable=False),
    Column("actor_role", String(20), nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    Column("recorded_on", Date, nullable=False),  # the home's day
    Column("class_code", String(40)),
    Index("ix_qa_case_note_student", "student_pid", "term_id"),
    grain="one row per note on a case of what the data do not know",
    key=("case_note_id",),
    sensitivity="C",
    category="intervention_note",
    access={"student": "student_pid", "actor": "actor_pid"},
    masks={"note": "intervention_text"},
)

qa_referral = define(
    "qa_referral",
    Column("referral_id", Integer, primary_key=True),
    Column("student_pid", String(24), nullable=False),
    Column("term_id", String(16), nullable=False),
    Column("offering_id", String(60), nullable=False),
    Column(
        "reason", String(20)
    ),  # a reason of improvement/support.yaml; null once the time of keeping is over
    Column("note", Text),
    Column("actor_pid", String(24), nullable=False),
    Column("actor_role", String(20), nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("answered_on", Date),  # when the counsellor first acted; null while it waits
    Column("class_code", String(40)),
    Index("ix_qa_referral_student", "student_pid", "answered_on"),
    Index("ix_qa_referral_actor", "actor_pid", "offering_id"),
    grain="one row per student whom a teacher refers to the counsellor",
    key=("referral_id",),
    sensitivity="C",
    category="support_referral",
    access={"student": "student_pid", "actor": "actor_pid"},
    masks={"note": "intervention_text"},
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
    Column("based_on", String(20)),  # version the draft began with
    Column("changed_by", String(80)),
    Column("reason", Text),  # why it was approved
    Column("approved_at", DateTime),
    grain="one row per version of a standard",
    key=("standard_id", "version"),
    sensitivity="I",
    reach="open",
)

qa_correction = define(
    "qa_correction",
    Column("correction_id", Integer, primary_key=True),
    Column("person", String(80), nullable=False),  # whom it is about, who asked
    Column("person_kind", String(10), nullable=False),  # student | teacher
    Column("kind", String(16), nullable=False),  # correct | contest | help | private | copy | other
    Column("about", String(60)),  # id of an indicator, a warning, a record
    Column("text", Text, nullable=False),
    Column("addressed_to", String(20), nullable=False),  # the role that answers
    Column("class_code", String(40)),
    Column("major_code", String(20)),
    Column("org_code", String(20)),
    Column("opened_at", DateTime, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("decision", String(16)),  # accepted | partly | declined; null while open
    Column("answer", Text),
    Column("answered_by", String(80)),
    Column("answered_role", String(20)),
    Column("answered_at", DateTime),
    Index("ix_qa_correction_person", "person"),
    Index("ix_qa_correction_open", "addressed_to", "answered_at"),
    grain="one row per request of a person about the own data",
    key=("correction_id",),
    sensitivity="C",
    category="request_appeal",
    # read by whoever cares for the person now: the units are those of that day
    access={"student": "person", "teacher": "person", "addressed": "addressed_to"},
)
