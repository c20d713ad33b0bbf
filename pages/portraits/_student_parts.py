"""The cards of the Student page: strengths, to do, help, who looked, qualities, folds."""

from ui import charts, finding, forms, layout, lists, notices, tables
from views.parts import Sentence


def needs(page):
    with layout.card("strengths", page.strengths_title, side=Sentence("student.strengths_side")):
        if page.strengths:
            lists.items(page.strengths, columns=True)
        else:
            notices.no_data(Sentence("student.no_strengths"))
    with layout.card("todo", Sentence("student.todo_title"), side=Sentence("student.todo_side")):
        lists.items(page.todo) if page.todo else notices.no_data(Sentence("student.no_todo"))


def help_and_viewers(page):
    with layout.card("help", page.help_title):
        lists.items(page.helpers, avatars=True) if page.helpers else notices.no_data(
            Sentence("student.no_help")
        )
    _concern(page)
    if page.viewers is not None:
        with layout.card("viewers", Sentence("student.viewers_title"), side=Sentence("student.viewers_side")):
            tables.table(page.viewers) if page.viewers.rows else notices.no_data(
                Sentence("student.no_viewers")
            )
            forms.link(Sentence("my_data.link"), "my_data")


def _concern(page):
    if page.concern is None:
        return
    with layout.card("concern", Sentence("student.concern_title"), side=Sentence("student.concern_side")):
        finding.note(page.concern_line)
        lists.items(page.concern.reasons)


def qualities(page):
    with layout.card(
        "qualities", Sentence("student.qualities_title"), side=Sentence("student.qualities_side")
    ):
        if page.qualities is None:
            return notices.no_data(Sentence("student.no_qualities"))
        finding.note(page.withheld)
        if page.radar is None:
            return tables.table(page.qualities)
        thumbnail, rows = layout.columns("radar")
        with thumbnail:
            charts.radar(page.radar)
        with rows:
            tables.table(page.qualities)
    return None


def folds(page):
    with layout.fold(Sentence("student.fold_rules")):
        lists.items(page.rules) if page.rules else notices.no_data(
            _empty(page, "rules", "student.rules_none")
        )
        if page.support:
            lists.heading(Sentence("student.support_title"))
            lists.timeline(page.support)
    with layout.fold(Sentence("student.fold_weeks")):
        charts.weeks(page.weeks) if page.weeks else notices.no_data(_empty(page, "weeks", "student.no_weeks"))
    for part in ("terms", "courses"):
        table = getattr(page, part)
        with layout.fold(Sentence(f"student.fold_{part}")):
            tables.table(table) if table.rows else notices.no_data(Sentence("student.no_courses"))


def _empty(page, part, key):
    """That there is nothing, or that the role does not read it: never the one for the other."""
    return Sentence("student.unread" if part in page.unread else key)


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("student.strengths_title"), page.strengths),
        (Sentence("student.todo_title"), page.todo),
        (Sentence("student.qualities_title"), page.segments),
        (Sentence("student.rules_title"), page.rules),
        (Sentence("student.fold_terms"), page.terms),
        (Sentence("student.fold_courses"), page.courses),
    ]
