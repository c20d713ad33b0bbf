"""A fitness test: the total and the scores of its items, and who is exempt from it."""

from __future__ import annotations

import re

from data.staging import parsing
from data.staging.recognition.columns import reading
from data.staging.recognition.drafts import Draft
from data.staging.recognition.forms import plain

SCORES = ("得分", "评分", "标准分", "单项得分", "单项评分", "分值", "测试得分")
HIGHEST, MOST_MEASURED = 120, 0.1  # with what is added for more than the best mark
TOTALS = ("总分", "总评", "总成绩", "总得分", "综合成绩", "测试总分", "体测总分", "total")
EXEMPT, FIGURES = re.compile(r"^(?:申请|已)?免(?:测|试|体|于测试|予测试)"), r"^(\d+(?:\.\d+)?)$"
ITEMS = (
    r"体重指数|BMI|身高体重|肺活量|50米|五十米|立定跳远|坐位体前屈|引体向上|仰卧起坐|耐力跑|长跑|800米|1000米"
)
OF_ITEM = re.compile(rf"^(.*?(?:{ITEMS}).*?)(?:单项)?(?:得分|评分|分数|分值)$", re.IGNORECASE)


def fill_fitness(draft: Draft) -> None:
    """The total by our word, exemptions, and one row more for each item whose score is given; measures are no scores."""
    _score(draft)
    _totals(draft)
    _exempt(draft)
    _items(draft)


def _score(draft: Draft) -> None:
    """得分 beside 成绩 is the score, what was measured is none; figures that no score can be are not read either."""
    found, score = draft.found, draft.columns.get("score")
    header = score.get("from") if isinstance(score, dict) else score
    header = header if isinstance(header, str) else None
    better = next(
        (one for one in found.sheet.headers if plain(one) in SCORES and one not in found.empty), None
    )
    if better and header != better and plain(header or "") not in TOTALS:
        draft.take("score", reading(found, draft.table, "score", better))
        header = better
    figures = parsing.number(found.texts(header)) if isinstance(header, str) else None
    if figures is not None and len(figures) and ((figures > HIGHEST).mean() or 0) > MOST_MEASURED:
        del draft.columns["score"]
        draft.note("", f"score is left out: {header} holds what was measured, no scores")


def _totals(draft: Draft) -> None:
    """The total of a fitness test among its items goes by one word of ours."""
    item = draft.columns.get("item")
    words = draft.found.counts(item) if isinstance(item, str) else {}
    if totals := {word: "total" for word in words if plain(word) in TOTALS}:
        draft.columns["item"] = {"from": item, "map": totals, "otherwise": "keep"}


def _exempt(draft: Draft) -> None:
    """免测 among the scores or in a remark: exempt, and no score of nought."""
    score = draft.columns.get("score")
    if "is_exempt" in draft.columns:
        return
    for header in dict.fromkeys((*([score] if isinstance(score, str) else []), *draft.found.left)):
        counts = draft.found.counts(header)
        said = {word: True for word in counts if EXEMPT.search(word)}
        if said and header == score:
            draft.columns["score"] = {"from": score, "part": FIGURES, "otherwise": "empty"}
        if said:
            draft.columns["is_exempt"] = {"from": header, "map": said, "otherwise": "empty"}
            draft.note("is_exempt", f"is_exempt: read from words under {header}")
            return


def _items(draft: Draft) -> None:
    """肺活量得分 beside 总分: a row for each item with a score; the total stays where there is none, for the exempt."""
    total, found = draft.columns.get("score"), draft.found
    matches = {header: match for header in found.left if (match := OF_ITEM.match(plain(header)))}
    if not matches or total is None or draft.columns.get("item") != {"const": "total"}:
        return
    rules = {header: reading(found, draft.table, "score", header).rule for header in matches}
    rules = {header: rule for header, rule in rules.items() if rule is not None and header != total}
    if not rules:
        return
    draft.notes.pop("item", None)
    of_total = {"student_no": draft.columns["student_no"], "item": draft.columns.pop("item")}
    draft.variants = [{**of_total, "score": draft.columns.pop("score")}]
    draft.variants += [
        {"item": {"const": matches[header][1]}, "score": rule} for header, rule in rules.items()
    ]
