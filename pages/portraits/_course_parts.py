"""Parts of the Course page: the running term, spread and standard, results against chance, what stands behind."""

import contextlib

from ui import (
    charts,
    class_board,
    figures,
    filters,
    finding,
    layout,
    lists,
    notices,
    people,
    scale,
    tables,
    text,
)  # fmt: skip
from views.parts import Sentence

FEW = 3  # classes up to which the card beside the weeks holds the spread of scores as well


def running(page):
    """The running term: weeks and classes. Returns whether the spread of scores stands here already."""
    is_short = page.classes is None or len(page.classes.lines) <= FEW
    left, right = layout.columns("list")
    with left, layout.card("weeks", Sentence("course.weeks_title"), sub=_weeks_sub(page)):
        _weeks(page)
    with right:
        _classes(page, "content" if is_short else "stretch")
        if is_short:
            _ridges(page)
    return is_short


def _weeks(page):
    if page.class_choices:
        every = ("", text.plain(Sentence("course.all_classes")))
        options = (every, *((key, text.plain(name)) for key, name in page.class_choices))
        label = text.plain(Sentence("course.choose_class"))
        filters.select("class", options, filters.chosen("class"), label=label)
    shown = page.class_weeks or page.weeks
    charts.weeks(shown) if shown else notices.no_data(Sentence("course.no_weeks"))


def _weeks_sub(page):
    return Sentence("course.weeks_class_sub" if page.class_weeks else "course.weeks_sub")


def _classes(page, height):
    title = Sentence("course.classes_title")
    with layout.card("classes", title, side=page.classes_side, height=height):
        if page.classes:
            class_board.classes(page.classes)
        else:
            notices.no_data(Sentence("course.no_classes"))
        if page.process:
            lists.heading(Sentence("course.process_title"))
            people.facts(page.process)


def results(page, has_ridges):
    """Cards in two columns, those of one column under each other; what is left over takes the whole width."""
    found = page.results
    columns = [] if has_ridges else [[_ridges]]
    columns += [[_standard], [_passes] if found.classes else [_passes, _evaluation]]
    rest = [_evaluation, _supervision] if found.classes else [_supervision]
    if found.adjusted:
        columns += [[_adjusted]] if len(columns) % 2 == 0 else [[_adjusted, *rest[:-1]]]
        rest = rest if len(columns) % 2 else rest[-1:]
    columns += [rest] if len(columns) % 2 else [[draw] for draw in rest]
    for place in range(0, len(columns), 2):
        _row(page, columns[place : place + 2])


def _row(page, columns):
    places = layout.columns("even") if len(columns) > 1 else [contextlib.nullcontext()]
    for place, draws in zip(places, columns, strict=True):
        with place:
            for draw in draws:
                draw(page, "stretch" if draw is draws[-1] else "content")


def _ridges(page, height="stretch"):
    title, side = Sentence("course.ridges_title"), Sentence("course.ridges_side")
    with layout.card("ridges", title, side=side, height=height):
        charts.ridges(page.ridges) if page.ridges else notices.no_data(Sentence("course.no_ridges"))


def _standard(page, height):
    side = page.place.range if page.place else Sentence("course.standard_side")
    with layout.card("standard", Sentence("course.standard_title"), side=side, height=height):
        finding.note(page.withheld)
        if page.dimensions:
            scale.rows(page.dimensions, compact=True)
        else:
            notices.no_data(Sentence("course.no_standard"))


def _passes(page, height):
    found = page.results
    with layout.card("passes", Sentence("course.pass_title"), height=height):
        if found.terms is None:
            notices.no_data(Sentence("course.no_passes"))
            return
        lists.heading(Sentence("course.pass_terms"), Sentence("course.pass_note_terms"))
        figures.intervals(found.terms)
        if found.classes:
            side = Sentence("course.pass_note_classes", {"period": found.classes_term})
            lists.heading(Sentence("course.pass_classes"), side)
            figures.intervals(found.classes)
        finding.note(Sentence("course.pass_note" if found.classes else "course.pass_note_one"))


def _adjusted(page, height):
    found = page.results
    side = Sentence("figures.period", {"period": found.adjusted_term})
    with layout.card("adjusted", Sentence("course.adjusted_title"), side=side, height=height):
        finding.note(found.adjusted_finding)
        figures.intervals(found.adjusted)
        finding.note(Sentence("course.adjusted_note"))


def _evaluation(page, height):
    _table("evaluation", page.behind.evaluation, height)


def _supervision(page, height):
    _table("supervision", page.behind.supervision, height)


def _table(part, table, height):
    with layout.card(part, Sentence(f"course.{part}_title"), height=height):
        tables.table(table) if table else notices.no_data(Sentence(f"course.no_{part}"))


def behind(page):
    draw = {"gap": _gap, "place": _place, "resources": _resources, "team": _team}
    titles = tuple(Sentence(f"course.tab_{part}") for part in draw)
    for tab, part in zip(layout.tabs(titles), draw.values(), strict=True):
        with tab:
            part(page)


def _gap(page):
    goal = page.goal
    with layout.card("gap", goal.title if goal else Sentence("course.tab_gap")):
        finding.note(goal.gates if goal else None)
        if goal and goal.waterfall:
            charts.waterfall(goal.waterfall)
        else:
            notices.no_data(Sentence("course.no_gap"))


def _place(page):
    side = page.place.range if page.place else None
    with layout.card("place", Sentence("course.place_title"), side=side):
        if page.place:
            finding.note(page.place.same)
            figures.intervals(page.place.picture)
        else:
            notices.no_data(Sentence("course.no_place"))


def _resources(page):
    with layout.card("resources", Sentence("course.resources_title")):
        table = page.behind.resources
        tables.table(table) if table else notices.no_data(Sentence("course.no_resources"))


def _team(page):
    with layout.card("team", Sentence("course.team_title"), side=page.classes_side):
        people.facts(page.behind.team_facts)
        if page.behind.team:
            tables.table(page.behind.team)
        elif not page.behind.team_note:
            notices.no_data(Sentence("course.no_team"))
        finding.note(page.behind.team_note)
