"""The forms under which a header is looked up: what it says without numbering, marks, remarks and spelling."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from data.sources.headers import normal_header, shown_header

NUMBERING = re.compile(r"^(?:\d{1,3}|[一二三四五六七八九十]+)\s*[、..)]\s*")
REMARK = re.compile(r"[(\[【〔{<《].*?(?:[)\]】〕}>》]|$)")
AGAIN = re.compile(r"_\d+$")
CODE = re.compile(r"^(?P<head>.*[^a-z0-9_].*?|.*[\u3400-\u9fff].*)[-—_]\s*(?P<code>[a-z][a-z0-9_]{0,40})$")
HOW_LONG = re.compile(r"\s*\d+\s*(?:分钟?|小时|节课?|学时|次)$")  # 迟到12分钟
CODE_FIRST = re.compile(
    r"^\d{1,4}(?:\s*[-—_:.]\s*|\s+)(?=[\u3400-\u9fff])|^\d{2,3}(?=[\u3400-\u9fff]{3})"
)  # a code and its text
SPELLING = Path(__file__).parent / "words" / "spelling.yaml"
TOKENS = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+|\d+|[\u3400-\u9fff]+")
SHARE = re.compile(r"\s*\d{1,3}\s*%$")  # 平时30%
SIGNS = re.compile(r"[\s*_\-—/\\.,:;|'\"“”‘’#?!、。·・`~+]+")
BESIDE = re.compile(r"^(?:所属|所在|本人|学生|当前)")


def plain(text: str) -> str:
    """The letters alone, by which headers and words are compared.

    >>> plain("Student_ID "), plain("成 绩*")
    ('studentid', '成绩')
    """
    return SIGNS.sub("", normal_header(text))


@cache
def named_forms(header: str) -> tuple[str, ...]:
    """What a header may be found under, the surest first.

    >>> named_forms("学校代码（10位数字码）-xxdm")[:2]
    ('xxdm', '学校代码')
    >>> named_forms("10、成 绩(百分制)*")[0]
    '成绩百分制'
    """
    whole = NUMBERING.sub("", normal_header(header))
    code = CODE.match(whole)
    parts = [code["code"], _bare(code["head"])] if code else []
    again = AGAIN.sub("", whole)
    parts += [plain(re.sub(r"[()\[\]]", "", whole)), _bare(whole), _bare(again)]
    parts += [BESIDE.sub("", part) for part in parts]
    parts += [_bare(re.split(r"[\\/]", whole)[0])]  # 学号\科目 in the corner of a wide sheet; 学院/系
    parts += [SHARE.sub("", whole)]
    parts += [_spelled_out(_bare(shown_header(header))), *_without_ending(_bare(whole))]
    return tuple(dict.fromkeys(plain(part) for part in parts if plain(part)))


@cache
def header_forms(header: str) -> tuple[str, ...]:
    """All forms of a header: those that name it, then those composed with synonyms."""
    named = named_forms(header)
    return tuple(dict.fromkeys([*named, *(form for part in named for form in composed(part))]))


class Spelling(BaseModel):
    """Abbreviations and endings of headers (spelling.yaml)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    owner: str
    reviewed_on: date
    abbreviations: dict[str, str]
    beside_chinese: dict[str, str]
    endings: tuple[str, ...]
    before: tuple[str, ...]
    nouns: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    holding: dict[str, str]
    no_day_yet: tuple[str, ...]

    @cached_property
    def beginning(self) -> re.Pattern:
        """One of the beginnings that say nothing of what a column holds."""
        return re.compile(f"^(?:{'|'.join(self.before)})(?=.)")

    @cached_property
    def ends(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every word of a kind with its synonyms, the longest first."""
        each = ((word, words) for words in self.kinds.values() for word in words)
        return tuple(sorted(each, key=lambda pair: -len(pair[0])))

    @cached_property
    def things(self) -> dict[str, tuple[str, ...]]:
        """Every noun with its synonyms."""
        return {word: words for words in self.nouns.values() for word in words}


@cache
def spelling() -> Spelling:
    """The words of spelling.yaml."""
    return Spelling.model_validate(yaml.safe_load(SPELLING.read_text(encoding="utf-8")))


@cache
def composed(header: str) -> tuple[str, ...]:
    """A header without what says whose it is, and with the synonyms of its noun and of its kind of value.

    >>> "教师号" in composed("职工编号"), "部门名称" in composed("所在部门全称"), composed("编号")
    (True, True, ())
    """
    bare = [header]
    while (shorter := spelling().beginning.sub("", bare[-1])) != bare[-1]:
        bare.append(shorter)
    meant = [
        word for pattern, word in spelling().holding.items() if re.match(pattern, header) and word != header
    ]
    return (*bare[1:], *(form for part in bare for form in _synonyms(part)), *meant)


def kind_of(header: str) -> str | None:
    """Which kind of value the end of a header speaks of: number, name, day, kind, level; None for no such word.

    >>> kind_of("事故等级"), kind_of("等级"), kind_of("备注")
    ('level', 'level', None)
    """
    ends = ((end, kind) for kind, words in spelling().kinds.items() for end in words)
    return next(
        (
            kind
            for end, kind in sorted(ends, key=lambda pair: -len(pair[0]))
            if plain(_bare(header)).endswith(end)
        ),
        None,
    )


def _synonyms(header: str) -> list[str]:
    end, ends = next(
        ((end, ends) for end, ends in spelling().ends if header.endswith(end) and header != end), ("", ("",))
    )
    noun = header.removesuffix(end)
    nouns = spelling().things.get(noun, (noun,))
    return [f"{word}{kind}" for word in nouns for kind in ends if f"{word}{kind}" != header] if end else []


def _spelled_out(header: str) -> str:
    """The words of a header in full, English ones beside Chinese ones in Chinese.

    >>> _spelled_out("StuNo"), _spelled_out("课程Name"), _spelled_out("Credit Hrs")
    ('student no', '课程 名称', 'credit hours')
    """
    words = [word.lower() for word in TOKENS.findall(header)]
    is_chinese = any("\u3400" <= word[0] <= "\u9fff" for word in words)
    known = {**spelling().abbreviations, **(spelling().beside_chinese if is_chinese else {})}
    return " ".join(known.get(word, word) for word in words)


def _without_ending(header: str) -> list[str]:
    """A header without an ending that says nothing: 总学时数, 学分值."""
    return [
        header.removesuffix(end)
        for end in spelling().endings
        if header.endswith(end) and len(header) > len(end) + 1
    ]


def _bare(header: str) -> str:
    return REMARK.sub("", header)


def word_forms(word: str) -> tuple[str, ...]:
    """What a word of a cell may be found under: as it stands, without its remark in brackets, without its number or code.

    >>> word_forms("Ａ类（纯理论课）"), word_forms("10 签就业协议形式就业")[1], word_forms("一、国家级（含行业）")[-1]
    (('a类纯理论课', 'a类'), '签就业协议形式就业', '国家级')
    """
    whole = normal_header(word)
    bare = CODE_FIRST.sub("", NUMBERING.sub("", whole))
    texts = (whole, bare, HOW_LONG.sub("", whole))
    forms = (form for text in texts for form in (re.sub(r"[()\[\]]", "", text), _bare(text)))
    return tuple(dict.fromkeys(filter(None, map(plain, forms))))
