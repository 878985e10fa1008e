/* The frame of every page: heading, search, map, panel that becomes a sheet on a phone. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function sheet(aside) {
    const states = ['low', 'half', 'full'];
    const set = (state) => { aside.dataset.sheet = state; };
    const handle = b.dom.h('button', {
      type: 'button', class: 'handle', 'aria-label': 'Resize the panel',
      onclick: () => set(states[(states.indexOf(aside.dataset.sheet) + 1) % 3]),
    }, b.dom.h('span', { 'aria-hidden': 'true' }));
    aside.prepend(handle);
    set('half');
    return set;
  }

  /* Build the page around the map. Returns {aside, foot, searchSlot, setSheet}. */
  function create(map, { title, subtitle, panel, search }) {
    const { h } = b.dom;
    const container = map.getContainer();
    const main = h('main', {});
    container.before(main);
    main.append(container);
    container.setAttribute('role', 'application');
    container.setAttribute('aria-label', 'Map');
    const top = h('header', { class: 'top' },
      h('div', { class: 'heading' }, h('h1', {}, b.dom.foreign(title)), h('p', {}, subtitle)), search);
    const aside = h('aside', { class: 'panel', 'aria-label': 'Evidence' }, panel);
    const foot = h('footer', { class: 'foot' });
    document.body.classList.add('baltic');
    main.before(top);
    main.after(aside, foot);
    const setSheet = sheet(aside);
    map.invalidateSize({ animate: false });
    addEventListener('resize', () => map.invalidateSize({ animate: false }));
    /* Room that the legend (wide page) or the sheet (phone) takes from a view to be fitted. */
    const padding = () => {
      if (innerWidth > 720) return { paddingTopLeft: [250, 10], paddingBottomRight: [20, 40] };
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
    note.textContent = [...doc.licences, 'not for navigation'].join(' · ').replace(/ · Routes: /g, ' · ').replace(' · ', ' · Routes: ');
    // Leaflet takes markup here; reading it back from a text node leaves entities only.
    map.attributionControl.addAttribution(note.innerHTML);
  }

  function failed(error) {
    const node = b.dom.h('div', { class: 'failed', role: 'alert' },
      'The map could not be drawn: ' + (error && error.message ? error.message : error));
    document.body.append(node);
  }

  function isTyping(event) {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey) return true;
    return target instanceof HTMLElement && (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && target.type !== 'checkbox');
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
