"""Results of a course as intervals: pass rate by term and by class against chance, parallel classes against prediction."""

from __future__ import annotations

from access.scope import Scope
from views import naming
from views.courses import course_classes
from views.courses.course_classes import ADJUSTED, PAGE, class_name
from views.figures.values import Values
from views.parts import Amount, IntervalRow, Intervals, Link, Name, Sentence
from views.warehouse import Snapshot

FIRST_PASS = "crs_first_pass"


def by_term(own: Values, school: Values) -> Intervals | None:
    """First-attempt pass rate of each term, raw and shrunken, beside the school's of the same term; newest term first."""
    rows = [row for row in reversed(own.rows.get(FIRST_PASS, ())) if row["value"] is not None]
    if not rows:
        return None
    drawn = tuple(_rate(row, school.number(FIRST_PASS, row["period"])) for row in rows)
    return _rates(drawn, None, Sentence("course.pass_alt_terms", {"count": Amount(len(drawn), "count")}))


def _rate(row: dict, school: float | None) -> IntervalRow:
    return IntervalRow(
        link=Sentence("figures.term", {"term": row["period"]}),
        value=row["value"],
        low=row["low"],
        high=row["high"],
        n=int(row["n"] or 0),
        difference=row["difference"],
        raw=row["raw_value"],
        mark=school,
    )


def _rates(rows: tuple[IntervalRow, ...], comparator: float | None, alt: Sentence) -> Intervals:
    label = Sentence("course.line_course_rate", {"value": Amount(comparator, "share")})
    return Intervals(rows, comparator, label, "share", Sentence("course.pass_axis"), alt)


def by_class(
    scope: Scope, snapshot: Snapshot, course: naming.Unit, own: Values
) -> tuple[Intervals | None, str | None]:
    """First-attempt pass rate of each class of the newest term with results, against the whole course; and that term.

    None where fewer than two classes may be told. Unshrunken: the shrunken ones lean to courses elsewhere, not to this one.
    """
    newest = own.row(FIRST_PASS)
    centre = course_classes.share(newest)
    if centre is None:
        return None, None
    rows = {
        row["entity_id"]: (row, link)
        for row, link in _of_classes(scope, snapshot, course, FIRST_PASS, newest["period"])
    }
    counted = {name: course_classes.counts(row) for name, (row, _) in rows.items()}
    sides = course_classes.sides({name: pair for name, pair in counted.items() if pair is not None}, centre)
    if len(sides) < 2:
        return None, None
    drawn = tuple(
        IntervalRow(
            link=rows[name][1],
            value=side.rate,
            low=side.low,
            high=side.high,
            n=int(counted[name][1]),
            difference=side.difference,
            word=Sentence(f"course.course_{side.difference}"),
        )
        for name, side in sorted(sides.items(), key=lambda pair: (-pair[1].rate, pair[0]))
    )
    params = {"count": Amount(len(drawn), "count"), "period": newest["period"]}
    return _rates(drawn, centre, Sentence("course.pass_alt_classes", params)), newest["period"]


def adjusted(
    scope: Scope, snapshot: Snapshot, course: naming.Unit
) -> tuple[Intervals | None, str | None, Sentence | None]:
    """Each parallel class against what earlier results predict, of the newest term with such a comparison; what it says."""
    rows = _of_classes(scope, snapshot, course, ADJUSTED, None)
    if not rows:
        return None, None, None
    term = max(row["period"] for row, _ in rows)
    drawn = tuple(_against_none(row, link) for row, link in rows if row["period"] == term)
    alt = Sentence("course.adjusted_alt", {"count": Amount(len(drawn), "count"), "period": term})
    picture = Intervals(
        drawn, 0.0, Sentence("course.expected"), "points", Sentence("course.adjusted_axis"), alt
    )
    return picture, term, adjusted_finding(picture)


def adjusted_finding(picture: Intervals) -> Sentence:
    """How many of the parallel classes end below or above what was to be expected, as far as the intervals support it."""
    sides = {
        side: tuple(row.link for row in picture.rows if row.difference == side) for side in ("below", "above")
    }
    parts = tuple(
        Sentence(f"course.adjusted_{side}", {"names": names}) for side, names in sides.items() if names
    )
    count = Amount(len(picture.rows), "count")
    if not parts:
        return Sentence("course.adjusted_same", {"count": count})
    return Sentence("course.adjusted_some", {"count": count, "parts": parts})


def _of_classes(
    scope: Scope, snapshot: Snapshot, course: naming.Unit, indicator: str, term: str | None
) -> list[tuple[dict, Link]]:
    """Rows of one indicator for the classes of the course, highest value first, each with the link of its class."""
    known = {row["offering_id"]: row for row in course_classes.offerings(scope, snapshot, course.code)}
    found = [
        row
        for row in course_classes.stored_values(scope, snapshot, course.code)
        if row["indicator_id"] == indicator and row["value"] is not None and term in (None, row["period"])
    ]
    found.sort(key=lambda row: (-row["value"], row["entity_id"]))
    return [
        (row, Link(PAGE, row["entity_id"], Name(class_name(known[row["entity_id"]], course.name.zh))))
        for row in found
    ]


def _against_none(row: dict, link: Link) -> IntervalRow:
    """One class against no difference: above or below only where its interval lies wholly on one side of nought."""
    side = None
    if row["low"] is not None and row["high"] is not None:
        side = "above" if row["low"] > 0 else "below" if row["high"] < 0 else "chance"
    return IntervalRow(
        link=link,
        value=row["value"],
        low=row["low"],
        high=row["high"],
        n=int(row["n"] or 0),
        difference=side,
        raw=row["raw_value"],
        word=Sentence(f"course.expected_{side}") if side else None,
    )
