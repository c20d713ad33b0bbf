"""`jobs screenshots`: the pictures of the README, taken from a demo home in a headless browser."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from data.warehouse.home import read_setting
from errors import ShownError
from jobs import headless
from jobs.bench_server import running_server
from settings import PROJECT

HELP = "take the README's pictures from a demo home (needs Chromium)"
FOLDER = PROJECT / "docs" / "pictures"
COLOURS = 256  # a page has few colours: a palette makes the pictures a third of the size and nobody sees it


@dataclass(frozen=True)
class Shot:
    """One picture: which page as which role, in which language and theme, and how large."""

    name: str
    page: str
    role: str
    language: str
    theme: str
    width: int = 1440
    height: int = 1000


SHOTS = (
    Shot("school-en-light", "school", "leadership", "en", "light"),
    Shot("school-zh-light", "school", "leadership", "zh", "light"),
    Shot("course-en-light", "course", "course_leader", "en", "light"),
    Shot("student-zh-dark", "student", "student", "zh", "dark"),
    Shot("worklist-zh-light", "worklist", "counsellor", "zh", "light"),
)


def add_arguments(parser) -> None:
    """Where the pictures go."""
    parser.add_argument("--folder", type=Path, default=FOLDER)


def run(context, arguments) -> dict:
    """Serve the home and take every picture; a home that is no demo is refused."""
    _refuse_real_people(context)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    files = []
    with (
        running_server(context.home.directory, context.home.warehouse_url) as port,
        headless.browser() as running,
    ):
        for shot in SHOTS:
            context.progress.step(shot.name)
            files.append(_take(running, port, shot, arguments.folder))
    total = sum(file.stat().st_size for file in files)
    context.say(f"{len(files)} pictures in {arguments.folder} ({total / 1e3:.0f} kB)")
    return {"files": [str(file) for file in files], "bytes": total}


def _refuse_real_people(context) -> None:
    found = None
    if context.home.sqlite_file.exists() or context.home.warehouse_url:
        with context.engine.connect() as connection:
            found = read_setting(connection, "kind")
    if found != "demo":
        raise ShownError(
            "taking pictures",
            found="no demo home",
            expected="a demo home: pictures show synthetic people only",
            remedy="make run once, or python -m jobs demo --students 1500 --home DIR",
        )


def _take(running, port: int, shot: Shot, folder: Path) -> Path:
    with headless.tab(
        running, language=shot.language, theme=shot.theme, width=shot.width, height=shot.height
    ) as (page, seen):
        headless.open_and_wait(page, f"http://127.0.0.1:{port}/{shot.page}?as={shot.role}")
        picture = page.screenshot()
    if seen.problems():
        raise ShownError(f"taking the picture {shot.name}", found="; ".join(seen.problems())[:300])
    return _write(picture, folder / f"{shot.name}.png")


def _write(picture: bytes, target: Path) -> Path:
    from PIL import Image

    image = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS)
    image.save(target, optimize=True)
    return target
