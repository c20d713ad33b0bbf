"""Values of views as text: sentences from the catalogue, names, numbers and links, as HTML or as plain words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ui import run
from ui.format import MISSING, amount, day, moment, period, unit_word
from ui.format import number as digits
from ui.html import esc, tag
from ui.i18n import agreed, catalogue, language, t

PERIOD_PARAMETERS = ("period", "term")


def name(value: Any) -> str:
    """A name that is data in the language of the run; Chinese where the source has no English."""
    return (value.en or value.zh) if language() == "en" else value.zh


def html(value: Any) -> str:
    """Any value a view hands over, escaped; `**words**` of a catalogue text become bold.

    Known by their attributes (ui does not import views): Sentence, Link, Name, Amount; besides str, numbers, dates,
    and tuples of these, which are joined by the language's comma.
    """
    if value is None or value == "":
        return MISSING
    if isinstance(value, tuple | list):
        return t("ui.join").join(html(part) for part in value) if value else MISSING
    if isinstance(value, datetime):
        return tag("span", esc(moment(value, run.now().zone)), cls="nb")
    if isinstance(value, date):
        return tag("span", esc(day(value)), cls="nb")
    if hasattr(value, "params"):
        return _sentence(value)
    if hasattr(value, "page") and hasattr(value, "key"):
        return link(value)
    if hasattr(value, "unit"):
        return tag("span", esc(amount(value.value, value.unit, value.side)), cls="nb")
    if hasattr(value, "zh"):
        return esc(name(value))
    return esc(value)


def link(value: Any) -> str:
    """A name that leads to its page; the name alone while the product has no such page."""
    from ui.page import discover  # a page's module imports this one

    if value.page not in discover("pages"):
        return esc(name(value.name))
    address = run.href(value.page, id=value.key)
    return tag("a", esc(name(value.name)), cls="lk", href=address, data_in="1")


def _sentence(value: Any) -> str:
    parts = esc(_words(value)).split("**")
    bold = "".join(f"<b>{part}</b>" if number % 2 else part for number, part in enumerate(parts))
    return bold.format(**{key: _parameter(key, part, html) for key, part in value.params.items()})


def _words(value: Any) -> str:
    """The catalogue's text of a sentence, its words in agreement with the counts it tells."""
    if value.key not in catalogue(language()) and value.otherwise is not None:
        return value.otherwise.replace("{", "{{").replace("}", "}}")
    return agreed(catalogue(language())[value.key], lambda key: plain(value.params[key]))


def _parameter(key: str, value: Any, render) -> str:
    if key in PERIOD_PARAMETERS and isinstance(value, str):
        return esc(period(value)) if render is html else period(value)
    return render(value)


def plain(value: Any) -> str:
    """The same value without markup, for the text version of charts, labels of widgets and spreadsheets."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, tuple | list):
        return t("ui.join").join(plain(part) for part in value) if value else MISSING
    if isinstance(value, datetime):
        return moment(value, run.now().zone)
    if isinstance(value, date):
        return day(value)
    if hasattr(value, "params"):
        text = _words(value).replace("**", "")
        return text.format(**{key: _parameter(key, part, plain) for key, part in value.params.items()})
    if hasattr(value, "page") and hasattr(value, "key"):
        return name(value.name)
    if hasattr(value, "unit"):
        return amount(value.value, value.unit, value.side)
    return name(value) if hasattr(value, "zh") else str(value)


def big(value: Any) -> str:
    """A number set large with its unit small behind it: the value of a tile, a scale row, a fact."""
    if not hasattr(value, "unit"):
        return html(value)
    if value.side is not None:
        return esc(amount(value.value, value.unit, value.side))
    if value.value is None:
        return MISSING
    shown = digits(value.value, value.unit)
    word = unit_word(value.unit, shown)
    tail = tag("span", esc(word), cls="u") if word else ""
    return f"{esc(shown)}{tail}"
