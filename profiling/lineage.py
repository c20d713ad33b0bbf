"""Which names the formula of an indicator reads: its function, what that calls, and the prepared facts it asks for.

Read off the code itself, so that nobody has to keep a list: a column that the formula needs is named somewhere on its way.
It may name one more than a value of today hangs on; it never leaves out one that is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property, partial
from types import CodeType, FunctionType, ModuleType
from typing import Any

from profiling.catalogue import functions
from profiling.facts import Facts

OURS = "profiling"
Part = FunctionType | CodeType


@cache
def names_read(indicator_id: str) -> frozenset[str]:
    """Every name on the way of one indicator; empty for one that has no function (made elsewhere)."""
    found: set[str] = set()
    seen: set[Any] = set()
    waiting: list[Any] = [functions().get(indicator_id)]
    while waiting:
        part = waiting.pop()
        if part is None or id(part) in seen:
            continue
        seen.add(id(part))
        waiting.extend(_within(part, found))
    return frozenset(found)


def _within(part: Any, found: set[str]) -> Iterator[Any]:
    """What a part is made of; the names it uses go to `found`."""
    if isinstance(part, str):
        found.add(part)
    elif isinstance(part, dict):
        yield from (*part.keys(), *part.values())
    elif isinstance(part, tuple | list | set | frozenset):
        yield from part
    elif isinstance(part, partial):
        yield from (part.func, part.args, part.keywords)
    elif isinstance(part, CodeType):
        yield from part.co_consts
    elif isinstance(part, FunctionType) and part.__module__.startswith(OURS):
        yield from _of_function(part, found)


def _of_function(function: FunctionType, found: set[str]) -> Iterator[Any]:
    yield from (function.__code__, function.__defaults__, function.__kwdefaults__)
    yield from (cell.cell_contents for cell in function.__closure__ or ())
    if wrapped := getattr(function, "__wrapped__", None):
        yield wrapped
    used = set(_names(function.__code__))
    found |= used
    modules = []
    for name in sorted(used):
        there = function.__globals__.get(name)
        yield there if not isinstance(there, ModuleType) else None
        if isinstance(there, ModuleType) and there.__name__.startswith(OURS):
            modules.append(there)
        yield _prepared(name)
    for module in modules:
        yield from (vars(module).get(name) for name in sorted(used))


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _names(part)


def _prepared(name: str) -> FunctionType | None:
    """The function behind a prepared fact of this name."""
    member = vars(Facts).get(name)
    if isinstance(member, cached_property):
        return member.func
    return (
        member.fget if isinstance(member, property) else member if isinstance(member, FunctionType) else None
    )
