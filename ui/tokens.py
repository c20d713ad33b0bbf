"""Every colour of the product, light and dark, once: the style block and the chart template both read it here."""

from __future__ import annotations

from functools import cache

FONT = "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif"

# token -> (light, dark). Text tokens reach 4.5 : 1 on page and card in both themes, `control` 3 : 1 (WCAG AA).
COLOURS: dict[str, tuple[str, str]] = {
    "bg": ("#F7F8F8", "#0F1416"),
    "surface": ("#FFFFFF", "#161D20"),
    "side": ("#EFF3F2", "#12181B"),
    "sunk": ("#F1F4F4", "#11181A"),
    "line": ("#E3E6E6", "#2A3438"),
    "line2": ("#EEF1F1", "#20292D"),
    "control": ("#7D898D", "#66757A"),
    "ink": ("#1C2426", "#E6ECEC"),
    "mute": ("#5B676B", "#9AA7AB"),
    "acc": ("#0F766E", "#2DD4BF"),
    "on-acc": ("#FFFFFF", "#0F1416"),
    "tint": ("#E4F2F0", "#12312E"),
    "other": ("#8A959A", "#7F8E94"),
    "z0": ("#EBEFEF", "#20292C"),
    "z1": ("#DDEAE8", "#1B3432"),
    "z2": ("#C3DFDB", "#1C4A46"),
    "z3": ("#A3CFC8", "#1D625B"),
    "red": ("#C62828", "#FF8A80"),
    "red-t": ("#FDECEA", "#3A1E1E"),
    "orange": ("#A84B09", "#FFB074"),
    "orange-t": ("#FDEFE3", "#3A2616"),
    "yellow": ("#7A6000", "#F2D46B"),
    "yellow-t": ("#FFF4CC", "#332B12"),
    "blue": ("#1D5FBF", "#8AB8FF"),
    "blue-t": ("#E8F0FC", "#17273D"),
    # diverging, middle at the standard: brown below, teal above
    "d0": ("#8C5A2B", "#C8955A"),
    "d1": ("#D9BE9C", "#5E4A33"),
    "d2": ("#EEF1F1", "#232D31"),
    "d3": ("#BEDDD8", "#1C4A46"),
    "d4": ("#4FA79C", "#2A8E83"),
    "shade": ("#EEF1F1", "#222B2F"),
    "scroll": ("#C9D0D1", "#3A464B"),
}

# At most eight, in this order; no red, orange, yellow or blue. Smallest CIEDE2000 over four kinds of vision 11.9 / 10.8.
CATEGORICAL = {
    "light": ("#0F766E", "#BA8A5B", "#593A89", "#647449", "#BA56AE", "#599F96", "#333D3F", "#4C3626"),
    "dark": ("#2DD4BF", "#D5C098", "#8251A9", "#95AF56", "#CE70C4", "#437E70", "#7A8D96", "#A7754F"),
}
SOFT = {"light": "rgba(15,118,110,.16)", "dark": "rgba(45,212,191,.22)"}
LEVEL_BARS = {"red": 4, "orange": 3, "yellow": 2, "blue": 1}


def colour(token: str, theme: str) -> str:
    """One token in one theme, for charts; HTML uses var(--token)."""
    return COLOURS[token][theme == "dark"]


@cache
def root_css() -> str:
    """The custom properties; the app root carries `color-scheme`, so a theme switch needs no rerun."""
    lines = [f"--{name}:light-dark({light},{dark})" for name, (light, dark) in COLOURS.items()]
    return ":root{" + ";".join(lines) + "}"
