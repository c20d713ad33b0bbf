"""Columns that rows about units and persons share: whom a row is about, and who besides the holders of the rows behind may see it."""

from sqlalchemy import Boolean, Column, String, false

ENTITY_ACCESS = {
    "org": "org_code",
    "major": "major_code",
    "class": "class_code",
    "course": "course_code",
    "offering": "offering_id",
    "teacher": "teacher_pid",
    "student": "student_pid",
}


def disclosure():
    """Who besides the holders of the rows behind a figure may see it; settled by profiling.disclose when published."""
    return (
        Column("behind", String(40)),  # category of the persons' rows behind the figure; null: of nobody
        Column("is_open", Boolean, nullable=False, server_default=false()),
        Column("is_open_inside", Boolean, nullable=False, server_default=false()),
    )


def entity():
    """The entity a row is about and the columns by which scope finds it (null where they do not apply)."""
    return (
        Column(
            "entity_kind", String(10), nullable=False
        ),  # school|org|major|class|course|offering|teacher|student
        Column("entity_id", String(60), nullable=False),
        Column("category", String(40), nullable=False),
        Column("org_code", String(20)),
        Column("major_code", String(20)),
        Column("class_code", String(40)),
        Column("course_code", String(30)),
        Column("offering_id", String(60)),
        Column("teacher_pid", String(24)),
        Column("student_pid", String(24)),
    )
