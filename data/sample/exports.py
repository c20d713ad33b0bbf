"""The files of the demo: csv with Chinese heads from the registers, Parquet for behaviour events."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl

from data.sample import registers
from data.sample.calendar import Term
from data.sample.grades import midterm_recorded_at
from data.sample.heads import MAJOR_CLASS, in_chinese
from data.sample.staff import appointment_frame
from data.sample.teaching import TermPlan
from data.sample.world import World, names, requirement_frames
from data.staging.targets import target

GRADE_COLUMNS = (
    "student_no", "term_id", "offering_no", "attempt", "kind", "text", "word", "process", "midterm", "exam", "examined_on",
    "recorded_at", "late", "midterm_at", "void",
)  # fmt: skip


class Exports:
    """Writes into one folder; the same college gives the same bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def table(self, name: str, frame: pl.DataFrame) -> None:
        """A register as csv."""
        in_chinese(frame).write_csv(self.folder / f"{name}.csv", datetime_format="%Y-%m-%d %H:%M:%S")

    def register(self, table: str, frame: pl.DataFrame, term: Term | None = None) -> None:
        """A register given in business columns and codes; `term` for one that comes by term. Behaviour becomes Parquet."""
        name = registers.file_name(table).replace("*", term.term_id if term else "*")
        words = registers.in_words(table, frame)
        if target(table).is_lake:
            words.write_parquet(self.folder / f"{name}.parquet")
        else:
            words.write_csv(self.folder / f"{name}.csv", datetime_format="%Y-%m-%d %H:%M:%S")

    def events(self, name: str, term: Term, frame: pl.DataFrame) -> None:
        """Behaviour events of one term as Parquet."""
        in_chinese(frame).write_parquet(self.folder / f"{name}_{term.term_id}.parquet")

    def structure(self, world: World, terms: pl.DataFrame, weeks: pl.DataFrame) -> None:
        """School, calendar, units, majors, programmes with their courses and requirements, courses, classes."""
        college = names()["college"]
        self.table("学校", pl.DataFrame([{"学校代码": college["code"], "名称": college["name"], "英文名称": college["name_en"],
            "类型": college["school_type"], "地区": college["region"]}]))  # fmt: skip
        self.table("学期", terms)
        self.table("教学周", weeks)
        self.table("单位", _units(world))
        self.table("专业", _majors(world))
        self.table("培养方案", world.programmes)
        self.table("方案课程", world.plan)
        points, links = requirement_frames(world)
        self.table("毕业要求", points)
        self.table("要求支撑", links)
        self.table("课程", world.courses.drop("planned_term", "major_code").rename({"name": "课程名称"}))
        self.table("班级", world.classes.rename({"name": "班级名称"}))

    def people(self, world: World, old: pl.DataFrame) -> None:
        """Students and staff with one row per version, roles, status changes, the sensitive register apart."""
        everyone = world.students.select("student_no", "name")
        self.table("学生", pl.concat([everyone, old.select("student_no", "name")]))
        self.table("学籍", _registry(world, old))
        self.table("异动", _changes(world))
        self.table("学生敏感信息", world.students.select("student_no", "sex"))
        self.table("教师", world.teachers.select("staff_no", "name"))
        posts = appointment_frame(world.teachers).select(
            "staff_no", "since", "org_code", "staff", "title", "degree", "dual", "professional", "enterprise",
            "qualified", "special", 入职日期="entry_on", 登记日期=pl.col("since") + timedelta(days=1),
        )  # fmt: skip
        self.table("教师任职", posts)
        self.table("任职角色", world.roles)

    def plan(self, world: World, plan: TermPlan) -> None:
        """Offerings, their teachers, enrolments, sessions and tasks of one term."""
        term = plan.term.term_id
        about = world.courses.select("course_code", "name", "org_code", "credits")
        offered = plan.offerings.join(about, on="course_code", maintain_order="left")
        self.table(f"教学班_{term}", offered.select("term_id", "offering_no", "course_code", "org_code", "class_code", "enrolled",
            教学班名称=pl.format("{} {}", "name", "label"), 容量=pl.col("enrolled") + 5, 方式=pl.lit("线下"), 天数=pl.lit(126), 统一考试=_one_paper()))  # fmt: skip
        key = offered.select("offering", "offering_no", "term_id")
        taught = plan.teachers.join(key, on="offering", maintain_order="left")
        self.table(
            f"任课_{term}",
            taught.select("term_id", "offering_no", "staff_no", "share", 任课角色=pl.lit("主讲")),
        )
        self.table(f"选课_{term}", _enrolments(world, plan, offered))
        self.table(f"课次_{term}", plan.sessions.select("offering_no", "periods", "status", "planned_topic", "delivered_topic", "made_up_on",
            "recorded_at", term_id=pl.lit(term), held_on=pl.col("starts").dt.date(), 节数=pl.lit(2), 考勤录入="written_at", 内容录入="written_at"))  # fmt: skip
        in_class = pl.col("kind") != "assignment"
        self.table(f"任务_{term}", plan.tasks.select("offering_no", "task_no", "kind", "released", "due", "week", term_id=pl.lit(term), 满分=pl.lit(100),
            held_on=pl.when(in_class).then(pl.col("starts").dt.date()), periods=pl.when(in_class).then("periods")))  # fmt: skip

    def results(self, name: str, frame: pl.DataFrame, term: Term) -> None:
        """The grade book of one term, or its make-ups."""
        marked = pl.col("midterm").is_not_null()
        frame = frame.with_columns(midterm_at=pl.when(marked).then(midterm_recorded_at(term)))
        self.table(name, frame.select(GRADE_COLUMNS))

    def running(self, name: str, frame: pl.DataFrame, term: Term) -> None:
        """The grade book of the running term: mid-term marks, no results yet."""
        empty = {c: pl.lit(None, dtype=pl.String) for c in ("text", "process", "exam", "examined_on")}
        self.results(name, frame.with_columns(attempt=pl.lit(1), word=pl.lit("成绩尚未录入"), recorded_at=pl.lit(midterm_recorded_at(term)),
            late=pl.lit(False), void=pl.lit(False), **empty), term)  # fmt: skip


def _one_paper() -> pl.Expr:
    """Four courses in five that several classes take in parallel are examined by one paper."""
    common = (pl.len().over("course_code") > 1) & (pl.col("lot") % 5 < 4)
    return pl.when(common).then(pl.lit("是")).otherwise(pl.lit("否"))


def _units(world: World) -> pl.DataFrame:
    known = names()
    units = [(unit, "学院") for unit in world.departments]
    units += [(known["public_department"], "部"), *((office, "处室") for office in known["offices"])]
    return pl.DataFrame(
        [
            {"单位号": unit["code"], "单位名称": unit["zh"], "英文名称": unit["en"], "单位类别": kind}
            for unit, kind in units
        ]
    )


def _majors(world: World) -> pl.DataFrame:
    return pl.DataFrame([
        {"专业号": m["code"], "专业名称": m["zh"], "英文名称": m["en"], "单位号": m["org"], "学制": 3, "首次招生": 2015,
         "专业类别": MAJOR_CLASS[m["class"]][0], "级别": MAJOR_CLASS[m["class"]][1], "特色佐证": _evidence(place, m)}
        for place, m in enumerate(world.majors)
    ])  # fmt: skip


def _evidence(place: int, major: dict) -> str | None:
    """A major declared as feature names what proves it, every fifth major has not done so yet; others say nothing."""
    if major["class"] != "feature":
        return None
    return "否" if place % 5 == 4 else "是"


def _enrolments(world: World, plan: TermPlan, offered: pl.DataFrame) -> pl.DataFrame:
    people = world.students.with_row_index("student").select("student", "student_no")
    frame = plan.enrolments.join(people, on="student", maintain_order="left").join(
        offered.select("offering", "offering_no", "credits"), on="offering", maintain_order="left"
    )
    return frame.select(
        "student_no", "offering_no", "study", "required", "credits", "left_on", term_id=pl.lit(plan.term.term_id),
        选课日期=pl.lit(plan.term.first_monday - timedelta(days=10)),
    )  # fmt: skip


def _registry(world: World, old: pl.DataFrame) -> pl.DataFrame:
    """One row per version of every student, the finished cohorts with their last one."""
    columns = ["student_no", "since", "status", "class_code", "major_code", "org_code", "entry_year", "entry_on", "intake", "graduated_on"]  # fmt: skip
    people = world.students.select("student_no", "entry_year", "entry_on", "intake")
    classes = world.classes.select("class_code", "major_code", "org_code")
    now = world.versions.join(people, on="student_no", maintain_order="left").join(
        classes, on="class_code", maintain_order="left"
    )
    summer = pl.date(pl.col("entry_year") + 3, 6, 25)
    past = old.with_columns(
        since=summer,
        status=pl.col("outcome").replace({"left": "退学", "graduated": "毕业", "delayed": "毕业"}),
        class_code=pl.lit(None, dtype=pl.String),
        entry_on=pl.date("entry_year", 9, 1),
        intake=pl.lit("普高"),
    )
    done = (pl.col("status") == "毕业") & (pl.col("outcome") != "delayed").fill_null(True)
    both = pl.concat([now, past], how="diagonal_relaxed")
    return both.with_columns(graduated_on=pl.when(done).then("since")).select(
        *columns, 学制=pl.lit(3), 登记日期=pl.col("since") + timedelta(days=1)
    )


def _changes(world: World) -> pl.DataFrame:
    """The register of status changes: from and to are statuses, for a change of major the majors."""
    major = world.classes.select("class_code", "major_code")
    frame = world.versions.join(major, on="class_code", maintain_order="left")
    before = {name: pl.col(name).shift(1).over("student") for name in ("status", "major_code")}
    moved = pl.col("change") == "转专业"
    return (
        frame.with_columns(
            from_value=pl.when(moved).then(before["major_code"]).otherwise(before["status"]),
            to_value=pl.when(moved).then("major_code").otherwise("status"),
        )
        .filter(pl.col("change").is_not_null())
        .select("student_no", 异动日期="since", 异动类型="change", 原状态="from_value", 新状态="to_value", 原因=pl.lit("个人原因"))
    )  # fmt: skip
