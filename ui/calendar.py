"""A person's term as a calendar: weekdays by teaching weeks, each cell a day of attendance, under them the tasks of the week."""

from __future__ import annotations

from typing import Any

from ui import text
from ui.format import MISSING
from ui.html import div, esc, show, span, tag
from ui.i18n import t

SCHOOL_DAYS = 5  # always drawn; the weekend only where something took place on it


def days(value: Any) -> None:
    """Draw the calendar."""
    show(days_html(value))


def days_html(value: Any) -> str:
    """The calendar as an HTML table; a cell says its counts to a mouse and to a screen reader."""
    weeks = range(1, value.week_count + 1)
    cells = {(week, day): (there, expected) for week, day, there, expected in value.days}
    last = max([SCHOOL_DAYS, *(day for _, day, _, _ in value.days)])
    rows = [_row(t(f"ui.weekday.d{day}"), [_day(cells.get((week, day)), week, value.now) for week in weeks]) for day in range(1, last + 1)]  # fmt: skip
    if value.tasks:
        due = {week: (done, asked) for week, done, asked in value.tasks}
        rows.append(
            _row(
                t("student.calendar_tasks"), [_day(due.get(week), week, value.now) for week in weeks], "tasks"
            )
        )
    head = "".join(
        tag("th", str(week), scope="col", cls="now" if week == value.now else None) for week in weeks
    )
    table = tag(
        "table",
        tag("tbody", "".join(rows)) + tag("tfoot", tag("tr", tag("td", "") + head)),
        cls="heat calendar",
        aria_label=text.plain(value.alt),
    )
    framed = div("tbw", table, tabindex="0", role="region", aria_label=text.plain(value.alt))
    return framed + div("ax", esc(t("ui.heat.weeks"))) + _legend()


def _row(name: str, cells: list[str], cls: str | None = None) -> str:
    return tag("tr", tag("th", esc(name), scope="row") + "".join(cells), cls=cls)


def _day(found: tuple[float, float] | None, week: int, now: int | None) -> str:
    if found is None:
        ahead = now is not None and week > now
        return tag("td", "", cls="no ahead" if ahead else "no", title=None if ahead else MISSING)
    there, expected = found
    share = there / expected if expected else 0.0
    told = f"{there:g}/{expected:g}"
    level = 4 if share >= 1 else 3 if share >= 0.75 else 2 if share >= 0.5 else 1 if share > 0 else 0
    return tag(
        "td", span("kt" if share < 1 else "vh", told), cls=f"c k{level}", title=f"{t('student.calendar_week', week=week)} {told}",
    )  # fmt: skip


def _legend() -> str:
    marks = "".join(
        span("kl", tag("i", cls=f"k{level}"), span("", esc(t(f"student.calendar_k{level}")))) for level in (4, 3, 2, 0)
    )  # fmt: skip
    return div("klegend", marks, span("kl", tag("i", cls="no"), span("", esc(t("student.calendar_none")))))
