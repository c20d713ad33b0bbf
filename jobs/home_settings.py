"""`jobs settings`: read the home's settings, or set one after checking it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, select

from access.log_chain import append
from data.warehouse.home import read_setting, write_setting
from data.warehouse.migrate import upgrade
from data.warehouse.schema.meta import meta_home
from data.warehouse.schema.structure import dim_term
from errors import ShownError, WrongUsage
from ui.i18n import LANGUAGES

HELP = "list the home's settings, or set one: settings set KEY VALUE"
LONGEST_NAME = 120


@dataclass(frozen=True)
class Setting:
    """One setting: what it means, what is expected, and how the given text becomes a value (ValueError refuses it)."""

    meaning: str
    expected: str
    parse: Callable[[str, Connection], object]


def _name(text: str, _connection: Connection) -> str:
    if not 0 < len(text.strip()) <= LONGEST_NAME:
        raise ValueError
    return text.strip()


def _zone(text: str, _connection: Connection) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError from None


def _language(text: str, _connection: Connection) -> str:
    if text not in LANGUAGES:
        raise ValueError
    return text


def _mark(text: str, _connection: Connection) -> float:
    value = float(text)
    if not 0 < value <= 100:
        raise ValueError
    return value


def _capacity(text: str, _connection: Connection) -> int:
    value = int(text)
    if not 1 <= value <= 500:
        raise ValueError
    return value


def _in_school(text: str, _connection: Connection) -> str:
    if text not in ("register", "enrolment"):
        raise ValueError
    return text


def _as_of(text: str, _connection: Connection) -> str | None:
    return None if text == "calendar" else date.fromisoformat(text).isoformat()


def _term(text: str, connection: Connection) -> str:
    known = connection.execute(select(dim_term.c.term_id).where(dim_term.c.term_id == text)).first()
    if known is None:
        raise ValueError
    return text


SETTINGS = {
    "college_name": Setting("the college's name", f"1 to {LONGEST_NAME} characters", _name),
    "college_name_en": Setting("its English name", f"1 to {LONGEST_NAME} characters", _name),
    "zone": Setting("the college's time zone", "an IANA name, e.g. Asia/Shanghai", _zone),
    "default_language": Setting("language of a browser that asks for none", "zh or en", _language),
    "pass_mark": Setting(
        "marks needed to pass where an offering does not say", "a number above 0, up to 100", _mark
    ),
    "capacity": Setting(
        "students a counsellor can talk to in a week", "a whole number from 1 to 500", _capacity
    ),
    "in_school_by": Setting(
        "who counts as in school", "register or enrolment (of the running term)", _in_school
    ),
    "as_of": Setting("the home's today", "a date YYYY-MM-DD, or `calendar`", _as_of),
    "current_term": Setting("the running term", "a term that is loaded, e.g. 2025-2026-1", _term),
}


def add_arguments(parser) -> None:
    """Nothing lists; `set KEY VALUE` sets."""
    parser.add_argument("words", nargs="*", metavar="set KEY VALUE")


def run(context, arguments) -> dict:
    """List or set; an unknown key or a value that does not fit is refused with what was expected."""
    if arguments.words:
        key, value = _asked(arguments.words)
        upgrade(context.home, say=context.progress.step)
        with context.engine.begin() as connection:
            _set(connection, key, value)
    else:
        upgrade(context.home, say=context.progress.step)
    with context.engine.connect() as connection:
        keys = sorted(connection.execute(select(meta_home.c.key)).scalars())
        settings = {key: read_setting(connection, key) for key in keys}
    for key, value in settings.items():
        context.say(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    context.say(f"{len(settings)} settings; can be set: {', '.join(SETTINGS)}")
    return {"settings": settings}


def _asked(words: list[str]) -> tuple[str, str]:
    if len(words) != 3 or words[0] != "set":
        raise WrongUsage("settings", found=" ".join(words[:2]), expected="settings [set KEY VALUE]")
    return words[1], words[2]


def _set(connection: Connection, key: str, text: str) -> None:
    if key not in SETTINGS:
        raise ShownError("changing a setting", found=f"key {key!r}", expected=f"one of {', '.join(SETTINGS)}")
    setting = SETTINGS[key]
    if key == "as_of" and read_setting(connection, "kind") == "demo":
        raise ShownError(
            "changing a setting", found="a demo home", expected="its as-of date stays as it was made"
        )
    try:
        value = setting.parse(text, connection)
    except ValueError:
        raise ShownError(
            f"changing the setting {key} ({setting.meaning})",
            found=repr(text[:40]),
            expected=setting.expected,
        ) from None
    write_setting(connection, key, value)
    row = {"person": "command line", "act": "write", "object_kind": "setting", "object_id": key}
    append(connection, row)
