"""Where a mapping's database is: the address itself, or the environment variable that holds it, so that no file holds a password."""

from __future__ import annotations

import os
import re

from data.staging.mapping import Mapping
from errors import ShownError

NAMED = re.compile(r"^\$\{(\w+)\}$")


def address(mapping: Mapping) -> str:
    """The address itself, or the value of the environment variable it names as ${NAME}; raises ShownError where that is not set."""
    declared = (mapping.database or "").strip()
    if not mapping.queries():
        raise ShownError(
            "reading a database", file=mapping.mapping, column="files", found="no query",
            expected="`database` and a `query` for each of `files`", remedy="see docs/load-your-own-data.md",
        )  # fmt: skip
    named = NAMED.match(declared)
    if not named:
        return declared
    if named[1] not in os.environ:
        raise ShownError(
            "reading a database",
            column="database",
            found=f"no environment variable {named[1]}",
            expected="the address of the database in it, as dialect://user:password@host/name",
            remedy=f"set {named[1]} for the account that runs the load",
        )
    return os.environ[named[1]]
