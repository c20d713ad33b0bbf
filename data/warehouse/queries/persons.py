"""The one place that reads names and numbers of persons; pages that show them are audited."""

from __future__ import annotations

from sqlalchemy import Select, select

from data.warehouse.schema.people import dim_person


def names(pids: tuple[str, ...]) -> Select:
    """Number and name of the persons named by pid; rows outside the reader's scope are missing."""
    columns = dim_person.c
    return select(columns.person_pid, columns.person_no, columns.full_name).where(
        columns.person_pid.in_(pids)
    )


def by_number(kind: str, number: str) -> Select:
    """The person of a kind with exactly this number."""
    columns = dim_person.c
    return select(columns.person_pid, columns.full_name).where(
        columns.kind == kind, columns.person_no == number
    )


def by_number_or_name(asked: str, most: int) -> Select:
    """Persons whose number or full name is exactly what was asked for."""
    columns = dim_person.c
    return (
        select(columns.person_pid, columns.kind, columns.person_no, columns.full_name)
        .where((columns.person_no == asked) | (columns.full_name == asked))
        .order_by(columns.kind, columns.person_no)
        .limit(most)
    )


def of_kind(kind: str) -> Select:
    """Pids of all persons of a kind, for an action that looks one up."""
    return select(dim_person.c.person_pid).where(dim_person.c.kind == kind)
