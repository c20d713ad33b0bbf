(() => {
  if (window.huaxiangLinks) return;
  window.huaxiangLinks = true;
  /* Sign-in leads over the provider back to the start page: the address that was asked for waits in this tab. */
  const WAITING = "huaxiang-asked-for";
  const go = (address) => {
    window.history.replaceState({}, "", address);
    window.dispatchEvent(new PopStateEvent("popstate"));
  };
  document.addEventListener("click", (event) => {
    const box = document.querySelector(".signin[data-keep]");
    if (!box || !(event.target.closest && event.target.closest(".st-key-sign_in button"))) return;
    try {
      window.sessionStorage.setItem(WAITING, JSON.stringify({ to: box.dataset.keep, since: Date.now() }));
    } catch (error) {
      /* no storage in this browser: the start page opens after the sign-in */
    }
  }, true);
  try {
    const waiting = JSON.parse(window.sessionStorage.getItem(WAITING));
    window.sessionStorage.removeItem(WAITING);
    const atStart = window.location.pathname.endsWith("/") && !window.location.search;
    const to = waiting && waiting.to && new URL(waiting.to, window.location.href);
    if (to && atStart && to.origin === window.location.origin && Date.now() - waiting.since < 900000) go(to.href);
  } catch (error) {
    /* no storage in this browser, or not ours: stay on the start page */
  }
  /* A narrow window of a browser that does not call itself mobile: charts put their words above instead of beside. */
  const here = new URL(window.location.href);
  if (window.innerWidth <= 640 && !/Mobile/.test(navigator.userAgent) && !here.searchParams.has("narrow")) {
    here.searchParams.set("narrow", "1");
    go(here.href);
  }
  /* Links between pages keep the session: the address changes and the page runs again, without loading it anew. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[data-in]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    document.querySelectorAll("[popover]:popover-open").forEach((open) => open.hidePopover());
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTo(0, 0);
    if (window.innerWidth < 769 && link.closest('[data-testid="stSidebar"]')) {
      const close = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
      if (close) close.click();
    }
  });
})();
