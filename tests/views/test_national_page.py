"""The tab of the national tables: every table told in words, only whole tables of whole rights offered, the zip recorded."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import insert

from access.sec_tables import sec_grant
from access.viewer import roles_held
from data.national.register import table, tables
from data.warehouse.home import as_of, write_setting
from data.warehouse.pseudonym import pseudonym_key
from data.warehouse.schema.meta import meta_national_table
from errors import NotAllowed, ShownError
from profiling import catalogue
from reports import national_zip
from reports.page_sheets import cell
from tests.actions.rights_people import logged, office, opened, student
from ui import i18n
from views.administration import national, national_page, portraits

PERSONAL = {"ODS_XSXKSJ", "ODS_XSQQSJ", "ODS_ZHCJYPJSJ", "ODS_XSHXSJ", "ODS_XXHXPJWDMSSJ"}


@pytest.fixture(params=i18n.LANGUAGES)
def language(request):
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


def may(viewer):
    return {one.id for one in national_page.taken(viewer.scope)}


@pytest.mark.parametrize(
    ("role", "takes", "not_taken"),
    [
        ("data_admin", {"ODS_ZYSZSJ", "ODS_KCJBSJ", "ODS_PYFAKCSJ"}, PERSONAL | {"ODS_PKSJ", "ODS_JXZLYPJSJ", "ODS_JSHXSJ"}),
        ("academic_affairs", {"ODS_XSXKSJ", "ODS_PKSJ"}, {"ODS_XXHXPJWDMSSJ", "ODS_JXZLYPJSJ", "ODS_XSHXSJ", "ODS_JSHXSJ", "ODS_XSQQSJ"}),
        ("quality_office", {"ODS_JXZLYPJSJ", "ODS_JSHXSJ"}, PERSONAL),
        ("public", {"ODS_KCJBSJ"}, PERSONAL | {"ODS_KTHDSJ"}),
    ],
)  # fmt: skip
def test_role_takes_tables_whose_rows_it_holds_in_whole(role, takes, not_taken):
    found = may(office(role))
    assert takes <= found and not found & not_taken and "ODS_JSKHSJ" not in found


def test_nothing_is_taken_through_other_eyes_and_a_table_of_all_is_no_ones_own():
    assert may(office("academic_affairs", limit=office("quality_office").scope)) == set()
    assert not may(student()) & PERSONAL


def test_categories_of_the_portraits_are_asked_for():
    configuration = portraits.shipped()
    for portrait in configuration.portraits.values():
        shown = {catalogue.indicator(name).category for name in portrait.indicators} - {None}
        assert shown <= set(table(portrait.table).categories), portrait.table


def test_every_table_is_told_in_words_with_what_was_found(empty_home, language):
    engine = opened(empty_home)
    with engine.begin() as connection:
        row = {
            "national_table": "ODS_KCJBSJ",
            "looked_at": datetime(2025, 11, 1),
            "row_count": 4,
            "valid_count": 3,
            "problems": '[{"field": "KCXZM", "reason": "outside_list", "rows": 1}]',
        }
        connection.execute(insert(meta_national_table).values(row))
    page = national_page.overview(office("data_admin").scope)
    told = {row[0].zh.rpartition(" ")[2]: [str(cell(one)) for one in row] for row in page.table.rows}
    others = {row[0].zh.rpartition(" ")[2]: str(cell(row[1])) for row in page.not_held.rows}
    assert set(told) | set(others) == set(tables()) and not set(told) & set(others)
    assert "75" in told["ODS_KCJBSJ"][3] and re.search(r"KCXZM.*1", told["ODS_KCJBSJ"][4])
    assert told["ODS_KTHDSJ"][5].startswith(str(len(table("ODS_KTHDSJ").held)))
    if language == "zh":
        assert others["ODS_TSJYSJ"] == "只知表名，字段未见标准文本"


def test_zip_is_recorded_and_holds_no_person_for_the_data_office(empty_home):
    engine = opened(empty_home)
    pseudonym_key(empty_home)
    viewer = held(engine, "data_admin")
    with engine.begin() as connection:
        write_setting(connection, "school_code", "9000000001")
    content = national_zip.made(viewer)
    names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    assert "conformity.json" in names and not {name.partition(".")[0] for name in names} & PERSONAL
    assert b"S-" not in content
    act, kind, _, purpose = logged(engine)[-1]
    assert (act, kind, purpose) == ("export", "national", "national platform") and len(
        sha256(content).hexdigest()
    ) == 64


def held(engine, role):
    """A holder of the office by a grant, as a run would make it."""
    viewer = office(role)
    with engine.begin() as connection:
        connection.execute(
            insert(sec_grant).values(
                person=viewer.person,
                role=role,
                scope_kind="all",
                valid_from=date(2020, 1, 1),
                granted_by="test",
                granted_at=datetime(2020, 1, 1),
            )
        )
        found = roles_held(connection, viewer.person, date.today(), as_of(connection))
    return replace(viewer, scope=found[role])


def test_zip_is_refused_once_the_right_has_ended(empty_home):
    engine = opened(empty_home)
    with pytest.raises(NotAllowed):
        national_zip.made(office("data_admin"))
    assert [row[0] for row in logged(engine)] == ["refuse"]


def test_without_the_ten_digits_nothing_is_stamped(empty_home):
    opened(empty_home)
    with pytest.raises(ShownError, match="ten digits"):
        national.stamps()
