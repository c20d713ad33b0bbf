"""What a mapping says of a log: counted while it is read, by kind of place and week; doors of training rooms by lesson as well."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.staging import parsing
from data.staging.counting import PRACTICE, WEEKS
from data.staging.recognition.drafts import Draft
from data.staging.recognition.found import ZONE, Found
from data.staging.recognition.log_places import exact, fitted, listed, note_of_left, told_kind
from data.staging.recognition.log_words import LogSeen, log_words
from data.staging.recognition.spoken_terms import proposed_term
from data.staging.recognition.terms_found import term_at
from errors import shape

MOST_WORDS = 40  # different results or kinds of row; more are no list
FEWEST_DAYS = 3  # of a term; fewer may be typing errors
FEWEST_SHARE = 0.2  # of all days, where a log has few
NEARLY_ALL = 0.95


def log_drafts(found: Found, sheets: list[Found], *, has_practice: bool) -> list[Draft]:
    """The entries of a log; complete or lacking what nothing says."""
    weeks = weeks_draft(found, sheets)
    if not has_practice or set(weeks.count["places"].values()) != {"training"} or not found.log.place:
        return [weeks]
    return [weeks, practice_draft(found, sheets)]


def weeks_draft(found: Found, sheets: list[Found]) -> Draft:
    """Events by week and kind of place."""
    draft = _begun(WEEKS, found, sheets)
    draft.count = {"places": {}, **draft.count}
    _place(draft, found.log)
    return draft


def practice_draft(found: Found, sheets: list[Found]) -> Draft:
    """Minutes inside scheduled practice, by the usual times of periods."""
    draft = _begun(PRACTICE, found, sheets)
    if found.log.place is None:
        draft.missing["room_no"] = "no header names the room"
    else:
        draft.columns["room_no"] = found.log.place
    draft.count = {"clock": dict(log_words().clock), "around_minutes": 15, **draft.count}
    draft.note("room_no", "clock: the usual times of periods are assumed; mend them by the college's own")
    return draft


def log_terms(found: Found, said: dict[str, dict]) -> set[str]:
    """Terms in which days of the log lie: a week outside every term is not counted."""
    log = found.log
    if not log or not log.moment:
        return set()
    texts = found.texts(log.moment[0])
    days = (
        parsing.datetime(texts.unique(), ZONE, log.form).dt.date()
        if log.form
        else parsing.date(texts.str.slice(0, 10).unique())
    )
    terms: dict[str, int] = {}
    every = days.drop_nulls().unique().to_list()
    for term in filter(None, (_term_of(day, said) for day in every)):
        terms[term] = terms.get(term, 0) + 1
    return {term for term, count in terms.items() if count >= min(FEWEST_DAYS, FEWEST_SHARE * len(every))}


def _term_of(day: date, said: dict[str, dict]) -> str | None:
    term = term_at(day, said)
    row = said.get(term) or proposed_term(term)
    return term if row["first_monday"] <= day <= row["end_on"] else None


def _begun(table: str, found: Found, sheets: list[Found]) -> Draft:
    """Whose and when, what makes two rows one event, which rows are no events."""
    log = found.log
    draft = Draft(table, found, told=True)
    draft.count = {"raw": "never"}
    _moment(draft, log)
    _holder(draft, log, sheets)
    _events(draft, log)
    return draft


def _moment(draft: Draft, log: LogSeen) -> None:
    if not log.moment:
        draft.missing["at"] = "no header of a moment whose cells have a day and a clock"
        return
    rule: Any = log.moment[0] if len(log.moment) == 1 else {"from": list(log.moment), "join": " "}
    draft.columns["at"] = {"from": log.moment[0], "format": log.form} if log.form else rule
    draft.direct.add("at")


def _holder(draft: Draft, log: LogSeen, sheets: list[Found]) -> None:
    if log.why_not or log.holder is None:
        draft.missing["student_no"] = log.why_not or "no header of a student number or a card"
        return
    draft.columns = {"student_no": log.holder, **draft.columns}
    draft.direct.add("student_no")
    if log.is_assumed:
        draft.note("student_no", f"student_no: numbers under {log.holder} are taken for those of students")
    if log.cards is None:
        return
    card, student = log.card_headers
    other = next(one for one in sheets if one.name == log.cards)
    draft.count = {"cards": {"file": log.cards, "card_no": card, "student_no": student}, **draft.count}
    draft.cards = other
    values, known = set(draft.found.counts(log.holder)), set(other.counts(card))
    if missing := len(values - known):
        draft.note(
            "student_no",
            f"student_no: {missing} of {len(values)} cards are not in {other.sheet.shown}; their rows are set aside",
        )


def _events(draft: Draft, log: LogSeen) -> None:
    """`once_per` and `only`: door, result and direction tell events apart; refused ones and payments to the card are none."""
    words, found = log_words(), draft.found
    headers = [one for one in found.left if one not in {log.place, log.holder, *log.moment}]
    results = [one for one in words.headers_of("result", headers) if one not in log.places]
    directions = [one for one in words.headers_of("direction", headers) if one not in log.places]
    kinds = [one for one in words.headers_of("kind", headers) if one not in log.places]
    once = [*filter(None, [log.place]), *results[:1], *directions[:1]]
    if once:
        draft.count = {"once_per": once, **draft.count}
    for header in (*results[:1], *kinds[:1]):
        _only(draft, header)


def _only(draft: Draft, header: str) -> None:
    found = draft.found
    counts = found.counts(header)
    refused = {word: rows for word, rows in counts.items() if log_words().uncounted_word.search(word)}
    kept = [word for word in counts if word not in refused]
    is_filled = sum(counts.values()) >= NEARLY_ALL * found.frame.height
    if refused and kept and len(counts) <= MOST_WORDS and is_filled:
        draft.only[header] = kept
        draft.note("at", f"rows with {listed(refused)} under {header} are not counted")


def _place(draft: Draft, log: LogSeen) -> None:
    if log.place is None and log.said is None:
        draft.missing["place"] = "no header names the place, and no name of a file or sheet says it"
        return
    if log.place is None:
        kind, word = log.said
        draft.columns["place"] = {"const": word}
        draft.count["places"] = {exact(word): kind}
        draft.note("place", f"place: {word} is read from a title or name")
        return
    said, why = _said(log)
    made = fitted(draft.found.counts(log.place), said)
    draft.columns["place"] = log.place
    draft.direct.add("place")
    draft.count["places"] = made.patterns
    for kind, names in made.unsure.items():
        draft.note("place", f"place: {kind} is assumed {why}: {_listed(draft, names)} (rows)")
    if made.left:
        draft.note("place", note_of_left(_shown(draft, made.left)))
    if not made.patterns:
        draft.missing["place"] = f"no word under {log.place} is known: name the kind of each under `places`"


def _said(log: LogSeen) -> tuple[str | None, str]:
    """The kind of place that the name of the file says, else the header (宿舍楼), and how a note says so."""
    if log.said:
        return log.said[0], "by the name of the file"
    told = told_kind(log.place)
    if told and told[0] != "gate":
        return told[0], f"by the header {log.place}"
    return None, "by a word that says it only as a rule"


def _shown(draft: Draft, names: dict[str, int]) -> dict[str, int]:
    """Names that are somebody's number or name by their shape."""
    people = draft.found.people
    return {shape(name) if name in people else name: rows for name, rows in names.items()}


def _listed(draft: Draft, names: dict[str, int]) -> str:
    return listed(_shown(draft, names))
