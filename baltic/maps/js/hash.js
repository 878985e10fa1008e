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

  /* Write `read()` into the address at most every 400 ms; call `apply` when a user edits it. */
  function bind(read, apply) {
    let own = location.hash;
    let timer = null;
    addEventListener('hashchange', () => {
      if (location.hash !== own) apply(parse((own = location.hash)));
    });
    const write = () => {
      clearTimeout(timer);
      timer = null;
      own = format(read());
      try {
        history.replaceState(null, '', own);
      } catch {
        own = location.hash; // pages inside a notebook have no address of their own
      }
    };
    const save = () => { timer = timer === null ? setTimeout(write, 400) : timer; };
    /* Write at once: the address of what is seen this moment. */
    save.now = () => {
      write();
      return location.href;
    };
    return save;
  }

  b.hash = { parse, format, switches, bind };
})(typeof window === 'undefined' ? globalThis : window);
