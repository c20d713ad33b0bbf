"""Student page: strengths first, what is still needed, who can help, who looked; concern only for those it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.scope import Scope, holds_named
from data.warehouse.queries import student as queries
from views import choices, findings, naming, personal, qualities, standing, support, values, warehouse
from views import concern as concerns
from views import study as studies
from views.naming import Person
from views.parts import (
    Amount,
    Fact,
    Header,
    Item,
    Level,
    Name,
    Portrait,
    Radar,
    Refusal,
    Sentence,
    Table,
    Weeks,
)
from views.qualities import Segment
from views.warehouse import Snapshot

KIND = "student"


BLANK = Name("选择学生", "Choose a student")
PARTS = {"rules": "rule_warning", "weeks": "attendance_process"}  # part of the page -> category it is made of


@dataclass(frozen=True)
class StudentPage:
    """Everything the Student page shows to one reader."""

    header: Header
    findings: tuple[Sentence, ...]
    portrait: Portrait
    strengths_title: Sentence
    strengths: tuple[Item, ...]
    todo: tuple[Item, ...]
    help_title: Sentence
    helpers: tuple[Item, ...]
    segments: tuple[Segment, ...]
    radar: Radar | None
    qualities: Table | None
    withheld: Sentence | None
    terms: Table
    courses: Table
    weeks: Weeks | None
    level: Level | None
    rules: tuple[Item, ...]
    concern: concerns.Concern | None
    concern_line: Sentence | None
    support: tuple[Item, ...]
    viewers: Table | None
    unread: frozenset[str]  # parts that the role does not read: rules | weeks
    not_connected: Sentence | None


def profile(scope: Scope, snapshot: Snapshot, student_pid: str, now: datetime) -> StudentPage | Refusal:
    """The page of one student, as far as the reader may see it; a designed refusal otherwise."""
    head = warehouse.read(queries.header(snapshot.snapshot_id, student_pid), scope).to_dicts()
    if not head:
        return choices.no_own_record(scope, KIND) if student_pid == scope.person else out_of_reach()
    row = head[0]
    own = values.of_entity(scope, snapshot, KIND, student_pid)
    held = standing.of_entity(scope, snapshot, KIND, student_pid).get("own")
    study = studies.of_student(scope, snapshot, student_pid)
    concern = concerns.of_student(scope, snapshot, student_pid)
    level, rules = concerns.rule_warning(scope, snapshot, student_pid)
    helpers = support.helpers(scope, snapshot, row, study)
    segments = qualities.segments(held)
    strengths = personal.strengths(held)
    todo = studies.todo(scope, snapshot, study)
    is_self = scope.codes(KIND) == {student_pid}
    return StudentPage(
        header=_header(scope, snapshot, row, held),
        findings=findings.kept(
            student_finding(personal.at_target(held), study, is_self), concern_finding(level, concern)
        ),
        portrait=_portrait(scope, snapshot, row, held, own, segments, study),
        strengths_title=_owned("strengths_title", is_self),
        strengths=strengths,
        todo=todo,
        help_title=_owned("help_title", is_self),
        helpers=helpers,
        segments=segments,
        radar=standing.radar(held) if held else None,
        qualities=qualities.table(segments),
        withheld=standing.withheld(held),
        terms=studies.term_table(study, own),
        courses=studies.course_table(study),
        weeks=studies.week_panels(scope, snapshot, student_pid),
        level=level,
        rules=rules,
        concern=concern,
        concern_line=concerns.line(concern),
        support=support.steps(scope, snapshot, student_pid),
        viewers=support.viewers(scope, KIND, student_pid, now) if is_self else None,
        unread=frozenset(part for part, category in PARTS.items() if not holds_named(scope, category)),
        not_connected=values.not_connected(standing.unobserved(held), own),
    )


def _owned(key: str, is_self: bool) -> Sentence:
    """'My strengths' to the student, 'strengths' to everyone else."""
    return Sentence(f"student.{key}" if is_self else f"student.{key}_other")


def class_of(scope: Scope, snapshot: Snapshot, student_pid: str | None) -> str | None:
    """The class of a student whom the scope may read; None where it may not."""
    if student_pid is None:
        return None
    rows = warehouse.read(queries.header(snapshot.snapshot_id, student_pid), scope).to_dicts()
    return rows[0]["class_code"] if rows else None


def nobody() -> Refusal:
    """The state for a role without students whom it may see by name."""
    return Refusal("empty", Sentence("student.none_title"), Sentence("student.none_body"))


def choose_first() -> Refusal:
    """The state before a student has been chosen: nobody's page opens by itself."""
    return Refusal("empty", Sentence("student.choose_title"), Sentence("student.choose_body"))


def out_of_reach() -> Refusal:
    """The state for a student outside the reader's scope: says who may see, never whether the person exists."""
    return Refusal(
        "not_allowed",
        Sentence("student.refused_title"),
        Sentence("student.refused_body"),
        Sentence("student.refused_remedy"),
    )


def _header(scope: Scope, snapshot: Snapshot, row: dict, held) -> Header:
    classes = naming.classes(scope, snapshot)
    is_self = scope.codes(KIND) == {row["student_pid"]}
    facts = personal.unit_facts((classes, row["class_code"]))
    return Header(
        title=Sentence("student.title_own" if is_self else "student.title"),
        kind=Sentence(
            "student.kind",
            {"class_name": facts[0] if facts else Name("—"), "year": str(row["entry_year"] or "—")},
        ),
        coverage=held.index["confidence"] if held else None,
        standard=held.standard if held else None,
    )


def _portrait(scope, snapshot, row, held, own, segments, study) -> Portrait:
    person = naming.people(scope, (row["student_pid"],)).get(row["student_pid"])
    return Portrait(
        name=_name(person),
        number=person.number if person else None,
        facts=personal.unit_facts(
            (naming.departments(scope, snapshot), row["org_code"]),
            (naming.majors(scope, snapshot), row["major_code"]),
            (naming.classes(scope, snapshot), row["class_code"]),
        ),
        tags=(*personal.earned_tags(held), *studies.neutral_tags(row, study)),
        figures=_figures(row, own),
        segments=segments,
    )


def _name(person: Person | None) -> str | None:
    return (person.name or person.number) if person else None


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


def student_finding(strengths: tuple[Name, ...], study: studies.Study, is_self: bool) -> Sentence | None:
    """Strengths, then the one thing to do next; to the student as 'you', to others about the student."""
    who = "student" if is_self else "student_other"
    named = {"names": strengths[:2]} if strengths else {}
    if study.open_failed:
        names = tuple(row["course"] for row in study.open_failed[:2])
        credits = Amount(sum(row["credits"] or 0.0 for row in study.open_failed), "credits")
        kind = "strong_open" if named else "open"
        return Sentence(f"findings.{who}_{kind}", {"courses": names, "credits": credits} | named)
    if named:
        return Sentence(f"findings.{who}_strong", named)
    return (
        Sentence(f"findings.{who}_plain", {"count": Amount(len(study.running), "count")})
        if study.rows
        else None
    )


def concern_finding(level: Level | None, concern: concerns.Concern | None) -> Sentence | None:
    """The rule's warning wins over the model's concern; without either nothing is said."""
    if level is not None:
        return Sentence(f"findings.student_{level.level}")
    if concern is not None and concern.is_listed:
        return Sentence("findings.student_blue", {"credits": concern.expected})
    return None
