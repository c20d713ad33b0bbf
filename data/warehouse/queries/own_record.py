"""What is kept about one person outside the tables that name it by a column: number, replaced versions, rows set aside."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, func, select

from data.warehouse.schema.meta import meta_row_history, meta_set_aside_row
from data.warehouse.schema.people import dim_person
from data.warehouse.schema.structure import dim_term
from data.warehouse.schema.teaching import fact_set_response


def number(pid: str) -> Select:
    """The person's own number."""
    return select(dim_person.c.person_no).where(dim_person.c.person_pid == pid)


def replaced(pid: str) -> Select:
    """Versions of rows, replaced by a later load, whose text holds the pid; the caller looks where it stands."""
    columns = meta_row_history.c
    return (
        select(columns.table_name, columns.old_row, columns.replaced_at)
        .where(columns.old_row.contains(pid, autoescape=True))
        .order_by(columns.history_id)
    )


def set_aside(number: str) -> Select:
    """Source rows set aside whose text holds the number; the caller looks where it stands."""
    columns = meta_set_aside_row.c
    return (
        select(columns.table_name, columns.file_name, columns.reason_code, columns.original)
        .where(columns.original.contains(number, autoescape=True))
        .order_by(columns.set_aside_id)
    )


def answers(teacher_pid: str, today: date, least: int) -> Select:
    """Means of a teacher's evaluation by offering and item, of terms whose grades are due, from `least` answers on."""
    columns = fact_set_response.c
    closed = select(dim_term.c.term_id).where(dim_term.c.grades_due_on <= today)
    return (
        select(
            columns.term_id,
            columns.offering_id,
            columns.item_no,
            func.count().label("n"),
            func.avg(columns.score).label("score"),
        )
        .where(columns.teacher_pid == teacher_pid, columns.term_id.in_(closed), columns.score.is_not(None))
        .group_by(columns.term_id, columns.offering_id, columns.item_no)
        .having(func.count() >= least)
        .order_by(columns.term_id, columns.offering_id, columns.item_no)
    )
