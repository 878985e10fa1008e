/* The state of the page in its address, so that a link shows what its sender saw. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function parse(hash) {
    const out = {};
    for (const pair of String(hash).replace(/^#/, '').split('&')) {
      const at = pair.indexOf('=');
      if (at < 1) continue;
      try {
        out[pair.slice(0, at)] = decodeURIComponent(pair.slice(at + 1));
      } catch {
        // A damaged link loses one part of its state, not all.
      }
    }
    const map = (out.map || '').split('/').map(Number);
    out.view = map.length === 3 && map.every(Number.isFinite) && Math.abs(map[1]) <= 90 ? map : null;
    const t = Date.parse(out.t || '');
    out.time = Number.isFinite(t) ? t / 1000 : null;
    out.off = out.off ? out.off.split(',') : [];
    out.on = out.on ? out.on.split(',') : [];
    return out;
  }

  function format(state) {
    const parts = [];
    const put = (name, value) => {
      if (value) parts.push(name + '=' + encodeURIComponent(value).replace(/%2F/g, '/').replace(/%2C/g, ',').replace(/%3A/g, ':'));
    };
    if (state.view) {
      const [zoom, lat, lon] = state.view;
      put('map', `${+zoom.toFixed(2)}/${lat.toFixed(4)}/${lon.toFixed(4)}`);
    }
    if (state.time !== null && state.time !== undefined) {
      put('t', new Date(Math.round(state.time) * 1000).toISOString().slice(0, 19) + 'Z');
    }
    put('sel', state.sel);
    put('speed', state.speed);
    for (const [name, value] of Object.entries(state.filters || {})) if (typeof value === 'string') put(name, value);
    put('off', (state.off || []).join(','));
    put('on', (state.on || []).join(','));
    return '#' + parts.join('&');
  }

  /* Of a legend's [key, on] pairs, those that differ from how they start. */
  function switches(pairs, offAtFirst) {
    return {
      off: pairs.filter(([key, on]) => !on && !offAtFirst.includes(key)).map(([key]) => key),
      on: pairs.filter(([key, on]) => on && offAtFirst.includes(key)).map(([key]) => key),
    };
  }

  /* `now()` gives the state, `apply(state)` shows one that came from the address; `read` and `write`
     turn a state from and into an address. */
  function bind(now, apply, read = parse, write = format) {
    let own = location.hash;
    let timer = null;
    const put = (how) => {
      clearTimeout(timer);
      timer = null;
      const replaced = how === 'replaceState';
      // The user has edited the address and the browser's word of it is on its way: theirs stands.
      if (replaced && location.hash !== own) return;
      const wanted = write(now());
      if (replaced && wanted === own) return;
      try {
        history[how](null, '', wanted);
      } catch {
        // Pages inside a notebook have no address of their own.
      }
      own = location.hash;
    };
    // Fires when the user goes back or forth, edits the address, or follows a link in the page.
    addEventListener('hashchange', () => {
      if (location.hash === own) return;
      own = location.hash;
      clearTimeout(timer);
      timer = null;
      apply(read(own));
    });
    return {
      /* Soon: the state changed a little. */
      touch() {
        if (timer === null) timer = setTimeout(() => put('replaceState'), 400);
      },
      /* At once: the address of what is seen this moment; before a step, the entry that is left. */
      keep: () => put('replaceState'),
      /* After a step: a new entry. */
      step: () => put('pushState'),
    };
  }

  b.hash = { parse, format, switches, bind };
})(typeof window === 'undefined' ? globalThis : window);
