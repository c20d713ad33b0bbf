"""Pictures of every page: as the role it is best seen by, in every language, theme and width; each judged while it stands.

Pages are found, not listed. A page that waits for a choice is opened about somebody or something that another page links to.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from errors import ShownError
from jobs import headless, page_faults, page_readers
from jobs.page_faults import Fault

PHONE_WIDTH = 640  # up to here a page is seen on a phone
HEIGHTS = {390: 844, 1440: 900, 1920: 1080}
WAITING = ["empty", "choose"]  # designed states of a page that waits for a choice
ABOUT_NOBODY = ("meeting",)  # its empty state waits for pages to be collected, not for a choice
Judge = Callable[[object], list[Fault]]
LINKS = """() => [...document.querySelectorAll('a[href]')].map((one) => one.href)"""
# A page waits where a state that asks for a choice is all it shows; a list with an empty place beside it does not.
IS_WAITING = """(states) => !document.querySelector('[class*="st-key-card_"], .wgrid')
  && [...document.querySelectorAll('.pstate')].some((one) => states.includes(one.dataset.state))"""


@dataclass(frozen=True)
class Variant:
    """One way of looking: language, theme and width of the window."""

    language: str
    theme: str
    width: int

    @property
    def is_phone(self) -> bool:
        return self.width <= PHONE_WIDTH

    @property
    def name(self) -> str:
        return f"{self.language}-{self.theme}-{self.width}"


@dataclass(frozen=True)
class Taken:
    """One picture: what was opened, how, where the picture is, and what is wrong with it."""

    page: str
    role: str
    variant: Variant
    file: str
    faults: tuple[Fault, ...]

    def as_json(self) -> dict:
        """The picture as one entry of the list."""
        return {
            "page": self.page,
            "role": self.role,
            **vars(self.variant),
            "file": self.file,
            "faults": [vars(fault) for fault in self.faults],
        }


@dataclass
class Addresses:
    """Where a page is opened about somebody or something: the first link to it that was seen, by page and role."""

    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, links: Iterable[str]) -> None:
        """Keep what the links of a page lead to."""
        for link in links:
            parts = urlsplit(link)
            page, query = parts.path.strip("/"), dict(parse_qsl(parts.query))
            if "as" in query and ("id" in query or "case" in query):
                kept = {
                    key: value for key, value in query.items() if key in ("as", "id", "case", "unit", "class")
                }
                self.seen.setdefault((page, query["as"]), f"/{page}?{urlencode(kept)}")

    def of(self, page: str, role: str) -> str | None:
        """An address about somebody, for the role or else for any that may open the page."""
        others = [address for (path, _), address in self.seen.items() if path == page]
        return self.seen.get((page, role)) or next(iter(others), None)


def variants(languages: Iterable[str], themes: Iterable[str], widths: Iterable[int]) -> list[Variant]:
    """Every way of looking that was asked for."""
    return [Variant(*one) for one in itertools.product(languages, themes, widths)]


def take(
    running,
    address: str,
    variant: Variant,
    pages: dict[str, str],
    folder: Path | None,
    also: Judge | None = None,
) -> Iterator[Taken]:
    """Open, judge and (with a folder) picture the pages in one tab; pages that wait for a choice come last.

    `also` finds more in the page as it stands, folds opened.
    """
    known, later = Addresses(), []
    with headless.tab(
        running, language=variant.language, theme=variant.theme, width=variant.width,
        height=_height(variant), is_phone=variant.is_phone,
    ) as (page, seen):  # fmt: skip
        headless.open_and_wait(page, f"{address}/{next(iter(pages))}?as={next(iter(pages.values()))}")
        for path, role in pages.items():
            restless = _opened(page, f"/{path}?as={role}", variant)
            known.note(page.evaluate(LINKS))
            if path not in ABOUT_NOBODY and page.evaluate(IS_WAITING, WAITING):
                later.append((path, role))
                continue
            yield _judged(page, seen, Taken(path, role, variant, "", restless), folder, also)
        for path, role in later:
            yield _about_somebody(page, seen, known, Taken(path, role, variant, "", ()), folder, also)


def _about_somebody(page, seen, known: Addresses, taken: Taken, folder, also) -> Taken:
    place = known.of(taken.page, taken.role)
    lacks = () if place else (Fault("no_entity", "page", "no page links to one"),)
    restless = _opened(page, place or f"/{taken.page}?as={taken.role}", taken.variant)
    role = dict(parse_qsl(urlsplit(place or "").query)).get("as", taken.role)
    return _judged(page, seen, Taken(taken.page, role, taken.variant, "", (*lacks, *restless)), folder, also)


def _opened(page, address: str, variant: Variant) -> tuple[Fault, ...]:
    page.set_viewport_size({"width": variant.width, "height": _height(variant)})
    try:
        headless.open_within(page, address)
    except ShownError:
        return (Fault("restless", "page", address.partition("?")[0]),)
    return ()


def _judged(page, seen, taken: Taken, folder: Path | None, also: Judge | None) -> Taken:
    """The page with its faults, and its picture where a folder is given."""
    variant, file = taken.variant, f"{taken.page}-{taken.role}-{taken.variant.name}.png"
    page_faults.fitted(page, variant.width, _height(variant))
    found = page_faults.of_page(page, is_phone=variant.is_phone)
    if folder is not None:
        page.screenshot(path=folder / file)
    for _ in page_faults.unfolded(page):
        page_faults.fitted(page, variant.width, _height(variant))
        found += page_faults.of_page(page, is_phone=variant.is_phone)
    found += also(page) if also else []
    told = [Fault("console", "page", text) for text in seen.problems()]
    seen.console.clear()
    seen.outside.clear()
    return Taken(taken.page, taken.role, variant, file, tuple(dict.fromkeys((*taken.faults, *found, *told))))


def _height(variant: Variant) -> int:
    return HEIGHTS.get(variant.width, 900)


def readers(chosen: Iterable[str] | None = None) -> dict[str, str]:
    """The pages to look at (all without a choice) and the role by which each is best seen."""
    known = page_readers.pages()
    unknown = sorted(set(chosen or ()) - set(known))
    if unknown:
        raise ShownError("choosing pages", found=", ".join(unknown), expected=", ".join(known))
    return {path: role for path, role in known.items() if chosen is None or path in chosen}
