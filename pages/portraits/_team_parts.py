"""Cards of the Team page: who asked for support, which tags the team carries."""

from access import audit
from ui import finding, layout, lists, notices, tables
from views import warehouse
from views.parts import Sentence
from views.teachers import team_support, team_tags


def support(viewer, found, code, path):
    """Who asked for support; a list of more than twenty names is recorded."""
    side = Sentence("team.support_side") if found.asked else None
    with layout.card("support", Sentence("team.support_title"), side=side):
        notices.no_data(found.waiting) if found.is_empty else finding.sentences((found.waiting,))
        if found.asked:
            audit.listed(
                warehouse.engine(),
                viewer,
                "request",
                code,
                page=path,
                rows=len(found.asked.rows),
                fields=team_support.FIELDS,
            )
            tables.table(found.asked)
        finding.note(found.answered)
        finding.note(found.note)


def tags(found):
    with layout.card("tags", Sentence("team.tags_title"), sub=Sentence("team.tags_sub")):
        if found is None:
            return notices.no_data(Sentence("team.no_tags"))
        for column, listed in zip(layout.columns("even"), team_tags.lists(found), strict=True):
            with column:
                lists.items(listed)
        return finding.note(found.note)
