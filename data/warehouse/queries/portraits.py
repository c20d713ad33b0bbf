"""What portraits for the national platform are made of: who, what was published of them, and how often they looked."""

from __future__ import annotations

from sqlalchemy import Select, and_, func, select

from access.sec_tables import sec_access_log
from data.warehouse.queries.national import IN_SCHOOL, person
from data.warehouse.schema.marts import ind_value, mart_dimension, mart_index
from data.warehouse.schema.meta import meta_snapshot
from data.warehouse.schema.people import dim_person, dim_student, dim_teacher
from data.warehouse.schema.structure import dim_class, dim_major, dim_org


def people(kind: str) -> Select:
    """Who a portrait is made of: students in school, or teaching staff and counsellors, as they are now."""
    if kind == "student":
        now = dim_student.c
        query = (
            select(
                *person(),
                now.entry_year,
                now.schooling_years,
                now.student_status.label("status"),
                dim_major.c.name.label("major"),
                dim_class.c.name.label("class"),
                dim_org.c.name.label("unit"),
            )
            .join(dim_student, and_(now.student_pid == dim_person.c.person_pid, now.is_current))
            .outerjoin(dim_class, and_(dim_class.c.class_code == now.class_code, dim_class.c.is_current))
            .outerjoin(dim_major, and_(dim_major.c.major_code == now.major_code, dim_major.c.is_current))
            .where(now.student_status.in_(IN_SCHOOL))
        )
    else:
        now = dim_teacher.c
        query = (
            select(*person(), now.staff_type, now.title_rank, now.dual_level, dim_org.c.name.label("unit"))
            .join(dim_teacher, and_(now.teacher_pid == dim_person.c.person_pid, now.is_current))
            .where(now.staff_type != "admin")
        )
    held = dim_org.c.org_code == now.org_code
    return query.outerjoin(dim_org, and_(held, dim_org.c.is_current)).order_by(dim_person.c.person_no)


def values(snapshot_id: int, kind: str, indicator_ids: tuple[str, ...]) -> Select:
    """The newest published value of these indicators for every person of a kind."""
    columns = ind_value.c
    return select(
        columns.entity_id, columns.indicator_id, columns.value, columns.status, columns.category
    ).where(
        columns.snapshot_id == snapshot_id,
        columns.entity_kind == kind,
        columns.indicator_id.in_(indicator_ids),
        columns.is_latest,
    )


def indices(snapshot_id: int, kind: str) -> Select:
    """What was published of every person against the own standard."""
    columns = mart_index.c
    return select(
        columns.entity_id,
        columns.standard_id,
        columns.score,
        columns.coverage,
        columns.decision,
        columns.level,
    ).where(columns.snapshot_id == snapshot_id, columns.entity_kind == kind, columns.relation == "own")


def dimensions(snapshot_id: int, kind: str) -> Select:
    """The dimensions of every person against the own standard, those without enough evidence included."""
    columns, own = mart_dimension.c, mart_index.c
    return (
        select(
            columns.entity_id,
            columns.standard_id,
            columns.dimension_id,
            columns.score,
            columns.coverage,
            columns.state,
            columns.is_published,
        )
        .join(
            mart_index,
            and_(
                own.snapshot_id == columns.snapshot_id,
                own.entity_kind == columns.entity_kind,
                own.entity_id == columns.entity_id,
                own.standard_id == columns.standard_id,
                own.relation == "own",
            ),
        )
        .where(columns.snapshot_id == snapshot_id, columns.entity_kind == kind)
        .order_by(columns.entity_id, columns.dimension_id)
    )


def visits() -> Select:
    """How often each person looked at a portrait, and when last: views of the access log."""
    columns = sec_access_log.c
    return (
        select(
            columns.person.label("person_pid"),
            func.count().label("count"),
            func.max(columns.at).label("last"),
        )
        .where(columns.act == "view", columns.person.is_not(None), columns.seen_as.is_(None))
        .group_by(columns.person)
    )


def published(snapshot_id: int) -> Select:
    """When a snapshot was published."""
    return select(meta_snapshot.c.published_at).where(meta_snapshot.c.snapshot_id == snapshot_id)
