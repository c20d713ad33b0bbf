"""`jobs screenshots`: the pictures of the README from a demo home; with --all every page there is, judged while it is seen."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from data.warehouse.home import read_setting
from errors import ShownError, WrongUsage
from jobs import headless
from jobs.bench_server import running_server
from settings import PROJECT

HELP = "take the README's pictures from a demo home, or (--all) of every page, with what is wrong with it (needs Chromium)"
FOLDER = PROJECT / "docs" / "pictures"
ALL_FOLDER = PROJECT / "build" / "screenshots"  # kept out of git
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
    """Which pictures, and where they go."""
    parser.add_argument("--folder", type=Path, help="default: docs/pictures, with --all build/screenshots")
    parser.add_argument("--all", action="store_true", help="every page in every language, theme and width")
    parser.add_argument("--pages", help="with --all: comma-separated paths of pages (default: every page)")
    parser.add_argument("--widths", default="1440,1920,390", help="with --all: widths in px; 390 is a phone")
    parser.add_argument("--languages", default="zh,en", help="with --all")
    parser.add_argument("--themes", default="light,dark", help="with --all")


def run(context, arguments) -> dict:
    """Serve the home and take the pictures; a home that is no demo is refused."""
    _refuse_real_people(context)
    folder = arguments.folder or (ALL_FOLDER if arguments.all else FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        running_server(context.home.directory, context.home.warehouse_url) as port,
        headless.browser() as running,
    ):
        if arguments.all:
            return _every_page(context, arguments, running, port, folder)
        return _readme(context, running, port, folder)


def _readme(context, running, port: int, folder: Path) -> dict:
    files = []
    for shot in SHOTS:
        context.progress.step(shot.name)
        files.append(_take(running, port, shot, folder))
    total = sum(file.stat().st_size for file in files)
    context.say(f"{len(files)} pictures in {folder} ({total / 1e3:.0f} kB)")
    return {"files": [str(file) for file in files], "bytes": total}


def _every_page(context, arguments, running, port: int, folder: Path) -> dict:
    """Pictures and faults of every page; interrupted, what was taken so far is on the sheet."""
    from jobs import contact_sheet, page_shots

    pages = page_shots.readers(_listed(arguments.pages))
    looks = page_shots.variants(*_ways(arguments))
    taken: list = []
    try:
        for look in looks:
            shots = page_shots.take(running, f"http://127.0.0.1:{port}", look, pages, folder)
            taken += context.progress.over(shots, look.name, len(pages))
    finally:
        report = contact_sheet.write(folder, taken)
    _tell(context, report, folder)
    return {"folder": str(folder), **report, "exit_code": 1 if report["faults"] else 0}


def _ways(arguments) -> tuple[list[str], list[str], list[int]]:
    try:
        widths = [int(width) for width in _listed(arguments.widths)]
    except ValueError:
        raise WrongUsage("choosing widths", found=arguments.widths, expected="numbers of px") from None
    return (
        _known(arguments.languages, ("zh", "en"), "languages"),
        _known(arguments.themes, ("light", "dark"), "themes"),
        widths,
    )


def _known(asked: str, expected: tuple[str, ...], what: str) -> list[str]:
    listed = _listed(asked)
    if not set(listed) <= set(expected):
        raise WrongUsage(f"choosing {what}", found=asked, expected=", ".join(expected))
    return listed


def _listed(asked: str | None) -> list[str] | None:
    return [part.strip() for part in asked.split(",") if part.strip()] if asked else None


def _tell(context, report: dict, folder: Path) -> None:
    for one in report["taken"]:
        for fault in one["faults"]:
            place = f"{one['page']} as {one['role']} {one['language']} {one['theme']} {one['width']}"
            context.say(f"{place}: {fault['rule']} at {fault['where']}: {fault['text']}")
    context.say(f"{report['pictures']} pictures, {report['faults']} faults: {folder}/index.html")


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
