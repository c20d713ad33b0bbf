"""A headless Chromium on the running product: open a page as somebody, wait until it stands still, note what went wrong.

The browser is the machine's own (chromium, google-chrome); none is downloaded. Used by the pictures of the README and by
the walk through all pages (tests/browser).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from errors import ShownError

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without its own sandbox and /dev/shm Chromium also runs as root and in small containers; the rest keeps it from asking
# other machines for anything.
FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)
LOCALES = {"zh": "zh-CN", "en": "en-US"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "user_agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Mobile Safari/537.36",
    "is_mobile": True,
    "has_touch": True,
}
LIMIT_MS = 30_000
# The app has run to its end, nothing is stale and no skeleton is left.
SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute('data-test-script-state') === 'notRunning'
    && app.getAttribute('data-test-connection-state') === 'CONNECTED'
    && document.querySelector('[data-testid="stMain"]')
    && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"], [data-stale="true"]');
}"""

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


@dataclass
class Seen:
    """What a browser tab noticed while pages were open."""

    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def problems(self) -> list[str]:
        """Console errors and requests to other machines; Streamlit's own probes below a page's path are not one."""
        return [f"console: {text}" for text in self.console] + [f"outside: {url}" for url in self.outside]


def program() -> str | None:
    """The Chromium of this machine; None where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator:
    """A headless Chromium."""
    found = program()
    if found is None:
        raise ShownError(
            "starting a browser",
            found="no Chromium",
            expected=f"one of {', '.join(PROGRAMS)}",
            remedy="apt install chromium",
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            yield running
        finally:
            running.close()


@contextmanager
def window(
    running,
    *,
    language: str = "zh",
    theme: str = "light",
    width: int = 1440,
    height: int = 900,
    scale: float = 1,
    is_phone: bool = False,
    trusts_any_certificate: bool = False,
):
    """A browser of one language and theme that was never here."""
    device = PHONE if is_phone else {"viewport": {"width": width, "height": height}}
    context = running.new_context(
        locale=LOCALES[language],
        timezone_id="Asia/Shanghai",
        color_scheme=theme,
        device_scale_factor=scale,
        reduced_motion="reduce",
        ignore_https_errors=trusts_any_certificate,
        **device,
    )
    try:
        yield context
    finally:
        context.close()


@contextmanager
def tab(running, **looks):
    """A fresh tab in a window of its own (its looks: see window); yields (page, what it noticed)."""
    with window(running, **looks) as context:
        yield _watched(context)


@contextmanager
def newcomer(context):
    """A tab whose reader was never here, in a window that keeps what it has read of the framework and forgets every reader."""
    page, seen = _watched(context)
    try:
        yield page, seen
    finally:
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear()")
        context.clear_cookies()
        page.close()


def _watched(context) -> tuple:
    page, seen = context.new_page(), Seen()
    page.set_default_timeout(LIMIT_MS)
    page.on("console", lambda message: _note_console(seen, message))
    page.on("pageerror", lambda error: seen.console.append(str(error)))
    page.on("request", lambda request: _note_request(seen, request.url))
    return page, seen


def open_and_wait(page, url: str) -> None:
    """Open an address and wait until the script has run to its end."""
    page.goto(url, wait_until="domcontentloaded")
    settle(page)


def open_within(page, address: str) -> None:
    """Open an address as a link does, without loading the app anew, and wait until it stands still."""
    if not page.evaluate(OPEN, address):
        raise ShownError(
            "opening a page in the browser", found=address, expected=f"at rest within {LIMIT_MS // 1000} s"
        )


def settle(page) -> None:
    """Wait until the page stands still: the run is over, and stays over for a moment (charts are drawn after it)."""
    page.wait_for_function(SETTLED)
    page.wait_for_timeout(250)
    page.wait_for_function(SETTLED)


def _note_console(seen: Seen, message) -> None:
    place = (message.location or {}).get("url", "")
    if message.type == "error" and not _is_probe(place):
        seen.console.append(f"{message.text} ({urlsplit(place).path})")


def _is_probe(url: str) -> bool:
    """Streamlit looks for its server below the page's own path first: /<page>/_stcore/… answers 404, by design."""
    path = urlsplit(url).path
    return "/_stcore/" in path and not path.startswith("/_stcore/")


def _note_request(seen: Seen, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in ("127.0.0.1", "localhost"):
        seen.outside.append(f"{parts.scheme}://{parts.hostname}")
