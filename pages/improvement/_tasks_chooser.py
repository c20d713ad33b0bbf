"""What the list of improvement actions is limited to: state, whose, department, level."""

from ui import filters, layout, text
from views.improvement import tasks
from views.parts import Sentence


def draw(page, more, asked):
    """Tabs, with `more` of them for who confirms plans; whose actions, department, level."""
    tabs = page.tabs + more
    with layout.bar("chooser"):
        filters.pick("tab", _worded(tabs), label=text.plain(page.header.title))
        if asked.tab == "plans":
            return
        views = tuple((name, Sentence(f"tasks.view_{name}")) for name in (tasks.EVERY, "mine"))
        filters.pick("view", _worded(views), label=text.plain(Sentence("tasks.choose_view")))
        if len(page.units) > 1:
            units = (
                (tasks.EVERY, Sentence("tasks.every_unit")),
                *((one.key, one.name) for one in page.units),
            )
            filters.select(
                "unit",
                _worded(units),
                filters.chosen("unit"),
                label=text.plain(Sentence("tasks.choose_unit")),
            )
        if len(page.levels) > 1:
            levels = ((tasks.EVERY, Sentence("tasks.every_level")), *page.levels)
            filters.select(
                "part",
                _worded(levels),
                filters.chosen("part"),
                label=text.plain(Sentence("tasks.choose_level")),
            )


def _worded(options):
    return tuple((name, text.plain(words)) for name, words in options)
