"""The synthetic staff: teachers of all tiers per unit, part-timers, counsellors, offices; who leads and looks after what."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import polars as pl

from data.sample.calendar import AS_OF, TERMS
from data.sample.world import generator, names, person_names

STUDENTS_PER_TEACHER, STUDENTS_PER_COUNSELLOR = 15, 190
STUDENTS_PER_MIND, STUDENTS_PER_IDEOLOGY = 4000, 350
OFFICE_ROLES = {
    "leadership": "A01", "quality_office": "A02", "academic_affairs": "A03", "student_affairs": "A04", "hr": "A05",
    "teacher_centre": "A06", "data_admin": "A07", "auditor": "A08", "service_office": "A09", "supervisor": "A10",
}  # fmt: skip
TITLES = ("none", "assistant", "lecturer", "associate_professor", "professor")
LOWER = {"professor": "associate_professor", "associate_professor": "lecturer", "lecturer": "assistant"}
HIGHER = {"none": "junior", "junior": "intermediate", "intermediate": "senior", "senior": "senior"}
# months since entry: the bands of new teachers, assistants, lecturers and seniors, and how often each occurs
MONTHS = ((2, 23), (24, 60), (60, 144), (144, 228), (228, 330))
BANDS = (0.13, 0.19, 0.30, 0.24, 0.14)
FIRST_OF_UNIT = (
    260,
    170,
    90,
    10,
)  # each unit's first four: a professor, an associate professor, a lecturer, a newcomer


def teacher_frame(majors: list[dict], students: int, seed: int) -> pl.DataFrame:
    """One row per member of staff with the latent skill and diligence that only the generator knows."""
    draw = generator(seed, "teachers")
    posts = pl.DataFrame(
        _posts(majors, students), schema=["org_code", "staff", "place", "professional"], orient="row"
    )
    months = _months(draw, posts)
    count = posts.height
    frame = posts.with_columns(
        staff_no=pl.Series([f"T9{number:05d}" for number in range(count)]),
        name=pl.Series(person_names(draw, count)),
        entry_on=pl.Series([_months_ago(int(m)) for m in months]),
        title=pl.Series(_titles(draw, posts, months)),
        degree=pl.Series(draw.choice(["bachelor", "master", "doctor"], count, p=[0.38, 0.54, 0.08]).tolist()),
        dual=pl.Series(_dual(draw, posts, months)),
        enterprise=pl.col("staff") == "external_part",
        qualified=(pl.col("staff") != "external_part") & pl.Series(draw.random(count) < 0.97),
        skill=pl.Series(draw.normal(size=count)),
        diligence=pl.Series(draw.normal(size=count)),
    )
    frame = frame.with_columns(special=_special(frame, students))
    promoted, recognised = _dates(draw, count, 0.5), _dates(draw, count, 0.6)
    return frame.with_columns(
        promoted_on=pl.when(pl.col("title").is_in(list(LOWER)) & (promoted > pl.col("entry_on"))).then(
            promoted
        ),
        dual_on=pl.when((pl.col("dual") != "none") & (recognised > pl.col("entry_on"))).then(recognised),
    )


def _special(staff: pl.DataFrame, students: int) -> pl.Series:
    """Psychology teachers, one per four thousand students begun, and ideology teachers: the longest-serving of general education."""
    public = names()["public_department"]["code"]
    own = staff.filter((pl.col("org_code") == public) & (pl.col("staff") == "full_time")).sort(
        "entry_on", "staff_no"
    )
    minds, wanted = math.ceil(students / STUDENTS_PER_MIND), math.ceil(students / STUDENTS_PER_IDEOLOGY)
    numbers = own["staff_no"].to_list()
    post = dict.fromkeys(numbers[:minds], "psychology") | dict.fromkeys(
        numbers[minds : minds + wanted], "ideology"
    )
    return pl.Series([post.get(number) for number in staff["staff_no"]], dtype=pl.String)


def _posts(majors: list[dict], students: int) -> list[tuple[str, str, int, bool]]:
    """Unit, kind of staff, place in the unit and whether professional courses are taught, one row per post."""
    public = names()["public_department"]["code"]
    units = sorted({major["org"] for major in majors})
    load = {unit: sum(major["org"] == unit for major in majors) / len(majors) for unit in units}
    full = students / STUDENTS_PER_TEACHER
    rows = []
    for unit in units:
        rows += [(unit, "full_time", n, True) for n in range(max(4, round(0.76 * full * load[unit])))]
        rows += [(unit, "external_part", n, True) for n in range(max(1, round(0.16 * full * load[unit])))]
        counsellors = max(1, math.ceil(students * load[unit] / STUDENTS_PER_COUNSELLOR))
        rows += [(unit, "counsellor", n, False) for n in range(counsellors)]
    rows += [(public, "full_time", n, False) for n in range(max(4, round(0.24 * full)))]
    for role, office in OFFICE_ROLES.items():
        many = min(8, max(3, round(students / 400))) if role == "supervisor" else 1
        rows += [(office, "admin", n, False) for n in range(many)]
    return rows


def _months(draw: np.random.Generator, posts: pl.DataFrame) -> np.ndarray:
    band = draw.choice(len(MONTHS), posts.height, p=BANDS)
    low, high = np.array(MONTHS)[band].T
    months = draw.integers(low, high)
    fixed = posts.select(is_first=(pl.col("staff") == "full_time") & (pl.col("place") < 4), place="place")
    first = fixed["is_first"].to_numpy()
    months[first] = np.array(FIRST_OF_UNIT)[fixed["place"].to_numpy()[first]] + months[first] % 12
    offices = (posts["staff"] == "admin").to_numpy()
    months[offices] = 150 + months[offices] % 120
    return months


def _months_ago(months: int) -> date:
    """The first of the month that lies so many months before the as-of."""
    count = AS_OF.year * 12 + AS_OF.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _titles(draw: np.random.Generator, posts: pl.DataFrame, months: np.ndarray) -> list[str]:
    rank = np.digitize(months, [12, 48, 132, 228]) - (draw.random(months.size) < 0.25)
    rank = np.clip(rank, 0, 4)
    staff = posts["staff"].to_numpy()
    rank = np.where((staff == "full_time") & (posts["place"].to_numpy() == 0), 4, rank)
    rank = np.where(staff == "counsellor", np.minimum(rank, 2), rank)
    rank = np.where(staff == "external_part", 0, rank)
    rank = np.where(staff == "admin", np.where(posts["org_code"] == OFFICE_ROLES["supervisor"], 3, 0), rank)
    return [TITLES[place] for place in rank]


def _dual(draw: np.random.Generator, posts: pl.DataFrame, months: np.ndarray) -> list[str]:
    """Recognised dual level of those who teach professional courses and of most who teach general ones; new teachers seldom
    have one, those of long standing a higher one."""
    level = draw.choice(["none", "junior", "intermediate", "senior"], months.size, p=[0.26, 0.34, 0.28, 0.12])
    early = (months < 24) & (draw.random(months.size) < 0.75)
    place = np.arange(months.size)
    higher = (months >= 144) & (place % 3 != 0)
    level = np.where(higher, np.array([HIGHER[one] for one in level]), level)
    general = (posts["staff"] == "full_time").to_numpy() & (place * 7 % 20 < 12)
    return np.where((posts["professional"].to_numpy() | general) & ~early, level, "none").tolist()


def _dates(draw: np.random.Generator, count: int, share: float) -> pl.Series:
    """A month's first within the last five years for a share of them, else null."""
    chosen, months = draw.random(count) < share, draw.integers(4, 58, count)
    return pl.Series([_months_ago(int(m)) if c else None for m, c in zip(months, chosen, strict=True)], dtype=pl.Date)  # fmt: skip


def appointment_frame(teachers: pl.DataFrame) -> pl.DataFrame:
    """One row per version of a member of staff: entry, and the days on which title or dual level changed."""
    days = pl.concat(
        teachers.select("staff_no", since=column).drop_nulls()
        for column in ("entry_on", "promoted_on", "dual_on")
    ).unique()
    frame = days.join(teachers, on="staff_no").sort("staff_no", "since")
    return frame.with_columns(
        title=pl.when(pl.col("since") < pl.col("promoted_on")).then(pl.col("title").replace(LOWER)).otherwise("title"),
        dual=pl.when(pl.col("since") < pl.col("dual_on")).then(pl.lit("none")).otherwise("dual"),
    )  # fmt: skip


def role_frame(departments, majors, courses: pl.DataFrame, classes: pl.DataFrame, teachers) -> pl.DataFrame:
    """Who is dean, leads a major or a course, or looks after a class; from before the oldest term."""
    rows = []
    for unit in [*departments, names()["public_department"]]:
        own = _seniors_first(teachers, unit["code"])
        rows.append((own[0], "dean", "org", unit["code"]))
        codes = [major["code"] for major in majors if major["org"] == unit["code"]]
        rows += [(own[(1 + n) % len(own)], "major_leader", "major", code) for n, code in enumerate(codes)]
        taught = courses.filter(pl.col("org_code") == unit["code"])["course_code"]
        rows += [(own[(2 + n) % len(own)], "course_leader", "course", code) for n, code in enumerate(taught)]
        counsellors = teachers.filter(
            (pl.col("org_code") == unit["code"]) & (pl.col("staff") == "counsellor")
        )
        own_classes = classes.filter(pl.col("org_code") == unit["code"])["class_code"]
        rows += [
            (counsellors["staff_no"][n % counsellors.height], "counsellor", "class", code)
            for n, code in enumerate(own_classes)
        ]
    frame = pl.DataFrame(rows, schema=["staff_no", "role", "target_kind", "target_code"], orient="row")
    return frame.with_columns(valid_from=pl.lit(TERMS[0].first_monday - timedelta(days=30)))


def _seniors_first(teachers: pl.DataFrame, org: str) -> list[str]:
    """Full-time teachers of a unit who have been there since before the oldest term, the longest first."""
    own = teachers.filter(
        (pl.col("org_code") == org)
        & (pl.col("staff") == "full_time")
        & (pl.col("entry_on") < TERMS[0].first_monday - timedelta(days=30))
    )
    return own.sort("entry_on", "staff_no")["staff_no"].to_list()
