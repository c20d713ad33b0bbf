"""A proposal for a home that has lists already reads nothing off grades that is better known there."""

from data.staging.propose import propose_mapping
from data.warehouse.held import held
from data.warehouse.home import Home
from tests.data.messy_college import COURSES, OFFERINGS, STUDENTS

GRADES = "学号,姓名,学年学期,教学班号,课程号,课程名称,成绩\n" + "".join(
    f"{number},某某,2023-2024-1,{OFFERINGS[0]},{COURSES[0]},别的名称,80\n" for number in STUDENTS
)


def _tables(text: str) -> set[str]:
    return {line.split("to: ")[1] for line in text.splitlines() if line.startswith("  - to: ")}


def test_lists_that_are_loaded_already_are_not_read_off_grades(college):
    college.write("成绩.csv", GRADES)
    alone = propose_mapping(college.folder, source="files").text
    known = propose_mapping(college.folder, source="files", held=held(college.home)).text
    people = {"dim_person", "dim_student", "dim_course", "dim_offering"}
    assert people <= _tables(alone) and not people & _tables(known)
    assert _tables(known) == {"fact_enrolment", "fact_grade_attempt"}
    assert "terms:" not in known  # the days of a term are those of the college's calendar
    assert "# dim_student is in the warehouse already" in known


def test_the_load_by_such_a_proposal_changes_no_list(college):
    college.write("成绩.csv", GRADES)
    text = propose_mapping(college.folder, source="files", held=held(college.home)).text
    result = college.load_text(text)
    assert result.tables["fact_grade_attempt"].loaded == len(STUDENTS) and result.reasons == {}
    assert college.rows("dim_course").is_empty() and college.rows("dim_student").is_empty()


def test_a_new_list_of_students_is_read_though_students_are_loaded(college):
    rows = "".join(f"{number},某某,软件2301\n" for number in [*STUDENTS, "230101099"])
    college.write("学生名单.csv", f"学号,姓名,班级名称\n{rows}")
    text = propose_mapping(college.folder, source="files", held=held(college.home)).text
    assert {"dim_person", "dim_student"} <= _tables(text)


def test_a_home_that_is_not_there_holds_nothing(tmp_path, own_database):
    assert held(Home(tmp_path / "nowhere")).keys == {}
