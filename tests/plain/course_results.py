"""Course indicators once more: evaluation, supervision, results, attainment."""

from __future__ import annotations

import math
from collections import defaultdict

from tests.plain.college import College
from tests.plain.course_classes import adjusted
from tests.plain.rolling import ratio, rolled, staying, units
from tests.plain.statistics import least_squares, shrunken_means, shrunken_rates, spearman


def response_means(college: College) -> list[dict]:
    """Responses with the mean of their items, offering, teacher and term."""
    items = defaultdict(list)
    for row in college.rows("fact_set_response"):
        if row["score"] is not None:
            items[(row["response_id"], row["offering_id"], row["teacher_pid"], row["term_id"])].append(
                row["score"]
            )
    return [
        {
            "response": key[0],
            "offering_id": key[1],
            "teacher_pid": key[2],
            "term_id": key[3],
            "score": sum(listed) / len(listed),
        }
        for key, listed in items.items()
    ]


def _ratings(college: College, found: dict) -> None:
    responses = [row for row in response_means(college) if row["offering_id"] in college.offerings]
    stay = staying(college)
    by_pair = defaultdict(set)
    for row in responses:
        by_pair[(row["offering_id"], row["teacher_pid"])].add(row["response"])
    answered = defaultdict(int)
    for (offering_id, _), listed in by_pair.items():
        answered[offering_id] = max(answered[offering_id], len(listed))
    counts = {
        offering_id: (number, len(stay[offering_id]))
        for offering_id, number in answered.items()
        if stay[offering_id]
    }
    rolled(college, "crs_set_response", counts, found)
    _evaluated(college, found, responses, counts)


def ratings(college: College) -> dict[tuple[str, str], dict]:
    """(course, term) -> the shrunken evaluation."""
    found: dict = {}
    _ratings(college, found)
    return {key[2:]: row for key, row in found.items() if key[0] == "crs_set_eb"}


def _evaluated(college: College, found: dict, responses: list[dict], counts: dict) -> None:
    by_course, asked = defaultdict(list), defaultdict(lambda: [0, 0])
    for row in responses:
        by_course[(college.offerings[row["offering_id"]]["course_code"], row["term_id"])].append(row["score"])
    for offering_id, (number, size) in counts.items():
        key = (college.offerings[offering_id]["course_code"], college.offerings[offering_id]["term_id"])
        asked[key][0] += number
        asked[key][1] += size
    groups = {}
    for code, term in by_course:
        course = college.courses.get(code, {})
        groups[(code, term)] = (term, course.get("course_type"), course.get("org_code"))
    for key, row in shrunken_means(by_course, groups, wide=lambda group: group[0]).items():
        number, size = asked[key]
        rate = min(number / size, 1.0) if size else None
        status = "provisional" if number < 8 or rate is None or rate < 0.4 else "observed"
        found[("crs_set_eb", "course", *key)] = row | {"n": number, "response_rate": rate, "status": status}


def visit_means(college: College) -> list[dict]:
    """Supervision visits with the mean of their items, less the supervisor's residual where all have eight visits."""
    items = defaultdict(list)
    for row in college.rows("fact_supervision"):
        if row["score"] is not None:
            key = (
                row["visit_id"],
                row["offering_id"],
                row["teacher_pid"],
                row["supervisor_pid"],
                row["visited_on"],
            )
            items[key].append(row["score"])
    visits = [
        dict(zip(("visit", "offering_id", "teacher_pid", "supervisor_pid", "visited_on"), key, strict=True))
        | {"score": sum(listed) / len(listed)}
        for key, listed in items.items()
    ]
    by_supervisor = defaultdict(list)
    for row in visits:
        by_supervisor[row["supervisor_pid"]].append(row["score"])
    if by_supervisor and all(len(listed) >= 8 for listed in by_supervisor.values()):
        grand = sum(row["score"] for row in visits) / len(visits)
        for row in visits:
            own = by_supervisor[row["supervisor_pid"]]
            row["score"] -= sum(own) / len(own) - grand
    return visits


def school_years(college: College) -> list[str]:
    """The four newest school years (1 September to 31 August) that are over, newest first."""
    last = college.as_of.year - (1 if (college.as_of.month, college.as_of.day) >= (9, 1) else 2)
    return [f"{start}-{start + 1}" for start in range(last, last - 4, -1)]


def _supervision(college: College, found: dict) -> None:
    scores, visited = defaultdict(list), set()
    for row in visit_means(college):
        if row["offering_id"] in college.offerings:
            offering = college.offerings[row["offering_id"]]
            scores[(offering["course_code"], offering["term_id"][:9])].append(row["score"])
            visited.add(row["offering_id"])
    for (code, year), listed in scores.items():
        if year in school_years(college):
            found[("crs_supervision", "course", code, year)] = _mean_with_band(listed)
    _visited(college, found, visited)


def _mean_with_band(listed: list[float]) -> dict:
    n, mean = len(listed), sum(listed) / len(listed)
    row = {
        "numerator": sum(listed),
        "denominator": n,
        "value": mean,
        "n": n,
        "status": "provisional" if n < 2 else "observed",
    }
    if n > 1:
        half = 1.645 * math.sqrt(sum((x - mean) ** 2 for x in listed) / (n - 1) / n)
        row |= {"low": mean - half, "high": mean + half}
    return row


def _visited(college: College, found: dict, visited: set[str]) -> None:
    counts = defaultdict(lambda: [0.0, 0.0])
    years = {college.offerings[offering_id]["term_id"][:9] for offering_id in visited} & set(
        school_years(college)
    )
    for offering_id, offering in college.offerings.items():
        year = offering["term_id"][:9]
        if year in years:
            for kind, entity, _ in units(college, offering_id):
                if kind != "offering":
                    counts[(kind, entity, year)][0] += offering_id in visited
                    counts[(kind, entity, year)][1] += 1
    for key, (top, bottom) in counts.items():
        found[("crs_supervision_coverage", *key)] = ratio(top, bottom)


def first_attempts(college: College) -> list[dict]:
    """The lowest valid attempt that passed or failed, kind first or deferred, of enrolments that are no retakes."""
    study = {
        (row["student_pid"], row["offering_id"]): row["study_type"] for row in college.rows("fact_enrolment")
    }
    first: dict[tuple, dict] = {}
    for row in college.rows("fact_grade_attempt"):
        key = (row["student_pid"], row["offering_id"])
        fits = (
            not row["is_void"]
            and row["result"] in ("passed", "failed")
            and row["attempt_kind"] in ("first", "deferred")
        )
        fits = fits and key in study and study[key] != "retake" and row["offering_id"] in college.offerings
        if fits and (key not in first or row["attempt_no"] < first[key]["attempt_no"]):
            first[key] = row
    return list(first.values())


def _results(college: College, found: dict) -> None:
    first = first_attempts(college)
    passes, high, scores = defaultdict(lambda: [0.0, 0.0]), defaultdict(lambda: [0.0, 0.0]), defaultdict(list)
    for row in first:
        passes[row["offering_id"]][0] += row["result"] == "passed"
        passes[row["offering_id"]][1] += 1
        if row["score"] is not None:
            high[row["offering_id"]][0] += row["score"] >= 90
            high[row["offering_id"]][1] += 1
            for unit in units(college, row["offering_id"]):
                scores[unit].append(row["score"])
    plain: dict[tuple, dict] = {}
    rolled(college, "crs_first_pass", passes, plain, interval=True)
    found |= plain if not passes else _shrunken_passes(college, plain)
    rolled(college, "crs_excellent_rate", high, found, interval=True)
    for unit, listed in scores.items():
        found[("crs_mean_sd", *unit)] = ratio(sum(listed), len(listed))
        mean = sum(listed) / len(listed)
        spread = (
            math.sqrt(sum((x - mean) ** 2 for x in listed) / (len(listed) - 1)) if len(listed) > 1 else None
        )
        found[("crs_score_sd", *unit)] = {"value": spread, "n": len(listed)}
    _gap(college, found, first)


def _shrunken_passes(college: College, plain: dict) -> dict:
    out = {}
    for kind in ("offering", "course"):
        counts, groups = {}, {}
        for (_, own, entity, term), row in plain.items():
            if own != kind:
                continue
            code = college.offerings[entity]["course_code"] if kind == "offering" else entity
            course = college.courses.get(code, {})
            owner = course.get("org_code") or (
                college.offerings[entity]["org_code"] if kind == "offering" else None
            )
            counts[(entity, term)] = (row["numerator"], row["denominator"])
            groups[(entity, term)] = (term, course.get("course_type"), owner)
        for key, row in shrunken_rates(counts, groups, wide=lambda group: group[0]).items():
            out[("crs_first_pass", kind, *key)] = row
    return {key: row for key, row in plain.items() if key[1] in ("org", "school")} | out


def _gap(college: College, found: dict, first: list[dict]) -> None:
    pairs = defaultdict(list)
    for row in first:
        if row["process_score"] is not None and row["exam_score"] is not None:
            offering = college.offerings[row["offering_id"]]
            pairs[(offering["course_code"], offering["term_id"])].append(
                (row["process_score"], row["exam_score"])
            )
    for key, listed in pairs.items():
        found[("crs_process_exam_gap", "course", *key)] = {"value": spearman(listed), "n": len(listed)}
        difference = sum(process - exam for process, exam in listed)
        found[("crs_process_exam_difference", "course", *key)] = ratio(difference, len(listed))
    _sections(college, found, first)


def _sections(college: College, found: dict, first: list[dict]) -> None:
    scored = [row for row in first if row["score"] is not None]
    priors = prior_scores(college, scored)
    listed = defaultdict(lambda: defaultdict(list))
    for row in scored:
        offering = college.offerings[row["offering_id"]]
        listed[(offering["course_code"], offering["term_id"])][row["offering_id"]].append(row)
    cells = {}
    for (code, term), classes in listed.items():
        wide = sum(len(rows) >= 20 for rows in classes.values()) >= 2
        kept = {
            name: [
                (priors[(row["student_pid"], term)], row["score"])
                for row in rows
                if (row["student_pid"], term) in priors
            ]
            for name, rows in classes.items()
        }
        kept = {name: pairs for name, pairs in kept.items() if len(pairs) >= 20}
        cells[(code, term)] = kept
        status = "missing" if wide else "not_applicable"
        for name in classes:
            found[("crs_class_adjusted", "offering", name, term)] = {
                "value": None,
                "n": None,
                "status": status,
            }
        row = {
            "value": None,
            "n": sum(map(len, kept.values())) or None if wide else None,
            "status": "missing" if wide else "not_applicable",
        }
        if wide and len(kept) >= 2:
            base, slope = least_squares([pair for pairs in kept.values() for pair in pairs])
            means = [sum(y - base - slope * x for x, y in pairs) / len(pairs) for pairs in kept.values()]
            row |= {"value": max(means) - min(means), "status": "observed"}
        found[("crs_section_gap", "course", code, term)] = row
    found.update(adjusted(cells))


def prior_scores(college: College, scored: list[dict]) -> dict[tuple[str, str], float]:
    """(student, term) -> credit-weighted mean of numeric first-attempt scores of earlier terms."""
    order = {row["term_id"]: place for place, row in enumerate(college.terms)}
    credits = enrolled_credits(college)
    own = defaultdict(list)
    for row in scored:
        weight = credits.get((row["student_pid"], row["offering_id"]))
        if weight and weight > 0:
            own[row["student_pid"]].append(
                (order[college.offerings[row["offering_id"]]["term_id"]], weight, row["score"])
            )
    found = {}
    for student, listed in own.items():
        for term, place in order.items():
            before = [(weight, points) for when, weight, points in listed if when < place]
            if before:
                found[(student, term)] = sum(w * s for w, s in before) / sum(w for w, _ in before)
    return found


def enrolled_credits(college: College) -> dict[tuple[str, str], float | None]:
    """(student, teaching class) -> credits of the enrolment, else of the course."""
    found = {}
    for row in college.rows("fact_enrolment"):
        if row["offering_id"] in college.offerings:
            code = college.offerings[row["offering_id"]]["course_code"]
            of_course = college.courses.get(code, {}).get("credits")
            found[(row["student_pid"], row["offering_id"])] = (
                row["credits"] if row["credits"] is not None else of_course
            )
    return found


def _attainment(college: College, found: dict) -> None:
    weights = {
        (row["course_code"], row["objective_no"]): row["weight"]
        for row in college.rows("dim_course_objective")
    }
    parts = defaultdict(set)
    for row in college.rows("bridge_objective_assessment"):
        parts[(row["course_code"], row["objective_no"])].add(row["component"])
    attempts = defaultdict(list)
    for row in first_attempts(college):
        for unit in units(college, row["offering_id"]):
            if unit[0] in ("offering", "course"):
                attempts[unit].append(row)
    for unit, rows in attempts.items():
        code = college.offerings[unit[1]]["course_code"] if unit[0] == "offering" else unit[1]
        shares = {name: _part_share(rows, name) for name in ("process", "midterm", "exam")}
        reached = []
        for (course, objective), weight in weights.items():
            known = [shares[name] for name in parts[(course, objective)] if shares[name] is not None]
            if course == code and weight is not None and known:
                reached.append((weight, sum(known) / len(known)))
        mapped = {
            name
            for (course, objective), names in parts.items()
            if course == code and weights.get((course, objective)) is not None
            for name in names
        }
        people = {
            row["student_pid"] for row in rows if any(row[f"{name}_score"] is not None for name in mapped)
        }
        if reached and sum(weight for weight, _ in reached) > 0:
            top, bottom = sum(w * s for w, s in reached), sum(w for w, _ in reached)
            found[("crs_attainment", *unit)] = {
                "numerator": top,
                "denominator": bottom,
                "value": top / bottom,
                "n": len(people),
            }


def _part_share(rows: list[dict], name: str) -> float | None:
    known = [row[f"{name}_score"] for row in rows if row[f"{name}_score"] is not None]
    return sum(known) / len(known) / 100 if known else None


PARTS = (_ratings, _supervision, _results, _attainment)
