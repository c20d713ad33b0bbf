"""The cards of the Teacher page: standing, gaps with what blocks first, own classes, research and service, folds."""

from ui import charts, finding, forms, layout, lists, notices, people, scale, scope_bar, tables
from views.parts import Sentence


def standing(page):
    with layout.card("dimensions", Sentence("teacher.dimensions_title"), sub=page.against):
        finding.note(page.withheld)
        if page.radar is None:
            scale.rows(page.dimensions) if page.dimensions else notices.no_data(page.against)
        else:
            thumbnail, rows = layout.columns("portrait")
            with thumbnail:
                charts.radar(page.radar)
            with rows:
                scale.rows(page.dimensions)
    with layout.card("gaps", Sentence("teacher.gaps_title"), side=Sentence("teacher.gaps_side")):
        finding.note(page.gates_first)
        people.blocking(page.blocking)
        people.gaps(page.gaps, across=True) if page.gaps else notices.no_data(Sentence("teacher.no_gaps"))


def classes(page):
    with layout.card("classes", Sentence("teacher.classes_title"), side=Sentence("teacher.classes_side")):
        tables.table(page.classes) if page.classes else notices.no_data(Sentence("teacher.no_classes"))
    if page.research or page.works:
        with layout.card("research", Sentence("teacher.research_title"), sub=page.against):
            scale.rows(page.research)
            if page.works is not None:
                lists.heading(Sentence("teacher.works_title"))
                tables.table(page.works)


def folds(page):
    with layout.fold(Sentence("teacher.fold_paths")):
        charts.paths(page.paths) if page.paths else notices.no_data(Sentence("teacher.no_paths"))
    _table_fold(page.peers, "teacher.fold_peers")
    _table_fold(page.value_added, "teacher.fold_value_added")
    _table_fold(page.evidence, "evidence.fold")
    if page.grown:
        with layout.fold(Sentence("teacher.fold_grown")):
            for name, table in page.grown:
                lists.heading(name)
                tables.table(table)
    _table_fold(page.figures, "teacher.fold_figures")
    _table_fold(page.gates, "teacher.fold_gates")
    if page.viewers is not None:
        with layout.fold(Sentence("teacher.fold_viewers")):
            tables.table(page.viewers) if page.viewers.rows else notices.no_data(
                Sentence("teacher.no_viewers")
            )
            forms.link(Sentence("my_data.link"), "my_data")


def _table_fold(table, key):
    if table is not None:
        with layout.fold(Sentence(key)):
            tables.table(table)


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("portrait.tags"), page.portrait.tags),
        (Sentence("portrait.figures"), page.portrait.figures),
        (Sentence("portrait.certainty"), page.portrait.certainty),
        (Sentence("teacher.export_dimensions"), page.dimensions),
        (Sentence("teacher.export_blocking"), page.blocking),
        (Sentence("teacher.export_steps"), page.gaps),
        (Sentence("teacher.classes_title"), page.classes),
        (Sentence("teacher.research_title"), page.research),
        (Sentence("teacher.works_title"), page.works),
        (Sentence("teacher.export_paths"), page.paths),
        (Sentence("teacher.fold_peers"), page.peers),
        (Sentence("teacher.fold_value_added"), page.value_added),
        (Sentence("teacher.fold_gates"), page.gates),
        (Sentence("evidence.fold"), page.evidence),
        *page.grown,
        (Sentence("teacher.fold_figures"), page.figures),
    ]


def team(header, agreed, unnamed):
    """The teachers of a leader's majors: by name those who agreed, all of them without names."""
    scope_bar.draw(header)
    with layout.card("list", Sentence("teacher.agreed_title"), sub=Sentence("teacher.agreed_sub")):
        tables.table(agreed) if agreed else notices.no_data(Sentence("teacher.agreed_none"))
    with layout.card("team", Sentence("teacher.team_title"), sub=Sentence("teacher.team_sub")):
        tables.table(unnamed) if unnamed else notices.no_data(Sentence("teacher.team_none"))
