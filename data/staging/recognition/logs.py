"""Sheets that are logs of cards or doors: whose event, when, where; told by their headers and by what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from data.staging import parsing
from data.staging.recognition.forms import plain
from data.staging.recognition.found import ZONE, Found, is_told
from data.staging.recognition.headers_of import COMPOSED
from data.staging.recognition.log_places import told_kind
from data.staging.recognition.log_words import LogSeen, log_words
from data.staging.recognition.sheets import glob_free
from data.staging.recognition.vocabulary import vocabulary

SAMPLE = 5_000  # rows that tell how a moment is written
MOSTLY, HALF, MANY = 0.8, 0.5, 1.2  # of cells; rows per holder
FEW_ROWS = 20
FEWEST = 5  # different numbers; a few may be anything
SHARED = 0.3  # of the numbers under a card's header, to be numbers of students: others swipe as well
MOST_PLACES = 2_000  # different names; more are no places
CLOCK = r"(?:^|\D)\d{1,2}:\d{2}|^\d{8}\s?\d{6}$"
MIDNIGHT = r"(?:^|\D)0{1,2}:00(?::00)?(?:\.0+)?$|^\d{8}\s?000000$"
CLOCK_ALONE = r"^\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?$|^(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$"
FORMS = ("%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d-%b-%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p")  # fmt: skip
OF_ROOMS = (
    "agg_card_week",
    "fact_training_access",
    "dim_training_room",
    "fact_room_use",
    "bridge_room_major",
)
INSTITUTION = re.compile(r"[\u3400-\u9fff]+(?:大学|学院|学校)")  # 某某体育学院 names no sports hall
Known = frozenset[str]  # numbers of students that the other files or the warehouse have


def settle_logs(sheets: Sequence[Found], held: Iterable[tuple] = ()) -> None:
    """Every sheet that is a log is marked as one, with whose cards they are where another sheet says so."""
    logs = [found for found in sheets if is_log(found)]
    names = {found.name for found in logs}
    others = [found for found in sheets if found.name not in names]
    known = frozenset(number for (number,) in held) | _numbers(others)
    for found in logs:
        found.log = log_seen(found, others, known)
        found.fields, found.said = {}, {}  # nothing else is read off a log
        found.left = _open(found)


def is_log(found: Found) -> bool:
    """Whether rows are events of holders at places: moments with a clock, several of a holder, and no lesson or grade."""
    if found.has(*log_words().not_) or found.sheet.columns:
        return False
    headers = _open(found)
    holders, named = _holders(found, headers), _is_named(found)
    moments = _moments(found, headers)
    places = _places(found, [one for one in headers if one not in moments])
    if not (named or places) or not any(_has_clock(found, one) for one in moments):
        return False
    sure = log_words().headers_of("moment", headers)
    if named and sure:
        return True
    if not named and (_is_of_other_table(found) or not (sure or _are_known(found, places))):
        return False
    return bool(holders) and _repeats(found, holders[0])


def _is_of_other_table(found: Found) -> bool:
    """Whether the name or a header speaks of a table that has moments and places of its own: activities, contacts, requests."""
    others = (table for table in vocabulary().tables if table not in (*COMPOSED, *OF_ROOMS))
    return any(is_told(found, table) for table in others)


def _are_known(found: Found, places: list[str]) -> bool:
    return any(_known_rows(found, one) >= HALF * found.frame.height for one in places)


def log_seen(found: Found, others: Sequence[Found], known: Known) -> LogSeen:
    """What the sheet says as a log; `known`: numbers of students, by which theirs are told from others."""
    headers = _open(found)
    moment, form = _moment(found, _moments(found, headers))
    places = _places(found, [one for one in headers if one not in moment])
    seen = LogSeen(None, False, False, moment, form, _best_place(found, places), tuple(places), _said(found))
    return _with_holder(found, seen, [one for one in headers if one not in (*moment, *places)], others, known)


def log_by_hand(found: Found, others: Sequence[Found] = ()) -> LogSeen:
    """The same of a sheet that a person says is a log."""
    return log_seen(found, others, _numbers(others))


def _open(found: Found) -> list[str]:
    """Headers that hold something and may be loaded."""
    return [one for one in found.sheet.headers if one not in found.empty and one not in found.never]


def _is_named(found: Found) -> bool:
    name = plain(Path(glob_free(found.sheet.path)).name + (found.sheet.sheet or ""))
    return any(plain(word) in name for word in log_words().names)


def _moments(found: Found, headers: list[str]) -> list[str]:
    """Headers of moments, the surest first; where the file is plainly a log, also those whose cells alone show it."""
    words = log_words()
    sure, bare = words.headers_of("moment", headers), words.headers_of("bare", headers)
    if not sure and not _is_named(found) and not words.headers_of("card", headers):
        return [one for one in bare if _has_clock(found, one)]
    shown = [one for one in headers if _has_clock(found, one) or _are_clocks(found.texts(one).head(SAMPLE))]
    numbers = _holders(found, headers)
    days = [one for one in headers if one not in numbers and _are_read(found.texts(one))]
    return list(dict.fromkeys([*sure, *bare, *shown, *days]))


def _holders(found: Found, headers: list[str]) -> list[str]:
    """Headers of whoever the event is of, the surest first."""
    words = log_words()
    student = [found.fields["student_no"]] if found.has("student_no") else []
    staff = [found.fields["staff_no"]] if found.has("staff_no") else []
    listed = [*student, *words.headers_of("person", headers), *words.headers_of("card", headers), *staff]
    return list(dict.fromkeys(listed))


def _repeats(found: Found, header: str) -> bool:
    texts = found.texts(header)
    return len(texts) >= MANY * max(1, texts.n_unique())


def _has_clock(found: Found, header: str) -> bool:
    texts = found.texts(header).head(SAMPLE)
    return (
        len(texts) > 0
        and texts.str.contains(CLOCK).mean() >= MOSTLY
        and not texts.str.contains(MIDNIGHT).all()
    )


def _moment(found: Found, listed: list[str]) -> tuple[tuple[str, ...], str | None]:
    """The header of the moment, or those of day and clock, and the form where it has to be told; () where none has a clock."""
    days = [one for one in listed if _are_read(found.texts(one))]
    for header in listed:
        texts = found.texts(header).head(SAMPLE)
        if header in days and _has_clock(found, header):
            return (header,), None
        if _has_clock(found, header) and (form := _form(texts)):
            return (header,), form
    clocks = [one for one in listed if _are_clocks(found.texts(one).head(SAMPLE))]
    pairs = (
        (day, clock)
        for day in days
        for clock in clocks
        if day != clock and _are_read_together(found, day, clock)
    )
    return next(pairs, ()), None


def _are_clocks(texts: pl.Series) -> bool:
    return len(texts) > 0 and texts.str.contains(CLOCK_ALONE).mean() >= MOSTLY


def _are_read(texts: pl.Series, form: str | None = None) -> bool:
    texts = texts.head(SAMPLE)
    read = parsing.datetime(texts, ZONE, form)
    return len(texts) > 0 and read.null_count() <= (1 - MOSTLY) * len(texts)


def _form(texts: pl.Series) -> str | None:
    """The one form that reads the moments; None where several do as well: nobody can say which is the month."""
    fitting = [form for form in FORMS if parsing.datetime(texts, ZONE, form).null_count() == 0]
    return fitting[0] if len(fitting) == 1 else None


def _are_read_together(found: Found, day: str, clock: str) -> bool:
    parts = [parsing.text(found.cells().get(header)).head(SAMPLE) for header in (day, clock)]
    joined = pl.DataFrame([part.alias(str(at)) for at, part in enumerate(parts)])
    return _are_read(joined.select(pl.concat_str(pl.all(), separator=" ")).to_series().drop_nulls())


def _places(found: Found, headers: list[str]) -> list[str]:
    """Headers of places by what they say, then those whose cells name places of a known kind."""
    few = [one for one in headers if _are_few(found, one)]
    sure = log_words().headers_of("place", few)
    return list(
        dict.fromkeys(
            [*sure, *(one for one in few if _known_rows(found, one) >= HALF * found.frame.height > 0)]
        )
    )


def _are_few(found: Found, header: str) -> bool:
    counts, height = found.counts(header), found.frame.height
    return len(counts) <= MOST_PLACES and (len(counts) <= HALF * height or height <= FEW_ROWS)


def _known_rows(found: Found, header: str) -> int:
    return sum(rows for name, rows in found.counts(header).items() if told_kind(name))


def _best_place(found: Found, places: list[str]) -> str | None:
    """Of the headers that may name a place the one with most rows of a kind that is known; the first of several."""
    known = {one: _known_rows(found, one) for one in places}
    return max(places, key=lambda one: known[one], default=None)


def _said(found: Found) -> tuple[str, str] | None:
    """The kind of place that the name of the file or of the sheet, or a title, speaks of."""
    titles = (INSTITUTION.sub("", title) for title in reversed(found.sheet.titles))
    return next((told for title in titles if (told := told_kind(title)) and told[0] != "other"), None)


def _numbers(sheets: Iterable[Found]) -> Known:
    listed = (one.counts(one.fields["student_no"]) for one in sheets if one.has("student_no"))
    return frozenset(number for counts in listed for number in counts)


def _with_holder(
    found: Found, seen: LogSeen, headers: list[str], others: Sequence[Found], known: Known
) -> LogSeen:
    """Whose the events are: a number of students, else a card that a list says the holder of, else nobody."""
    words = log_words()
    if found.has("student_no"):
        return replace(seen, holder=found.fields["student_no"])
    cards = words.headers_of("card", headers)
    people = [one for one in words.headers_of("person", headers) if one not in cards]
    staff = [found.fields["staff_no"]] if found.has("staff_no") else []
    numbers = [*people, *(one for one in staff if one not in (*people, *cards))]
    for header in (*numbers, *cards, *(one for one in headers if one not in (*numbers, *cards))):
        if _are_of_students(found, header, known):
            return replace(seen, holder=header)
    for header in (*cards, *numbers):
        if listed := _list_of(found, header, others):
            other, both = listed
            return replace(seen, holder=header, is_card=True, cards=other.name, card_headers=both)
    if people and not cards and not known:
        return replace(seen, holder=people[0], is_assumed=True)
    why = _why(cards, numbers, others)
    return replace(seen, holder=next(iter((*cards, *numbers)), None), is_card=bool(cards), why_not=why)


def _are_of_students(found: Found, header: str, known: Known) -> bool:
    values = set(found.counts(header)) if known else set()
    both = len(values & known)
    return both >= min(FEWEST, len(known)) and both >= SHARED * min(len(values), len(known)) > 0


def _list_of(found: Found, header: str, others: Sequence[Found]) -> tuple[Found, tuple[str, str]] | None:
    """The sheet that says of most cards of the log whose they are, and its headers of card and student."""
    values, best = set(found.counts(header)), (0, None)
    for other in others:
        for card, student in _card_lists(other):
            count = len(values & set(other.counts(card)))
            best = (count, (other, (card, student))) if count > best[0] else best
    return best[1]


def _card_lists(other: Found) -> list[tuple[str, str]]:
    words, headers = log_words(), _open(other)
    people = [other.fields["student_no"]] if other.has("student_no") else words.headers_of("person", headers)
    return [(card, people[0]) for card in words.headers_of("card", headers) if people and card != people[0]]


def _why(cards: list[str], people: list[str], others: Sequence[Found]) -> str:
    if cards and any(_card_lists(other) for other in others):
        return f"no card under {cards[0]} stands in the list of cards; look whether leading zeros were lost"
    if cards:
        return f"{cards[0]} is a number of cards: add the list of cards (卡号 and 学号) of the card office to the files"
    if people:
        return f"numbers under {people[0]} are not those of students that the files or the warehouse know"
    return "no header of a student number or a card"
