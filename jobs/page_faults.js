// What is wrong with the page that stands in the tab, as far as an eye could tell. Given: {isPhone}.
// Answers a list of {rule, where, text}; jobs/page_faults.py says what each rule means.
(given) => {
  const faults = [], all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const short = (text) => (text || '').trim().replace(/\s+/g, ' ').slice(0, 60);
  const name = (one) => {
    const card = one.closest('[class*="st-key-"]'), key = card && [...card.classList].find((part) => part.startsWith('st-key-'));
    const own = typeof one.className === 'string' ? one.className.split(' ').filter((part) => !part.startsWith('st-')).slice(0, 2) : [];
    return [key ? key.slice(7) : '', [one.tagName.toLowerCase(), ...own].join('.')].filter(Boolean).join(' > ');
  };
  const note = (rule, one, text) => faults.push({rule, where: name(one), text: short(text)});
  const isShown = (one) => {
    if (!one.checkVisibility({visibilityProperty: true, opacityProperty: true}) || one.closest('.vh')) return false;
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 && box.left < innerWidth;
  };
  const main = document.querySelector('[data-testid="stMain"]');

  // the page itself does not scroll sideways
  for (const one of [document.documentElement, main])
    if (one && one.scrollWidth > one.clientWidth + 1) {
      const widest = all('*', one).filter(isShown).sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right)[0];
      note('scrolls_sideways', widest || one, `${one.scrollWidth - one.clientWidth} px`);
    }

  // no text is cut, leaves its card, or waits behind a sideways scroll where there is room
  for (const one of all('body *')) {
    if (one instanceof SVGElement || one.closest('svg') || ['STYLE', 'SCRIPT', 'TEXTAREA'].includes(one.tagName)) continue;
    const style = getComputedStyle(one);
    if (style.overflowX === 'visible' && style.overflowY === 'visible' && one.tagName !== 'INPUT') continue;
    // a closed chooser tells its choice as far as it fits: it opens to the whole, and the page names it in its title
    if (!isShown(one) || one.closest('[title], [popover], .react-aria-ComboBox, [data-testid="stDateInput"]')) continue;
    const words = one.tagName === 'INPUT' ? one.value : one.innerText;
    if (!short(words)) continue;
    const isHidden = (flow) => ['hidden', 'clip'].includes(flow);
    const wide = one.scrollWidth - one.clientWidth, high = one.scrollHeight - one.clientHeight;
    if (wide > 1 && (isHidden(style.overflowX) || one.tagName === 'INPUT')) note('cut_text', one, words);
    else if (high > 3 && isHidden(style.overflowY) && one.tagName !== 'INPUT') note('cut_text', one, words);
    else if (wide > 1 && one !== main && !one.closest('[role="tablist"]') && ['auto', 'scroll'].includes(style.overflowX)) note('scrolls_inside', one, `${wide} px: ${short(words)}`);
  }
  // words of a tab that is narrower than they are lie over its neighbour
  for (const one of all('[role="tab"]').filter(isShown))
    if (one.scrollWidth > one.clientWidth + 1) note('cut_text', one, one.innerText);
  for (const card of all('[class*="st-key-card_"], .pcard, .tile').filter(isShown)) {
    const edge = card.getBoundingClientRect();
    const nodes = document.createTreeWalker(card, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      const one = node.parentElement;
      if (!short(node.textContent) || !isShown(one) || one.closest('svg, [popover], .tbw, style')) continue;
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > edge.bottom + 2) note('leaves_card', one, node.textContent);
    }
    if (!card.matches('[class*="st-key-card_"]')) continue;
    const size = (text) => (text || '').replace(/\s+/g, '').length;
    const head = all('.chead, .chead + .sub', card).map((one) => one.innerText).join(' ');
    const isDrawn = card.querySelector('.js-plotly-plot, canvas, img, input, textarea, button, [style*="mask"], [style*="--m"]');
    if (size(card.innerText) <= size(head) && !isDrawn) note('empty_card', card, head);
  }

  // no chart is empty, and its words stay inside it and apart
  for (const plot of all('.js-plotly-plot').filter(isShown)) {
    const traces = plot._fullData || plot.data || [];
    const holds = (trace) => ['x', 'y', 'z', 'r', 'theta', 'values', 'labels', 'ids'].some((part) => trace[part] && trace[part].length > 0
      && [...trace[part]].some((value) => value !== null && value !== undefined)) || (trace.link && trace.link.value && trace.link.value.length);
    if (!traces.some(holds)) note('empty_chart', plot, plot.innerText);
    const frame = plot.querySelector('.main-svg');
    if (!frame) continue;
    const edge = frame.getBoundingClientRect(), boxes = [];
    for (const one of all('text', plot)) {
      const box = one.getBoundingClientRect();
      if (!short(one.textContent) || !box.width || getComputedStyle(one).visibility === 'hidden') continue;
      if (box.left < edge.left - 2 || box.right > edge.right + 2 || box.top < edge.top - 2 || box.bottom > edge.bottom + 2)
        note('label_leaves_chart', plot, one.textContent);
      for (const [other, text] of boxes) {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        const least = Math.min(box.width * box.height, other.width * other.height);
        if (across > 2 && down > 4 && across * down > 0.3 * least) note('labels_overlap', plot, `${short(one.textContent)} / ${short(text)}`);
      }
      boxes.push([box, one.textContent]);
    }
  }
  for (const one of all('[role="img"]').filter((one) => !one.children.length && !short(one.textContent) && one.tagName === 'DIV'))
    note('empty_chart', one, one.getAttribute('aria-label'));

  // the smallest words
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), small = new Set();
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const one = node.parentElement;
    if (!short(node.textContent) || one.closest('style, script, noscript') || small.has(one)) continue;
    const size = parseFloat(getComputedStyle(one).fontSize) * (one.currentCSSZoom || 1);
    if (size < 11.95 && isShown(one)) { small.add(one); note('small_text', one, `${size.toFixed(1)} px: ${node.textContent}`); }
  }

  // what a finger has to hit: measured by what lies under it, so that widened areas count
  if (given.isPhone) for (const one of all('a[href], button, [role="button"], [role="tab"], summary, input:not([type="hidden"]), select, textarea')) {
    if (!isShown(one) || one.disabled || one.closest('[popover]:not(:popover-open)')) continue;
    const isText = one.tagName === 'A' && getComputedStyle(one).display === 'inline' && short(one.parentElement.innerText) !== short(one.innerText);
    const held = one.closest('[data-testid="stDateInput"], [role="group"], [data-testid="stTextInputRootElement"], [data-testid="stNumberInputContainer"]');
    if (isText || one.closest('.modebar') || (one.tagName === 'BUTTON' && held)) continue;
    const target = one.tagName === 'INPUT' ? held || one.closest('label') || one : one;
    const box = target.getBoundingClientRect(), x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2), y = box.top + box.height / 2;
    const hits = (dx, dy) => { const found = document.elementFromPoint(x + dx, y + dy); return found && (target.contains(found) || found.contains(target) && found === one); };
    if (box.top < 0 || box.bottom > innerHeight || !hits(0, 0)) continue; // outside the window no finger is measured
    const reach = (sx, sy) => { let far = 0; while (far < 24 && hits(sx * (far + 1), sy * (far + 1))) far++; return far; };
    const list = one.closest('[role="tablist"]'), edge = list && list.getBoundingClientRect();
    if (edge && (box.right > edge.right || box.left < edge.left)) continue; // half scrolled out: a swipe brings the whole
    const high = reach(0, -1) + reach(0, 1) + 1, wide = reach(-1, 0) + reach(1, 0) + 1;
    if (high < 44 || wide < (one.tagName === 'A' ? 24 : 44)) note('small_target', one, `${wide} x ${high}: ${one.innerText || one.value || one.getAttribute('aria-label')}`);
  }
  return faults;
}
