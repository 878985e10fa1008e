/* The frame of every page: heading, search, map, panel that becomes a sheet on a phone. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function sheet(aside) {
    const states = ['low', 'half', 'full'];
    // The map's own corner boxes keep clear of the sheet, so the page knows its height, too.
    const set = (state) => { aside.dataset.sheet = document.body.dataset.sheet = state; };
    const at = () => states.indexOf(aside.dataset.sheet);
    let from = 0;
    let dragged = false;
    const handle = b.dom.h('button', {
      type: 'button', class: 'handle', 'aria-label': 'Resize the panel',
      onpointerdown: (event) => {
        from = event.clientY;
        dragged = false;
        handle.setPointerCapture(event.pointerId);
      },
      onpointerup: (event) => {
        const moved = event.clientY - from;
        dragged = Math.abs(moved) > 24;
        if (dragged) set(states[Math.max(0, Math.min(2, at() - Math.sign(moved)))]);
      },
      // A drag ends in a click as well; that click must not turn the sheet on.
      onclick: (event) => { if (!dragged || event.detail === 0) set(states[(at() + 1) % 3]); },
    }, b.dom.h('span', { 'aria-hidden': 'true' }));
    aside.prepend(handle);
    // On a phone laid on its side half a sheet would leave no map.
    set(innerHeight < 500 ? 'low' : 'half');
    return set;
  }

  /* Build the page around the map. Returns {aside, foot, searchSlot, setSheet}. */
  function create(map, { title, subtitle, panel, search, link = () => location.href }) {
    const { h } = b.dom;
    const container = map.getContainer();
    const main = h('main', {});
    container.before(main);
    main.append(container);
    container.setAttribute('role', 'application');
    container.setAttribute('aria-label', 'Map');
    const top = h('header', { class: 'top' },
      h('div', { class: 'heading' }, h('h1', {}, b.dom.foreign(title)), h('p', {}, subtitle)), search, b.tools.buttons(link));
    panel.tabIndex = -1;
    const skip = h('button', { type: 'button', class: 'skip', onclick: () => panel.focus() }, 'Skip to the evidence');
    const aside = h('aside', { class: 'panel', 'aria-label': 'Evidence' }, panel);
    const foot = h('footer', { class: 'foot' });
    document.body.classList.add('baltic');
    main.before(skip, top);
    main.after(aside, foot);
    const setSheet = sheet(aside);
    map.invalidateSize({ animate: false });
    addEventListener('resize', () => map.invalidateSize({ animate: false }));
    /* Room that the legend (wide page) or the sheet (phone) takes from a view to be fitted. */
    const padding = () => {
      if (innerWidth > 900) return { paddingTopLeft: [250, 10], paddingBottomRight: [20, 40] };
      const cover = aside.dataset.sheet === 'half' ? Math.max(0, aside.offsetHeight - 44) : 0;
      return { paddingTopLeft: [10, 46], paddingBottomRight: [10, cover + 30] };
    };
    return { aside, foot, setSheet, padding };
  }

  /* The controls every map has. */
  function controls(map, legend, doc) {
    b.legend.control('topleft', legend).addTo(map);
    L.control.zoom({ position: 'topright' }).addTo(map);
    b.legend.control('bottomleft', b.legend.scale(map)).addTo(map);
    const note = document.createElement('i');
    // Those who ask to be named stand first: a phone shows one line until it is tapped.
    const routes = doc.licences.filter((l) => l.startsWith('Routes: ')).sort((p, q) => q.includes('©') - p.includes('©'));
    const others = doc.licences.filter((l) => !routes.includes(l));
    note.textContent = [...routes.map((l, i) => (i ? l.replace('Routes: ', '') : l)), ...others, 'not for navigation'].join(' · ');
    // Leaflet takes markup here; reading it back from a text node leaves entities only.
    map.attributionControl.addAttribution(note.innerHTML);
    const shown = map.attributionControl.getContainer();
    shown.addEventListener('click', () => shown.classList.toggle('whole'));
  }

  function failed(error) {
    const node = b.dom.h('div', { class: 'failed', role: 'alert' },
      'The map could not be drawn: ' + (error && error.message ? error.message : error));
    document.body.append(node);
  }

  function isTyping(event) {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey) return true;
    return target instanceof HTMLElement && (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && !/^(checkbox|range)$/.test(target.type));
  }

  /* A page inside a notebook runs before it has a size, and no view can be fitted to nothing. */
  function sized() {
    return new Promise((go) => {
      const look = () => (innerWidth ? go() : requestAnimationFrame(look));
      look();
    });
  }

  b.shell = { create, controls, isTyping, failed };

  b.start = function start(map, view) {
    map.attributionControl.setPrefix(false);
    b.definePanes(map);
    if (b.tools.wantsCalm()) b.tools.calm(map);
    document.body.classList.add('busy');
    const doc = b.dom.json('baltic-data');
    sized()
      .then(() => (view === 'atlas' ? b.startAtlas(map, doc) : b.startScan(map, doc)))
      .then((app) => {
        document.body.classList.remove('busy');
        document.body.classList.add('ready');
        b.app = app;
      })
      .catch(failed);
  };
})(typeof window === 'undefined' ? globalThis : window);
