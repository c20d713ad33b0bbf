"""Small marks used everywhere: state words, warning chips, coverage chip, sparkline, bar, why popover, tags."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from ui import run, text
from ui.format import MISSING, period
from ui.html import div, esc, percent, span, svg_mask, tag
from ui.i18n import t
from ui.tokens import LEVEL_BARS

# state -> shape of its dot; the word is the carrier, the dot repeats it
DOTS = {
    "strong": "full", "met": "full", "target": "full", "done": "full", "current": "full", "past": "full",
    "qualified": "half", "borderline": "half", "progress": "half",
    "not_met": "hollow", "open": "hollow", "ahead": "hollow",
    "pass": "full", "warn": "half", "fail": "hollow",
    "insufficient": "dash", "suppressed": "dash", "not_applicable": "dash", "overloaded": "dash", "stale": "dash", "unconnected": "dash",
    "not_made": "dash",
}  # fmt: skip

SHORT = ("borderline", "insufficient")  # states whose full words do not fit a narrow row


def dot(state: str) -> str:
    """The 9 px dot of a state."""
    return tag("i", cls=f"dot {DOTS[state]}", aria_hidden="true")


def state_word(state: str, *, short: bool = False) -> str:
    """Dot and word of a state: 已达标, 临界，需人工研判, 未达标 …; `short` where the row is narrow."""
    words = t(f"states.short.{state}") if short and state in SHORT else t(f"states.word.{state}")
    return span("state", dot(state), span("", esc(words)), title=t(f"states.word.{state}") if short else None)


def warning_chip(level: str, count: int | None = None, words: Any = None, *, bars: bool = True) -> str:
    """A warning level with its bars glyph and word, never colour alone."""
    label = text.html(words) if words is not None else esc(t(f"states.level.{level}"))
    shown = f"{label} {count:,}" if count is not None else label
    return span(f"chip warn {level}", _bars(level) if bars else "", span("", shown))


def _bars(level: str) -> str:
    filled = LEVEL_BARS[level]
    marks = "".join(tag("i", cls="on" if number < filled else None) for number in range(4))
    return tag("span", marks, cls="bars", aria_hidden="true")


def chip(words: Any, *, outline: bool = False, title: str | None = None) -> str:
    """A grey chip: filled for a fact, outlined for a note of the system; `title` where it may be cut."""
    return span("chip out" if outline else "chip", text.html(words), title=title)


def coverage_chip(grade: str | None) -> str:
    """The coverage grade, shown only below A."""
    if grade in (None, "A"):
        return ""
    return span("chip out cov", esc(t("ui.coverage", grade=grade)), title=t("ui.coverage_help"))


def sparkline(
    values: tuple[float | None, ...], target: float | None = None, *, width: int = 72, height: int = 26
) -> str:
    """A line through the values with a dot at the end and a dashed target; nothing below two values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    points = known if target is None else [*known, target]
    low, high = min(points), max(points)
    room = (high - low) or 1.0
    places = [(number / (len(values) - 1), value) for number, value in enumerate(values) if value is not None]
    xy = [(2 + x * (width - 8), height - 4 - (value - low) / room * (height - 8)) for x, value in places]
    drawn = span("sp-l", style=f"--m:{_line_mask(xy, width, height)}")
    end = span("sp-d", style=f"left:{xy[-1][0]:.1f}px;top:{xy[-1][1]:.1f}px")
    aim = ""
    if target is not None:
        aim = span("sp-t", style=f"top:{height - 4 - (target - low) / room * (height - 8):.1f}px")
    size = f"width:{width}px;height:{height}px"
    return tag("span", aim + drawn + end, cls="spark", style=size, aria_hidden="true")


def _line_mask(points: list[tuple[float, float]], width: int, height: int) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>"
        f"<polyline points='{path}' fill='none' stroke='#000' stroke-width='1.5' stroke-linejoin='round'/></svg>"
    )
    return svg_mask(svg)


def bar(share: float | None) -> str:
    """A share as a bar with its number."""
    if share is None:
        return MISSING
    inner = tag("i", style=f"width:{percent(share)}")
    return span("barcell", span("hbar", inner, aria_hidden="true"), span("nb", f"{share * 100:.0f}%"))


def popover_id(*words: Any) -> str:
    """An id for a popover that is the same at each run."""
    return "p" + sha256("|".join(str(word) for word in words).encode()).hexdigest()[:12]


def why(value: Any, label: str, button: str | None = None) -> str:
    """The button 口径 (or the words given) and its popover: the count sentence with the division written out, then facts
    in two columns."""
    if value is None:
        return ""
    key = popover_id(label, value.period, value.sentence, value.snapshot_id)
    facts = [
        ("definition", value.definition),
        ("period", period(value.period)),
        ("exclusions", value.exclusions),
        ("sources", ", ".join(value.sources) or None),
        ("standard", value.standard),
        ("loaded", value.loaded_at),
        ("version", value.definition_version),
    ]
    rows = "".join(
        tag("dt", esc(t(f"ui.why.{word}"))) + tag("dd", text.html(content))
        for word, content in facts
        if content is not None
    )
    body = div("pt", esc(t("ui.why.title"))) + tag("p", text.html(value.sentence)) + tag("dl", rows)
    body += _lineage_link(value.indicator_id)
    return popover(key, esc(button or t("ui.why.button")), body, title=t("ui.why.of", name=label))


def _lineage_link(indicator_id: str | None) -> str:
    """The way from the figure to the files it came from, for whoever may open the page that shows it."""
    if indicator_id is None or "data" not in run.now().opens or run.now().is_shown:
        return ""
    address = run.href("data", tab="lineage", view="down", part=indicator_id)
    return div("wlin", tag("a", esc(t("ui.why.lineage")), cls="lk", href=address, data_in="1"))


def popover(key: str, button: str, body: str, *, title: str, cls: str = "why") -> str:
    """A button and the panel it opens beneath it, closed by Esc or a click elsewhere, without a rerun.

    Who hears the page is told `title` after the words on the button, so that both call it by the same name.
    """
    more = "" if button == esc(title) else span("vh", f" {esc(title)}")
    opener = tag(
        "button",
        button + more,
        cls=cls,
        type="button",
        popovertarget=key,
        style=f"anchor-name:--{key}",
    )
    panel = tag("div", body, cls="pop", id=key, popover="auto", style=f"position-anchor:--{key}")
    return opener + panel


def person_tag(value: Any) -> str:
    """A tag of a portrait card; opens to its rule and the numbers that prove it."""
    label = text.html(value.label)
    key = popover_id("tag", text.plain(value.label), text.plain(value.rule))
    body = div("pt", label) + tag("p", text.html(value.rule), cls="rule") + proof(value.evidence)
    return popover(
        key, label, body, title=text.plain(value.label), cls="ptag earned" if value.is_earned else "ptag"
    )


def proof(facts: Any) -> str:
    """Facts as a list of two columns: what, and the number or words behind it."""
    rows = "".join(
        tag("dt", text.html(one.label)) + tag("dd", text.html(one.value))
        for one in facts
        if one.value is not None
    )
    return tag("dl", rows, cls="proof") if rows else ""


def avatar(shown: str | None, *, large: bool = False) -> str:
    """The first character of the given name on a tint; a plain mark where no name may be shown."""
    letter = (shown or "").split("·")[-1].strip()[:1] or "–"
    return tag("span", esc(letter), cls="ava big" if large else "ava", aria_hidden="true")
