"""Which header of a sheet fills a column of a table."""

from __future__ import annotations

import re

from data.staging.recognition.drafts import Draft
from data.staging.recognition.forms import header_forms, kind_of, named_forms, plain
from data.staging.recognition.vocabulary import vocabulary
from data.staging.targets import target

BRACKETS = re.compile(r"[(（]\s*([^()（）]+?)\s*[)）]\s*$")
COMPOSED = (
    "dim_person", "dim_student", "dim_teacher", "dim_org", "dim_major", "dim_class", "dim_course", "dim_offering",
    "bridge_offering_teacher", "fact_enrolment", "fact_grade_attempt", "fact_session", "fact_attendance",
)  # fmt: skip

OF_OTHERS = (  # numbers of people, and of what is no record: a journal, a room
    "工号", "学号", "姓名", "电话", "序号", "刊号", "书号", "期号", "卷号", "issn", "isbn", "座位号", "座号", "房间号", "宿舍号", "寝室号",
    "床号", "床位号", "楼号", "手机号", "卡号", "车牌号",
)  # fmt: skip
KIND_WORDS = (
    "类别",
    "类型",
    "级别",
    "等级",
    "编号",
    "名称",
    "年度",
    "年份",
)  # own words that say the kind of value alone


def header_of(draft: Draft, column: str) -> str | None:
    """The header that fills a column; of one whose cells hold a name and a number, 主持人(工号), the part that is meant."""
    header = _whole_header(draft, column)
    made = (one.header for one in draft.found.sheet.parts if one.part.from_ == header and one.field == column)
    return next(made, header)


def _whole_header(draft: Draft, column: str) -> str | None:
    """One that only this table has, a known field, a word of this table."""
    found, words = draft.found, vocabulary()
    own = words.own[draft.table]
    pool = found.left if draft.table in COMPOSED else found.sheet.headers
    pool = [header for header in pool if header not in found.empty and header not in found.never]
    fitting = sorted(
        (
            (place, form in words.telling[draft.table] and form in named_forms(header), header)
            for header in pool
            for place, form in enumerate(header_forms(header))
            if own.get(form) == column
        ),
        key=lambda fit: fit[0],
    )
    telling = next((header for _, is_telling, header in fitting if is_telling), None)
    fields = words.tables[draft.table].from_.get(column, (column,))
    known = next((found.fields[name] for name in fields if name in found.fields), None)
    if telling or known:
        return telling or known
    if fitting and draft.told:
        return fitting[0][2]
    return _only_of_kind(draft, column, pool) or _in_brackets(draft, column, pool)


def _in_brackets(draft: Draft, column: str, pool: list[str]) -> str | None:
    """证书名称(等级) holds the level too: what stands in the brackets of a header is a word of the table."""
    own = vocabulary().own[draft.table]
    if not draft.told or not target(draft.table).columns[column].codes:
        return None
    marked = ((header, match) for header in pool if (match := BRACKETS.search(header)))
    return next((header for header, match in marked if own.get(plain(match[1])) == column), None)


def _only_of_kind(draft: Draft, column: str, pool: list[str]) -> str | None:
    """事故等级 in a file of incidents is their 级别: the one header left that ends in a word of the kind wanted."""
    bare = {
        kind_of(word)
        for word, name in vocabulary().own[draft.table].items()
        if name == column and word in KIND_WORDS
    }
    if not draft.told or draft.table in COMPOSED or not bare:
        return None
    known = set(draft.found.fields.values()) | draft.headers()
    fitting = [
        header
        for header in pool
        if header not in known and kind_of(header) in bare and not plain(header).endswith(OF_OTHERS)
    ]
    return fitting[0] if len(fitting) == 1 else None
