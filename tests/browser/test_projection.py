"""投屏: one click from the landing page, everything on screens of 1920 x 1080, keys, and the pack page after page."""

import pytest

from jobs import headless

SCREEN = {"width": 1920, "height": 1080}
# What is wrong on a screen: letters under 17 px, words outside it, buttons, anything to scroll.
SHOWN = """() => {
  const scale = new DOMMatrix(getComputedStyle(document.querySelector('[data-testid="stMainBlockContainer"]')).transform).a;
  const range = document.createRange();
  const found = {small: [], outside: [], buttons: 0, main: 0};
  for (const one of document.querySelectorAll('[data-testid="stMainBlockContainer"] *')) {
    if (!one.checkVisibility({visibilityProperty: true}) || !one.offsetParent) continue;
    if (one.matches('button')) found.buttons += !one.matches('.ptag');
    const words = [...one.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim());
    if (!words.length || one.closest('.vh,[hidden]')) continue;
    let fit = 1;
    for (let up = one; up; up = up.parentElement) if (up.dataset.fitted !== undefined) fit *= Number(up.style.getPropertyValue('--fit'));
    const size = parseFloat(getComputedStyle(one).fontSize) * scale * fit;
    if (size < 16.4) found.small.push(`${one.className} ${size.toFixed(1)} ${one.textContent.slice(0, 20)}`);
    range.selectNodeContents(words[0]);
    const box = range.getBoundingClientRect();
    if (box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || box.left < -1) found.outside.push(one.textContent.slice(0, 30));
  }
  found.main = document.querySelector('[data-testid="stMain"]').scrollHeight > innerHeight + 1;
  return found;
}"""


@pytest.fixture
def tab(chromium, demo_address):
    """A tab on a screen of a meeting room, on the leader's landing page."""
    with headless.tab(chromium, **SCREEN) as (page, seen):
        headless.open_and_wait(page, f"{demo_address}/?as=leadership")
        yield page
    assert seen.problems() == []


def _settled(page):
    headless.settle(page)
    _cut(page)


def _cut(page):
    """Wait until the page is cut into screens, and stays so for a moment: charts are drawn late."""
    for _ in range(2):
        page.wait_for_timeout(400)
        page.wait_for_function("document.documentElement.dataset.screens > 0")


def _screens(page):
    """Every screen of the page in view, by the key →, with what is wrong on it."""
    told = page.text_content(".showscreen") or "1 / 1"
    count = int(told.split("/")[1])
    for number in range(count):
        if number:
            page.keyboard.press("ArrowRight")
            _cut(page)
        yield number, page.evaluate(SHOWN)


def test_leader_is_before_an_audience_with_one_click_and_leaves_by_escape(tab):
    landed = tab.url
    tab.click("a.btn[href*='show=1']")
    _settled(tab)
    assert tab.locator(".showbar").is_visible() and not tab.locator("[data-testid='stSidebar']").is_visible()
    assert "已隐去个人姓名" in tab.text_content(".showfoot")
    tab.keyboard.press("Escape")
    headless.settle(tab)
    assert tab.locator(".showbar").count() == 0
    assert tab.locator("[data-testid='stSidebar']").is_visible() and "show=1" not in tab.url and landed


@pytest.mark.parametrize(
    ("page", "role"),
    [
        ("school", "leadership"),
        ("department", "dean"),
        ("course", "dean"),
        ("teacher", "teacher"),
        ("worklist", "counsellor"),
    ],
)
def test_every_screen_fits_is_large_and_has_no_button(tab, demo_address, page, role):
    headless.open_and_wait(tab, f"{demo_address}/{page}?as={role}&show=1")
    _settled(tab)
    for number, found in _screens(tab):
        assert found == {"small": [], "outside": [], "buttons": 0, "main": False}, (page, number)


def test_pack_is_shown_page_after_page_by_keyboard(tab, demo_address):
    for page in ("school", "department"):
        headless.open_and_wait(tab, f"{demo_address}/{page}?as=leadership")
        tab.click("button[kind='primary']")
        headless.settle(tab)
    headless.open_and_wait(tab, f"{demo_address}/meeting?as=leadership")
    tab.click("a.btn.go")
    _settled(tab)
    places = []
    for _ in range(40):
        places.append(tab.text_content(".showplace .f"))
        before = (tab.url, tab.text_content(".showscreen"))
        tab.keyboard.press("PageDown")
        _settled(tab)
        if (tab.url, tab.text_content(".showscreen")) == before:
            break
    assert list(dict.fromkeys(places)) == ["第 1 页，共 2 页", "第 2 页，共 2 页"]
    tab.keyboard.press("Escape")
    headless.settle(tab)
    assert "/meeting" in tab.url and tab.locator(".packline").count() == 2
