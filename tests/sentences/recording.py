"""A page as it is made for a reader: every sentence said on it, every row it read, and everything it hands to its export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date

import polars as pl
from streamlit.testing.v1 import AppTest

from access.viewer import make_viewer
from data.warehouse.home import as_of
from reports import page_book
from ui import i18n, run, text
from ui.page import discover
from views import warehouse
from views.parts import Sentence

_now: dict = {}


@dataclass
class Opened:
    """One page as one role: what was said, read and handed over."""

    page: str
    role: str
    key: str | None
    as_of: date | None = None
    said: dict[str, Sentence] = field(default_factory=dict)
    frames: list[pl.DataFrame] = field(default_factory=list)
    blocks: list = field(default_factory=list)

    @property
    def where(self) -> str:
        return f"{self.page} as {self.role} about {self.key}"

    def rows(self, *columns: str) -> list[dict]:
        """Rows read that have all of these columns."""
        found = [frame for frame in self.frames if set(columns) <= set(frame.columns)]
        return [row for frame in found for row in frame.to_dicts()]


def _script():
    from tests.sentences import recording

    recording.draw()


def draw() -> None:
    """The page of this recording, for its viewer."""
    run.use(run.Run(_now["page"], {"as": _now["viewer"].role}, "light", None, "Asia/Shanghai"))
    discover("pages")[_now["page"]].render(_now["viewer"])


def viewer_of(role: str):
    """The demo's reader in a role."""
    with warehouse.engine().connect() as connection:
        return make_viewer(
            connection, mode="demo", session="said", wanted=role, today=date.today(), as_of=as_of(connection)
        )  # fmt: skip


def opened(monkeypatch, page: str, role: str, key: str | None = None) -> Opened:
    """Open a page with nothing remembered, so that all it needs is read while we look."""
    found = Opened(page, role, key, warehouse.current_snapshot().as_of)
    read, plain, sentence, offer = warehouse.read, text.plain, text._sentence, page_book.offer

    def reading(*args, **more):
        frame = read(*args, **more)
        found.frames.append(frame)
        return frame

    def note(value):
        for one in sentences(value):
            found.said[repr(one)] = one

    def saying(value):
        note(value)
        return sentence(value)

    def saying_plainly(value):
        note(value)
        return plain(value)

    def offering(viewer, path, snapshot, header, blocks, unit=""):
        found.blocks += [header, blocks]
        note((header, blocks))
        return offer(viewer, path, snapshot, header, blocks, unit)

    with monkeypatch.context() as patch:
        patch.setattr(warehouse, "read", reading)
        patch.setattr(text, "_sentence", saying)
        patch.setattr(text, "plain", saying_plainly)
        patch.setattr(page_book, "offer", offering)
        warehouse._cache.clear()
        i18n.use("en")
        _now.update(page=page, viewer=viewer_of(role))
        app = AppTest.from_function(_script, default_timeout=60)
        if key is not None:
            app.query_params["id"] = key
        assert not app.run().exception, found.where
    return found


def parts(value: object) -> Iterator[object]:
    """The value and everything inside it: fields of frozen values, entries of tuples, lists and dicts."""
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from parts(getattr(value, one.name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from parts(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from parts(one)


def sentences(value: object) -> list[Sentence]:
    """Every sentence inside a value, those inside sentences too."""
    return [one for one in parts(value) if isinstance(one, Sentence)]
