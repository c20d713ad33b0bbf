"""The cards of the Student page: strengths, to do, help, who looked, qualities, awards, folds."""

from ui import calendar, charts, checklists, finding, forms, handbook, layout, lists, notices, tables
from views.parts import Sentence

REQUESTS = ("help", "correct", "private")


def needs(page):
    with layout.card("strengths", page.strengths_title, side=Sentence("student.strengths_side")):
        if page.strengths:
            lists.items(page.strengths, columns=True)
        else:
            notices.no_data(Sentence("student.no_strengths"))
    with layout.card("todo", Sentence("student.todo_title"), side=Sentence("student.todo_side")):
        lists.items(page.todo) if page.todo else notices.no_data(Sentence("student.no_todo"))


def help_and_viewers(page):
    with layout.card("help", page.help_title, place="help"):
        lists.items(page.helpers, avatars=True) if page.helpers else notices.no_data(
            Sentence("student.no_help")
        )
        if page.is_self:
            forms.links("my_data", tuple((kind, Sentence(f"student.ask_{kind}")) for kind in REQUESTS))
            finding.note(Sentence("student.ask_note"))
    _warning(page)
    _concern(page)
    if page.viewers is not None and page.is_calm:
        with layout.card("viewers", Sentence("student.viewers_title"), side=Sentence("student.viewers_side")):
            _viewers(page)


def _viewers(page):
    tables.table(page.viewers) if page.viewers.rows else notices.no_data(Sentence("student.no_viewers"))
    forms.link(Sentence("my_data.link"), "my_data")


def _warning(page):
    if page.rules:
        with layout.card(
            "warning", Sentence("student.rules_title"), side=Sentence("student.rules_card_side")
        ):
            finding.note(page.turn_to)
            lists.items(page.rules)


def _concern(page):
    if page.concern is None:
        return
    with layout.card("concern", Sentence("student.concern_title"), side=Sentence("student.concern_side")):
        finding.note(page.concern_line)
        lists.items(page.concern.reasons)
        finding.note(page.turn_to)
        finding.note(page.concern_about)


def qualities(page):
    with layout.card(
        "qualities", Sentence("student.qualities_title"), side=Sentence("student.qualities_side")
    ):
        if page.qualities is None:
            return notices.no_data(Sentence("student.no_qualities"))
        finding.note(page.withheld)
        if page.radar is None:
            return tables.table(page.qualities)
        thumbnail, rows = layout.columns("portrait")
        with thumbnail:
            charts.radar(page.radar)
        with rows:
            tables.table(page.qualities)
    return None


def folds(page, book):
    with layout.fold(Sentence("student.fold_credits")):
        if page.paths is not None:
            charts.paths(page.paths)
        _or_empty(page.credits, "student.no_programme")
        tables.table(page.terms) if page.terms.rows else notices.no_data(Sentence("student.no_courses"))
    with layout.fold(Sentence("student.fold_calendar")):
        _process(page)
    with layout.fold(Sentence("student.fold_records")):
        for title, table in page.records:
            lists.heading(title)
            tables.table(table)
        if not page.records:
            notices.no_data(_empty(page, "records", "student.no_records"))
    with layout.fold(Sentence("awards.title")):
        finding.note(Sentence("awards.sub"))
        checklists.lists(page.awards) if page.awards else notices.no_data(Sentence("awards.none"))
    _support(page)
    with layout.fold(Sentence("student.fold_history")):
        _or_empty(page.history, "student.no_history")
        if page.plan is not None:
            lists.heading(Sentence("student.plan_title"))
            tables.table(page.plan)
    with layout.fold(Sentence("student.fold_courses")):
        tables.table(page.courses) if page.courses.rows else notices.no_data(Sentence("student.no_courses"))
    if page.viewers is not None and not page.is_calm:
        with layout.fold(Sentence("student.fold_viewers")):
            _viewers(page)
    if book is not None:
        with layout.fold(Sentence("handbook.fold")):
            handbook.offer(book)


def _process(page):
    if page.days is None:
        return notices.no_data(_empty(page, "weeks", "student.no_weeks"))
    finding.note(Sentence("student.calendar_sub"))
    calendar.days(page.days)
    return charts.weeks(page.weeks) if page.weeks else None


def _support(page):
    with layout.fold(Sentence("student.fold_rules")):
        lists.items(page.rules) if page.rules else notices.no_data(
            _empty(page, "rules", "student.rules_none")
        )
        if page.support:
            lists.heading(Sentence("student.support_title"))
            lists.timeline(page.support)


def _or_empty(table, key):
    return tables.table(table) if table is not None else notices.no_data(Sentence(key))


def _empty(page, part, key):
    """That there is nothing, or that the role does not read it: never the one for the other."""
    return Sentence("student.unread" if part in page.unread else key)


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("portrait.tags"), page.portrait.tags),
        (Sentence("portrait.figures"), page.portrait.figures),
        (Sentence("student.strengths_title"), page.strengths),
        (Sentence("student.todo_title"), page.todo),
        (Sentence("student.qualities_title"), page.segments),
        (Sentence("student.rules_title"), page.rules),
        (Sentence("student.credits_title"), page.credits),
        (Sentence("student.fold_terms"), page.terms),
        (Sentence("student.path_title"), page.paths),
        (Sentence("student.fold_courses"), page.courses),
        (Sentence("student.export_calendar"), page.days),
        (Sentence("student.fold_weeks"), page.weeks),
        *page.records,
        (Sentence("student.export_awards"), page.awards),
        (Sentence("student.fold_history"), page.history),
        (Sentence("student.plan_title"), page.plan),
    ]
