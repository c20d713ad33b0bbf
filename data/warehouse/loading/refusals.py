"""What a load refuses as a whole: no file, no row, another college's home, a lost key."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, select

from data.sources.files import matching, require_there
from data.staging.mapping import DECLARED, Mapping
from data.warehouse.home import Home, read_setting
from data.warehouse.loading.merge import Counts
from data.warehouse.pseudonym import has_key
from data.warehouse.schema.people import dim_person
from errors import ShownError


def refuse_empty_folder(mapping: Mapping, folder: Path) -> None:
    require_there(folder)
    missing = [
        (name, rule)
        for name, rule in mapping.files.items()
        if not rule.optional and not matching(folder, rule.path)
    ]
    if len(missing) == len([rule for rule in mapping.files.values() if not rule.optional]) and missing:
        there = sorted(path.name for path in folder.glob("*"))[:8] if folder.is_dir() else [folder.name]
        raise ShownError(
            f"looking for the files of mapping {mapping.mapping}",
            file=folder.name,
            found=f"{len(there)} files: {', '.join(there)}" if there else "no file",
            expected=", ".join(" or ".join(rule.path) for _, rule in missing[:6]),
            remedy="give the folder that holds them with --path, or mend `files` in the mapping",
        )


def refuse_nothing(files: dict[str, dict[str, Counts]], refused: list[ShownError], mapping: Mapping) -> None:
    """An importer that finds zero rows fails with a reason."""
    from_files = sum(
        counts.read for name, tables in files.items() if name != DECLARED for counts in tables.values()
    )
    if from_files:
        return
    if refused:
        raise refused[0]
    if not mapping.tables:
        raise ShownError(
            f"loading by mapping {mapping.mapping}",
            found="no table under `tables`: none of the files can fill one yet",
            expected="at least one table",
            remedy="the comments under `files` and `tables` of the mapping say what each file lacks",
        )
    raise ShownError(
        f"loading by mapping {mapping.mapping}",
        found="no row in any file",
        expected="at least one row under the header",
        remedy="export the files again",
    )


def refuse_other_college(engine: Engine, mapping: Mapping) -> None:
    wanted = mapping.home.get("college_name")
    with engine.connect() as connection:
        there = read_setting(connection, "college_name")
    if wanted and there and wanted != there:
        raise ShownError(
            f"loading by mapping {mapping.mapping}",
            found=f"a home of {there}",
            expected=f"an empty home, or one of {wanted}: one home holds one college",
            remedy="name another home with --home",
        )


def refuse_lost_key(engine: Engine, home: Home) -> None:
    """With a new key every person loaded before would be loaded again as somebody else."""
    if has_key(home):
        return
    with engine.connect() as connection:
        known = connection.execute(select(dim_person.c.person_pid).limit(1)).first()
    if known:
        raise ShownError(
            "loading",
            file="keys/pseudonym.key",
            found="no key, in a home that knows people",
            expected="the key these people were loaded with",
            remedy="put back the file of the last backup, or begin an empty home and load everything again",
        )
