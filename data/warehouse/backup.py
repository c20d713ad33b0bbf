"""The whole home in one file, and back: warehouse, lake, artefacts, exports, logs and keys.

The file holds names and the pseudonym key: it is made readable by its owner alone and belongs where the home belongs.
SQLite is copied through its backup interface, so that readers and writers may go on; PostgreSQL tables are read in one
repeatable-read transaction into Parquet, so that no pg_dump of the right version is needed.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from data.warehouse import migrate, table_dump
from data.warehouse.home import FOLDERS, Home, open_engine
from data.warehouse.locks import load_lock, profile_lock
from errors import ShownError

FORMAT = 1
SCRATCH = ".restore-"
MANIFEST, SQLITE, TABLES = "manifest.json", "warehouse.sqlite", "tables"
Say = Callable[[str], None]


def backup(home: Home, target: Path, *, say: Say = lambda text: None) -> int:
    """Write the home into one file; returns its bytes. Raises ShownError where there is no warehouse to back up."""
    found = _revision(home)
    if found is None:
        raise ShownError(
            "backing up the home",
            found="no warehouse",
            expected="a home that was migrated",
            remedy="check --home",
        )
    _refuse_inside(home, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        _write_archive(home, part, found, say)
    except BaseException:  # Ctrl-C too: half a backup holds names and is good for nothing
        part.unlink(missing_ok=True)
        raise
    part.replace(target)
    return target.stat().st_size


def _write_archive(home: Home, part: Path, revision: str, say: Say) -> None:
    with tempfile.TemporaryDirectory(dir=part.parent, prefix=".backup-") as scratch:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(handle, "wb") as raw,
            tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as archive,
        ):
            _add_manifest(archive, home, revision)
            say("warehouse")
            _add_warehouse(archive, home, Path(scratch))
            for name in FOLDERS:
                say(name)
                _add_folder(archive, home, name)


def restore(home: Home, source: Path, *, replace: bool = False, say: Say = lambda text: None) -> str:
    """Put a backup into the home; returns the revision it was made at.

    A home that holds a warehouse is refused unless `replace`; then it is backed up first. The archive is unpacked
    beside the home and moved in at the end, so an interrupted restore leaves the home as it was.
    """
    with load_lock(home), profile_lock(home):
        for left in home.directory.glob(f"{SCRATCH}*"):  # of a restore that was killed
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(dir=home.directory, prefix=SCRATCH) as scratch:
            manifest = _unpack(source, Path(scratch))
            _refuse_other_database(home, manifest)
            _refuse_damaged(Path(scratch) / SQLITE)
            if _revision(home) is not None:
                _make_room(home, replace, say)
            say("warehouse")
            moves = _moves(home, Path(scratch))
            if home.is_sqlite:
                _swap(moves)
            else:
                tables = Path(scratch) / TABLES
                table_dump.load(home, tables, manifest["revision"], last=lambda: _swap(moves))
        _close_keys(home.directory / "keys")
    return manifest["revision"]


def _revision(home: Home) -> str | None:
    """The revision of the home's warehouse; None where there is none (and none is made by asking)."""
    if home.is_sqlite and not home.sqlite_file.exists():
        return None
    engine = open_engine(home)
    try:
        return migrate.revision(engine)
    finally:
        engine.dispose()


def _refuse_inside(home: Home, target: Path) -> None:
    for name in FOLDERS:
        if target.resolve().is_relative_to((home.directory / name).resolve()):
            raise ShownError(
                "backing up the home",
                found=f"a target inside the home's folder {name}",
                expected="a file outside the folders that are backed up",
            )


def _add_manifest(archive: tarfile.TarFile, home: Home, revision: str) -> None:
    body = {
        "format": FORMAT,
        "revision": revision,
        "database": "sqlite" if home.is_sqlite else "postgresql",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    content = json.dumps(body).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _add_warehouse(archive: tarfile.TarFile, home: Home, scratch: Path) -> None:
    if not home.is_sqlite:
        for file in table_dump.dump(home, scratch):
            archive.add(file, arcname=f"{TABLES}/{file.name}")
            file.unlink()  # one table on disk at a time
        return
    copy = scratch / SQLITE
    with closing(sqlite3.connect(home.sqlite_file)) as live, closing(sqlite3.connect(copy)) as target:
        live.backup(target)
    archive.add(copy, arcname=SQLITE)


def _add_folder(archive: tarfile.TarFile, home: Home, name: str) -> None:
    for path in sorted((home.directory / name).rglob("*")):
        if path.is_file() and not path.is_symlink():
            archive.add(
                path, arcname=str(PurePosixPath(name, path.relative_to(home.directory / name).as_posix()))
            )


def _unpack(source: Path, scratch: Path) -> dict:
    """Unpack only plain files under known names; anything else means the file is not a backup of ours."""
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            for entry, content in _entries(archive):
                path = scratch / entry
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as out:
                    shutil.copyfileobj(content, out, 1 << 20)
        manifest = json.loads((scratch / MANIFEST).read_text())
    except (OSError, tarfile.TarError, ValueError, EOFError) as error:
        raise ShownError(
            "restoring a backup",
            file=source.name,
            found=f"a file that cannot be read as a backup ({type(error).__name__})",
            expected="a file written by `jobs backup`, complete",
        ) from error
    return manifest


def _entries(archive: tarfile.TarFile) -> Iterator[tuple[PurePosixPath, io.BufferedIOBase]]:
    for member in archive:
        path = PurePosixPath(member.name)
        known = path.parts and path.parts[0] in (MANIFEST, SQLITE, TABLES, *FOLDERS)
        if not member.isfile() or path.is_absolute() or ".." in path.parts or not known:
            raise ValueError(f"unexpected entry of kind {member.type!r}")
        yield path, archive.extractfile(member)


def _refuse_other_database(home: Home, manifest: dict) -> None:
    here = "sqlite" if home.is_sqlite else "postgresql"
    if manifest.get("format") != FORMAT or manifest.get("database") != here:
        raise ShownError(
            "restoring a backup",
            found=f"format {manifest.get('format')}, made from {manifest.get('database')}",
            expected=f"format {FORMAT}, made from {here}",
            remedy="restore into the kind of database it was made from (--warehouse)",
        )


def _make_room(home: Home, replace: bool, say: Say) -> None:
    if not replace:
        raise ShownError(
            "restoring a backup",
            found="a home that already holds a warehouse",
            expected="an empty home",
            remedy="name another home, or say --replace (the present one is backed up first)",
        )
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = home.directory / "backups" / f"before-restore-{stamp}.tar.gz"
    backup(home, kept)
    say(f"the home as it was: {kept}")


def _refuse_damaged(file: Path) -> None:
    if not file.exists():
        return
    with closing(sqlite3.connect(file)) as copy:
        sound = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if sound != "ok":
        raise ShownError("restoring a backup", found="a damaged warehouse inside it", expected="a sound one")


def _moves(home: Home, scratch: Path) -> list[tuple[Path, Path, Path]]:
    """From where, to where, and where to what was there before; the warehouse comes last."""
    kept = scratch / "before"
    kept.mkdir()
    moves = [(scratch / name, home.directory / name, kept / name) for name in FOLDERS]
    if home.is_sqlite:
        file = home.sqlite_file
        names = {suffix: f"{file.name}{suffix}" for suffix in ("-wal", "-shm", "")}
        moves += [(scratch / f"{SQLITE}{s}", file.with_name(n), kept / n) for s, n in names.items()]
    return moves


def _swap(moves: list[tuple[Path, Path, Path]]) -> None:
    """Renames only: they take a moment, and are taken back where one fails or Ctrl-C comes between them."""
    done: list[tuple[Path, Path]] = []
    try:
        for new, place, kept in moves:
            if place.exists():
                place.replace(kept)
                done.append((place, kept))
            if new.exists():
                new.replace(place)
                done.append((new, place))
    except BaseException:
        for before, after in reversed(done):
            after.replace(before)
        raise


def _close_keys(folder: Path) -> None:
    if folder.exists():
        folder.chmod(0o700)
        for key in folder.iterdir():
            key.chmod(0o600)
