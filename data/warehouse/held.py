"""Which people, units, courses, classes and terms a home holds, for a proposal to leave them alone."""

from __future__ import annotations

from sqlalchemy import Engine, Select, select

from data.staging.recognition.held import Held
from data.warehouse.home import Home, open_engine
from data.warehouse.loading.practice import WITH_PRACTICE
from data.warehouse.migrate import is_there
from data.warehouse.schema import metadata

NAMED_BY_CODE = ("dim_org", "dim_major", "dim_class", "dim_course")
VERSIONS = {"student": "dim_student", "teacher": "dim_teacher"}


def held(home: Home) -> Held:
    """What is loaded; nothing for a home that is not there."""
    if not is_there(home):
        return Held()
    engine = open_engine(home)
    try:
        return held_by(engine)
    finally:
        engine.dispose()


def held_by(engine: Engine) -> Held:
    """What is loaded, read through an engine."""
    tables = metadata.tables
    keys = {}
    with engine.connect() as connection:
        for name in NAMED_BY_CODE:
            code = tables[name].c[f"{name.removeprefix('dim_')}_code"]
            keys[name] = frozenset((key,) for key in connection.execute(select(code).distinct()).scalars())
        person, term, offering = tables["dim_person"].c, tables["dim_term"].c, tables["dim_offering"].c
        people = connection.execute(select(person.person_pid, person.kind, person.person_no)).all()
        keys["dim_person"] = frozenset((kind, number) for _, kind, number in people)
        for kind, name in VERSIONS.items():
            listed = set(connection.execute(select(tables[name].c[f"{kind}_pid"]).distinct()).scalars())
            keys[name] = frozenset((number,) for pid, _, number in people if pid in listed)
        classes = connection.execute(select(offering.term_id, offering.offering_no)).all()
        keys["dim_offering"] = frozenset(tuple(row) for row in classes)
        has_practice = connection.execute(_practice()).first() is not None
        terms = dict(connection.execute(select(term.term_id, term.first_monday)).all())
    return Held({name: found for name, found in keys.items() if found}, terms, has_practice)


def _practice() -> Select:
    """One lesson with practice."""
    tables = metadata.tables
    session, offering, course = (tables[name].c for name in ("fact_session", "dim_offering", "dim_course"))
    return (
        select(session.session_id)
        .join(tables["dim_offering"], offering.offering_id == session.offering_id)
        .join(tables["dim_course"], course.course_code == offering.course_code)
        .where(course.course_type.in_(WITH_PRACTICE), session.periods.is_not(None))
        .limit(1)
    )
