(() => {
  if (window.huaxiangLinks) return;
  window.huaxiangLinks = true;
  /* A narrow window of a browser that does not call itself mobile: charts put their words above instead of beside. */
  const here = new URL(window.location.href);
  if (window.innerWidth <= 640 && !/Mobile/.test(navigator.userAgent) && !here.searchParams.has("narrow")) {
    here.searchParams.set("narrow", "1");
    window.history.replaceState({}, "", here.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
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
