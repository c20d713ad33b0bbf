"""What the demo college consists of."""

import polars as pl
import pytest

from data.sample.calendar import CURRENT, TERMS
from data.sample.staff import OFFICE_ROLES
from data.sample.teaching import active_classes, plan_term
from data.sample.world import ENTRY_YEARS, build_world

NOTHING_OWED = pl.DataFrame(schema={"student": pl.UInt32, "course_code": pl.String})


@pytest.fixture(scope="module", params=[300, 1500, 3000])
def world(request):
    return build_world(request.param, 7)


def test_as_many_students_are_in_school_as_asked_for(world):
    still = active_classes(world, CURRENT).filter(pl.col("left_on").is_null())
    assert still.height == world.students_wanted


def test_departments_and_majors_grow_with_the_college(world):
    assert 4 <= len(world.departments) <= 9
    per_unit = pl.DataFrame(world.majors).group_by("org").len()["len"]
    assert per_unit.min() >= 2
    assert per_unit.max() <= 6
    assert {major["class"] for major in world.majors} == {"brand", "feature", "demand"}


def test_courses_of_all_sixteen_kinds(world):
    kinds = world.courses.select("category", "tier").unique()
    assert kinds.height == 16
    assert set(world.courses["type"]) == {"A", "B", "C"}
    assert set(world.courses["attribute"]) == {"required", "professional_elective", "public_elective"}


def test_some_programmes_miss_a_national_line(world):
    share = world.programmes["practice_hours"] / world.programmes["total_hours"]
    assert (share < 0.5).any()
    assert (share >= 0.5).any()
    core = world.plan.filter("core").group_by("major_code", "entry_grade").len()["len"]
    assert set(core) == {7, 9}  # six to eight are wanted


def test_teachers_of_all_tiers(world):
    full = world.teachers.filter(pl.col("staff") == "full_time")
    assert set(full["title"]) == {"none", "assistant", "lecturer", "associate_professor", "professor"}
    assert set(world.teachers["staff"]) == {"full_time", "external_part", "counsellor", "admin"}
    assert (full["entry_on"] > pl.Series([CURRENT.first_monday]).dt.offset_by("-22mo")[0]).any()


def test_each_department_has_a_counsellor_for_two_hundred_students(world):
    now = active_classes(world, CURRENT).join(world.classes, on="class_code")
    students = dict(now.group_by("org_code").len().iter_rows())
    counsellors = world.teachers.filter(pl.col("staff") == "counsellor")
    counsellors = dict(counsellors.group_by("org_code").len().iter_rows())
    assert students.keys() == counsellors.keys()
    assert all(students[org] / counsellors[org] <= 200 for org in students)


def test_every_class_course_and_major_is_somebodys(world):
    for kind, codes in (
        ("class", world.classes["class_code"]),
        ("course", world.courses["course_code"]),
        ("major", [major["code"] for major in world.majors]),
        ("org", world.courses["org_code"].unique()),
    ):
        named = world.roles.filter(pl.col("target_kind") == kind)["target_code"]
        assert set(named) == set(codes)


def test_every_office_role_has_staff(world):
    assert set(OFFICE_ROLES.values()) <= set(world.teachers["org_code"])


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term_id)
def test_teachers_teach_only_once_they_are_there(term):
    small = build_world(300, 7)
    plan = plan_term(small, term, NOTHING_OWED)
    entered = plan.teachers.join(small.teachers, on="staff_no")["entry_on"]
    assert entered.max() <= term.first_monday


def test_shares_of_joint_teaching_sum_to_one_or_are_unknown():
    plan = plan_term(build_world(1500, 7), CURRENT, NOTHING_OWED)
    shares = plan.teachers.group_by("offering").agg(pl.col("share").sum(), known=pl.col("share").count())
    assert (shares.filter(pl.col("known") > 0)["share"] - 1).abs().max() < 1e-9
    assert (shares["known"] == 0).any()


def test_students_move_pause_return_and_leave():
    changes = build_world(300, 7).versions["change"].drop_nulls()
    assert set(changes) == {"转专业", "休学", "复学", "退学"}


def test_five_entry_grades_reach_back_to_the_first_term():
    small = build_world(300, 7)
    assert small.students["entry_year"].unique().sort().to_list() == list(ENTRY_YEARS)
    assert active_classes(small, TERMS[0]).height > 250
