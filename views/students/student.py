"""Student page: strengths first, what is still needed, who can help, who looked; concern only for those it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from access.scope import Scope, holds_named
from data.warehouse.queries import student as queries
from views import choices, naming, warehouse
from views.figures import findings, standing, values
from views.operations import concern as concerns
from views.parts import (
    Amount,
    Checklist,
    Days,
    Header,
    Item,
    Level,
    Name,
    Paths,
    Portrait,
    Radar,
    Refusal,
    Sentence,
    Table,
    Weeks,
)
from views.people import personal, records
from views.students import awards, history, own_days, programme, qualities, student_card, support
from views.students import study as studies
from views.students.qualities import Segment
from views.warehouse import Snapshot

KIND = "student"


BLANK = Name("选择学生", "Choose a student")
# part of the page -> category it is made of
PARTS = {"rules": "rule_warning", "weeks": "attendance_process", "records": "student_activity"}


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
    credits: Table | None
    paths: Paths | None
    courses: Table
    weeks: Weeks | None
    days: Days | None
    records: tuple[tuple[Sentence, Table], ...]
    awards: tuple[Checklist, ...]
    history: Table | None
    plan: Table | None
    level: Level | None
    rules: tuple[Item, ...]
    concern: concerns.Concern | None
    concern_line: Sentence | None
    concern_about: Sentence | None
    turn_to: Sentence | None  # who can help, beside any concern
    support: tuple[Item, ...]
    viewers: Table | None
    unread: frozenset[str]  # parts that the role does not read: rules | weeks | records
    not_connected: Sentence | None
    is_self: bool

    @property
    def is_calm(self) -> bool:
        """Whether neither a rule nor the model has anything to say: then who looked stands beside the help."""
        return not self.rules and self.concern is None


def profile(scope: Scope, snapshot: Snapshot, student_pid: str, now: datetime) -> StudentPage | Refusal:
    """The page of one student, as far as the reader may see it; a designed refusal otherwise."""
    head = warehouse.read(queries.header(snapshot.snapshot_id, student_pid), scope).to_dicts()
    if not head:
        return choices.no_own_record(scope, KIND) if student_pid == scope.person else out_of_reach()
    return _page(scope, snapshot, head[0], now)


def _page(scope: Scope, snapshot: Snapshot, row: dict, now: datetime) -> StudentPage:
    student_pid = row["student_pid"]
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
    done = records.of_student(scope, snapshot, student_pid)
    known = student_card.known(scope, row, own, held, study, done)
    weeks = own_days.weeks(scope, snapshot, student_pid)
    return StudentPage(
        header=_header(scope, snapshot, row, held),
        findings=findings.kept(
            student_finding(personal.at_target(held), study, is_self), concern_finding(level, concern)
        ),
        portrait=student_card.portrait(scope, snapshot, row, known, segments, study, weeks),
        strengths_title=_owned("strengths_title", is_self),
        strengths=strengths,
        todo=todo,
        help_title=_owned("help_title", is_self),
        helpers=helpers,
        segments=segments,
        radar=standing.radar(held) if held else None,
        qualities=qualities.table(segments),
        withheld=standing.withheld(held),
        **_study_parts(scope, snapshot, row, study),
        days=own_days.calendar(scope, snapshot, student_pid),
        records=records.groups(done),
        awards=awards.checklists(known),
        history=history.of_student(row, study, done),
        plan=history.milestones(scope, snapshot, student_pid),
        level=level,
        rules=rules,
        concern=concern,
        concern_line=concerns.line(concern),
        concern_about=concerns.about(scope, concern),
        turn_to=Sentence("student.concern_helper", {"name": helpers[0].title, "role": helpers[0].body})
        if helpers
        else None,
        support=support.steps(scope, student_pid, {snapshot.term_id}),
        viewers=support.viewers(scope, KIND, student_pid, now) if is_self else None,
        unread=frozenset(part for part, category in PARTS.items() if not holds_named(scope, category)),
        not_connected=values.not_connected(standing.unobserved(held), own),
        is_self=is_self,
    )


def _study_parts(scope: Scope, snapshot: Snapshot, row: dict, study: studies.Study) -> dict:
    """Terms and courses, credits against the programme, weeks of the running term."""
    planned = programme.terms(scope, snapshot, row, study)
    return {
        "terms": studies.term_table(study),
        "credits": programme.table(planned),
        "paths": programme.paths(planned, study),
        "courses": studies.course_table(study),
        "weeks": studies.week_panels(scope, snapshot, row["student_pid"]),
    }


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
