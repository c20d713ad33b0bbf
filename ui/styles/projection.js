/* 投屏: enlarges the stage to the window, cuts a page into screens, and follows keys and clickers. */
(() => {
  if (window.huaxiangProjection) return;
  window.huaxiangProjection = true;
  const WIDTH = 1200, HEIGHT = 675, TOP = 58, BOTTOM = 38, GAP = 12;
  const ROOM = HEIGHT - TOP - BOTTOM;
  /* Rows by which a picture or table that is taller than a screen may be cut. */
  const ROWS = "table.tb>tbody>tr, table.heat>tbody>tr, .srow:not(.shead), .ivr:not(.ivh):not(.ivx), .wfr:not(.ivh):not(.ivx), .item, .gap, .grow, .tstep, .wgrid:not(.whead)";
  const SHRINK = 0.885; /* no further: the smallest text stays at 17 px on 1920 x 1080 */
  let screens = [], at = 0, last = false, shown = "", zoom = 1;
  const main = () => document.querySelector('[data-testid="stMainBlockContainer"]');
  const isOn = () => !!document.querySelector(".showbar");
  const hide = (node, off) => (off ? node.setAttribute("data-off", "") : node.removeAttribute("data-off"));
  const tall = (node) => node.offsetHeight;
  const fit = () => {
    zoom = Math.min(window.innerWidth / WIDTH, window.innerHeight / HEIGHT);
    const style = document.documentElement.style;
    style.setProperty("--stage-z", zoom);
    style.setProperty("--stage-x", Math.max(0, (window.innerWidth - WIDTH * zoom) / 2) + "px");
    style.setProperty("--stage-y", Math.max(0, (window.innerHeight - HEIGHT * zoom) / 2) + "px");
  };
  /* Charts ask how wide their place is on the screen and draw that wide inside it: before an audience they are told the
     width before the stage was enlarged and the card shrunk, or they would be enlarged or shrunk twice. */
  const measured = Element.prototype.getBoundingClientRect;
  Element.prototype.getBoundingClientRect = function measure() {
    const box = measured.call(this);
    if (!this.closest('[data-testid="stMainBlockContainer"]') || !isOn()) return box;
    const card = this.closest("[data-fitted]");
    const by = zoom * (card ? Number(card.style.getPropertyValue("--fit")) : 1);
    return by === 1 ? box : new DOMRect(box.x / by, box.y / by, box.width / by, box.height / by);
  };
  const blocksOf = (parent) => [...parent.children].filter((one) => !one.querySelector(".showbar, .showfoot, style") && tall(one) > 4);
  const columnsOf = (block) => (block.matches('[data-testid="stHorizontalBlock"]') ? block : block.querySelector(':scope > [data-testid="stHorizontalBlock"]'));
  /* Slices of a block that is too tall: sets of rows to hide, each slice fitting a screen. */
  const slices = (block) => {
    const rows = [...block.querySelectorAll(ROWS)].filter((one) => tall(one) > 0 && !one.parentElement.closest(ROWS));
    if (rows.length < 2) return null;
    const frame = tall(block) - rows.reduce((sum, one) => sum + tall(one), 0);
    const room = ROOM - Math.max(frame, 0);
    const total = rows.reduce((sum, one) => sum + tall(one), 0);
    const split = (most) => {
      const parts = [[]];
      let used = 0;
      for (const row of rows) {
        if (used + tall(row) > most && parts[parts.length - 1].length) { parts.push([]); used = 0; }
        parts[parts.length - 1].push(row);
        used += tall(row);
      }
      return parts;
    };
    /* as few screens as it takes, and then of about the same length */
    const count = split(room).length;
    const even = split(Math.min(room, total / count + Math.max(...rows.map(tall))));
    const parts = even.length === count ? even : split(room);
    return parts.map((part) => ({ block, rows, part: new Set(part) }));
  };
  const atoms = (parent) => {
    const found = [];
    for (const block of blocksOf(parent)) {
      if (tall(block) <= ROOM) { found.push([{ block, height: tall(block) }]); continue; }
      const row = columnsOf(block);
      if (row && ROOM / tall(block) < SHRINK) {
        row.setAttribute("data-stacked", "");
        for (const column of row.children) {
          const inner = column.querySelector('[data-testid="stVerticalBlock"]');
          for (const group of atoms(inner || column)) found.push(group.map((one) => ({ ...one, within: [block, row, column, ...(one.within || [])] })));
        }
        continue;
      }
      const inner = block.querySelector(':scope > [data-testid="stVerticalBlock"]') || (block.matches('[data-testid="stVerticalBlock"]') ? block : null);
      const isCard = /st-key-card_/.test(block.className) || (inner && /st-key-card_/.test(inner.className));
      if (inner && !isCard && blocksOf(inner).length > 1) {
        for (const group of atoms(inner)) found.push(group.map((one) => ({ ...one, within: [block, ...(one.within || [])] })));
        continue;
      }
      const parts = ROOM / tall(block) < SHRINK ? slices(block) : null;
      if (parts) { for (const part of parts) found.push([{ ...part, height: ROOM }]); continue; }
      block.style.setProperty("--fit", ROOM / tall(block));
      block.setAttribute("data-fitted", "");
      found.push([{ block, height: ROOM }]);
    }
    return found;
  };
  const cut = () => {
    const root = main() && main().querySelector(':scope > [data-testid="stVerticalBlock"]');
    if (!root) return;
    for (const name of ["data-off", "data-stacked", "data-fitted"]) root.querySelectorAll(`[${name}]`).forEach((one) => one.removeAttribute(name));
    screens = [];
    let room = 0;
    for (const [one] of atoms(root)) {
      if (!screens.length || one.height + GAP > room) { screens.push([]); room = ROOM + GAP; }
      screens[screens.length - 1].push(one);
      room -= one.height + GAP;
    }
    if (last) { at = screens.length - 1; last = false; }
    turn(at);
    document.documentElement.dataset.screens = screens.length;
  };
  const turn = (to) => {
    at = Math.max(0, Math.min(to, screens.length - 1));
    const now = screens[at] || [], kept = new Set();
    for (const one of now) { kept.add(one.block); (one.within || []).forEach((node) => kept.add(node)); }
    for (const one of screens.flat()) {
      hide(one.block, !kept.has(one.block));
      (one.within || []).forEach((node) => hide(node, !kept.has(node)));
      if (one.rows) one.rows.forEach((row) => hide(row, false));
    }
    for (const one of now) if (one.rows) one.rows.forEach((row) => hide(row, !one.part.has(row)));
    const place = document.querySelector(".showscreen");
    if (place) place.textContent = screens.length > 1 ? `${at + 1} / ${screens.length}` : "";
  };
  const follow = (way) => {
    const link = document.querySelector(`.showstep[data-show="${way}"]`);
    if (!link || (way !== "leave" && !link.dataset.to)) return;
    last = way === "before";
    at = 0;
    window.history.pushState({}, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
  };
  const step = (by) => {
    if (by > 0 && at + 1 < screens.length) turn(at + 1);
    else if (by < 0 && at > 0) turn(at - 1);
    else follow(by > 0 ? "after" : "before");
  };
  const KEYS = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowDown: 1, ArrowLeft: -1, PageUp: -1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.metaKey || event.ctrlKey || event.altKey) return;
    const app = document.querySelector(".stApp");
    if (event.key === "b" || event.key === "B" || event.key === ".") { app.toggleAttribute("data-black"); return; }
    if (event.key === "Escape") { event.preventDefault(); app.removeAttribute("data-black"); follow("leave"); return; }
    if (KEYS[event.key]) { event.preventDefault(); app.removeAttribute("data-black"); step(KEYS[event.key]); }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(".showstep");
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    if (link.dataset.show === "leave") follow("leave");
    else step(link.dataset.show === "after" ? 1 : -1);
  }, true);
  let waiting = 0;
  const again = () => {
    window.clearTimeout(waiting);
    delete document.documentElement.dataset.screens; /* told again once the page is cut anew */
    waiting = window.setTimeout(() => { if (isOn()) { fit(); cut(); } }, 180);
  };
  window.addEventListener("resize", again);
  new MutationObserver((changes) => {
    if (!isOn()) { at = 0; shown = ""; return; }
    const place = window.location.pathname + window.location.search;
    if (place !== shown) { shown = place; if (!last) at = 0; fit(); }
    if (changes.some((one) => one.type === "childList" && !one.target.closest(".showfoot"))) again();
  }).observe(document.body, { childList: true, subtree: true });
})();
