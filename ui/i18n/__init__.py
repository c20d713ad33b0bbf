"""Every text people read: one folder per language, one YAML file per section, one translate function."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("zh", "en")
HERE = Path(__file__).parent
# {count:word of one|words of many}; either side may hold plain {parameters}
AGREEMENT = re.compile(r"\{(\w+):((?:[^{}|]|\{\w+\})*)\|((?:[^{}|]|\{\w+\})*)\}")
_language: ContextVar[str] = ContextVar("language", default="zh")


def use(language: str) -> None:
    """Set the language of this run."""
    _language.set(language if language in LANGUAGES else "en")


def language() -> str:
    """The language of this run."""
    return _language.get()


@cache
def catalogue(language: str) -> dict[str, str]:
    """All texts of a language by dotted key (section file name first)."""
    texts: dict[str, str] = {}
    for path in sorted((HERE / language).glob("*.yaml")):
        texts.update(_flatten(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")) or {}))
    return texts


def _flatten(prefix: str, node) -> dict[str, str]:
    if not isinstance(node, dict):
        return {prefix: str(node)}
    flat: dict[str, str] = {}
    for key, value in node.items():
        flat.update(_flatten(f"{prefix}.{key}", value))
    return flat


def t(key: str, /, **params) -> str:
    """The text for a key in the language of this run; a missing key raises, so that no raw key is ever shown."""
    text = catalogue(language())[key]
    return agreed(text, params.get).format(**params) if params else text


def agreed(text: str, shown: Callable[[str], object]) -> str:
    """The text with words that agree with their count: the first of the two where the count is `shown` as 1.

    >>> agreed("{count} {count:row|rows}", {"count": 1}.get)
    '{count} row'
    """
    return AGREEMENT.sub(lambda found: found[2 if str(shown(found[1])) == "1" else 3], text)
