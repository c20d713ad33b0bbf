"""The demo college in the shapes of other makers' systems: the same warehouse, row for row."""

from __future__ import annotations

import shutil

import pytest

from data.sample.generate import generate
from data.sample.vendors.exports import COLLEGES, write_vendor_files
from data.sources.files import tops
from data.sources.workbook import is_workbook
from data.staging.reading_mappings import FOLDER, shipped_mapping
from data.warehouse.loading.source import load_source
from tests import databases
from tests.data.whole_home import contents, differences

# The account of a load names its files and its mapping, and knows when it was. Nothing else may differ.
OF_THE_LOAD = {"meta_load", "meta_load_file", "meta_source"}


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    """The files of a college of 100 students and two terms, canonical and as other systems write them."""
    place = tmp_path_factory.mktemp("vendors")
    generate(100, 7, place, terms=2)
    write_vendor_files(place / "exports")
    return place / "exports"


@pytest.fixture(scope="module")
def canonical_home(exports, shared_folder, tmp_path_factory):
    """The college loaded from its own files."""
    home = databases.copy_home(databases.empty_template(shared_folder), tmp_path_factory.mktemp("own") / "home")  # fmt: skip
    load_source(home, shipped_mapping("demo_college"), exports / "demo")
    yield home
    databases.drop_home(home)


@pytest.mark.parametrize("name", COLLEGES)
def test_the_same_college_in_the_shapes_of_other_makers_is_the_same_warehouse(
    name, exports, canonical_home, empty_home
):
    key = empty_home.folder("keys") / "pseudonym.key"
    shutil.copyfile(canonical_home.folder("keys") / "pseudonym.key", key)
    result = load_source(empty_home, shipped_mapping(name), exports / name)
    assert (result.refused, result.reasons) == ([], {})
    own, other = contents(canonical_home), contents(empty_home)
    assert {table for table, frame in own.items() if frame.height} >= {"fact_grade_attempt", "fact_attendance", "fact_session", "dim_student"}  # fmt: skip
    assert set(differences(own, other)) == OF_THE_LOAD


def test_a_comparison_finds_one_cell(canonical_home):
    own = contents(canonical_home)
    other = {**own, "dim_course": own["dim_course"].with_columns(credits=own["dim_course"]["credits"] + 1)}
    assert list(differences(own, other)) == ["dim_course"]
    assert "credits" in differences(own, other)["dim_course"]


@pytest.mark.parametrize("name", COLLEGES)
def test_no_file_of_a_vendor_is_left_unread(name, exports):
    """Every file in the folder is one that its mapping names, and what a vendor's file stands for is not there twice."""
    mapping = shipped_mapping(name)
    named = {path for rule in mapping.files.values() for pattern in rule.path for path in (exports / name).glob(pattern)}  # fmt: skip
    assert named == set((exports / name).iterdir())
    assert {rule.to for rule in mapping.tables} == {rule.to for rule in shipped_mapping("demo_college").tables}  # fmt: skip


def test_files_look_as_these_systems_write_them(exports):
    """Web pages and old workbooks behind one ending, GBK, heads in row 3 and in two rows, national heads, padded names."""
    one, other = (exports / name for name in COLLEGES)
    page, book = one / "正方_成绩_2024-2025-2.xls", other / "强智_成绩明细_2024-2025-2.xls"
    assert page.read_bytes().startswith(b"<html") and is_workbook(book.read_bytes())
    choices = (one / "正方_学生选课_2024-2025-2.csv").read_bytes().decode("gb18030").splitlines()
    assert choices[0].startswith("xnm,xqm,xh,xm,jxb_id") and choices[1].startswith("2024,12,")
    assert "\u3000" in (one / "正方_学生选课_2024-2025-2.csv").read_bytes().decode("gb18030")
    progress = tops(one / "超星_学习进度_2024-2025-2.xlsx")
    assert [top.sheet for top in progress] == ["学习进度", "说明"] and progress[0].rows[2][0] == "学号"
    signed = tops(next(one.glob("雨课堂_签到_2024-2025-2_*.xlsx")))[0].rows
    assert signed[1][4].startswith("2025-") and signed[2][4:7] == ["签到方式", "更新时间", "备注"]
    courses = (one / "国标_课程基本数据.csv").read_bytes().decode("gb18030")
    assert courses.splitlines()[0].startswith("课程名称（全称）-kcmc,课程号（学校自编）-kch")
    grades = tops(book)[0].rows
    assert any("/40%" in (cell or "") for row in grades[3:] for cell in row)


def test_the_same_college_gives_the_same_files(exports, tmp_path):
    shutil.copytree(exports / "demo", tmp_path / "demo")
    write_vendor_files(tmp_path)
    for name in COLLEGES:
        for path in (exports / name).iterdir():
            assert path.read_bytes() == (tmp_path / name / path.name).read_bytes(), path.name


def test_vendor_mappings_say_only_what_differs():
    """They stand on the demo's own mapping, so that a table added there is loaded here too."""
    for name in (*COLLEGES, "demo_platforms"):
        assert "\nbase: demo_" in (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
