"""The demo college once more, as if it ran the systems of other makers: exports/demo_zfsoft and exports/demo_qzdata."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import Path

from data.sample.vendors import academic, national, platforms, qzdata, zfsoft
from data.sample.vendors.canonical import Canonical
from data.sample.vendors.forms import VendorFile, write
from data.sample.vendors.twelve import write_twelve

BEGINNING = "new_college"  # folder of the twelve files that a mapping can be proposed for
COLLEGES = {
    "demo_zfsoft": zfsoft.SYSTEM,
    "demo_qzdata": qzdata.SYSTEM,
}  # folder and mapping -> its academic system
SHARED = (platforms, national)


def write_vendor_files(
    exports: Path, say: Callable[[str], None] = lambda text: None
) -> list[tuple[str, Path]]:
    """Both colleges, and the twelve files of a new one, from those in `exports`/demo; returns mapping and folder of the two."""
    college = Canonical(exports / "demo")
    folders = [exports / name for name in COLLEGES]
    for folder, system in zip(folders, COLLEGES.values(), strict=True):
        say(f"files of {folder.name}")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _write(system.files(college), folder)
        _carry_on(college, folder, academic.REPLACED)
    say("files of the platforms that both have")
    for system in SHARED:
        for path in _write(system.files(college), folders[0]):
            for other in folders[1:]:
                shutil.copyfile(path, other / path.name)
    say(f"files of {BEGINNING}")
    write_twelve(college, exports / BEGINNING)
    return list(zip(COLLEGES, folders, strict=True))


def _write(files: Iterable[VendorFile], folder: Path) -> list[Path]:
    return [path for file in files for path in write(folder, file)]


def _carry_on(college: Canonical, folder: Path, replaced: tuple[str, ...]) -> None:
    """What none of these systems has an export for comes in the college's own files."""
    gone = (*replaced, *(pattern for system in SHARED for pattern in system.REPLACED))
    for path in sorted(college.folder.iterdir()):
        if not any(fnmatch(path.stem, pattern) for pattern in gone):
            shutil.copyfile(path, folder / path.name)
