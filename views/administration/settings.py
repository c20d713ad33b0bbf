"""Settings page: what each setting of the home means, what holds, who changed it last, and what would fit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import yaml

from access.scope import Scope
from data.warehouse import home_settings
from data.warehouse.home_settings import Setting
from data.warehouse.queries import rights, units
from data.warehouse.term_calendar import KEY as CALENDAR
from data.warehouse.term_calendar import days_off, make_up_days
from views import warehouse
from views.administration.masked_people import Masked, lookup
from views.figures import findings
from views.parts import Amount, Column, Header, Name, Sentence, Table

WEEK_HEADS = ("week", "monday", "kind", "off", "make_up")
WORDED = ("language", "choice", "switch")  # kinds whose few values have words


@dataclass(frozen=True)
class Row:
    """One setting as the page shows it; `text` is what the form begins with, `options` (key, words) what it offers."""

    key: str
    kind: str
    name: Name
    meaning: Name
    value: Any
    changed: Sentence
    expected: Sentence
    text: str
    options: tuple[tuple[str, Any], ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Card:
    """The settings of one topic."""

    topic: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class SettingsPage:
    """Everything the Settings page shows."""

    header: Header
    findings: tuple[Sentence, ...]
    cards: tuple[Card, ...]
    weeks: Table | None
    term_id: str | None


def overview(scope: Scope, today: date) -> SettingsPage:
    """All settings by topic, and the weeks of the running term with its days off; works in an empty home."""
    stored = {
        row["key"]: json.loads(row["value"]) for row in warehouse.read(units.settings(), scope).to_dicts() if row["value"]
    }  # fmt: skip
    terms = warehouse.read(units.terms(), scope).to_dicts()
    changes = _last_changes(scope)
    people = lookup(tuple(row["person"] for row in changes.values()))
    rows = {
        key: _row(key, one, stored, terms, _changed(changes.get(key), people, key in stored))
        for key, one in home_settings.declared().items()
    }
    declared = home_settings.declared()
    cards = tuple(
        Card(topic, tuple(row for key, row in rows.items() if declared[key].topic == topic))
        for topic in home_settings.TOPICS
    )
    held = {key: home_settings.held(key, stored.get(key), stored.get("kind")) for key in declared}
    running = _running(terms, held, today)
    return SettingsPage(
        header=Header(title=Sentence("settings.title"), kind=Sentence("settings.kind", {"count": Amount(len(rows), "count")})),
        findings=findings.kept(_told(stored), _model(held)),
        cards=cards,
        weeks=_weeks(running, held[CALENDAR]) if running else None,
        term_id=running["term_id"] if running else None,
    )  # fmt: skip


def _last_changes(scope: Scope) -> dict[str, dict]:
    found: dict[str, dict] = {}
    for one in warehouse.read(rights.setting_changes(), scope).to_dicts():
        found.setdefault(one["object_id"], one)
    return found


def _changed(change: dict | None, people: Masked, is_set: bool) -> Sentence:
    if change is None:
        return Sentence("settings.set_once" if is_set else "settings.by_default")
    return Sentence("settings.changed", {"who": people.of(change["person"]) or "—", "at": change["at"]})


def _row(key: str, one: Setting, stored: dict, terms: list[dict], changed: Sentence) -> Row:
    held = home_settings.held(key, stored.get(key), stored.get("kind"))
    return Row(
        key=key, kind=one.kind, name=Name(one.name_zh, one.name_en), meaning=Name(one.meaning_zh, one.meaning_en),
        value=_value(one, held), changed=changed, expected=_expected(one), text=_text(one, held),
        options=_options(one, terms), low=one.low, high=one.high,
    )  # fmt: skip


def _value(one: Setting, held: Any) -> Any:
    """The value in words; numbers as numbers."""
    if one.kind in WORDED:
        return Sentence(f"settings.{one.kind}_{_code(held)}")
    if one.kind == "day":
        return held or Sentence("settings.day_calendar")
    if one.kind == "grade_words":
        return _grades(held)
    if one.kind == "calendar":
        return _calendar(held)
    if held is None:
        return Sentence("settings.unset")
    return Amount(held, "score") if isinstance(held, int | float) else str(held)


def _code(held: Any) -> str:
    return {True: "on", False: "off", None: "browser"}.get(held, held)


def _grades(held: dict) -> Any:
    if not held:
        return Sentence("settings.common_scale")
    return tuple(
        Sentence("settings.grade_marks", {"word": word, "marks": Amount(said, "score")})
        if not isinstance(said, str)
        else Sentence(f"settings.grade_{said}", {"word": word})
        for word, said in held.items()
    )


def _calendar(held: dict) -> Sentence:
    if not held:
        return Sentence("settings.no_calendar")
    counts = {
        "terms": len(held),
        "off": sum(len(days_off(entry)) for entry in held.values()),
        "made": sum(len(make_up_days(entry)) for entry in held.values()),
    }
    return Sentence("settings.calendar_told", {key: Amount(count, "count") for key, count in counts.items()})


def _expected(one: Setting) -> Sentence:
    params = {
        "low": Amount(one.low, "score"), "high": Amount(one.high, "score"), "longest": Amount(one.longest, "count"),
    }  # fmt: skip
    return Sentence(f"settings.expected_{one.kind}", params)


def _text(one: Setting, held: Any) -> str:
    """What the form begins with: the value as it would be typed."""
    if one.kind == "calendar":
        return "\n".join(_calendar_lines(held))
    if one.kind == "grade_words":
        return yaml.safe_dump(held, allow_unicode=True, sort_keys=False) if held else ""
    if one.kind == "switch":
        return _code(held)
    if held is None:
        return {"day": "calendar", "assessment": "none"}.get(one.kind, "")
    return f"{held:g}" if isinstance(held, float) else str(held)


def _calendar_lines(held: dict) -> list[str]:
    """The calendar as it is typed: days without quotation marks."""
    lines = []
    for term, entry in held.items():
        made = ", ".join(f"{day}: {other}" for day, other in entry.get("make_up", {}).items())
        known = [f"  {part}: {entry[part]}" for part in ("first_monday", "weeks") if part in entry]
        off = ", ".join(entry.get("holidays", ()))
        lines += [f"{term}:", *known, f"  holidays: [{off}]", f"  make_up: {{{made}}}"]
    return lines


def _options(one: Setting, terms: list[dict]) -> tuple[tuple[str, Any], ...]:
    if one.kind == "term":
        return tuple((row["term_id"], Sentence("figures.term", {"term": row["term_id"]})) for row in terms)
    codes = {"language": ("zh", "en"), "switch": ("on", "off"), "choice": one.options}.get(one.kind, ())
    return tuple((code, Sentence(f"settings.{one.kind}_{code}")) for code in codes)


def _told(stored: dict) -> Sentence:
    own = [key for key in home_settings.declared() if key in stored]
    params = {"own": Amount(len(own), "count"), "count": Amount(len(home_settings.declared()), "count")}
    return Sentence("settings.finding_own", params)


def _model(held: dict) -> Sentence:
    return Sentence("settings.finding_model_on" if held["model_layer"] else "settings.finding_model_off")


def _running(terms: list[dict], held: dict, today: date) -> dict | None:
    """The term named by the settings, else the newest that has begun."""
    day = date.fromisoformat(held["as_of"]) if held["as_of"] else today
    named = [row for row in terms if row["term_id"] == held["current_term"]]
    begun = [row for row in terms if _day(row["first_monday"]) <= day]
    return next(iter(named or begun), None)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def _weeks(term: dict, calendar: dict) -> Table:
    """One row per week of the term: what it is, which days are off, which are made up."""
    entry, monday = calendar.get(term["term_id"], {}), _day(term["first_monday"])
    free, extra = days_off(entry), make_up_days(entry)
    rows = [
        _week(number, monday + timedelta(weeks=number), free, extra) for number in range(term["week_count"])
    ]
    columns = tuple(
        Column(Sentence(f"settings.week_{head}"), "wide" if head in ("off", "make_up") else "left")
        for head in WEEK_HEADS
    )
    return Table(columns, tuple(rows), Sentence("settings.weeks_note"))


def _week(number: int, monday: date, free: set[date], extra: dict[date, date]) -> tuple:
    days = [monday + timedelta(days=place) for place in range(7)]
    off, made = [day for day in days if day in free], [day for day in days if day in extra]
    taught = any(day not in free for day in days[:5]) or bool(made)
    kind = "off" if not taught else "part" if off else "full"
    return (
        Amount(number + 1, "count"), monday, Sentence(f"settings.week_kind_{kind}"), tuple(off) or None,
        tuple(Sentence("settings.made_up", {"day": day, "other": extra[day]}) for day in made) or None,
    )  # fmt: skip
