"""What makes a person recognisable: portrait card with tags, tier ladder, the seven qualities, the gap list."""

from __future__ import annotations

from typing import Any

from ui import parts, text
from ui.format import amount, stated
from ui.html import div, esc, percent, show, span, tag
from ui.i18n import t

SEGMENT_WORDS = {"done": "done", "progress": "progress", "open": "open", "unconnected": "unconnected"}


def portrait(value: Any) -> None:
    """Draw the portrait card."""
    show(div("pcard", portrait_html(value)))


def portrait_html(value: Any) -> str:
    """The portrait as HTML: who at the left; ladder or segments and three figures at the right."""
    shown = value.name or t("ui.name_hidden")
    facts = [text.html(fact) for fact in (_number(value), *value.facts) if fact]
    tags = div("ptags", *(parts.person_tag(one) for one in value.tags)) if value.tags else ""
    who = div(
        "pwho", tag("div", esc(shown), cls="pname"), div("pfacts", *(span("f", fact) for fact in facts)), tags
    )
    left = div("pleft", parts.avatar(value.name, large=True), who)
    upper = (
        ladder_html(value.rungs, value.ladder_note, value.certainty)
        if value.rungs
        else segments_html(value.segments)
    )
    right = [part for part in (upper, facts_html(value.figures)) if part]
    return left + (div("pright", *right) if right else "")


def _number(value: Any) -> str | None:
    """The number with its word: staff have a ladder, students segments."""
    if not value.number:
        return None
    kind = "staff" if value.rungs else "student" if value.segments else "any"
    return t(f"ui.number.{kind}", number=value.number)


def ladder_html(rungs: tuple[Any, ...], note: Any = None, certainty: tuple[Any, ...] = ()) -> str:
    """The tier ladder: dots on a line, filled up to the tier reached, the current one with a halo, the word under each.

    How sure the words are opens behind a click.
    """
    steps = []
    for rung in rungs:
        word = text.html(rung.word) if rung.word else esc(t(f"states.word.{rung.state}"))
        name = text.html(rung.name)
        steps.append(
            div(
                f"rung {rung.state}",
                parts.dot(rung.state),
                tag("div", tag("b", name) if rung.state == "current" else name, cls="rn"),
                div("sub", word),
                role="listitem",
            )
        )
    said = span("lnote", text.html(note)) if note else ""
    head = div("lhead", span("", esc(t("ui.ladder"))), said, certainty_html(certainty))
    return head + div("ladder", *steps, role="list")


def certainty_html(facts_: tuple[Any, ...]) -> str:
    """The button 把握有多大 and what it opens: probabilities, likely ranges and coverage behind the words of the ladder."""
    if not facts_:
        return ""
    title = t("portrait.certainty")
    body = (
        div("pt", esc(title)) + tag("p", esc(t("portrait.certainty_text")), cls="rule") + parts.proof(facts_)
    )
    key = parts.popover_id("certainty", *(text.plain(one.label) + text.plain(one.value) for one in facts_))
    return parts.popover(key, esc(title), body, title=title)


def segments_html(segments: tuple[Any, ...]) -> str:
    """The qualities as segments: filled, half, hollow, or dashed where nothing is connected; counts in words above."""
    if not segments:
        return ""
    counted = [(state, sum(one.state == state for one in segments)) for state in SEGMENT_WORDS]
    words = [t(f"ui.segments.{state}", count=count) for state, count in counted if count]
    head = div(
        "lhead", span("", esc(t("ui.segments.title"))), span("cnt", *(span("", esc(word)) for word in words))
    )
    return head + div("segs", *(_segment(one) for one in segments), role="list")


def _segment(one: Any) -> str:
    share = {"done": 1.0, "progress": one.share if one.share is not None else 0.5}.get(one.state, 0.0)
    label = text.name(one.name)
    fill = tag("i", style=f"width:{percent(share)}")
    spoken = f"{label}, {t(f'states.word.{one.state}')}"
    return div(
        f"seg {one.state}", span("bar", fill), div("sgn", esc(label)), role="listitem", aria_label=spoken
    )


def facts(values: tuple[Any, ...]) -> None:
    """Draw small figures side by side: label, value, note."""
    if values:
        show(facts_html(values))


def facts_html(values: tuple[Any, ...]) -> str:
    """Small figures as HTML."""
    return div("facts", *(_fact(one) for one in values)) if values else ""


def _fact(one: Any) -> str:
    label = text.plain(one.label)
    head = div("fl", span("", esc(label)), parts.why(one.why, label))
    note = span("fn", text.html(one.note)) if one.note else ""
    said = "said" if hasattr(one.value, "key") else None  # words in place of a number
    return div("fact", head, div("fv", tag("b", text.big(one.value), cls=said), note))


def gaps(values: tuple[Any, ...], *, across: bool = False) -> None:
    """Draw the nearest moves: name, gain, progress to the need, what is missing in original units, effort."""
    if values:
        show(gaps_html(values, across=across))


def gaps_html(values: tuple[Any, ...], *, across: bool = False) -> str:
    """The gap list as HTML; `across` sets them side by side in a wide card."""
    cls = "gaps across" if across else "gaps"
    return div(cls, *(_gap(one) for one in values), role="list")


def blocking(values: tuple[Any, ...]) -> None:
    """Draw the must-haves that stand before every gain: each a line with the button that opens its evidence."""
    if values:
        show(*(blocking_html(one) for one in values))


def blocking_html(one: Any) -> str:
    """A must-have that is not met, as a line: state, name, and its evidence one click away."""
    label = text.plain(one.label)
    body = (
        div("pt", text.html(one.label))
        + tag("p", text.html(one.rule), cls="rule")
        + parts.proof(one.evidence)
    )
    key = parts.popover_id("must", label, text.plain(one.rule))
    button = parts.popover(
        key, esc(t("portrait.evidence")), body, title=t("portrait.evidence_of", name=label), cls="btn"
    )
    return div(
        "gatefirst",
        parts.state_word("open"),
        span("gw", text.html(one.label)),
        span("sub", text.html(one.rule)),
        button,
    )


def jump(words: Any, place: str) -> None:
    """Draw a link to a place on the same page."""
    show(tag("a", text.html(words), cls="btn jump", href=f"#{place}"))


def _gap(one: Any) -> str:
    gain = ""
    if one.gain is not None:
        gain = span("gain", tag("b", f"+{one.gain:.1f}"), " ", esc(t("ui.gap.points")))
    now = t(
        "ui.gap.line",
        now=stated(one.now.value, one.now.unit),
        need=stated(one.need.value, one.need.unit),
        missing=amount(one.missing.value, one.missing.unit),
    )
    effort = esc(t(f"ui.gap.effort_{one.effort}")) if one.effort else ""
    return div(
        "gap",
        div("gh", tag("b", text.html(one.name)), gain),
        span("hbar", tag("i", style=f"width:{percent(one.progress)}"), aria_hidden="true"),
        div("gn", span("", esc(now)), span("", effort)),
        div("gn", span("", text.html(one.further))) if one.further else "",
        role="listitem",
    )
