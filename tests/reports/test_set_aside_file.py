"""Rows set aside leave to their owner alone, with the reasons beside them; mended and given back they load, once each."""

import csv
import io
from datetime import date, datetime

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import func, insert, select, update

from access import policy
from access.sec_tables import sec_access_log, sec_grant
from access.viewer import make_viewer
from data.warehouse.home import open_engine, write_setting
from data.warehouse.loading.account import refresh_sources
from data.warehouse.loading.source import load_source
from data.warehouse.loading.undo import undo_load
from data.warehouse.schema.meta import meta_set_aside_row, meta_source
from data.warehouse.schema.teaching import fact_grade_attempt
from errors import NotAllowed
from reports import set_aside_file
from tests.data.small_source import GRADES, make_mapping, rule, tables_with, write_files
from ui import i18n
from views import warehouse
from views.administration import set_aside

TODAY = date(2025, 11, 2)
BAD = "S001,K1,2,六十,,2025-01-10\nS009,K1,1,70,,2025-01-10\nS002,K1,2,61,,昨天\n=1+1,K2,1,80,,2025-01-10\n"
MENDED = {"六十": "60", "S009": "S003", "昨天": "2025-01-10", "=1+1": "S001"}
OWNER = "academic_affairs"


@pytest.fixture(params=i18n.LANGUAGES)
def language(request):
    before = i18n.language()
    i18n.use(request.param)
    yield request.param
    i18n.use(before)


@pytest.fixture
def college(empty_home, tmp_path):
    """A home into which a file with four bad rows was loaded."""
    engine = open_engine(empty_home)
    with engine.begin() as connection:
        write_setting(connection, "as_of", str(TODAY))
        for role in policy.roles():
            connection.execute(insert(sec_grant).values(
                person=f"p-{role}", role=role, scope_kind="all", valid_from=TODAY, granted_by="test",
                granted_at=datetime(2025, 1, 1)))  # fmt: skip
    folder = write_files(tmp_path / "files", grades=GRADES + BAD)
    load_source(empty_home, make_mapping(), folder)
    warehouse.configure(empty_home)
    yield empty_home, engine, folder
    engine.dispose()


def _viewer(engine, role=OWNER):
    with engine.connect() as connection:
        return make_viewer(
            connection,
            mode="oidc",
            session="s1",
            wanted=role,
            today=date.today(),
            as_of=TODAY,
            person=f"p-{role}",
        )


def _parcel(viewer, file="grades.csv"):
    return next(one for one in set_aside.parcels(viewer.scope) if one.file_name == file)


def _rows(content, form):
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def _mended(content, form, path):
    """What an owner does: the wrong cells put right, everything else left as it came."""
    rows = [[MENDED.get(cell.removeprefix("'"), cell) for cell in row] for row in _rows(content, form)]
    if form == "csv":
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
        return
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def _count(engine, table=fact_grade_attempt, *where):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_owner_mends_and_every_row_is_in_once(college, tmp_path, language, form):
    home, engine, _ = college
    viewer = _viewer(engine)
    assert (_parcel(viewer).rows, _parcel(viewer).waiting, _count(engine)) == (4, 4, 3)
    back = tmp_path / "back" / f"grades.{form}"
    back.parent.mkdir()
    _mended(set_aside_file.made(viewer, _parcel(viewer), form, "mend"), form, back)
    mapping = make_mapping()
    if form == "xlsx":
        files = {
            **mapping.files,
            "grades": mapping.files["grades"].model_copy(update={"path": ("grades.*",)}),
        }
        mapping = mapping.model_copy(update={"files": files})
    result = load_source(home, mapping, back)
    assert (result.tables["fact_grade_attempt"].read, result.reasons, result.refused) == (4, {}, [])
    assert _count(engine) == 7
    assert (_parcel(viewer).rows, _parcel(viewer).waiting) == (4, 0)
    again = load_source(home, mapping, back)
    assert (again.tables["fact_grade_attempt"].already, _count(engine)) == (4, 7)


def test_file_holds_the_source_columns_and_what_was_wrong(college, language):
    _, engine, _ = college
    viewer = _viewer(engine)
    heads, *rows = _rows(set_aside_file.made(viewer, _parcel(viewer), "xlsx", "mend"), "xlsx")
    assert heads[:6] == ["学号", "教学班", "次", "成绩", "备注", "录入"]
    assert [row[10] for row in rows] == ["5", "6", "7", "8"]
    assert [row[8] for row in rows] == ["成绩", "学号", "录入", "学号"]
    assert all(row[7] and row[9] for row in rows)
    assert rows[3][0] == "'=1+1"


def test_download_is_recorded_with_purpose_and_without_values(college, in_chinese):
    _, engine, _ = college
    viewer = _viewer(engine)
    set_aside_file.made(viewer, _parcel(viewer), "csv", " 修改成绩 ")
    with engine.connect() as connection:
        log = (
            connection.execute(select(sec_access_log).where(sec_access_log.c.act == "export"))
            .mappings()
            .one()
        )
    assert (log["purpose"], log["row_count"], log["object_kind"]) == ("修改成绩", 4, "set_aside")
    assert not any(str(value).startswith("S00") for value in log.values())


@pytest.mark.parametrize("role", sorted(set(policy.roles()) - {OWNER, "public"}))
def test_no_other_role_gets_the_rows(college, role):
    _, engine, _ = college
    viewer = _viewer(engine, role)
    parcel = _parcel(_viewer(engine))
    assert viewer.scope is None or not any(one.is_own for one in set_aside.parcels(viewer.scope))
    with pytest.raises(NotAllowed):
        set_aside_file.made(viewer, parcel, "csv", "curious")  # a parcel that was drawn for its owner
    assert _count(engine, sec_access_log, sec_access_log.c.act == "export") == 0
    assert _count(engine, sec_access_log, sec_access_log.c.act == "refuse") == 1


def test_no_purpose_and_no_grant_any_more_give_no_file(college):
    _, engine, _ = college
    viewer = _viewer(engine)
    parcel = _parcel(viewer)
    with pytest.raises(NotAllowed):
        set_aside_file.made(viewer, parcel, "csv", "  ")
    with engine.begin() as connection:
        connection.execute(update(sec_grant).values(revoked_at=datetime(2025, 1, 2)))
    with pytest.raises(NotAllowed):
        set_aside_file.made(viewer, parcel, "csv", "mend")


def test_owner_of_the_register_changes_with_it(college):
    _, engine, _ = college
    with engine.begin() as connection:
        connection.execute(update(meta_source).values(owner="hr"))
        connection.execute(update(meta_set_aside_row).values(owner_role="hr"))
    refresh_sources(engine)
    assert _parcel(_viewer(engine)).owner_role == OWNER


def test_source_that_nobody_answers_for_is_given_to_nobody(empty_home, tmp_path):
    engine = open_engine(empty_home)
    load_source(empty_home, make_mapping(source="nowhere"), write_files(tmp_path / "f", grades=GRADES + BAD))
    with engine.connect() as connection:
        owners = set(connection.execute(select(meta_set_aside_row.c.owner_role)).scalars())
    engine.dispose()
    assert owners == {None}


def test_load_taken_back_makes_its_rows_wait_again(college, tmp_path, in_chinese):
    home, engine, _ = college
    viewer = _viewer(engine)
    back = tmp_path / "back" / "grades.csv"
    back.parent.mkdir()
    _mended(set_aside_file.made(viewer, _parcel(viewer), "csv", "mend"), "csv", back)
    load = load_source(home, make_mapping(), back).load_id
    assert _parcel(viewer).waiting == 0
    undo_load(engine, home, load)
    assert _parcel(viewer).waiting == 4


def test_bad_file_loaded_twice_is_mended_once(college, tmp_path, in_chinese):
    home, engine, folder = college
    load_source(home, make_mapping(), folder)
    viewer = _viewer(engine)
    both = set_aside.parcels(viewer.scope)
    assert [(one.load_id, one.waiting, one.later) for one in both] == [(2, 4, None), (1, 4, 2)]
    back = tmp_path / "back" / "grades.csv"
    back.parent.mkdir()
    _mended(set_aside_file.made(viewer, both[0], "csv", "mend"), "csv", back)
    load_source(home, make_mapping(), back)
    assert [one.waiting for one in set_aside.parcels(viewer.scope)] == [0, 0]
    assert _count(engine) == 7


def test_row_still_wrong_is_told_again_and_waits(college, tmp_path, in_chinese):
    home, engine, _ = college
    viewer = _viewer(engine)
    back = tmp_path / "back" / "grades.csv"
    back.parent.mkdir()
    content = set_aside_file.made(viewer, _parcel(viewer), "csv", "mend")
    back.write_bytes(content.replace("六十".encode(), b"60"))
    result = load_source(home, make_mapping(), back)
    assert sum(result.reasons.values()) == 3
    first = next(one for one in set_aside.parcels(viewer.scope) if one.load_id == 1)
    assert (first.rows, first.waiting) == (4, 3)


def test_declared_form_of_the_export_does_not_bind_the_file_given_back(college, tmp_path, in_chinese):
    home, engine, _ = college
    viewer = _viewer(engine)
    back = tmp_path / "back" / "grades.csv"
    back.parent.mkdir()
    _mended(set_aside_file.made(viewer, _parcel(viewer), "csv", "mend"), "csv", back)
    files = {**make_mapping().files}
    files["grades"] = files["grades"].model_copy(
        update={"encoding": "gb18030", "separator": ";", "header_row": 3, "sheet": "成绩"}
    )
    result = load_source(home, make_mapping().model_copy(update={"files": files}), back)
    assert (result.reasons, result.refused, _count(engine)) == ({}, [], 7)


def test_rows_joined_with_another_file_do_not_set_that_file_aside(empty_home, tmp_path, in_chinese):
    """The partner of mended rows has many rows without one among them; they are not missing, they were there before."""
    joined = {**rule("fact_grade_attempt"), "with": [{"file": "offerings", "on": ["教学班"]}]}
    mapping = make_mapping(tables_with(joined))
    folder = write_files(tmp_path / "files", grades=GRADES + BAD)
    load_source(empty_home, mapping, folder)
    warehouse.configure(empty_home)
    engine = open_engine(empty_home)
    with engine.connect() as connection:
        row = connection.execute(
            select(meta_set_aside_row.c.set_aside_id).where(meta_set_aside_row.c.file_name == "grades.csv")
        ).scalars()
        number = min(row)
    (folder / "grades.csv").write_text(
        f"学号,教学班,次,成绩,备注,录入,暂存编号\nS001,K1,2,60,,2025-01-10,{number}\n"
    )
    result = load_source(empty_home, mapping, folder)
    engine.dispose()
    assert "no_partner" not in result.reasons


def test_mended_rows_in_place_of_a_partner_are_refused(college, tmp_path):
    home, _, folder = college
    joined = {**rule("fact_grade_attempt"), "with": [{"file": "offerings", "on": ["教学班"]}]}
    write_files(folder, offerings="教学班,课程,暂存编号\nK1,C1,1\n")
    result = load_source(home, make_mapping(tables_with(joined)), folder)
    assert any("given back" in str(error) for error in result.refused)


def test_rows_known_by_their_place_are_refused(college, tmp_path):
    home, _, folder = college
    numbered = {
        **rule("dim_person"),
        "columns": {"kind": {"const": "student"}, "person_no": {"row_number": True}},
    }
    write_files(folder, students="学号,姓名,班级,入学,暂存编号\nS001,示例·甲,B1,2024-09-01,1\n")
    result = load_source(home, make_mapping(tables_with(numbered)), folder)
    assert any("numbered by their place" in str(error) for error in result.refused)
