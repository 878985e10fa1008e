/* The map of a scan or an investigation: puts layers, panel, player and address together. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function lookups(doc, assetMap) {
    const ships = new Map(doc.ships.map((s) => [s.mmsi, s]));
    const subjects = new Map();
    for (const s of doc.subjects) if (s.mmsi && !subjects.has(s.mmsi)) subjects.set(s.mmsi, s);
    const shipOf = (mmsi) => ({ mmsi, ...(ships.get(mmsi) || {}), ...(subjects.get(mmsi) ? { name: subjects.get(mmsi).name || (ships.get(mmsi) || {}).name } : {}) });
    return {
      ships, subjects, shipOf,
      roleOf: (mmsi) => (subjects.has(mmsi) ? subjects.get(mmsi).role : 'other'),
      nameOf: (mmsi) => b.format.shipName(shipOf(mmsi)),
      assetName: (id) => (assetMap.get(id) ? assetMap.get(id).item.name : String(id)),
    };
  }

  function subtitle(doc) {
    const damaged = doc.outages.filter((o) => o.damaged);
    const sharp = damaged.filter((o) => !b.layers.isWide(o));
    const times = (sharp.length ? sharp : damaged).flatMap((o) => [o.t0, o.t1]).filter((t) => t !== null);
    if (!times.length) return doc.incident && doc.incident.date_utc_start ? doc.incident.date_utc_start.slice(0, 10) : 'baltic';
    return 'Outages ' + b.layers.outageWhen({ t0: Math.min(...times), t1: Math.max(...times) });
  }

  /* What the first view must show: listed ships' episodes and crossings, known break places. */
  function startBounds(doc, assetMap, model) {
    const points = [];
    const put = (lat, lon) => isFinite(lat) && isFinite(lon) && lat !== null && lon !== null && points.push([lat, lon]);
    for (const o of doc.outages) if (o.damaged && o.place === 'published') put(o.lat, o.lon);
    for (const s of doc.subjects.slice(0, 6)) {
      for (const e of s.episodes) { put(e.lat, e.lon); e.assets.forEach((a) => put(a.lat, a.lon)); }
      for (const c of s.crossings) put(c.lat, c.lon);
    }
    if (!points.length) for (const o of doc.outages) for (const id of o.damaged ? o.asset_ids : []) if (assetMap.has(id)) return assetMap.get(id).layer.getBounds();
    if (!points.length && model.n) {
      for (const line of model.lines) for (const i of [line.start, line.end - 1]) put(model.lat[i], model.lon[i]);
    }
    if (!points.length && doc.density) {
      const d = doc.density;
      put(d.south, d.west);
      put(d.south + 360 * d.dlat, d.west + 360 * d.dlon);
    }
    if (!points.length) return L.latLngBounds([[53.8, 10], [65.5, 29.5]]);
    return L.latLngBounds(points);
  }

  function density(doc) {
    const d = doc.density;
    if (!d) return Promise.resolve(null);
    return b.codec.unpack(d.cells).then(([column, row, count]) => {
      const most = Math.log(1 + count.reduce((p, q) => Math.max(p, q), 1));
      return new b.CanvasOverlay((context, view) => {
        for (let i = 0; i < count.length; i++) {
          const lon = d.west + column[i] * d.dlon;
          const lat = d.south + row[i] * d.dlat;
          const x0 = ((lon + 180) / 360) * view.scale - view.ox;
          const x1 = ((lon + d.dlon + 180) / 360) * view.scale - view.ox;
          const y1 = b.tracks.mercatorY(lat) * view.scale - view.oy;
          const y0 = b.tracks.mercatorY(lat + d.dlat) * view.scale - view.oy;
          if (x1 < 0 || y1 < 0 || x0 > view.width || y0 > view.height) continue;
          context.fillStyle = `rgba(35,60,95,${0.08 + (0.72 * Math.log(1 + count[i])) / most})`;
          context.fillRect(x0, y0, Math.max(1, x1 - x0), Math.max(1, y1 - y0));
        }
      }, { pane: 'density' });
    });
  }

  function subjectMarks(doc, select) {
    const group = L.featureGroup();
    for (const s of doc.subjects.slice(0, 60)) {
      const at = (s.crossings || []).find((c) => c.lat !== undefined && c.lat !== null) || (s.episodes || [])[0];
      if (!at || at.lat === null || at.lat === undefined || s.role === null) continue;
      const what = `${s.rank ? 'Rank ' + s.rank + ': ' : ''}${b.format.shipName(s)}`;
      const mark = L.marker([at.lat, at.lon], {
        title: what, alt: what, riseOnHover: true, zIndexOffset: s.role === 'first' ? 500 : s.role === 'second' ? 200 : 0,
        icon: L.divIcon({ className: 'rank-mark role-' + s.role, iconSize: [24, 24], iconAnchor: [12, 30], html: b.dom.h('span', {}, s.rank || '·') }),
      });
      mark.on('click', () => select(s));
      group.addLayer(mark);
    }
    return group;
  }

  function legendSections(doc, model, assetMap) {
    const roles = b.PALETTE.roles;
    const kinds = ['telecom', 'power', 'gas', 'oil'].filter((k) => [...assetMap.values()].some((a) => a.item.kind === k && a.item.real));
    const used = new Set(model.lines.map((l) => l.provenance));
    const ships = [];
    const investigation = doc.view === 'investigation';
    if (doc.subjects.some((s) => s.mmsi)) {
      ships.push({ key: 'listed', label: investigation ? 'Ships of the hypotheses' : 'Candidates', on: true, sample: { color: roles.first, weight: 3 } });
      ships.push({ key: 'marks', label: 'Rank marks', on: true, sample: { mark: 'rank-mark role-first', text: '1' } });
    }
    if (model.lines.length) {
      ships.push({ key: 'other', label: 'Other traffic', on: true, sample: { color: roles.other, weight: 1.4 } });
      ships.push({ key: 'ships', label: 'Ships at the clock time', on: true, sample: { ship: roles.other } });
    }
    if (doc.density) ships.push({ key: 'density', label: `Density of ${doc.density.fixes.toLocaleString('en')} fixes: too many for single tracks`, on: true, sample: { fill: '#233c5f', opacity: 0.5 } });
    if (doc.crossings.items.length) ships.push({ key: 'crossings', label: 'Crossings of assets' + (doc.crossings.omitted ? ` (${doc.crossings.omitted} more not drawn)` : ''), on: true, sample: { ring: '#ffffff' } });
    const colours = investigation ? [['first', 'rank 1'], ['second', 'ranks 2 and 3'], ['third', 'lower ranks']] : [['first', 'level alert'], ['second', 'level watch'], ['third', 'level note']];
    for (const [role, label] of colours) {
      if (doc.subjects.some((s) => s.role === role)) ships.push({ label, sample: { color: roles[role], weight: role === 'first' ? 3.2 : 2.2 } });
    }
    for (const [word, dash, text] of [['measured', null, 'measured: received AIS'], ['reconstructed', '8 4', 'reconstructed from published facts'], ['simulated', '1.5 4', 'simulated: not a real ship']]) {
      if (used.has(word)) ships.push({ label: text, sample: { color: '#374151', dash, cap: word === 'simulated' ? 'round' : null, weight: 2 } });
    }
    return [
      { title: 'Ships', rows: ships, note: model.lines.length > 4000 && used.size > 0 && (used.has('simulated') || used.has('reconstructed')) ? 'With this many tracks all are drawn as full lines; the pointer shows how each is known.' : null },
      { title: 'Outages', rows: doc.outages.some((o) => o.damaged) ? [{ key: 'outages', label: 'Damaged assets and break places', on: true, sample: { color: b.PALETTE.outage, weight: 8 } }] : [] },
      assetSection(kinds, assetMap, innerHeight < 1000),
    ];
  }

  function assetSection(kinds, assetMap, closed) {
    const rows = kinds.map((k) => ({ key: 'asset-' + k, label: k[0].toUpperCase() + k.slice(1) + (k === 'gas' || k === 'oil' ? ' pipelines' : ' cables'), on: true, sample: { color: b.PALETTE.kinds[k], weight: 2.4 } }));
    if ([...assetMap.values()].some((a) => !a.item.real)) rows.push({ key: 'asset-planned', label: 'Planned or cancelled', on: true, sample: { color: '#555', weight: 1.4, dash: '1 5', cap: 'round' } });
    rows.push({ key: 'corridor', label: 'Accuracy corridor of the routes', on: false, sample: { fill: '#0072b2', opacity: 0.25 } });
    for (const [label, dash] of [['surveyed or charted route', null], ['traced route, a few km', '8 3'], ['schematic route, 10–40 km', '3 4']]) rows.push({ label, sample: { color: '#555', dash, weight: 2 } });
    return { title: 'Assets', rows, closed };
  }

  async function startScan(map, doc) {
    const packs = b.dom.json('baltic-tracks');
    const [landRings, assetRings, model, densityLayer] = await Promise.all([
      b.codec.rings(doc.land), b.codec.rings(doc.assets.lines), b.tracks.load(packs), density(doc),
    ]);
    const renderer = L.canvas({ pane: 'lines', padding: 0.2, tolerance: 6 });
    const glow = L.canvas({ pane: 'glow', padding: 0.2 });
    const assetMap = b.layers.assets(doc.assets, assetRings, renderer);
    const look = lookups(doc, assetMap);
    const link = b.hash.parse(location.hash);
    let selected = null;
    let player = null;
    let legend = null;
    let save = () => {};
    const on = new Map();
    const isOn = (key) => on.get(key) !== false;
    const visible = (role) => isOn(role === 'other' ? 'other' : 'listed');
    const selectedShip = () => (selected ? selected.mmsi : null);

    const trackLayer = new b.CanvasOverlay((context, view) => b.tracklayer.draw(context, view, {
      model, roleOf: look.roleOf, visible, selected: selectedShip(),
    }), { pane: 'tracks' });
    const shipLayer = new b.CanvasOverlay((context, view) => player && b.playback.drawShips(context, view, {
      model, t: player.state.t, roleOf: look.roleOf, visible, nameOf: look.nameOf, selected: selectedShip(),
    }), { pane: 'ships', padding: 0.05 });

    const panel = b.panel.create(doc, { onSelect: (s) => select(s, true), onBack: () => select(null), onExcluded });
    const search = b.search.box(() => entries, 'Search ship, MMSI, cable …');
    const shell = b.shell.create(map, { title: doc.title, subtitle: subtitle(doc), panel: panel.node, search: search.node });

    const layers = {
      tracks: trackLayer, ships: shipLayer, density: densityLayer, marks: subjectMarks(doc, (s) => select(s, false)),
      crossings: L.featureGroup(doc.crossings.items.map((c) => b.layers.crossing(c, renderer, look.shipOf, look.assetName))),
      outages: L.featureGroup(doc.outages.filter((o) => o.damaged).map((o) => b.layers.outage(o, assetMap, glow))),
      corridor: b.layers.corridor(map, assetMap),
    };

    function apply(key, value) {
      on.set(key, value);
      const toggle = (layer, wanted) => { if (layer) wanted ? layer.addTo(map) : layer.remove(); };
      if (key.startsWith('asset-')) for (const a of assetMap.values()) if (a.group === key) toggle(a.layer, value);
      if (layers[key]) toggle(layers[key], value);
      if (key === 'other' || key === 'listed') { trackLayer.redraw(); shipLayer.redraw(); }
      if (key !== 'corridor' && key.startsWith('asset-') && layers.crossings) layers.crossings.bringToFront();
      save();
    }

    function select(subject, fly) {
      selected = subject;
      if (subject) {
        panel.open(subject, {
          model, outages: doc.outages, ship: look.shipOf(subject.mmsi), assetName: look.assetName,
          goTo: (c) => { map.setView([c.lat, c.lon], Math.max(map.getZoom(), 11)); if (player && c.t) player.set(c.t); },
          onPick: (t) => player && player.set(t),
        });
        if (player) panel.setTime(player.state.t);
        if (shell.aside.dataset.sheet === 'low') shell.setSheet('half');
        if (fly) focus(subject);
      } else panel.list();
      trackLayer.redraw();
      shipLayer.redraw();
      save();
    }

    function focus(subject) {
      const points = [...(subject.crossings || []), ...(subject.episodes || []).flatMap((e) => [e, ...e.assets])].filter((p) => p.lat !== null && p.lat !== undefined);
      if (points.length) {
        map.fitBounds(L.latLngBounds(points.map((p) => [p.lat, p.lon])).pad(0.3), { maxZoom: 10, animate: false, ...shell.padding() });
        const t = (subject.episodes[0] || {}).t0 || points[0].t;
        if (player && t) player.set(t);
      } else if (model.byShip.has(subject.mmsi)) focusShip(subject.mmsi);
    }

    function focusShip(mmsi, t) {
      const lines = model.byShip.get(mmsi) || [];
      if (!lines.length) return;
      const points = lines.flatMap((l) => [l.start, (l.start + l.end) >> 1, l.end - 1]).map((i) => [model.lat[i], model.lon[i]]);
      map.fitBounds(L.latLngBounds(points).pad(0.2), { maxZoom: 11, animate: false, ...shell.padding() });
      if (player) player.set(t || lines[0].t0);
    }

    function onExcluded(e) {
      selected = { mmsi: e.mmsi, id: 'ship-' + e.mmsi };
      focusShip(e.mmsi, e.closest_t);
      trackLayer.redraw();
      shipLayer.redraw();
      save();
    }

    const entries = [
      ...doc.subjects.map((s) => ({ label: b.format.shipName(s), sort: s.rank ? 'rank ' + s.rank : 'ship', weight: 2, words: [b.format.shipName(s), s.mmsi, s.imo], go: () => select(s, true) })),
      ...doc.ships.filter((s) => !look.subjects.has(s.mmsi)).map((s) => ({ label: b.format.shipName(s), sort: 'ship', words: [s.name, s.mmsi, s.imo, s.callsign], go: () => onExcluded(s) })),
      ...[...model.byShip.keys()].filter((m) => !look.ships.has(m) && !look.subjects.has(m)).map((m) => ({ label: 'MMSI ' + m, sort: 'ship', words: [m], go: () => onExcluded({ mmsi: m }) })),
      ...[...assetMap.values()].map((a) => ({
        label: a.item.name, sort: a.item.kind, words: [a.item.name, a.item.asset_id, ...b.format.listOf(a.item.aliases)],
        go: () => { if (legend) legend.set(a.group, true); map.fitBounds(a.layer.getBounds().pad(0.1), { animate: false }); a.layer.openPopup(b.layers.middle(a.lines[0].latlngs)); },
      })),
    ];

    b.layers.land(map, landRings);
    b.layers.names(map).addTo(map);
    const sections = legendSections(doc, model, assetMap);
    legend = b.legend.box(sections, apply);
    b.legend.control('topleft', legend.node).addTo(map);
    L.control.zoom({ position: 'topright' }).addTo(map);
    b.legend.control('bottomleft', b.legend.scale(map)).addTo(map);
    map.attributionControl.addAttribution(b.attribution(doc));

    if (model.n && model.t1 > model.t0) {
      const marks = doc.outages.filter((o) => o.damaged && o.t0 !== null).map((o) => ({ t0: o.t0, t1: o.t1 || o.t0, wide: b.layers.isWide(o), label: 'outage of ' + b.layers.shortName(o) + ', ' + b.layers.outageWhen(o) }));
      const range = [model.t0, model.t1];
      player = b.playback.player({
        range, marks, histogram: b.playback.histogram(model, range, 160),
        onTime: (t) => { shipLayer.redraw(); panel.setTime(t); save(); },
      });
      shell.foot.append(player.node);
    } else document.body.classList.add('no-player');
    map.invalidateSize({ animate: false });
    map.fitBounds(startBounds(doc, assetMap, model).pad(0.12), { maxZoom: 11, animate: false, ...shell.padding() });
    trackLayer.addTo(map);
    for (const section of sections) for (const row of section.rows) if (row.key) apply(row.key, row.on);

    bindPointer(map, { model, look, visible, select, focusOther: onExcluded });
    bindKeys({ player, search, back: () => select(null) });
    save = b.hash.bind(() => ({
      view: [map.getZoom(), map.getCenter().lat, map.getCenter().lng], time: player ? player.state.t : null,
      sel: selected ? selected.id : null, speed: player ? String(player.state.speed) : null,
      off: legend.state().filter(([k, v]) => !v && k !== 'corridor').map(([k]) => k),
      on: legend.state().filter(([k, v]) => v && k === 'corridor').map(([k]) => k),
    }), restore);
    map.on('moveend', save);

    function restore(state) {
      for (const [key] of legend.state()) {
        const standard = key !== 'corridor';
        legend.set(key, standard ? !state.off.includes(key) : state.on.includes(key));
      }
      const subject = doc.subjects.find((s) => s.id === state.sel);
      const other = /^ship-(\d+)$/.exec(state.sel || '');
      if (subject) select(subject, false);
      else if (other) onExcluded({ mmsi: Number(other[1]) });
      else select(null);
      if (player && state.speed) player.setSpeed(Number(state.speed));
      if (state.view) map.setView([state.view[1], state.view[2]], state.view[0], { animate: false });
      if (player && state.time !== null) player.set(state.time);
    }

    panel.list();
    const first = doc.outages.filter((o) => o.damaged && o.t0 !== null && !b.layers.isWide(o)).map((o) => o.t0);
    const episodes = doc.subjects.flatMap((s) => s.episodes.map((e) => e.t0));
    if (player) player.set(first.length ? Math.min(...first) : episodes.length ? episodes[0] : model.t0);
    restore(link);
    return { map, model, player, legend, panel, select, doc };
  }

  function bindPointer(map, { model, look, visible, select, focusOther }) {
    const tip = L.tooltip({ sticky: true, opacity: 0.97, className: 'track-tip' });
    let waiting = false;
    const at = (latlng, pixels) => {
      const scale = 256 * Math.pow(2, map.getZoom());
      return b.tracklayer.nearest(model, (latlng.lng + 180) / 360, b.tracks.mercatorY(latlng.lat), pixels / scale, look.roleOf, visible);
    };
    const describe = (hit) => {
      const f = b.format;
      const ship = look.shipOf(hit.line.mmsi);
      const sog = model.sog[hit.index];
      const cog = model.cog[hit.index];
      return b.dom.h('div', { class: 'tip' }, b.dom.h('b', {}, b.dom.foreign(f.shipName(ship))),
        b.dom.h('div', {}, [ship.type, 'MMSI ' + hit.line.mmsi].filter(Boolean).join(', ')),
        b.dom.h('div', {}, f.utc(hit.t) + (isFinite(sog) ? ', ' + f.number(sog) + ' kn' : '') + (isFinite(cog) ? ', course ' + f.number(cog, 0) + '°' : '')),
        b.dom.h('div', { class: 'how' }, 'track ' + hit.line.provenance));
    };
    map.on('mousemove', (event) => {
      if (waiting) return;
      waiting = true;
      setTimeout(() => {
        waiting = false;
        const busy = document.querySelector('.leaflet-tooltip:not(.track-tip)');
        const hit = busy ? null : at(event.latlng, 6);
        if (hit) tip.setLatLng(event.latlng).setContent(describe(hit)).addTo(map);
        else tip.remove();
      }, 50);
    });
    map.on('mouseout', () => tip.remove());
    map.on('click', (event) => {
      const hit = at(event.latlng, 10);
      if (!hit) return;
      const subject = look.subjects.get(hit.line.mmsi);
      L.popup({ maxWidth: 280 }).setLatLng(event.latlng).setContent(describe(hit)).openOn(map);
      if (subject) select(subject, false);
      else void focusOther;
    });
  }

  function bindKeys({ player, search, back }) {
    document.addEventListener('keydown', (event) => {
      if (b.shell.isTyping(event)) return;
      const inMap = event.target instanceof HTMLElement && event.target.closest('.leaflet-container');
      const onButton = event.target instanceof HTMLElement && event.target.closest('button, summary, a, label');
      const step = event.shiftKey ? 600 : 60;
      if (event.key === '/') search.input.focus();
      else if (event.key === 'Escape') back();
      else if (!player) return;
      else if (event.key === ' ' && !onButton) player.toggle();
      else if (event.key === 'ArrowRight' && !inMap) player.set(player.state.t + step);
      else if (event.key === 'ArrowLeft' && !inMap) player.set(player.state.t - step);
      else if (event.key === ']') player.faster(1);
      else if (event.key === '[') player.faster(-1);
      else return;
      event.preventDefault();
    });
  }

  b.attribution = (doc) => b.escapeText([...doc.licences, 'not for navigation'].join(' · ').replace(/ · Routes: /g, ' · ').replace(' · ', ' · Routes: '));
  b.escapeText = (text) => { const n = document.createElement('i'); n.textContent = text; return n.innerHTML; };
  b.assetSection = assetSection;
  b.startScan = startScan;
})(typeof window === 'undefined' ? globalThis : window);
