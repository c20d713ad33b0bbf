"""Every role x every table x every row, inside and outside of scope: what is found is what the document gives."""

import pytest
from sqlalchemy import delete

from access.scope import Scope, system_scope
from access.viewer import EVERY_ROLE, make_viewer
from data.warehouse.schema import metadata
from errors import NotAllowed
from tests.access.leaks import facts, judge, rules
from tests.access.leaks import small_college as college


def test_every_table_has_an_expectation_and_rows():
    assert set(rules.TABLES) == set(metadata.tables)
    assert [name for name, listed in college.rows().items() if not listed] == []


def test_every_role_has_a_reader(engine):
    assert {reader.role for reader in rules.READERS} == set(EVERY_ROLE)
    assert set(judge.scopes(engine)) == set(rules.READERS)


def test_every_reader_finds_the_rows_of_the_document_and_no_other(engine):
    assert list(judge.faults_of_rows(engine)) == []


def test_every_reader_reads_the_columns_of_the_document_and_no_other(engine):
    assert list(judge.faults_of_columns(engine)) == []


def test_rows_without_names_are_those_of_the_team_and_name_nobody(engine):
    listed, leads_to = college.rows(), {*facts.STAFF, *facts.OFFERINGS, *facts.COURSES}
    with engine.connect() as connection:
        for reader, scope in judge.scopes(engine).items():
            for name, table in metadata.tables.items():
                if rules.TABLES[name][0] == rules.OPEN:
                    continue
                found = judge.shown(connection, table, scope, unnamed=True)
                expected = [row for row in listed[name] if rules.reads_unnamed(reader, name, row)]
                assert len(found) == len(expected), (str(reader), name)
                assert not leads_to & {value for row in found for value in row.values()}, (str(reader), name)


@pytest.mark.parametrize(
    ("person", "held"),
    [("t_exdean", ("teacher",)), ("t2", ("teacher",)), ("t4", ("teacher",)), ("t_class", ("teacher", "counsellor")),
     ("nobody", ()), ("s01", ("student",))],
)  # fmt: skip
def test_roles_that_are_over_revoked_or_not_begun_are_not_held(engine, person, held):
    with engine.connect() as connection:
        made = make_viewer(
            connection, mode="oidc", session="s", wanted="dean", person=person, today=facts.TODAY, as_of=facts.AS_OF
        )  # fmt: skip
    assert made.roles == held and made.role == (held[0] if held else None)


def test_the_public_and_no_role_read_nothing(engine):
    with engine.connect() as connection:
        for name, table in metadata.tables.items():
            for role in ("public", "nobody", ""):
                nobody = Scope(
                    role,
                    "s01",
                    (("student", frozenset({"s01"})), ("org", frozenset({"D1"}))),
                    everything=True,
                )
                found = judge.found_rows(connection, table, nobody)
                assert not found or (role == "public" and rules.TABLES[name][0] == rules.OPEN), (name, role)


def test_jobs_read_everything(engine):
    with engine.connect() as connection:
        for name, listed in college.rows().items():
            assert len(judge.found_rows(connection, metadata.tables[name], system_scope("x"))) == len(listed)


def test_predictions_reach_nobody_while_the_model_layer_is_off(empty_home):
    engine = college.inserted(empty_home)
    home = metadata.tables["meta_home"]
    with engine.begin() as connection:
        connection.execute(delete(home).where(home.c.key == "model_layer"))
    with engine.connect() as connection:
        for scope in judge.scopes(engine).values():
            for name in ("ml_prediction", "ml_course_risk"):
                assert judge.found_rows(connection, metadata.tables[name], scope) == {}


def test_a_table_without_a_rule_is_refused(engine, monkeypatch):
    for table in metadata.tables.values():
        monkeypatch.setattr(table, "info", {})
        with engine.connect() as connection, pytest.raises(NotAllowed):
            judge.found_rows(connection, table, system_scope("x"))
