"""Files of an export: a new folder that names nobody, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from data.warehouse.home import Home


def written(home: Home, kind: str, made: dict[str, bytes]) -> list[Path]:
    """Write the files into a new folder of the home's exports; `kind` is the folder that `jobs retention` looks into."""
    folder = home.folder("exports") / kind / secrets.token_hex(8)
    folder.mkdir(parents=True, mode=0o700)
    for name, content in made.items():
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
    return [folder / name for name in made]
