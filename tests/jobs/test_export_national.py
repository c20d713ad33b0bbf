"""`jobs export national | portrait` on the demo college: valid files, who may read them, what the log says, what is refused."""

import csv
import json
import re
import stat
from datetime import datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select, update

from access.sec_tables import sec_access_log
from data.national.register import codes, table
from data.warehouse.home import open_engine, write_setting
from data.warehouse.pseudonym import pseudonym_key
from data.warehouse.schema.people import dim_person
from data.warehouse.schema.structure import dim_major

TEACHER_GROUPS = ["基本信息", "教育教学", "党建思政", "教研科研", "管理服务", "信息化系统访问", "综合评价"]
STUDENT_GROUPS = [
    "基本信息",
    "教育教学",
    "赛事讲座参与",
    "党建思政",
    "管理服务",
    "信息化系统访问",
    "综合评价",
]


def exported(jobs, home, *words, expect=0):
    return json.loads(jobs("export", *words, "--json", "-", home=home, expect=expect).stdout)


def rows_of(result, name):
    (path,) = [one for one in result["files"] if one.endswith(f"{name}.csv")]
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def national_home(demo_home):
    return demo_home


@pytest.fixture(scope="module")
def national(jobs, national_home):
    return exported(jobs, national_home, "national")


@pytest.fixture(scope="module")
def portrait(jobs, national_home):
    return exported(jobs, national_home, "portrait")


def test_every_written_value_fits_its_field(national):
    for told in national["tables"]:
        held, rows = table(told["table"]), rows_of(national, told["table"])
        assert len(rows) == told["valid"] and told["rows"] == told["valid"] + sum(
            one["rows"] for one in told["left_out"]
        )
        assert len({row["ZJSJWYXBS"] for row in rows}) == len(rows)
        for row in rows:
            assert re.fullmatch(r"[0-9A-F]{32}", row["ZJSJWYXBS"]) and row["XXDM"] == "9000000001"
            assert re.fullmatch(r"\d{8} \d{6}", row["SJCJSJ"])
        for field in held.fields:
            values = {row[field.code] for row in rows}
            assert not (field.required and "" in values), field
            if field.type == "code":
                assert values - {""} <= set(codes()[field.codes].values), field
            if field.type == "date":
                assert all(re.fullmatch(r"20\d{6}", value) for value in values - {""}), field
            if not field.held:
                assert values == {""}, field


def test_nothing_restricted_is_written_unless_it_is_named(national, jobs, national_home):
    assert "ODS_JSKHSJ" not in {one["table"] for one in national["tables"]}
    named = exported(jobs, national_home, "national", "--table", "ods_jskhsj", "--format", "xlsx")
    (path,) = [one for one in named["files"] if one.endswith("ODS_JSKHSJ.xlsx")]
    heads = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]
    assert heads[:4] == [
        "主键数据唯一性标识-zjsjwyxbs",
        "学校代码（10位数字码）-xxdm",
        "教工号-jgh",
        "教职工姓名-jzgxm",
    ]


def test_files_are_the_owners_alone_and_logged_with_their_hash(national, national_home):
    folder = national_home.directory / "exports" / "national"
    for one in [*folder.iterdir(), *(file for kind in folder.iterdir() for file in kind.iterdir())]:
        assert stat.S_IMODE(one.stat().st_mode) == (0o700 if one.is_dir() else 0o600)
    engine = open_engine(national_home)
    with engine.connect() as connection:
        logged = (
            connection.execute(select(sec_access_log).where(sec_access_log.c.object_kind == "national"))
            .mappings()
            .all()
        )
    engine.dispose()
    first = next(row for row in logged if row["object_id"] == "national")
    assert (first["act"], first["person"], first["row_count"]) == ("export", "command line", national["rows"])
    assert len(first["content_sha256"]) == 64 and "ODS_XSXKSJ" in first["fields"]


def test_answers_of_fewer_than_eight_are_not_told(national):
    rows = rows_of(national, "ODS_JXZLYPJSJ")
    assert rows and all(int(row["CPXSS"]) >= 8 and re.fullmatch(r"\d+\.\d", row["KCZLPJ"]) for row in rows)


@pytest.mark.parametrize(("name", "groups"), [("ODS_XSHXSJ", STUDENT_GROUPS), ("ODS_JSHXSJ", TEACHER_GROUPS)])
def test_portrait_is_json_of_the_groups_in_two_thousand_characters(portrait, name, groups):
    for row in rows_of(portrait, name):
        assert len(row["PJWDJJG"]) <= 2000
        told = json.loads(row["PJWDJJG"])
        assert list(told) == groups and told["综合评价"] and told["基本信息"]
        assert "：" not in row["PJWDJJG"] or ": " not in row["PJWDJJG"]


def test_portrait_tells_no_finding_on_ethics_and_no_risk(portrait):
    for row in rows_of(portrait, "ODS_JSHXSJ"):
        told = json.loads(row["PJWDJJG"])
        assert "综合指数" not in told["综合评价"] and not any("师德" in key for key in told["综合评价"])
    assert not [row for row in rows_of(portrait, "ODS_JSHXPJWDMSSJ") if "师德" in row["PJWDZWMC"]]
    assert not [row for row in rows_of(portrait, "ODS_XSHXSJ") if "关注优先级" in row["PJWDJJG"]]


def test_dimension_without_evidence_says_so_instead_of_a_score(portrait):
    told = {row["PJJGMS"].partition("（")[0] for row in rows_of(portrait, "ODS_XXHXPJWDMSSJ")}
    assert "暂不能判断" in told and any(re.match(r"\d", one) for one in told)


def test_visits_are_counted_from_the_log_and_codes_outside_the_list_left_out(demo_copy, jobs):
    engine = open_engine(demo_copy)
    with engine.begin() as connection:
        pid, number = connection.execute(
            select(dim_person.c.person_pid, dim_person.c.person_no).where(dim_person.c.kind == "student").order_by(dim_person.c.person_no.desc())
        ).first()  # fmt: skip
        for log_id, at in ((900_001, datetime(2025, 10, 1, 4)), (900_002, datetime(2025, 10, 2, 17))):
            row = {
                "log_id": log_id,
                "at": at,
                "person": pid,
                "act": "view",
                "object_kind": "student",
                "object_id": pid,
            }
            connection.execute(insert(sec_access_log).values(row))
        connection.execute(update(dim_major).values(key_level="galactic"))
        write_setting(connection, "school_code", "1234567890")
    engine.dispose()
    rows = {row["XH"]: row for row in rows_of(exported(jobs, demo_copy, "portrait"), "ODS_XSHXSJ")}
    assert (rows[number]["SJKBFWCS"], rows[number]["SJKBZXFWRQ"], rows[number]["XXDM"]) == (
        "2",
        "20251003",
        "1234567890",
    )
    assert {row["SJKBFWCS"] for other, row in rows.items() if other != number} == {"0"}
    majors = exported(jobs, demo_copy, "national", "--table", "ODS_ZYSZSJ", expect=1)
    (told,) = majors["tables"]
    assert told["valid"] == 0 and told["left_out"] == [
        {"field": "ZDZYJBM", "reason": "outside_list", "rows": told["rows"]}
    ]
    assert [path.rpartition("/")[2] for path in majors["files"]] == ["conformity.json"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("national", "--table", "ODS_NOTHING"), 1, "ODS_NOTHING"),
        (("national", "--table", "ODS_TSJYSJ"), 1, "fields_unknown"),
        (("national", "--table", "ODS_XSHXSJ"), 1, "jobs export portrait"),
        (("portrait", "--table", "ODS_XSHXSJ"), 2, "--table"),
        (("portrait", "--config", "nowhere.yaml"), 1, "nowhere.yaml"),
    ],
)
def test_what_cannot_be_made_is_refused(national_home, jobs, words, code, told):
    assert told in jobs("export", *words, home=national_home, expect=code).stderr


def test_home_without_rows_has_an_account_and_no_table(empty_home, jobs):
    pseudonym_key(empty_home)
    jobs("settings", "set", "school_code", "9000000001", home=empty_home)
    result = exported(jobs, empty_home, "national", expect=1)
    assert [path.rpartition("/")[2] for path in result["files"]] == ["conformity.json"]
    assert {one["rows"] for one in result["tables"]} == {0} and len(result["tables"]) > 8
