"""The files of the demo: csv with Chinese heads from the registers, Parquet for behaviour events."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl

from data.sample.calendar import TERMS, Term
from data.sample.grades import midterm_recorded_at
from data.sample.teaching import TermPlan
from data.sample.world import World, names

HEADS = {
    "student_no": "学号", "staff_no": "工号", "name": "姓名", "name_en": "英文名称", "term_id": "学年学期", "offering_no": "教学班号",
    "course_code": "课程号", "class_code": "班号", "major_code": "专业号", "org_code": "单位号", "held_on": "上课日期", "periods": "节次",
    "status": "状态", "recorded_at": "录入时间", "task_no": "任务号", "kind": "类别", "submitted_at": "提交时间", "score": "得分",
    "marked_at": "批改时间", "returned": "已返回", "day": "日期", "stage": "环节", "task_points": "任务点", "video_minutes": "视频分钟",
    "visits": "访问次数", "posts": "发帖数", "launches": "互动次数", "participants": "参与人数", "present": "实到人数", "attempt": "次数",
    "text": "成绩", "word": "备注", "process": "平时", "midterm": "期中", "exam": "期末", "examined_on": "考试日期", "late": "迟录",
    "response_id": "问卷号", "item_no": "题号", "visit_id": "听课号", "supervisor_no": "督导工号", "visited_on": "听课日期",
    "hours": "学时", "training_no": "培训号", "topic": "主题", "level": "级别", "from_on": "开始日期", "to_on": "结束日期",
    "accepted": "认定", "company": "企业", "year": "年度", "result": "考核结果", "ethics": "师德结果", "entry_year": "入学年份",
    "due_year": "应毕业年份", "graduated_on": "毕业日期", "outcome": "结果", "enrolled": "选课人数",
}  # fmt: skip


def in_chinese(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the heads a Chinese export would have; truths are written 是 and 否."""
    truths = [name for name, kind in frame.schema.items() if kind == pl.Boolean]
    frame = frame.with_columns(
        pl.when(name).then(pl.lit("是")).otherwise(pl.lit("否")).alias(name) for name in truths
    )
    frame = frame.rename({name: HEADS[name] for name in frame.columns if name in HEADS})
    return frame.with_columns(
        pl.col(head).replace(words) for head, words in WORDS.items() if head in frame.columns
    )


WORDS = {
    "状态": {"held": "已上", "moved": "调课", "cancelled": "停课", "planned": "未上"},
    "类别": {"assignment": "作业", "pre_task": "课前任务", "quiz": "随堂测试"},
    "教职工类别": {"full_time": "专任", "external_part": "校外兼职", "counsellor": "辅导员", "admin": "行政"},
    "职称": {
        "none": "无职称",
        "assistant": "助教",
        "lecturer": "讲师",
        "associate_professor": "副教授",
        "professor": "教授",
    },
    "学位": {"bachelor": "学士", "master": "硕士", "doctor": "博士"},
    "双师等级": {"none": "否", "junior": "初级", "intermediate": "中级", "senior": "高级"},
    "课程性质": {
        "public_basic": "公共基础课",
        "professional_basic": "专业基础课",
        "professional_core": "专业核心课",
        "professional_extension": "专业拓展课",
    },
    "课程属性": {"required": "必修", "professional_elective": "专业选修"},
    "课程类别": {
        "literacy": "职业素养课",
        "foundation": "专业基础课",
        "post_ability": "岗位能力课",
        "extension": "能力拓展课",
    },
    "课程级别": {"national": "国家级", "provincial": "省级", "college": "院级", "general": "一般"},
}


_PROGRAMME = {
    "total_credits": "总学分",
    "total_hours": "总学时",
    "practice_hours": "实践学时",
    "public_hours": "公共学时",
    "elective_hours": "选修学时",
    "certificate": "证书要求",
    "approved_on": "审定日期",
}
_ROLE = {"role": "角色", "target_kind": "对象类别", "target_code": "对象号", "valid_from": "起始日期"}
_COURSE = {
    "name": "课程名称",
    "type": "课程类型",
    "nature": "课程性质",
    "attribute": "课程属性",
    "category": "课程类别",
    "credits": "学分",
    "practice": "实践学时",
    "ideology": "思政课",
    "physical": "体育课",
    "tier": "课程级别",
    "reviewed_on": "课程标准审定",
}


class Exports:
    """Writes into one folder; the same college gives the same bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def table(self, name: str, frame: pl.DataFrame) -> None:
        """A register as csv."""
        in_chinese(frame).write_csv(self.folder / f"{name}.csv", datetime_format="%Y-%m-%d %H:%M:%S")

    def events(self, name: str, term: Term, frame: pl.DataFrame) -> None:
        """Behaviour events of one term as Parquet."""
        frame.write_parquet(self.folder / f"{name}_{term.term_id}.parquet")

    def structure(self, world: World, terms: pl.DataFrame, weeks: pl.DataFrame) -> None:
        """Units, majors, programmes, courses, classes, calendar."""
        college = names()["college"]
        self.table(
            "学校",
            pl.DataFrame(
                [
                    {
                        "学校代码": college["code"],
                        "名称": college["name"],
                        "英文名称": college["name_en"],
                        "类型": college["school_type"],
                        "地区": college["region"],
                    }
                ]
            ),
        )
        self.table("学期", terms)
        self.table("教学周", weeks)
        self.table("单位", _units(world))
        self.table("专业", pl.DataFrame([
            {"专业号": m["code"], "专业名称": m["zh"], "英文名称": m["en"], "单位号": m["org"], "学制": 3, "首次招生": 2015,
             "专业类别": {"brand": "品牌", "feature": "特色", "demand": "需求"}[m["class"]],
             "级别": {"brand": "省级", "feature": "校级", "demand": "其他"}[m["class"]]} for m in world.majors]))  # fmt: skip
        plan_heads = {
            "entry_grade": "年级",
            "version": "版本",
            "practice": "实践学时",
            "required": "必修",
            "core": "核心",
        }
        self.table(
            "培养方案", world.programmes.rename({**_PROGRAMME, "entry_grade": "年级", "version": "版本"})
        )
        self.table("方案课程", world.plan.drop("type").rename({**plan_heads, "planned_term": "开设学期"}))
        self.table("课程", world.courses.drop("planned_term", "major_code").rename(_COURSE))
        self.table("班级", world.classes.rename({"name": "班级名称"}))
        self._requirements(world)

    def _requirements(self, world: World) -> None:
        """Eight requirement points per programme, each supported by two to four courses; one programme in five has a hole."""
        points, links = [], []
        for number, programme in enumerate(
            world.programmes.select("major_code", "entry_grade", "version").to_dicts()
        ):
            own = world.plan.filter(
                (pl.col("major_code") == programme["major_code"])
                & (pl.col("entry_grade") == programme["entry_grade"])
            )["course_code"].to_list()
            for point in range(1, 9):
                code = f"R{point}"
                points.append(
                    {
                        **programme,
                        "requirement_code": code,
                        "description": f"毕业要求指标点{point}",
                        "weight": 0.125,
                    }
                )
                support = "M" if number % 5 == 2 and point in (3, 6) else "H"
                for place in range(2 + point % 3):
                    course = own[(point * 3 + place * 5) % len(own)]
                    links.append(
                        {
                            **programme,
                            "requirement_code": code,
                            "course_code": course,
                            "support": support if place == 0 else "ML"[place % 2],
                        }
                    )
        heads = {"entry_grade": "年级", "version": "版本", "requirement_code": "要求号"}
        points = pl.DataFrame(points).rename({**heads, "description": "内容", "weight": "权重"})
        self.table("毕业要求", points)
        self.table(
            "要求支撑",
            pl.DataFrame(links)
            .unique(
                ["major_code", "entry_grade", "requirement_code", "course_code"],
                keep="first",
                maintain_order=True,
            )
            .rename({**heads, "support": "支撑"}),
        )

    def people(self, world: World, old: pl.DataFrame) -> None:
        """Students and teachers with one row per version, roles, status changes, the sensitive register apart."""
        everyone = world.students.select("student_no", "name")
        self.table("学生", pl.concat([everyone, old.select("student_no", "name")]))
        self.table("学籍", _versions(world, old))
        self.table("异动", _changes(world))
        self.table("学生敏感信息", world.students.select("student_no", 性别="sex"))
        self.table("教师", world.teachers.select("staff_no", "name"))
        self.table("教师任职", _appointments(world))
        self.table("任职角色", world.roles.rename(_ROLE))

    def plan(self, world: World, plan: TermPlan) -> None:
        """Offerings, their teachers, enrolments, sessions and tasks of one term."""
        term = plan.term.term_id
        courses = world.courses.select("course_code", "name", "org_code", "hours", "credits")
        offered = plan.offerings.join(courses, on="course_code", maintain_order="left")
        self.table(f"教学班_{term}", offered.select("term_id", "offering_no", "course_code", "org_code", "class_code", "enrolled",
            教学班名称=pl.format("{} {}", "name", "label"), 容量=pl.col("enrolled") + 5, 方式=pl.lit("线下"), 天数=pl.lit(126)))  # fmt: skip
        self.table(f"任课_{term}", plan.teachers.join(offered.select("offering", "offering_no", "term_id"), on="offering", maintain_order="left").select(
            "term_id", "offering_no", "staff_no", 份额="share", 任课角色=pl.lit("主讲")))  # fmt: skip
        self._enrolments(world, plan, offered)
        sessions = plan.sessions.with_columns(
            term_id=pl.lit(term), 节数=pl.lit(2), held_on=pl.col("starts").dt.date()
        )
        self.table(f"课次_{term}", sessions.select("term_id", "offering_no", "held_on", "periods", "节数", "status", 计划内容="planned_topic",
            授课内容="delivered_topic", 补课日期="made_up_on", 考勤录入="recorded", 内容录入="recorded"))  # fmt: skip
        tasks = plan.tasks.with_columns(term_id=pl.lit(term), held_on=pl.when(pl.col("kind") != "assignment").then(pl.col("starts").dt.date()),
            periods=pl.when(pl.col("kind") != "assignment").then("periods"))  # fmt: skip
        self.table(f"任务_{term}", tasks.select("term_id", "offering_no", "task_no", "kind", 发布时间="released", 截止时间="due", 周次="week", 满分=pl.lit(100),
            held_on="held_on", periods="periods"))  # fmt: skip

    def _enrolments(self, world: World, plan: TermPlan, offered: pl.DataFrame) -> None:
        people = world.students.with_row_index("student").select("student", "student_no")
        frame = plan.enrolments.join(people, on="student", maintain_order="left").join(
            offered.select("offering", "offering_no", "credits"), on="offering", maintain_order="left"
        )
        ends = plan.term.end_on
        self.table(f"选课_{plan.term.term_id}", frame.select("student_no", 学年学期=pl.lit(plan.term.term_id), offering_no="offering_no",
            修读类型=pl.col("study").replace_strict({"first": "初修", "retake": "重修"}), 必修="required", 学分="credits",
            选课日期=pl.lit(plan.term.first_monday - timedelta(days=10)), 退选日期=pl.when(pl.col("left_on") <= ends).then("left_on")))  # fmt: skip

    def results(self, name: str, frame: pl.DataFrame) -> None:
        """The grade book of one term."""
        term = TERMS[[t.term_id for t in TERMS].index(frame["term_id"][0])]
        entered = pl.when(pl.col("midterm").is_not_null()).then(midterm_recorded_at(term))
        frame = frame.with_columns(期中录入=entered)
        frame = (
            frame.with_columns(作废="void")
            if "void" in frame.columns
            else frame.with_columns(作废=pl.lit(False))
        )
        self.table(name, frame.select("student_no", "term_id", "offering_no", "attempt", "kind", "text", "word", "process", "midterm", "exam",
            "examined_on", "recorded_at", "late", "期中录入", "作废"))  # fmt: skip

    def running(self, name: str, frame: pl.DataFrame) -> None:
        """The grade book of the running term: mid-term marks, no results yet."""
        at = midterm_recorded_at(TERMS[-1])
        empty = {c: pl.lit(None, dtype=pl.String) for c in ("text", "process", "exam", "examined_on")}
        self.results(name, frame.with_columns(attempt=pl.lit(1), kind=pl.lit("正考"), word=pl.lit("成绩尚未录入"), recorded_at=pl.lit(at),
            late=pl.lit(False), **empty))  # fmt: skip


def _units(world: World) -> pl.DataFrame:
    rows = [
        {"单位号": d["code"], "单位名称": d["zh"], "英文名称": d["en"], "单位类别": "学院"}
        for d in world.departments
    ]
    public = names()["public_department"]
    rows.append(
        {"单位号": public["code"], "单位名称": public["zh"], "英文名称": public["en"], "单位类别": "部"}
    )
    rows += [
        {"单位号": o["code"], "单位名称": o["zh"], "英文名称": o["en"], "单位类别": "处室"}
        for o in names()["offices"]
    ]
    return pl.DataFrame(rows)


def _versions(world: World, old: pl.DataFrame) -> pl.DataFrame:
    """One row per version of a student: entry, change of class, pause, return, leaving, graduation."""
    columns = [
        "student_no",
        "since",
        "entry_on",
        "class_code",
        "major_code",
        "org_code",
        "entry_year",
        "status",
        "graduated_on",
        "intake",
    ]
    majors = world.classes.select(new_class="class_code", new_major="major_code", new_org="org_code")
    base = world.students.join(majors, on="new_class", how="left", maintain_order="left")
    now = {
        "class_code": pl.coalesce("new_class", "class_code"),
        "major_code": pl.coalesce("new_major", "major_code"),
        "org_code": pl.coalesce("new_org", "org_code"),
    }
    none = pl.lit(None, dtype=pl.Date)
    steps = [(base, pl.col("entry_on"), "在籍", {}, none), (base.filter(pl.col("new_class").is_not_null()), pl.col("moved_on"), "在籍", now, none),
        (base.filter(pl.col("suspended_on").is_not_null()), pl.col("suspended_on"), "休学", now, none),
        (base.filter(pl.col("returned_on").is_not_null()), pl.col("returned_on"), "在籍", now, none),
        (base.filter(pl.col("left_on").is_not_null()), pl.col("left_on"), "退学", now, none),
        (base.filter(pl.col("graduated_on").is_not_null()), pl.col("graduated_on"), "毕业", now, pl.col("graduated_on"))]  # fmt: skip
    parts = [
        frame.with_columns(**now_values)
        .with_columns(since=since, status=pl.lit(word), graduated_on=done)
        .select(columns)
        for frame, since, word, now_values, done in steps
    ]
    ended = pl.date(pl.col("entry_year") + 3, 6, 25)
    past = old.with_columns(
        since=ended,
        status=pl.when(pl.col("outcome") == "left").then(pl.lit("退学")).otherwise(pl.lit("毕业")),
        graduated_on=pl.when(pl.col("outcome") == "graduated").then(ended),
        class_code=pl.lit(None, dtype=pl.String),
        intake=pl.lit("普高"),
        entry_on=pl.date("entry_year", 9, 1),
    )
    frame = pl.concat([*parts, past.select(columns)]).unique(
        ["student_no", "since"], keep="last", maintain_order=True
    )
    return frame.rename(
        {"since": "生效日期", "entry_on": "入学日期", "status": "学籍状态", "intake": "生源类型"}
    ).with_columns(学制=pl.lit(3))


def _changes(world: World) -> pl.DataFrame:
    kinds = (
        ("moved_on", "转专业", "在籍", "在籍"),
        ("suspended_on", "休学", "在籍", "休学"),
        ("returned_on", "复学", "休学", "在籍"),
        ("left_on", "退学", "在籍", "退学"),
    )
    parts = [
        world.students.filter(pl.col(column).is_not_null()).select(
            "student_no",
            异动日期=column,
            异动类型=pl.lit(kind),
            原状态=pl.lit(before),
            新状态=pl.lit(after),
            原因=pl.lit("个人原因"),
        )
        for column, kind, before, after in kinds
    ]
    return pl.concat(parts)


def _appointments(world: World) -> pl.DataFrame:
    """One row per version of a teacher: entry, and the days on which title or dual level changed."""
    base = world.teachers
    lower = {"professor": "associate_professor", "associate_professor": "lecturer", "lecturer": "assistant"}
    began = base.with_columns(
        since="entry_on",
        title=pl.when(pl.col("promoted_on") > pl.col("entry_on"))
        .then(pl.col("title").replace(lower))
        .otherwise("title"),
        dual=pl.when(pl.col("dual_on") > pl.col("entry_on")).then(pl.lit("none")).otherwise("dual"),
    )
    title_then = (
        pl.when(pl.col("promoted_on") > pl.col("dual_on"))
        .then(pl.col("title").replace(lower))
        .otherwise("title")
    )
    dual_change = base.filter(pl.col("dual_on") > pl.col("entry_on")).with_columns(
        since="dual_on", title=title_then
    )
    dual_then = pl.when(pl.col("dual_on") > pl.col("promoted_on")).then(pl.lit("none")).otherwise("dual")
    promoted = base.filter(pl.col("promoted_on") > pl.col("entry_on")).with_columns(
        since="promoted_on", dual=dual_then
    )
    frame = pl.concat([began, dual_change, promoted]).unique(
        ["staff_no", "since"], keep="last", maintain_order=True
    )
    return frame.sort("staff_no", "since").select("staff_no", 生效日期="since", org_code="org_code", 教职工类别="staff", 职称="title", 学位="degree", 双师等级="dual",
        任专业课="professional", 来自企业="enterprise", 入职日期="entry_on", 教师资格="qualified")  # fmt: skip
