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


def whole(body: bytes, name: str, folder: Path, above: tuple[str, ...] = ()) -> tuple[dict, str]:
    """What a mapping's text says together with that of its `base` in `folder`, and the digest of both.

    Raises ShownError where the base is not there or is the mapping itself, and what YAML and decoding raise.
    """
    raw, digest = yaml.load(body.decode("utf-8"), Loader=PlainYaml), hashlib.sha256(body)
    if not isinstance(raw, dict) or raw.get(BASE) is None:
        return raw, digest.hexdigest()
    base = f"{raw[BASE]}.yaml"
    if not re.fullmatch(r"[\w-]+\.yaml", base):
        raise _no_base(name, f"{raw[BASE]!r}")
    if base in (*above, name):
        raise _no_base(name, "a base that is the mapping itself")
    try:
        beneath = (folder / base).read_bytes()
    except OSError:
        raise _no_base(name, f"no file {base} beside it") from None
    under, lower = whole(beneath, base, folder, (*above, name))
    digest.update(lower.encode())
    return on_base(raw, under), digest.hexdigest()


def standing_alone(body: bytes, name: str, folder: Path) -> str:
    """The mapping as a text that needs no other: as it stands, or together with its base where it names one."""
    text = body.decode("utf-8")
    if BASE not in (yaml.load(text, Loader=PlainYaml) or {}):
        return text
    raw, _ = whole(body, name, folder)
    return yaml.safe_dump(raw, allow_unicode=True, sort_keys=False, width=200)


def _no_base(name: str, found: str) -> ShownError:
    return ShownError(
        "reading a mapping",
        file=name,
        column=BASE,
        found=found,
        expected="the name of another mapping of the same folder",
        remedy="mend `base`",
    )


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
