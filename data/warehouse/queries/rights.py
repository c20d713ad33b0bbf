"""Who holds which role: grants, relations of the staff register, accounts of sign-in; and the units a role may be over."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, select

from access.sec_tables import sec_access_log, sec_binding, sec_grant
from data.warehouse.queries.units import TEACHING_UNITS
from data.warehouse.schema.people import bridge_teacher_role, dim_person, dim_teacher
from data.warehouse.schema.structure import dim_class, dim_course, dim_major, dim_org

UNITS = {
    "org": (dim_org, "org_code"), "major": (dim_major, "major_code"), "class": (dim_class, "class_code"),
    "course": (dim_course, "course_code"),
}  # fmt: skip


def grants() -> Select:
    """Every grant ever given, newest first."""
    columns = sec_grant.c
    return select(
        columns.grant_id, columns.person, columns.role, columns.scope_kind, columns.scope_code, columns.valid_from,
        columns.valid_to, columns.granted_by, columns.revoked_at, columns.revoked_by,
    ).order_by(columns.grant_id.desc())  # fmt: skip


def relations() -> Select:
    """What the staff register names its people for, with the load it came by."""
    columns = bridge_teacher_role.c
    return select(
        columns.teacher_pid, columns.role, columns.target_kind, columns.target_code, columns.valid_from, columns.valid_to,
        columns.load_id,
    ).order_by(columns.role, columns.target_code, columns.valid_from)  # fmt: skip


def bindings() -> Select:
    """Accounts of identity providers pinned to people, newest first; without the account's own name."""
    columns = sec_binding.c
    return select(
        columns.binding_id, columns.issuer, columns.person, columns.claim, columns.bound_at, columns.released_at,
        columns.released_by,
    ).order_by(columns.binding_id.desc())  # fmt: skip


def units(kind: str) -> Select:
    """Current units of one kind (org, major, class, course): code, name, English name where the table has one."""
    table, code = UNITS[kind]
    english = table.c.name_en if "name_en" in table.c else table.c.name
    query = select(table.c[code].label("code"), table.c.name, english.label("name_en"))
    return query.where(*_current(kind)).order_by(table.c[code])


def unit(kind: str, code: str) -> Select:
    """One current unit by its code; no row where there is none."""
    table, key = UNITS[kind]
    return select(table.c[key]).where(*_current(kind), table.c[key] == code).limit(1)


def _current(kind: str) -> list[ColumnElement[bool]]:
    """Units of today; of the organisation those that teach: no office has a dean."""
    table, _ = UNITS[kind]
    teaching = [table.c.org_kind.in_(TEACHING_UNITS)] if kind == "org" else []
    return [table.c.is_current, *teaching]


def staff_by_number(number: str) -> Select:
    """The current member of staff with exactly this number."""
    person, teacher = dim_person.c, dim_teacher.c
    return (
        select(person.person_pid)
        .join_from(dim_person, dim_teacher, teacher.teacher_pid == person.person_pid)
        .where(person.kind == "teacher", person.person_no == number, teacher.is_current)
        .distinct()
    )


def setting_changes() -> Select:
    """Who changed which setting when, newest first."""
    columns = sec_access_log.c
    return (
        select(columns.object_id, columns.person, columns.at)
        .where(columns.act == "write", columns.object_kind == "setting")
        .order_by(columns.log_id.desc())
    )
