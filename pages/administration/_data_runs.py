"""What was done with the data: loads, snapshots, models."""

from ui import layout, notices, tables
from views.administration.sources import SIDES
from views.parts import Sentence

KINDS = ("loads", "snapshots", "models")


def draw(viewer, page, snapshot):
    for kind in KINDS:
        with layout.card(kind, Sentence(f"data.{kind}_title"), side=SIDES.get(kind), height="content"):
            table = getattr(page, kind)
            tables.table(table) if table else notices.no_data(Sentence(f"data.no_{kind}"))
