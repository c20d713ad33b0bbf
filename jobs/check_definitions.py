"""Are the product's own files sound: access rules, data rules, definitions, standards, mappings, catalogues?"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import yaml

from access import policy
from data.national.portrait import read_configuration
from data.warehouse.check_rules import rules
from data.warehouse.checks import Finding
from errors import ShownError
from settings import PROJECT
from ui import i18n

OWNED = ("access/*.yaml", "data/**/*.yaml", "profiling/**/*.yaml", "models/**/*.yaml")


def definition_findings() -> Iterator[Finding]:
    """One finding per kind of definition; the first problem of each is told."""
    kinds: dict[str, Callable[[], list[str]]] = {
        "definitions.owners": _without_owner,
        "definitions.access": _access_problems,
        "definitions.checks": _check_problems,
        "definitions.national": _national_problems,
        "catalogues.keys": _key_problems,
        "catalogues.placeholders": _placeholder_problems,
    }
    for check_id, look in kinds.items():
        try:
            problems = look()
        except (ShownError, ValueError, KeyError) as error:
            problems = [str(error)]
        found = f"{len(problems)} problems, first: {problems[0]}" if problems else "no problem"
        yield Finding(check_id, "fail" if problems else "pass", found[:200], "no problem")


def _without_owner() -> list[str]:
    """Every file of definitions names its owner and the day it was last reviewed."""
    problems = []
    for pattern in OWNED:
        for path in sorted(PROJECT.glob(pattern)):
            body = yaml.safe_load(path.read_text(encoding="utf-8"))
            name = path.relative_to(PROJECT)
            if not isinstance(body, dict) or not body.get("owner"):
                problems.append(f"{name} names no owner")
            elif not isinstance(body.get("reviewed_on"), date):
                problems.append(f"{name} has no review date")
    return problems


def _access_problems() -> list[str]:
    """Pages and matrix speak of roles that exist; every role has a cell in every category."""
    roles = set(policy.roles())
    problems = [
        f"page {page} opens to unknown {set(named) - roles}"
        for page, named in policy.pages().items()
        if set(named) - roles
    ]
    problems += [
        f"page {page} gives a file to {role}, who may not open it"
        for page, named in policy.exports().items()
        for role in named
        if not policy.may_open(role, page)
    ]
    for name, cells in policy.categories().items():
        if set(cells) != roles:
            problems.append(f"category {name} lacks or invents {sorted(set(cells) ^ roles)}")
    return problems


def _check_problems() -> list[str]:
    """Every rule of checks.yaml speaks of columns that exist."""
    try:
        rules()
    except ShownError as error:
        return [str(error)]
    return []


def _national_problems() -> list[str]:
    """Every national table that is filled has its reading, every key of a portrait an indicator that may leave."""
    from views.administration import (
        national,
        national_rows,
        portraits,
    )  # with all they need: only these checks wait

    portraits.check(read_configuration())
    known = {*national_rows.READINGS, *national.PORTRAITS, *national.DIMENSIONS}
    return [
        f"{one.id} has no reading {one.reading}" for one in national.fillable() if one.reading not in known
    ]


def _key_problems() -> list[str]:
    """Chinese and English have the same files and the same keys."""
    zh, en = (set(i18n.catalogue(language)) for language in i18n.LANGUAGES)
    return [f"{key} only in {'zh' if key in zh else 'en'}" for key in sorted(zh ^ en)]


def _placeholder_problems() -> list[str]:
    """A text takes the same parameters in both languages."""
    zh, en = (i18n.catalogue(language) for language in i18n.LANGUAGES)
    return [key for key in sorted(set(zh) & set(en)) if placeholders(zh[key]) != placeholders(en[key])]


def placeholders(text: str) -> set[str]:
    """Names of the parameters a text takes.

    >>> placeholders("{n} of {total:,} rows")
    {'n', 'total'}
    """
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


def definition_files() -> list[Path]:
    """All files of definitions, for tests that look at each."""
    return sorted(path for pattern in OWNED for path in PROJECT.glob(pattern))
