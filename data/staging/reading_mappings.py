"""Mappings from their files: checked as a whole, or refused with the place and what was expected."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from data.staging.based import PlainYaml as PlainYaml
from data.staging.based import whole
from data.staging.mapping import Mapping
from errors import ShownError

FOLDER = Path(__file__).parent / "mappings"


def read_mapping(path: Path) -> Mapping:
    """A checked mapping; raises ShownError naming the file, the place and what was expected."""
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise ShownError(
            "reading a mapping", file=path.name, found="no such file", remedy="give --mapping FILE"
        ) from None
    except OSError as error:
        raise ShownError(
            "reading a mapping",
            file=path.name,
            found=error.strerror,
            expected="a file that this account may read",
            remedy="give --mapping FILE",
        ) from None
    return parsed_mapping(body, path.name, path.parent)


def parsed_mapping(body: bytes, name: str, folder: Path = FOLDER) -> Mapping:
    """A checked mapping from its text; `name` stands in messages for the file, its `base` lies in `folder`."""
    try:
        raw, sha256 = whole(body, name, folder)
        return Mapping.model_validate({**raw, "sha256": sha256})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "whole file"
        raise ShownError(
            "checking a mapping",
            file=name,
            column=place,
            found=first["msg"].removeprefix("Value error, "),
            expected="a mapping as docs/load-your-own-data.md describes",
            remedy="mend this place; jobs ingest --check tries it without loading",
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ShownError(
            "reading a mapping",
            file=name,
            row=mark.line + 1 if mark else None,
            found=f"{type(error).__name__}: {str(error).splitlines()[0][:120]}",
            expected="YAML in UTF-8",
            remedy="mend this place; docs/load-your-own-data.md describes the file",
        ) from None


def shipped_mapping(name: str) -> Mapping:
    """The mapping of this name that comes with the product."""
    return read_mapping(FOLDER / f"{name}.yaml")
