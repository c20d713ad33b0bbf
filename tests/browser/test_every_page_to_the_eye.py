"""What an eye, a finger or an ear would find wrong with a page: every page, behind tabs and folds too (jobs/page_faults.py)."""

import pytest

from jobs import headless, page_faults, page_shots
from jobs.page_shots import Variant
from tests.browser import axe_rules

# Every language and theme once, in turn on a desktop and on a phone; all of them: python -m jobs screenshots --all
WAYS = [
    Variant("zh", "light", 1440),
    Variant("en", "dark", 1440),
    Variant("zh", "dark", 390),
    Variant("en", "light", 390),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_nothing_is_wrong_with_any_page(chromium, demo_address, way):
    pages = page_shots.readers()
    seen = list(page_shots.take(chromium, demo_address, way, pages, None, axe_rules.violations))
    faults = [f"{one.page} as {one.role}: {fault}" for one in seen for fault in one.faults]
    assert faults == [], "\n".join(faults)
    assert {one.page for one in seen} == set(pages)


def test_nothing_keeps_anybody_from_the_start_page(chromium, demo_address):
    for is_phone in (False, True):
        with headless.tab(chromium, is_phone=is_phone) as (page, _):
            headless.open_and_wait(page, demo_address)
            assert axe_rules.violations(page) + page_faults.of_page(page, is_phone=is_phone) == []


# What is done to a whole page, and the rule that has to notice it.
SPOILED = {
    "scrolls_sideways": "document.querySelector('.finding').style.cssText = 'width:3000px;max-width:none'",
    "cut_text": "Object.assign(document.querySelector('.finding p').style, {width: '60px', overflow: 'hidden', whiteSpace: 'nowrap'})",
    "scrolls_inside": "Object.assign(document.querySelector('.finding').style, {width: '60px', overflow: 'auto', whiteSpace: 'nowrap'})",
    "leaves_card": "Object.assign(document.querySelector('.tile .tl').style, {position: 'relative', top: '300px'})",
    "empty_card": "[...document.querySelector('[class*=st-key-card_]').children].slice(1).forEach((one) => one.remove())",
    "empty_chart": "document.querySelector('.js-plotly-plot')._fullData = []",
    "label_leaves_chart": "document.querySelector('.js-plotly-plot text').style.transform = 'translate(-900px, 0)'",
    "labels_overlap": "(() => { const one = document.querySelector('.js-plotly-plot .annotation'); one.after(one.cloneNode(true)); })()",
    "small_text": "document.querySelector('.finding p').style.fontSize = '11px'",
    "small_target": "Object.assign(document.querySelector('.btn').style, {minHeight: '20px', height: '20px'})",
    "raw_key": "document.querySelector('h1').textContent = 'course.weeks_title'",
    "hole": "document.querySelector('h1').textContent = 'nan %'",
    "exception": "document.querySelector('h1').dataset.testid = 'stException'",
    "broken_state": "Object.assign(document.querySelector('h1'), {className: 'pstate'}).dataset.state = 'broken'",
    "axe": "document.querySelector('.finding p').style.color = 'rgb(128, 128, 128)'",
}


@pytest.fixture(scope="module")
def phone(chromium):
    with headless.tab(chromium, is_phone=True) as (page, _):
        yield page


def test_tabs_that_lie_over_each_other_are_noticed(phone, demo_address):
    headless.open_and_wait(phone, f"{demo_address}/course?as=course_leader")
    page_faults.fitted(phone, 390, 844)
    phone.add_style_tag(content='[role="tab"]{flex:0 1 auto!important}')
    phone.evaluate("document.querySelector('[role=\\'tablist\\']').style.width = '90px'")
    assert "cut_text" in {fault.rule for fault in page_faults.of_page(phone, is_phone=True)}


@pytest.mark.parametrize("rule", SPOILED)
def test_a_page_made_worse_is_noticed(phone, demo_address, rule):
    headless.open_and_wait(phone, f"{demo_address}/course?as=course_leader")
    page_faults.fitted(phone, 390, 844)
    assert page_faults.of_page(phone, is_phone=True) == []
    phone.evaluate(SPOILED[rule])
    found = page_faults.of_page(phone, is_phone=True) + axe_rules.violations(phone)
    assert rule in {fault.rule for fault in found}, found
