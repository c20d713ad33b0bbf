"""From a source's column to a tile, and from a figure back to the files it came from."""

from ui import filters, finding, layout, notices, sources, tables, text
from views.administration import lineage, mappings_used
from views.parts import Sentence

WAYS = ("down", "up")


def draw(viewer, page, snapshot):
    loaded = mappings_used.read(viewer.scope)
    with layout.card("lineage", Sentence("lineage.title"), sub=Sentence("lineage.sub"), height="content"):
        names = tuple((way, text.plain(Sentence(f"lineage.way_{way}"))) for way in WAYS)
        way = filters.pick("view", names, label=text.plain(Sentence("lineage.title")))
        found = _down(loaded, page) if way == "down" else _up(viewer, snapshot, loaded, page)
        if found is None:
            notices.no_data(Sentence("lineage.no_mapping"))
            return
        finding.note(found.told)
        sources.way(found.picture)
        if found.table:
            with layout.fold(Sentence("lineage.table")):
                tables.table(found.table)


def _down(loaded, page):
    mark = text.plain(Sentence("lineage.tile_mark"))
    options = tuple(
        (name, f"{text.plain(lineage.level_of(name))} · {text.name(words)}{mark if is_tile else ''}")
        for name, words, is_tile in lineage.indicators()
    )
    chosen = filters.select(
        "part", options, filters.chosen("part"), label=text.plain(Sentence("lineage.choose_indicator"))
    )
    return lineage.down(loaded, chosen, page.held.names)


def _up(viewer, snapshot, loaded, page):
    options = tuple((key, key.replace("/", " · ")) for key, _ in lineage.headers(loaded))
    if not options:
        return None
    chosen = filters.select(
        "part", options, filters.chosen("part"), label=text.plain(Sentence("lineage.choose_header"))
    )
    return lineage.up(viewer.scope, snapshot, loaded, chosen, page.held.names)
