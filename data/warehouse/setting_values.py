"""From the text of a setting to its value, by kind: what fits is stored, ValueError refuses the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from sqlalchemy import Connection, select

from data.staging.grades import grade_words
from data.warehouse import term_calendar
from data.warehouse.schema.structure import dim_term

LANGUAGES = ("zh", "en")
WORDS_OF = {"on": True, "off": False}
LONGEST_WORD, LONGEST_TEXT = 20, 20_000
ASSESSMENT = re.compile(r"[A-Za-z0-9\u4e00-\u9fff〔〕\[\]()（）/_.-]{4,40}")
announce_terms = term_calendar.announce
Misfit = term_calendar.Misfit


def parse(setting: Any, text: str, connection: Connection) -> Any:
    """The value of a text for a setting of home_settings.yaml; ValueError (Misfit with the place) where it does not fit."""
    return _PARSERS[setting.kind](setting, text.strip(), connection)


def expected(setting: Any) -> str:
    """What fits, in English."""
    return _EXPECTED[setting.kind].format(
        longest=setting.longest, low=_plain(setting.low), high=_plain(setting.high), options=" or ".join(setting.options)
    )  # fmt: skip


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _text(setting: Any, text: str, _connection: Connection) -> str:
    if not 0 < len(text) <= setting.longest or not text.isprintable():
        raise ValueError
    return text


def _zone(_setting: Any, text: str, _connection: Connection) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError from None


def _language(_setting: Any, text: str, _connection: Connection) -> str:
    if text not in LANGUAGES:
        raise ValueError
    return text


def _number(setting: Any, text: str, _connection: Connection) -> float:
    value = float(text)
    if not setting.low <= value <= setting.high:
        raise ValueError
    return value


def _whole(setting: Any, text: str, _connection: Connection) -> int:
    value = int(text)
    if not setting.low <= value <= setting.high:
        raise ValueError
    return value


def _choice(setting: Any, text: str, _connection: Connection) -> str:
    if text not in setting.options:
        raise ValueError
    return text


def _day(_setting: Any, text: str, _connection: Connection) -> str | None:
    return None if text == "calendar" else date.fromisoformat(text).isoformat()


def _term(_setting: Any, text: str, connection: Connection) -> str:
    known = connection.execute(select(dim_term.c.term_id).where(dim_term.c.term_id == text)).first()
    if known is None:
        raise ValueError
    return text


def _switch(_setting: Any, text: str, _connection: Connection) -> bool:
    if text not in WORDS_OF:
        raise ValueError
    return WORDS_OF[text]


def _assessment(_setting: Any, text: str, _connection: Connection) -> str | None:
    if text == "none":
        return None
    if not ASSESSMENT.fullmatch(text):
        raise ValueError
    return text


def _grade_words(_setting: Any, text: str, _connection: Connection) -> dict[str, float | str]:
    """Word -> marks (0-100), or passed / failed for a word that is no score. Words of a status cannot be grades."""
    given = _structure(text)
    if not isinstance(given, dict):
        raise ValueError
    made = {str(word).strip(): _grade(str(word).strip(), found) for word, found in given.items()}
    if "" in made or any(len(word) > LONGEST_WORD for word in made):
        raise Misfit("word", f"a word of more than {LONGEST_WORD} characters, or an empty one")
    return made


def _grade(word: str, found: Any) -> float | str:
    if word in grade_words().status:
        raise Misfit("status", f"{word} is a status, no grade", word)
    if re.fullmatch(r"[-+.\d]+", word):
        raise Misfit("number", f"{word[:LONGEST_WORD]} is a number, no word", word[:LONGEST_WORD])
    if found in ("passed", "failed"):
        return found
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= 100:
        raise Misfit(
            "marks",
            f"{word[:LONGEST_WORD]}: neither marks from 0 to 100 nor passed or failed",
            word[:LONGEST_WORD],
        )
    return float(found)


def _calendar(_setting: Any, text: str, connection: Connection) -> dict:
    return term_calendar.parsed(_structure(text), connection)


def _structure(text: str) -> Any:
    """YAML (JSON is a part of it) as plain values, days as text. References inside the text are not followed."""
    if len(text) > LONGEST_TEXT or "&" in text:
        raise Misfit("unreadable", f"more than {LONGEST_TEXT} characters, or an anchor (&)")
    try:
        return _plain_values(yaml.safe_load(text or "{}"))
    except ValueError:  # what looks like a day and is none
        raise Misfit("day", "a day that does not exist") from None
    except (yaml.YAMLError, RecursionError):
        raise Misfit("unreadable", "neither JSON nor YAML") from None


def _plain_values(value: Any) -> Any:
    """Keys and days as text; numbers, truth and nothing as they are."""
    if isinstance(value, dict):
        return {str(key): _plain_values(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain_values(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


_PARSERS: dict[str, Callable[[Any, str, Connection], Any]] = {
    "text": _text, "zone": _zone, "language": _language, "number": _number, "whole": _whole, "choice": _choice,
    "day": _day, "term": _term, "switch": _switch, "assessment": _assessment, "grade_words": _grade_words,
    "calendar": _calendar,
}  # fmt: skip
_EXPECTED = {
    "text": "1 to {longest} characters",
    "zone": "an IANA name, e.g. Asia/Shanghai",
    "language": "zh or en",
    "number": "a number from {low} to {high}",
    "whole": "a whole number from {low} to {high}",
    "choice": "{options}",
    "day": "a date YYYY-MM-DD, or `calendar`",
    "term": "a term that is loaded, e.g. 2025-2026-1",
    "switch": "on or off",
    "assessment": "4 to 40 letters, digits and -/._ of the assessment's number, or `none`",
    "grade_words": 'words with marks or passed/failed, e.g. {{"优": 90, "A+": 98, "合格": "passed"}}',
    "calendar": "terms with days off and make-up days as in docs/operations.md, e.g. "
    '{{"2025-2026-1": {{"holidays": ["2025-10-01/2025-10-08"], "make_up": {{"2025-09-28": "2025-10-07"}}}}}}',
}
