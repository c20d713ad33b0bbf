"""The portrait card of a student: what is known of the person, tags with their proof, figures, the seven qualities."""

from __future__ import annotations

from access.scope import Scope
from views import naming
from views.figures import values
from views.figures.standing import Standing
from views.naming import Person
from views.parts import Amount, Fact, Portrait, Segment, Sentence
from views.people import personal, tags
from views.people.answers import Known
from views.students.study import Study
from views.warehouse import Snapshot

KIND = "student"
SETTLED = ("passed", "failed", "recognised")
COURSES_SHOWN = 6
LEVELS = ("qualified", "good", "excellent", "model_candidate")  # of the development standard, rising
PROCESS = {"stu_attendance": "attendance", "stu_task_ontime": "ontime"}


def known(
    scope: Scope, head: dict, own: values.Values, held: Standing | None, study: Study, done: tuple
) -> Known:
    """What the reader may know of a student to answer tags and awards; a fact nobody can tell is None."""
    settled = [row for row in study.rows if row["result"] in SETTLED]
    scores = [row["score"] for row in settled if row["score"] is not None]
    again = [row for row in settled if row["result"] == "failed" or (row["attempts"] or 0) > 1]
    facts = {
        "entry_year": head["entry_year"],
        "terms_elapsed": head["terms_elapsed"],
        "running_courses": float(len(study.running)) if study.rows else None,
        "open_failed_courses": float(len(study.open_failed)) if settled else None,
        "failed_courses": float(len(again)) if settled else None,
        "lowest_score": min(scores, default=None),
    }
    return Known(KIND, scope, own, held, facts, done)


def portrait(scope: Scope, snapshot: Snapshot, head: dict, found: Known, segments: tuple[Segment, ...], study: Study, weeks) -> Portrait:  # fmt: skip
    """The card; name and number only where the reader may see them."""
    person = naming.people(scope, (head["student_pid"],)).get(head["student_pid"])
    return Portrait(
        name=_name(person),
        number=person.number if person else None,
        facts=personal.unit_facts(
            (naming.departments(scope, snapshot), head["org_code"]),
            (naming.majors(scope, snapshot), head["major_code"]),
            (naming.classes(scope, snapshot), head["class_code"]),
        ),
        tags=tags.of_person(found, _shown(study, weeks)),
        figures=(*_figures(head, found.own), *_level(found.held)),
        segments=segments,
    )


def _name(person: Person | None) -> str | None:
    return (person.name or person.number) if person else None


def _shown(study: Study, weeks) -> dict[str, tuple[Fact, ...]]:
    """Evidence that only the page has: running courses by name, the weeks behind attendance and tasks."""
    courses = tuple(_course(row) for row in study.running[:COURSES_SHOWN])
    shown: dict[str, tuple[Fact, ...]] = {"courses": courses} if courses else {}
    for indicator, measure in PROCESS.items():
        points = weeks.get(measure, ())
        if points:
            told = tuple(Amount(value, "share") for _, value in points)
            shown[f"weeks:{indicator}"] = (Fact(Sentence("tags.weeks"), told),)
    return shown


def _course(row: dict) -> Fact:
    return Fact(row["course"], Amount(row["credits"], "credits") if row["credits"] is not None else Sentence("student.result_running"))  # fmt: skip


def _figures(row: dict, own: values.Values) -> tuple[Fact, ...]:
    """Credits, weighted score, attendance: three figures of the card, those that are there."""
    facts = []
    if row["credits_earned"] is not None:
        due = row["credits_due"]
        note = Sentence("student.credits_due", {"due": Amount(due, "credits")}) if due is not None else None
        facts.append(
            _fact("credits", Amount(row["credits_earned"], "credits"), note, own, "stu_credit_progress")
        )
    if row["weighted_score"] is not None:
        facts.append(
            _fact(
                "score", Amount(row["weighted_score"], "score"), _score_change(row), own, "stu_weighted_score"
            )
        )
    if row["attendance_rate"] is not None:
        facts.append(
            _fact("attendance", Amount(row["attendance_rate"], "share"), None, own, "stu_attendance")
        )
    elif row["ontime_rate"] is not None:
        facts.append(_fact("ontime", Amount(row["ontime_rate"], "share"), None, own, "stu_task_ontime"))
    return tuple(facts)


def _fact(name: str, amount: Amount, note: Sentence | None, own: values.Values, indicator_id: str) -> Fact:
    figure = own.figure(indicator_id)
    return Fact(Sentence(f"student.figure_{name}"), amount, note, figure.why if figure else None)


def _score_change(row: dict) -> Sentence | None:
    if row["weighted_score_previous"] is None:
        return None
    change = row["weighted_score"] - row["weighted_score_previous"]
    if round(abs(change), 1) == 0:
        return Sentence("student.score_same")
    kind = "up" if change > 0 else "down"
    return Sentence(f"student.score_{kind}", {"change": Amount(abs(change), "score")})


def _level(held: Standing | None) -> tuple[Fact, ...]:
    """The tier of the development standard and the one above; never a word of failure."""
    level = held.index.get("level") if held else None
    if level is None:
        return ()
    following = LEVELS[LEVELS.index(level) + 1] if level in LEVELS[:-1] else None
    note = Sentence("student.level_next", {"level": Sentence(f"student.level_{following}")}) if following else None  # fmt: skip
    return (Fact(Sentence("student.figure_level"), Sentence(f"student.level_{level}"), note),)
