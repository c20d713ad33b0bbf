"""The words of the exports: Chinese heads and the codes' own words, as a college's subsystems print them."""

from __future__ import annotations

import polars as pl

HEADS = {
    "student_no": "学号", "staff_no": "工号", "name": "姓名", "name_en": "英文名称", "term_id": "学年学期", "offering_no": "教学班号",
    "course_code": "课程号", "class_code": "班号", "major_code": "专业号", "org_code": "单位号", "held_on": "上课日期", "periods": "节次",
    "status": "状态", "recorded_at": "录入时间", "task_no": "任务号", "kind": "类别", "submitted_at": "提交时间", "score": "得分",
    "marked_at": "批改时间", "returned": "已返回", "day": "日期", "stage": "环节", "task_points": "任务点", "video_minutes": "视频分钟",
    "visits": "访问次数", "posts": "发帖数", "launches": "互动次数", "participants": "参与人数", "present": "实到人数", "attempt": "次数",
    "text": "成绩", "word": "备注", "process": "平时", "midterm": "期中", "exam": "期末", "examined_on": "考试日期", "late": "迟录",
    "midterm_at": "期中录入", "void": "作废", "response_id": "问卷号", "item_no": "题号", "visit_id": "听课号", "supervisor_no": "督导工号",
    "visited_on": "听课日期", "hours": "学时", "training_no": "培训号", "topic": "主题", "level": "级别", "from_on": "开始日期",
    "to_on": "结束日期", "accepted": "认定", "company": "企业", "year": "年度", "result": "考核结果", "ethics": "师德结果",
    "entry_year": "入学年份", "due_year": "应毕业年份", "graduated_on": "毕业日期", "outcome": "结果", "enrolled": "选课人数",
    "known_on": "登记日期", "booked_on": "登记日期", "role": "角色", "target_kind": "对象类别", "target_code": "对象号",
    "valid_from": "起始日期", "since": "生效日期", "entry_on": "入学日期", "intake": "生源类型", "sex": "性别", "week": "周次",
    "released": "发布时间", "due": "截止时间", "planned_topic": "计划内容", "delivered_topic": "授课内容", "made_up_on": "补课日期",
    "entry_grade": "年级", "version": "版本", "requirement_code": "要求号", "description": "内容", "weight": "权重", "support": "支撑",
    "planned_term": "开设学期", "core": "核心", "required": "必修", "practice": "实践学时", "share": "份额", "credits": "学分",
    "total_credits": "总学分", "total_hours": "总学时", "practice_hours": "实践学时", "public_hours": "公共学时", "elective_hours": "选修学时",
    "certificate": "证书要求", "approved_on": "审定日期", "study": "修读类型", "left_on": "退选日期",
    "type": "课程类型", "nature": "课程性质", "attribute": "课程属性", "category": "课程类别", "ideology": "思政课", "physical": "体育课", "mental": "心理健康课", "graduation": "毕业设计课", "project": "项目化课程",
    "tier": "课程级别", "reviewed_on": "课程标准审定", "staff": "教职工类别", "title": "职称", "degree": "学位", "dual": "双师等级",
    "professional": "任专业课", "enterprise": "来自企业", "qualified": "教师资格", "special": "专门岗位", "training_kind": "培训类别",
}  # fmt: skip
TITLE_WORDS = {
    "none": "无职称", "assistant": "助教", "lecturer": "讲师", "associate_professor": "副教授", "professor": "教授",
}  # fmt: skip
NATURE_WORDS = {
    "public_basic": "公共基础课", "professional_basic": "专业基础课", "professional_core": "专业核心课",
    "professional_extension": "专业拓展课",
}  # fmt: skip
WORDS = {
    "status": {"held": "已上", "moved": "调课", "cancelled": "停课", "planned": "未上"},
    "kind": {"assignment": "作业", "pre_task": "课前任务", "quiz": "随堂测试"},
    "staff": {"full_time": "专任", "external_part": "校外兼职", "counsellor": "辅导员", "admin": "行政"},
    "title": TITLE_WORDS,
    "degree": {"bachelor": "学士", "master": "硕士", "doctor": "博士"},
    "dual": {"none": "否", "junior": "初级", "intermediate": "中级", "senior": "高级"},
    "nature": NATURE_WORDS,
    "attribute": {"required": "必修", "professional_elective": "专业选修", "public_elective": "公共选修"},
    "category": {"literacy": "职业素养课", "foundation": "专业基础课", "post_ability": "岗位能力课", "extension": "能力拓展课"},
    "tier": {"national": "国家级", "provincial": "省级", "college": "院级", "general": "一般"},
    "study": {"first": "初修", "retake": "重修"},
    "special": {"psychology": "心理", "ideology": "思政"},
    "training_kind": {"professional": "业务培训", "integrity": "廉政教育", "preservice": "岗前培训", "student_work": "学生工作培训"},
}  # fmt: skip
MAJOR_CLASS = {"brand": ("品牌", "省级"), "feature": ("特色", "校级"), "demand": ("需求", "其他")}


def in_chinese(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with Chinese heads, the codes' own words, and truths written 是 and 否."""
    truths = [name for name, kind in frame.schema.items() if kind == pl.Boolean]
    yes_no = [pl.when(name).then(pl.lit("是")).otherwise(pl.lit("否")).alias(name) for name in truths]
    spoken = [pl.col(name).replace(words) for name, words in WORDS.items() if name in frame.columns]
    heads = {name: HEADS[name] for name in frame.columns if name in HEADS}
    return frame.with_columns(*yes_no, *spoken).rename(heads)
