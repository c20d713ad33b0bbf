"""`jobs export person`: the files, who may read them, what the log says, and what is refused."""

import json
import stat

import pytest
from sqlalchemy import insert, select

from access import log_chain
from access.sec_tables import sec_access_log
from data.warehouse.home import open_engine
from data.warehouse.pseudonym import person_pid, pseudonym_key
from data.warehouse.schema.people import dim_person

NUMBER, NAME = "S2024900001", "示例·张三"


@pytest.fixture
def home(empty_home):
    """A student, a teacher with a number of its own, and two persons who share one."""
    key = pseudonym_key(empty_home)
    engine = open_engine(empty_home)
    people = (("student", NUMBER), ("teacher", "T1"), ("student", "7"), ("teacher", "7"))
    with engine.begin() as connection:
        for kind, number in people:
            row = {
                "person_pid": person_pid(key, kind, number),
                "kind": kind,
                "person_no": number,
                "full_name": NAME,
            }
            connection.execute(insert(dim_person).values(row | {"category": f"{kind}_identity"}))
    engine.dispose()
    return empty_home


def logged(home):
    engine = open_engine(home)
    with engine.connect() as connection:
        rows = connection.execute(select(sec_access_log)).mappings().all()
        assert log_chain.verify(connection).is_whole
    engine.dispose()
    return rows


@pytest.mark.parametrize("by", ["number", "pid"])
def test_folder_holds_the_three_files_and_its_name_tells_nobody(home, jobs, by):
    pid = person_pid(pseudonym_key(home), "student", NUMBER)
    done = jobs("export", "person", NUMBER if by == "number" else pid, "--json", "-", home=home)
    result = json.loads(done.stdout)
    names = [name.rsplit("/", 1)[1] for name in result["files"]]
    assert names == ["copy.xlsx", "copy.json", "README.txt"]
    (folder,) = (home.directory / "exports" / "person").iterdir()
    for told in (folder.name, done.stderr):
        assert NUMBER not in told and pid not in told and NAME not in told
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, *sorted(folder.iterdir()))] == [0o700] + [
        0o600
    ] * 3
    (identity,) = [
        one
        for one in json.loads((folder / "copy.json").read_text())["tables"]
        if one["table"] == "dim_person"
    ]
    assert [(row["person_no"], row["full_name"]) for row in identity["rows"]] == [(NUMBER, NAME)]


def test_export_is_logged_with_rows_and_hash_about_the_person(home, jobs):
    jobs("export", "person", NUMBER, home=home)
    (row,) = logged(home)
    assert (row["act"], row["object_kind"], row["object_id"]) == (
        "export", "student", person_pid(pseudonym_key(home), "student", NUMBER),
    )  # fmt: skip
    assert len(row["content_sha256"]) == 64 and row["row_count"] == 1


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("person", "X1"), 1, "nobody with this number or pid"),
        (("person", "7"), 1, "a student and a teacher with this number"),
        (("person",), 2, "no person"),
        (("person", "7", "--table", "ODS_KCJBSJ"), 2, "--table, --format, --config or --check"),
        (("national",), 1, "the ten digits of the school"),
        (("portrait",), 1, "no profile yet"),
        (("everything",), 2, "invalid choice"),
    ],
)
def test_what_cannot_be_exported_is_refused_without_repeating_it(home, jobs, words, code, told):
    done = jobs("export", *words, home=home, expect=code)
    assert told in done.stderr and "X1" not in done.stderr
    assert not (home.directory / "exports" / "person").exists()
    assert logged(home) == []


def test_person_with_a_shared_number_is_exported_by_pid(home, jobs):
    pid = person_pid(pseudonym_key(home), "teacher", "7")
    assert len(json.loads(jobs("export", "person", pid, "--json", "-", home=home).stdout)["files"]) == 3
