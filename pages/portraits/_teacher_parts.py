"""The cards of the Teacher page: standing and gaps, own classes, folds."""

from ui import charts, finding, forms, layout, notices, people, scale, scope_bar, tables
from views.parts import Sentence


def standing(page):
    left, right = layout.columns("wide")
    with left, layout.card("dimensions", Sentence("teacher.dimensions_title"), sub=page.against):
        finding.note(page.withheld)
        if page.radar is not None:
            thumbnail, rows = layout.columns("radar")
            with thumbnail:
                charts.radar(page.radar)
            with rows:
                scale.rows(page.dimensions, legend=False, compact=True)
        else:
            scale.rows(page.dimensions) if page.dimensions else notices.no_data(page.against)
    with right, layout.card("gaps", Sentence("teacher.gaps_title"), side=Sentence("teacher.gaps_side")):
        finding.note(page.gates_first)
        people.gaps(page.gaps) if page.gaps else notices.no_data(Sentence("teacher.no_gaps"))


def classes(page):
    with layout.card("classes", Sentence("teacher.classes_title"), side=Sentence("teacher.classes_side")):
        tables.table(page.classes) if page.classes else notices.no_data(Sentence("teacher.no_classes"))


def folds(page):
    if page.evidence is not None:
        with layout.fold(Sentence("evidence.fold")):
            tables.table(page.evidence)
    for part in ("figures", "gates", "viewers"):
        table = getattr(page, part)
        if table is not None:
            with layout.fold(Sentence(f"teacher.fold_{part}")):
                tables.table(table) if table.rows else notices.no_data(Sentence("teacher.no_viewers"))
                if part == "viewers":
                    forms.link(Sentence("my_data.link"), "my_data")


def blocks(page):
    return [
        (Sentence("figures.export_findings"), page.findings),
        (Sentence("teacher.export_dimensions"), page.dimensions),
        (Sentence("teacher.export_steps"), page.gaps),
        (Sentence("teacher.classes_title"), page.classes),
        (Sentence("teacher.fold_gates"), page.gates),
        (Sentence("evidence.fold"), page.evidence),
        (Sentence("teacher.fold_figures"), page.figures),
    ]


def team(header, agreed, unnamed):
    """The teachers of a leader's majors: by name those who agreed, all of them without names."""
    scope_bar.draw(header)
    with layout.card("list", Sentence("teacher.agreed_title"), sub=Sentence("teacher.agreed_sub")):
        tables.table(agreed) if agreed else notices.no_data(Sentence("teacher.agreed_none"))
    with layout.card("team", Sentence("teacher.team_title"), sub=Sentence("teacher.team_sub")):
        tables.table(unnamed) if unnamed else notices.no_data(Sentence("teacher.team_none"))
