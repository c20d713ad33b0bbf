"""Rows of a reading as a national table: what is written, what is left out and why, and definitions that are refused."""

from datetime import date, datetime

import polars as pl
import pytest

from data.national import register
from data.national.register import Field, NationalTable, codes, table, tables
from data.national.values import Stamps, made
from errors import ShownError

STAMPS = Stamps(b"k" * 32, "9000000001", datetime(2026, 1, 2, 3, 4, 5))


def national(*fields, key=("no",)):
    return NationalTable(id="ODS_T", name="测试", name_en="Test", reading="t", key=key, fields=fields)


def of(rows, *fields):
    return made(national(*fields), pl.DataFrame(rows), STAMPS)


NO = Field(code="BH", name="编号", required=True, held="no")


def test_row_carries_id_school_and_moment_around_its_fields():
    found = of({"no": ["1"]}, NO)
    assert found.frame.columns == ["ZJSJWYXBS", "XXDM", "BH", "SJCJSJ"]
    (row,) = found.frame.rows()
    assert row[1:] == ("9000000001", "1", "20260102 030405")
    assert len(row[0]) == 32 and row[0] == row[0].upper() and int(row[0], 16)


def test_id_is_the_same_at_every_export_and_differs_by_key_and_table():
    once = of({"no": ["1", "2"]}, NO).frame["ZJSJWYXBS"].to_list()
    assert once == of({"no": ["1", "2"]}, NO).frame["ZJSJWYXBS"].to_list() and len(set(once)) == 2
    other = made(
        national(NO), pl.DataFrame({"no": ["1"]}), Stamps(b"x" * 32, STAMPS.school, STAMPS.collected_at)
    )
    assert other.frame["ZJSJWYXBS"][0] not in once


@pytest.mark.parametrize(
    ("value", "options", "written"),
    [
        (date(2025, 9, 1), {"type": "date"}, "20250901"),
        ("2025-09-01 08:00:00.000000", {"type": "date"}, "20250901"),
        (datetime(2025, 9, 1, 8, 5), {"type": "moment"}, "20250901 080500"),
        (date(2025, 9, 1), {"type": "month"}, "202509"),
        (2025, {"type": "school_year"}, "2025-2026"),
        (2025, {"type": "year"}, "2025"),
        (True, {"type": "yes_no"}, "1"),
        (0, {"type": "yes_no"}, "0"),
        (91.25, {"type": "number", "digits": 1}, "91.2"),
        (48.0, {"type": "number"}, "48"),
        ("professional_core", {"type": "code", "codes": "KCXZM"}, "3"),
        (3, {"type": "code", "codes": "XZM"}, "2"),
        (" 软件 ", {}, "软件"),
        ("  ", {}, None),
        (None, {"type": "code", "codes": "KCXZM"}, None),
    ],
)
def test_value_is_written_as_the_standard_asks(value, options, written):
    found = of({"no": ["1"], "v": [value]}, NO, Field(code="V", name="值", held="v", **options))
    assert found.frame["V"].to_list() == [written] and found.problems == ()


def test_rows_that_break_a_rule_are_left_out_whole_and_counted_once():
    rows = {
        "no": ["1", "2", None, "4", "5", "1"],
        "nature": ["public_basic", "invented", "invented", None, None, None],
        "text": ["ab", "ab", "ab", "abc", "ab", "ab"],
        "answers": [8, 8, 8, 8, 7, 8],
    }
    found = of(
        rows,
        NO,
        Field(code="XZ", name="性质", type="code", codes="KCXZM", held="nature"),
        Field(code="WZ", name="文字", length=2, held="text"),
        Field(code="RS", name="人数", type="whole", least=8, held="answers"),
    )
    assert found.frame["BH"].to_list() == ["1"] and found.read == 6
    assert set(found.problems) == {
        ("BH", "missing_required", 1),
        ("XZ", "outside_list", 1),
        ("WZ", "too_long", 1),
        ("RS", "below_least", 1),
        ("ZJSJWYXBS", "repeated_key", 1),
    }


def test_table_without_a_row_is_an_empty_table():
    found = of({"no": []}, NO, Field(code="X", name="未采集"))
    assert (found.read, found.frame.height, found.problems) == (0, 0, ())
    assert found.headers[-2:] == ("未采集-x", "数据采集时间-sjcjsj")


def test_every_code_list_leads_into_its_own_values_and_every_table_is_found_by_its_alias():
    for name, listed in codes().items():
        assert set(listed.ours.values()) <= set(listed.values), name
    assert table("ods_jshxpjwdmsj").id == "ODS_JSHXPJWDMSSJ" and table("ODS_XSJZSJ").id == "ODS_XSXFSJ"
    assert len(tables()) > 60
    with pytest.raises(ShownError, match="ODS_NOTHING"):
        table("ODS_NOTHING")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"reading": "t", "key": ["no"], "lenght": 3}, "lenght"),
        ({}, "needs either `reading` or `not_held`"),
        ({"reading": "t"}, "needs the `key`"),
        ({"reading": "t", "key": ["no"], "fields": [{"code": "A", "name": "甲", "type": "code"}]}, "ODS_T.A"),
        ({"reading": "t", "key": ["no"], "fields": [{"code": "A", "name": "甲", "type": "code", "codes": "NO"}]}, "codes NO"),
    ],
)  # fmt: skip
def test_wrong_definition_is_refused_with_file_and_key(tmp_path, monkeypatch, entry, told):
    import yaml

    (tmp_path / "tables").mkdir()
    body = {"owner": "x", "reviewed_on": date(2026, 1, 1)}
    whole = {"id": "ODS_T", "name": "测试", "name_en": "Test", **entry}
    (tmp_path / "tables" / "t.yaml").write_text(
        yaml.safe_dump(body | {"tables": [whole]}, allow_unicode=True)
    )
    (tmp_path / "codes.yaml").write_text(yaml.safe_dump(body | {"codes": {}}))
    monkeypatch.setattr(register, "FOLDER", tmp_path)
    register.tables.cache_clear()
    register.codes.cache_clear()
    try:
        with pytest.raises(ShownError) as refused:
            register.tables()
    finally:
        monkeypatch.undo()
        register.tables.cache_clear()
        register.codes.cache_clear()
    assert told in str(refused.value) and "t.yaml" in str(refused.value)
