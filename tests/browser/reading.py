"""What a browser tab shows: a page opened within the session, waited for until it stands still, and read."""

from __future__ import annotations

from dataclasses import dataclass

from jobs import headless

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
    headless.open_within(page, address)
    return read(page)
