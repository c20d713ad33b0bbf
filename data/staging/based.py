"""The YAML of a mapping as it is read, and a mapping on the base of another: what it does not say stands as there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping as Said
from pathlib import Path
from typing import Any

import yaml

from errors import ShownError

BASE = "base"


class PlainYaml(yaml.SafeLoader):
    """YAML in which only true and false are truth values: `on`, `no`, `Y` stay the words that sources write."""


PlainYaml.yaml_implicit_resolvers = {
    letter: [(tag, regex) for tag, regex in resolvers if tag != "tag:yaml.org,2002:bool"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainYaml.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def whole(path: Path, above: tuple[Path, ...] = ()) -> tuple[dict, Any]:
    """What the file says, together with the mapping it names as its `base`, and the digest of both."""
    if path in above:
        raise ShownError(
            "reading a mapping",
            file=path.name,
            column=BASE,
            found="a base that is the mapping itself",
            expected="another mapping of the same folder",
            remedy="mend `base`",
        )
    body = path.read_bytes()
    raw, digest = yaml.load(body.decode("utf-8"), Loader=PlainYaml), hashlib.sha256(body)
    if raw.get(BASE) is None:
        return raw, digest
    base, beneath = whole(path.with_name(f"{raw[BASE]}.yaml"), (*above, path))
    digest.update(beneath.digest())
    return on_base(raw, base), digest


def on_base(own: Said[str, Any], base: Said[str, Any]) -> dict[str, Any]:
    """Both as one: files by their name, tables by what they fill from which file; a new table stands after the others."""
    given = {_place(rule): rule for rule in own.get("tables", ())}
    tables = [given.pop(_place(rule), rule) for rule in base.get("tables", ())]
    files = {**base.get("files", {}), **own.get("files", {})}
    return {
        **base,
        **{key: value for key, value in own.items() if key != BASE},
        "files": files,
        "tables": [*tables, *given.values()],
    }


def _place(rule: Said[str, Any]) -> tuple:
    return rule.get("to"), rule.get("file")
