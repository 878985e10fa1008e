/* Notes each control of a page by a name that its likes share, from now on: `shown` whenever one
   is in sight, `driven` when a person's event reaches one.  Links that leave the page stay in it. */
() => {
  const ALL = 'button, a[href], input, select, textarea, summary, [role=button], [role=option]:not([aria-disabled]), '
    + '[contenteditable], [tabindex]:not([tabindex="-1"]), .chart';
  const EVENTS = ['click', 'input', 'change', 'keydown', 'mousedown'];
  const words = (e) => e.textContent.replace(/[^A-Za-z ]/g, '').trim().slice(0, 40);
  const name = (e) => {
    const own = [...e.classList].find((c) => !/^(leaflet-(?!control|container|popup)|role-|focus)/.test(c));
    const said = ['data-layer', 'data-tool', 'data-filter', 'type', 'role'].map((a) => e.getAttribute(a));
    const text = e.matches('summary, .link, button:not([class])') ? words(e) : '';
    return [e.tagName.toLowerCase(), own, ...said, text].filter(Boolean).join(' ');
  };
  const log = { shown: new Set(), driven: new Set() };
  log.look = () => {
    for (const e of document.querySelectorAll(ALL)) if (e.checkVisibility({ visibilityProperty: true })) log.shown.add(name(e));
  };
  let waiting = false;
  const changed = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      log.look();
    });
  };
  const drive = (event) => {
    if (event.type === 'keydown' && !/^(Enter| |Arrow.*|Escape)$/.test(event.key)) return;
    const e = event.target.closest && event.target.closest(ALL);
    if (!e) return;
    log.look();
    log.driven.add(name(e));
    if (event.type === 'click' && e.matches('a[href]:not([href^="#"])')) event.preventDefault();
  };
  new MutationObserver(changed).observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ['open', 'hidden', 'class', 'data-sheet'],
  });
  for (const type of EVENTS) document.addEventListener(type, drive, true);
  log.look();
  window.controls = log;
};
