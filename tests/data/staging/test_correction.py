"""A proposal corrected by pure functions: what comes out validates, notes stay, nothing is dropped in silence."""

import json
from datetime import date
from pathlib import Path

import pytest

from data.sources.files import Layout
from data.staging import correction
from data.staging.as_last_time import as_last_time, fitting, not_delivered, unknown_words
from data.staging.fitting import fill_from_header, translate
from data.staging.look import look, take_up
from data.staging.open_mapping import (
    as_json,
    checked,
    from_json,
    lacks,
    mapping_text,
    names_alone,
    used_headers,
    with_text,
)
from data.staging.propose import propose_mapping
from data.staging.questions import OTHER, question
from data.staging.reading_mappings import parsed_mapping
from data.warehouse.home import Home
from data.warehouse.inbox import begin, put
from errors import ShownError
from tests.data.odd_source import write_odd
from tests.databases import PROJECT

EXAMPLE = PROJECT / "docs" / "examples" / "college_csv"
TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def proposal():
    return look(EXAMPLE, belongs_to="academic_affairs", today=TODAY)


def place(mapping, table, file=None):
    return next(
        at for at, one in enumerate(mapping.entries) if one.table == table and file in (None, one.file)
    )


def test_the_page_proposes_what_the_command_proposes(proposal):
    from_command = parsed_mapping(
        propose_mapping(EXAMPLE, source="academic_affairs", today=TODAY).text.encode(), "p"
    )
    on_page = checked(proposal)
    assert on_page.tables == from_command.tables
    assert on_page.files == from_command.files
    assert on_page.terms == from_command.terms


def test_every_decision_of_the_file_is_a_question_with_words(proposal):
    notes = [note for entry in proposal.entries for listed in entry.notes.values() for note in listed]
    assert len(notes) == 4
    assert [note for note in notes if question(note).code == OTHER] == []
    text = mapping_text(proposal)
    assert all(f"# decide: {note}" in text for note in notes)


def test_json_and_text_bring_the_same_mapping_back(proposal):
    assert from_json(json.loads(json.dumps(as_json(proposal)))) == proposal
    again = with_text(proposal, mapping_text(proposal))
    assert again.entries == proposal.entries
    assert again.assumed_terms == proposal.assumed_terms


def test_text_that_is_no_mapping_is_refused(proposal):
    with pytest.raises(ShownError, match="checking a mapping"):
        with_text(proposal, mapping_text(proposal).replace("to: dim_org", "to: dim_nothing"))


def test_words_for_terms_and_attempts_of_no_known_spelling_are_told_once_for_every_table(tmp_path):
    lines = [f"7724{number:04d},24-{1 + number % 2},K1,{60 + number},头考" for number in range(20)]
    (tmp_path / "w.csv").write_text(
        "blorp_1,blorp_2,blorp_3,blorp_4,blorp_5\n" + "\n".join(lines), encoding="utf-8"
    )
    mapping = take_up(
        look(tmp_path, belongs_to="academic_affairs", today=TODAY), tmp_path, "w.csv", Layout(header_row=1)
    )
    assert mapping.file_notes == {"w": ()}  # numbered names are no header that stands there again
    for table in ("fact_enrolment", "fact_grade_attempt"):
        mapping = correction.add_table(mapping, "w", table)
        mapping = fill_from_header(mapping, tmp_path, place(mapping, table), "term_id", "blorp_2")
    at = place(mapping, "fact_grade_attempt")
    mapping = fill_from_header(mapping, tmp_path, at, "attempt_no", "blorp_5")
    mapping = translate(mapping, at, "attempt_no", "头考", 1)
    for word, term in (("24-1", "2024-2025-1"), ("24-2", "2024-2025-2")):
        mapping = translate(mapping, at, "term_id", word, term)
    told = {"from": "blorp_2", "map": {"24-1": "2024-2025-1", "24-2": "2024-2025-2"}}
    assert [entry.raw["columns"]["term_id"] for entry in mapping.entries] == [told, told]
    assert mapping.entries[at].raw["columns"]["attempt_no"] == {"from": "blorp_5", "map": {"头考": 1}}
    assert mapping.assumed_terms == ("2024-2025-1", "2024-2025-2")
    again = fill_from_header(mapping, tmp_path, at, "term_id", "blorp_2")
    assert again.entries[at].raw["columns"]["term_id"] == told


def test_words_of_grades_that_nobody_knows_are_told_one_by_one(tmp_path):
    lines = [
        f"7724{number:04d},2024-2025-1,K1,{mark}"
        for number, mark in enumerate([*range(50, 90), "未到场", "缺考"])
    ]
    (tmp_path / "w.csv").write_text("学号,学期,教学班号,总评\n" + "\n".join(lines), encoding="utf-8")
    mapping = look(tmp_path, belongs_to="academic_affairs", today=TODAY)
    at = place(mapping, "fact_grade_attempt")
    assert unknown_words(mapping, at, correction.GRADE) == {"未到场": 1}
    mapping = translate(mapping, at, correction.GRADE, "未到场", "缺考")
    assert mapping.entries[at].raw["grade"]["words"] == {"未到场": "缺考"}
    assert unknown_words(mapping, at, correction.GRADE) == {}
    assert parsed_mapping(mapping_text(mapping).encode(), "w.yaml").tables[at].grade.words == {
        "未到场": "缺考"
    }
    mapping = translate(mapping, at, correction.GRADE, "未到场", None)
    assert "words" not in mapping.entries[at].raw["grade"]


def test_a_column_comes_from_another_header_and_its_question_is_answered(proposal):
    at = place(proposal, "dim_org")
    assert "org_kind" in proposal.entries[at].notes
    changed = correction.set_column(proposal, at, "org_kind", {"const": "department"})
    assert "org_kind" not in changed.entries[at].notes
    assert checked(changed).tables[at].columns["org_kind"].const == "department"
    assert proposal.entries[at].raw["columns"]["org_kind"] == {"const": "college"}


def test_a_required_column_without_a_header_keeps_the_table_out_and_says_so(proposal):
    at = place(proposal, "dim_course")
    changed = correction.set_column(proposal, at, "name", None)
    assert lacks(changed, changed.entries[at]) == ("name",)
    assert "cannot fill dim_course yet: name" in mapping_text(changed)
    assert "dim_course" not in [rule.to for rule in checked(changed).tables]


def test_words_are_translated_one_by_one(proposal):
    at = place(proposal, "dim_student")
    without = correction.set_word(proposal, at, "student_status", "休学", None)
    assert unknown_words(without, at, "student_status") == {"休学": 1}
    changed = correction.set_word(without, at, "student_status", "休学", "withdrawn")
    assert changed.entries[at].raw["columns"]["student_status"]["map"] == {
        "在籍": "enrolled",
        "休学": "withdrawn",
    }
    assert unknown_words(changed, at, "student_status") == {}


def test_a_header_for_a_coded_column_brings_the_known_words(proposal):
    at = place(proposal, "dim_student")
    assert correction.from_header(proposal, at, "student_status", "学籍状态") == {
        "from": "学籍状态", "map": {"在籍": "enrolled", "休学": "suspended"},
    }  # fmt: skip
    assert correction.from_header(proposal, at, "class_code", "班级编号") == "班级编号"


def test_the_text_of_a_grade_is_a_column_like_others(proposal):
    at = place(proposal, "fact_grade_attempt")
    changed = correction.set_column(proposal, at, correction.MARK, None)
    assert changed.entries[at].raw["grade"] == {"text": "成绩"}
    assert lacks(changed, correction.set_column(changed, at, correction.GRADE, None).entries[at]) == (
        "result",
    )


def test_a_file_put_aside_loads_nothing_and_comes_back_as_it_was(proposal):
    aside = correction.use_file(proposal, "学生", is_used=False)
    made = checked(aside)
    assert "学生" not in made.files
    assert "学生" not in {rule.file for rule in made.tables}
    assert correction.use_file(aside, "学生", is_used=True) == proposal


def test_tables_are_added_where_references_need_them(proposal):
    at = place(proposal, "dim_class")
    without = correction.remove_table(proposal, at)
    assert "dim_class" not in [entry.table for entry in without.entries]
    again = correction.add_table(without, "院系专业班级", "dim_class")
    assert place(again, "dim_class") == at
    assert lacks(again, again.entries[at]) == ("class_code", "name")


def test_days_of_a_term_are_settled_by_a_person(proposal):
    changed = correction.set_term(
        proposal, "2024-2025-1", first_monday="2024-09-09", week_count=17, end_on="2025-01-05"
    )
    assert changed.assumed_terms == ()
    assert checked(changed).terms[0]["first_monday"] == "2024-09-09"
    assert "calendar" not in mapping_text(changed)


def test_no_column_is_dropped_in_silence(proposal, tmp_path):
    body = (EXAMPLE / "学生.csv").read_text(encoding="utf-8-sig").splitlines()
    lines = [f"{body[0]},不认识的列", *(f"{line},某{number}" for number, line in enumerate(body[1:]))]
    (tmp_path / "学生.csv").write_text("\n".join(lines), encoding="utf-8")
    mapping = look(tmp_path, belongs_to="academic_affairs", today=TODAY)
    assert "不认识的列" not in used_headers(mapping, "学生")
    assert "# not used: 不认识的列" in mapping_text(mapping)


def test_no_value_of_a_person_is_kept(proposal):
    told = json.dumps(as_json(proposal), ensure_ascii=False) + mapping_text(proposal)
    for name in ("学生.csv", "教师.csv"):
        for line in (EXAMPLE / name).read_text(encoding="utf-8-sig").splitlines()[1:]:
            number, person = line.split(",")[:2]
            assert number not in told
            assert person not in told


def kept_of(mapping):
    body = mapping_text(mapping)
    return mapping.name, 3, body, parsed_mapping(body.encode(), "kept")


def test_the_same_files_are_read_as_last_time(proposal):
    at = place(proposal, "dim_org")
    kept = kept_of(correction.set_column(proposal, at, "org_kind", {"const": "department"}))
    again = look(EXAMPLE, belongs_to="academic_affairs", kept=[kept], today=TODAY)
    assert again.kept["version"] == 3
    assert len(again.kept["files"]) == 5
    assert again.entries[place(again, "dim_org")].raw["columns"]["org_kind"] == {"const": "department"}
    assert checked(again).tables == kept[3].tables


def test_what_did_not_come_stays_known_and_what_is_new_is_proposed(proposal, tmp_path):
    for name in ("学生.csv", "教师.csv"):
        (tmp_path / name).write_bytes((EXAMPLE / name).read_bytes())
    students = look(tmp_path, belongs_to="academic_affairs", today=TODAY)
    kept = kept_of(students)
    (tmp_path / "教师.csv").unlink()
    (tmp_path / "院系.csv").write_text(
        "部门代码,部门名称\nD01,信息工程学院\nD02,智能制造学院\n", encoding="utf-8"
    )
    again = look(tmp_path, belongs_to="academic_affairs", kept=[kept], today=TODAY)
    assert again.kept["files"] == ["学生"]
    assert not_delivered(again) == ["教师"]
    assert lacks(again, again.entries[place(again, "dim_org", "院系")]) == ()
    assert checked(again).files["教师"].optional


def test_a_file_under_another_name_is_known_by_its_headers(proposal, tmp_path):
    (tmp_path / "学籍2025.csv").write_bytes((EXAMPLE / "学生.csv").read_bytes())
    again = look(tmp_path, belongs_to="academic_affairs", kept=[kept_of(proposal)], today=TODAY)
    assert again.kept["files"] == ["学生"]
    assert again.files["学生"]["path"] == "学籍2025.csv"


def test_headers_that_no_list_holds_are_known_from_a_kept_mapping(tmp_path):
    folder = write_odd(tmp_path)
    assert look(folder, belongs_to="academic_affairs", today=TODAY).sheets == {}
    body = """
mapping: odd
source: student_affairs
owner: data_admin
reviewed_on: 2026-11-01
files: {people: {path: old.csv}}
tables:
  - {to: dim_person, file: people, columns: {kind: {const: student}, person_no: 学员编签, full_name: 称谓签}}
  - {to: dim_student, file: people, columns: {student_no: 学员编签, valid_from: 报到时刻签, class_code: 归队签,
     student_status: {from: 在册情形签, map: {在学中: enrolled}}}}
"""
    kept = ("odd", 1, body, parsed_mapping(body.encode(), "odd"))
    again = look(folder, belongs_to="academic_affairs", kept=[kept], today=TODAY)
    assert again.kept["files"] == ["people"]
    assert again.files["people"]["path"] == "台账2024.csv"
    assert unknown_words(again, place(again, "dim_student"), "student_status") == {"停学中": 3}
    assert [one["shown"] for one in again.unread] == ["考核.xlsx, sheet 考核", "考核.xlsx, sheet 说明"]


def test_a_mapping_of_other_files_does_not_fit(proposal, tmp_path):
    (tmp_path / "教师.csv").write_bytes((EXAMPLE / "教师.csv").read_bytes())
    other = look(tmp_path, belongs_to="academic_affairs", today=TODAY)
    students = correction.use_file(proposal, "教师", is_used=False)
    assert fitting(other, [kept_of(students)]) is None
    fit = fitting(other, [kept_of(proposal)])
    assert fit is not None
    assert as_last_time(other, fit).kept["files"] == ["教师"]


def test_names_of_files_do_not_lead_out_of_the_folder(tmp_path):
    inbox = begin(Home(tmp_path / "home"))
    count = put(
        inbox, [("../../x.csv", b"a\n1\n"), ("sub/y.csv", b"a\n1\n"), ("z.exe", b"MZ"), ("~$t.xlsx", b"")]
    )
    found = sorted(
        path.relative_to(inbox.files).as_posix() for path in inbox.files.rglob("*") if path.is_file()
    )
    assert (count, found) == (2, ["sub/y.csv", "x.csv"])
    assert inbox.folder.stat().st_mode & 0o077 == 0
    assert not (Path(tmp_path) / "x.csv").exists()


def test_a_name_is_no_key_on_the_page_either(tmp_path):
    """Leaves that name students alone fill nothing by themselves."""
    (tmp_path / "学生.csv").write_text("学号,姓名,班级\nS1,甲某,一班\nS2,乙某,一班\n", encoding="utf-8")
    (tmp_path / "请假.csv").write_text(
        "姓名,班级,请假类型,开始日期,结束日期\n甲某,一班,病假,2024-03-04,2024-03-05\n乙某,一班,事假,2024-03-06,2024-03-06\n",
        encoding="utf-8",
    )
    mapping = look(tmp_path, belongs_to="academic_affairs", today=TODAY)
    at = place(mapping, "fact_leave")
    assert lacks(mapping, mapping.entries[at]) == names_alone(mapping.entries[at]) == ("student_no",)
    assert lacks(from_json(as_json(mapping)), mapping.entries[at]) == ("student_no",)
    assert "- to: fact_leave" not in [line.strip() for line in mapping_text(mapping).splitlines()]
