"""Tags and awards as data: what a file may say, and how it is refused."""

import pytest

from errors import ShownError
from profiling import award_register, tag_register
from ui import i18n

TAG = """
tags:
  - {id: steady, entity: student, group: g, polarity: positive, rule: {indicator: stu_attendance, at_least: 0.98},
     needs: {n: 20, coverage: 0.5}, evidence: figure, owner: student_affairs, dated: 2026-11-27}
"""
AWARD = """
awards:
  - id: merit
    name_zh: 三好学生
    name_en: Merit student
    kind: honour
    level: college
    source_zh: 办法
    source_en: rules
    owner: student_affairs
    dated: 2026-11-27
    conditions:
      - {name_zh: 成绩, name_en: Score, any_of: [{indicator: stu_weighted_score, at_least: 80}]}
"""


def test_tag_of_the_example_is_read():
    (found,) = tag_register.read(TAG)
    assert (found.id, found.rule.at_least, found.needs.n) == ("steady", 0.98, 20)


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("polarity: positive", "polarity: negative", "no negative tag"),
        ("stu_attendance", "stu_unheard_of", "not an indicator"),
        ("at_least: 0.98", "at_least: 0.98, at_most: 1", "exactly one of at_least"),
        ("indicator: stu_attendance, at_least: 0.98", "fact: shoe_size, at_least: 40", "shoe_size"),
        ("indicator: stu_attendance, at_least: 0.98", "records: project, at_least: 1", "project"),
        ("needs: {n: 20, coverage: 0.5},", "", "n and coverage"),
        ("n: 20", "n: 0", "n is 1 or more"),
        ("coverage: 0.5", "coverage: 1.5", "coverage"),
        ("evidence: figure", "evidence: records", "rule on records"),
        ("evidence: figure", "evidence: rumour", "figure"),
        ("owner: student_affairs,", "", "required"),
        ("dated: 2026-11-27", "dated: 2026-11-27, colour: red", "not permitted"),
    ],
)
def test_wrong_tag_is_refused_with_file_key_and_reason(before, after, word):
    assert before in TAG
    with pytest.raises(ShownError, match=word) as told:
        tag_register.read(TAG.replace(before, after), "tags of a college")
    assert "tags of a college" in str(told.value)
    assert "steady" in str(told.value)


def test_the_same_tag_twice_is_refused():
    twice = TAG + TAG.split("tags:\n")[1]
    with pytest.raises(ShownError, match="twice"):
        tag_register.read(twice)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_tag_has_a_name_and_every_name_a_tag(language):
    known = {key for key in i18n.catalogue(language) if key.startswith(("tags.student_", "tags.teacher_"))}
    assert known == {f"tags.{one.entity}_{one.id}" for one in tag_register.tag_register()}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_fact_of_a_rule_has_its_words(language):
    facts = {one.rule.fact for one in tag_register.tag_register() if one.rule.fact}
    assert {f"tags.rule_fact_{name}" for name in facts} <= set(i18n.catalogue(language))


@pytest.mark.parametrize("register", [tag_register.tag_register(), award_register.award_register()])
def test_what_is_shipped_keeps_owner_and_date(register):
    assert all(one.owner and one.dated for one in register)


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("any_of: [{indicator: stu_weighted_score, at_least: 80}]", "judged_zh: 评审", "either any_of"),
        ("at_least: 80", "reaches: target", "in numbers"),
        ("indicator: stu_weighted_score", "indicator: stu_charm", "not an indicator"),
        (
            "any_of: [{indicator: stu_weighted_score, at_least: 80}]",
            "judged_zh: 评审, judged_en: panel",
            "stored values answer",
        ),
        ("source_en: rules", "", "required"),
        ("kind: honour", "kind: prize", "scholarship"),
    ],
)
def test_wrong_award_is_refused_with_file_key_and_reason(before, after, word):
    assert before in AWARD
    with pytest.raises(ShownError, match=word) as told:
        award_register.read(AWARD.replace(before, after), "awards of a college")
    assert "awards of a college" in str(told.value)
    assert "merit" in str(told.value)


def test_no_award_compares_a_student_with_others():
    tests = [
        test for one in award_register.award_register() for part in one.conditions for test in part.any_of
    ]
    assert all(test.reaches is None for test in tests)
    assert not any("percentile" in (test.indicator or "") for test in tests)
