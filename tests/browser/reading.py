"""What a browser tab shows: a page opened within the session, waited for until it stands still, and read."""

from __future__ import annotations

from dataclasses import dataclass

# As ui/styles/links.js does for a link. A run shows by its state or, when it was too short for that, by the title it
# sets; it is over when nothing has been drawn for a moment.
OPEN = """async (address) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const isRunning = () => app.getAttribute('data-test-script-state') !== 'notRunning';
  const limit = performance.now() + 30000, wait = (ms) => new Promise((done) => setTimeout(done, ms));
  let hasRun = false, drawn = performance.now();
  const watches = [
    [app, {attributes: true, attributeFilter: ['data-test-script-state']}, () => { hasRun ||= isRunning(); }],
    [document.head, {childList: true, subtree: true, characterData: true}, () => { hasRun = true; drawn = performance.now(); }],
    [document.body, {childList: true, subtree: true, characterData: true}, () => { drawn = performance.now(); }],
  ].map(([target, what, then]) => {
    const watch = new MutationObserver(then);
    watch.observe(target, what);
    return watch;
  });
  const isBusy = () => !hasRun || isRunning() || performance.now() - drawn < 60
    || document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
  history.pushState({}, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
  while (isBusy() && performance.now() < limit) await wait(10);
  watches.forEach((watch) => watch.disconnect());
  return !isBusy();
}"""

# Texts hidden in folds, tabs and popovers count too. `besides` is what the page draws besides frame and states.
READ = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const texts = [], nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode())
    if (!node.parentElement.closest('style, script, noscript')) texts.push(node.textContent);
  for (const name of ['title', 'aria-label', 'placeholder'])
    texts.push(...all(`body [${name}]`).map((one) => one.getAttribute(name)));
  const isFrame = (one) => one.closest('.st-key-top_bar') || one.querySelector('style, .pstate, footer.foot');
  const pieces = all('[data-testid="stMain"] [data-testid="stElementContainer"]').filter((one) => !isFrame(one));
  const wide = [document.documentElement, ...all('[data-testid="stMain"]')];
  return {
    title: document.title,
    background: getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor,
    texts: texts.map((text) => text.trim()).filter(Boolean),
    states: all('.pstate').map((one) => one.dataset.state),
    exceptions: all('[data-testid="stException"]').map((one) => one.innerText),
    besides: pieces.map((one) => one.innerText.trim().slice(0, 80)),
    menu: all('[data-testid="stSidebar"] a').length,
    overflow: Math.max(...wide.map((one) => one.scrollWidth - one.clientWidth)),
  };
}"""


@dataclass(frozen=True)
class Shown:
    """A page as it stands: its texts (attributes too), designed states, other pieces, links of the menu, overflow in px."""

    title: str
    background: str
    texts: list[str]
    states: list[str]
    exceptions: list[str]
    besides: list[str]
    menu: int
    overflow: int


def read(page) -> Shown:
    """What stands in the tab now."""
    return Shown(**page.evaluate(READ))


def open_within(page, address: str) -> Shown:
    """Open an address as a link does, without loading the app anew."""
    assert page.evaluate(OPEN, address), f"{address} did not come to rest"
    return read(page)
