/* The address of the atlas: which page is open, which filters and layers are set, where the map is.
   Opening a page is a step that the browser's back button undoes; moving the map is not. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  /* '#asset=c-lion1&kind=telecom' -> {open: ['asset', 'c-lion1'], filter, view, on, off}. Pure. */
  function read(hash) {
    const state = b.hash.parse(hash);
    const old = /^(asset|incident)-(.+)$/s.exec(state.sel || '');
    const open = state.asset ? ['asset', state.asset] : state.incident ? ['incident', state.incident] : old ? [old[1], old[2]] : null;
    return { open, filter: b.atlasfilter.read(state), view: state.view, on: state.on, off: state.off };
  }

  /* The opposite; the page comes first, so that it can be read off. Pure. */
  function write({ open, filter, view, on, off }) {
    const page = open ? open[0] + '=' + encodeURIComponent(open[1]) : '';
    const rest = b.hash.format({ view, filters: filter, on, off }).slice(1);
    return '#' + [page, rest].filter(Boolean).join('&');
  }

  function permalink(sort, id) {
    return '#' + sort + '=' + encodeURIComponent(id);
  }

  const bind = (now, apply) => b.hash.bind(now, apply, read, write);

  b.atlasaddress = { read, write, permalink, bind };
})(typeof window === 'undefined' ? globalThis : window);
