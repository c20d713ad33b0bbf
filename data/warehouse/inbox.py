"""Files that wait to be loaded: one folder of the home per arrival, under a random name, readable by this account alone.

home/inbox/<random>/files/…      what was handed in, under its own names
home/inbox/<random>/open.json    the mapping as far as it is settled, with what the proposal saw
home/inbox/<random>/mapping.yaml the same as the file of `jobs ingest --propose`
home/inbox/<random>/run/…        the command that was started on it and what it said
"""

from __future__ import annotations

import fcntl
import json
import secrets
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from data.sources.files import ENDINGS
from data.warehouse.home import INBOX, Home
from errors import ShownError

DOING = "taking files in"
MOST_BYTES = 4 * 2**30  # of one arrival, unpacked
MOST_FILES = 400  # as many as a proposal looks at
LONGEST_PART = 120
OPEN = "open.json"  # the mapping as far as it is settled
RUN, ENDED, LOCK = "run.json", "ended.json", "lock"  # of the command at work, below run/


@dataclass(frozen=True)
class Inbox:
    """One arrival of files."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def mapping_file(self) -> Path:
        return self.folder / "mapping.yaml"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    def read(self, name: str) -> dict | None:
        """One of the JSON files beside the arrival; None where it is not there or half written."""
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return None

    def write(self, name: str, value: dict) -> None:
        """Write it in one step, so that nobody reads half of it."""
        self.write_text(name, json.dumps(value, ensure_ascii=False))

    def write_text(self, name: str, value: str) -> None:
        place = self.folder / name
        half = place.with_name(f".{place.name}.half")
        half.write_text(value, encoding="utf-8")
        half.replace(place)


def is_running(inbox: Inbox) -> bool:
    """Whether a command of this arrival is at work: its runner holds the lock."""
    try:
        with (inbox.run / LOCK).open() as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def begin(home: Home) -> Inbox:
    """A new empty arrival; those before it go, for one arrival is worked on at a time."""
    for other in arrivals(home):
        discard(other)
    folder = _root(home) / secrets.token_hex(8)
    folder.mkdir(mode=0o700)
    (folder / "files").mkdir(mode=0o700)
    return Inbox(folder)


def arrivals(home: Home) -> list[Inbox]:
    """Every arrival that is still there, the newest first."""
    root = home.directory / INBOX
    folders = [path for path in root.glob("*") if path.is_dir()] if root.is_dir() else []
    return [Inbox(path) for path in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)]


def discard(inbox: Inbox) -> None:
    """Remove the arrival with all its files."""
    shutil.rmtree(inbox.folder, ignore_errors=True)


def holds_log(inbox: Inbox) -> bool:
    """Whether any of its files was recognised as a log of cards or doors, or said to be one."""
    held = inbox.read(OPEN) or {}
    are_counted = (entry["raw"].get("count") for entry in held.get("entries", ()))
    return any(are_counted) or any(sheet.get("is_log") for sheet in held.get("sheets", {}).values())


def lies_since(inbox: Inbox) -> float | None:
    """When the oldest of its files was laid there, by the clock of the machine; None where no file lies there."""
    return min((path.stat().st_mtime for path in inbox.files.rglob("*") if path.is_file()), default=None)


def put(inbox: Inbox, files: Iterable[tuple[str, bytes]]) -> int:
    """Lay files (name or path below a folder, content) into the arrival; archives are unpacked. Returns how many lie there.

    Raises ShownError for an archive that is damaged, locked, or unpacks to more than an arrival may hold.
    """
    for name, content in files:
        if name.lower().endswith(".zip"):
            _unpack(inbox, name, content)
        else:
            _lay(inbox, name, content)
    found = sum(path.is_file() for path in inbox.files.rglob("*"))
    if not found:
        raise ShownError(DOING, found="no file of a known kind", expected=", ".join(ENDINGS), code="no_file")
    return found


def _root(home: Home) -> Path:
    root = home.directory / INBOX
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(0o700)
    return root


def _lay(inbox: Inbox, name: str, content: bytes) -> None:
    place = _place(inbox, name)
    if place is None:
        return
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.write_bytes(content)


def _place(inbox: Inbox, name: str) -> Path | None:
    """Where a file of this name goes, inside the arrival whatever the name says; None for what is no file of data."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    if not parts or parts[-1].startswith((".", "~$")) or "__MACOSX" in parts:
        return None
    if not parts[-1].lower().endswith(ENDINGS):
        return None
    ending = next(end for end in ENDINGS if parts[-1].lower().endswith(end))
    parts[-1] = parts[-1][: -len(ending)][:LONGEST_PART] + parts[-1][-len(ending) :]
    return inbox.files.joinpath(*(part[: LONGEST_PART * 2].replace(":", "_") for part in parts))


def _unpack(inbox: Inbox, name: str, content: bytes) -> None:
    from io import BytesIO

    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if sum(one.file_size for one in members) > MOST_BYTES or len(members) > 10 * MOST_FILES:
                raise ShownError(
                    DOING, file=name, found="an archive that unpacks to too much",
                    expected=f"at most {MOST_BYTES // 2**30} GB", code="too_large",
                )  # fmt: skip
            for one in members:
                if _place(inbox, _spelled(one)) is not None:
                    _lay(inbox, _spelled(one), archive.read(one))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise ShownError(
            DOING, file=name, found="an archive that is damaged or locked",
            expected="a .zip without a password", remedy="pack it again", code="damaged_archive",
        ) from None  # fmt: skip


def _spelled(member: zipfile.ZipInfo) -> str:
    """The member's name; archives packed on Chinese Windows write it in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename
