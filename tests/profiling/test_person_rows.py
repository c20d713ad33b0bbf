"""Records of persons and days of a student from a handful of facts."""

import json
from datetime import date, datetime

from profiling import person_rows
from tests.profiling.small_facts import TERM, small_facts

STUDENT = {"student_pid": "s1", "valid_from": date(2024, 9, 1), "student_status": "enrolled", "class_code": "C1", "major_code": "M1", "org_code": "D1", "entry_year": 2024}  # fmt: skip
TEACHER = {"teacher_pid": "t1", "valid_from": date(2020, 9, 1), "org_code": "D1", "staff_type": "full_time"}


def _activity(number, module, hours, on, *, role="participant", recognised=True):
    return {"student_pid": "s1", "activity_no": number, "module": module, "hours": hours, "role": role, "held_on": on, "is_recognised": recognised}  # fmt: skip


def _records(**rows):
    frame = person_rows.student_records(small_facts(student_version=[STUDENT], **rows))
    return {row["record_id"]: row for row in frame.to_dicts()}


def test_nothing_recorded_gives_no_rows():
    assert _records() == {}


def test_activities_are_summed_by_module_without_what_is_not_recognised():
    found = _records(
        second_classroom=[
            _activity("a", "club", 3.0, date(2024, 10, 1)),
            _activity("b", "club", 4.5, date(2024, 11, 1), role="leader"),
            _activity("c", "club", 9.0, date(2024, 11, 2), recognised=False),
            _activity("d", "art", 2.0, date(2024, 12, 1)),
        ]
    )
    club = found["second_classroom:club"]
    assert (club["quantity"], club["n"], club["result"]) == (7.5, 2, "leader")
    assert (club["began_on"], club["ended_on"]) == (date(2024, 10, 1), date(2024, 11, 1))
    assert found["second_classroom:art"]["result"] is None


def test_what_lies_after_the_day_is_left_out():
    rows = [
        {"student_pid": "s1", "certificate_no": number, "level": "junior", "issued_on": on}
        for number, on in (("1", date(2025, 3, 1)), ("2", date(2025, 3, 2)))
    ]
    assert list(_records(certificate=rows)) == ["certificate:1"]


def test_rewards_and_sanctions_are_apart_and_keep_their_own_category():
    rows = [
        {"student_pid": "s1", "record_no": number, "record_kind": kind, "level": "校级", "reason_code": "merit", "decided_on": date(2024, 12, 1)}
        for number, kind in (("1", "reward"), ("2", "sanction"))
    ]  # fmt: skip
    found = _records(reward_sanction=rows, internship=[{"student_pid": "s1", "from_on": date(2024, 12, 1), "arranged_by": "school"}])  # fmt: skip
    assert {key: row["category"] for key, row in found.items()} == {
        "reward:1": "student_academic_record",
        "sanction:2": "student_academic_record",
        "internship:2024-12-01": "internship_employment",
    }


def test_a_row_carries_where_the_student_is():
    (row,) = _records(fitness=[{"student_pid": "s1", "year": 2024, "item": "total", "score": 80.0}]).values()
    assert (row["class_code"], row["major_code"], row["org_code"]) == ("C1", "M1", "D1")


def _came(session, week, weekday, status):
    return {
        "student_pid": "s1", "offering_id": f"{TERM}/K1-01", "session_id": session, "term_id": TERM, "week_no": week, "weekday": weekday,
        "status": status, "event_time": datetime(2024, 10, 1), "recorded_at": datetime(2024, 10, 1),
    }  # fmt: skip


def test_days_tell_who_was_expected_and_leave_is_not():
    events = [
        _came("1", 1, 1, "present"), _came("2", 1, 1, "absent"), _came("3", 1, 3, "sick"), _came("4", 2, 5, "late"),
    ]  # fmt: skip
    (row,) = person_rows.student_days(
        small_facts(student_version=[STUDENT], fact_attendance=events)
    ).to_dicts()
    assert row["term_id"] == TERM
    assert json.loads(row["days"]) == [[1, 1, 1, 2], [2, 5, 1, 1]]


def test_a_college_without_attendance_has_no_days():
    assert person_rows.student_days(small_facts(student_version=[STUDENT])).is_empty()


def test_records_of_a_teacher_say_which_dimension_they_speak_for():
    frame = person_rows.teacher_records(
        small_facts(
            teacher_version=[TEACHER],
            training=[{"teacher_pid": "t1", "training_no": "1", "topic": "设计", "hours": 20.0, "from_on": date(2024, 10, 1)}],
            research_output=[{"teacher_pid": "t1", "output_no": "2", "output_kind": "paper", "published_on": date(2024, 10, 1)}],
            teaching_award=[{"teacher_pid": "t1", "award_no": "3", "level": "city", "award": "first", "awarded_on": date(2024, 10, 1)}],
            competition=[
                {"student_pid": pid, "entry_no": "4", "event_name": "赛", "level": "college", "award": "third", "held_on": date(2024, 10, 1)}
                for pid in ("s1", "s2")
            ],
            adviser=[{"entry_no": "4", "teacher_pid": "t1", "person_order": 1}],
        )
    )  # fmt: skip
    found = {row["record_id"]: row["dimension_id"] for row in frame.to_dicts()}
    assert found == {"training:1": "D2", "output:2": "D5", "award:3": "D3", "guided:4": "D4"}
