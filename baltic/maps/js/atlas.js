/* The atlas: all assets and incidents, filters by kind, year, status and record, pages of facts. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function year(incident) {
    return Number(String(incident.date_utc_start || '').slice(0, 4)) || null;
  }

  /* Whether an incident passes the filters; an empty filter lets all pass. Pure. */
  function passes(incident, filter) {
    const kinds = new Set([incident.kind, ...incident.outages.map((o) => o.kind)].filter(Boolean));
    if (filter.kind && !kinds.has(filter.kind) && !(filter.assetKinds || new Map()).get(incident.id)?.has(filter.kind)) return false;
    if (filter.year && year(incident) !== Number(filter.year)) return false;
    if (filter.cause && incident.cause_status !== filter.cause) return false;
    return !(filter.record && incident.record_type !== filter.record);
  }

  function passesAsset(item, filter) {
    return (!filter.kind || item.kind === filter.kind) && (!filter.status || item.status === filter.status)
      && (!filter.accuracy || item.accuracy_class === filter.accuracy);
  }

  function select(label, name, options, onChange) {
    const { h } = b.dom;
    return h('label', {}, label, h('select', { 'data-filter': name, onchange: (e) => onChange(name, e.target.value) },
      h('option', { value: '' }, 'all'), options.map((o) => h('option', { value: o }, b.format.words(o)))));
  }

  function unique(values) {
    return [...new Set(values.filter((v) => v !== null && v !== undefined && v !== ''))].sort();
  }

  /* Marks of one incident: a cross where a place is known; else a plain dot on the asset that says so. */
  function marks(incident, assetMap, open) {
    const group = L.featureGroup();
    for (const o of incident.outages) {
      const lit = o.asset_ids.map((id) => assetMap.get(id)).filter(Boolean);
      let at = o.place ? [o.lat, o.lon] : null;
      if (!at && lit.length && (o.damaged || incident.record_type === 'no_damage')) at = b.layers.middle(lit[0].lines[0].latlngs);
      if (!at) continue;
      if (o.place && o.sd_km) group.addLayer(L.circle(at, { pane: 'glow', interactive: false, radius: o.sd_km * 1000, color: '#5b4a00', weight: 1, dashArray: '4 4', fillColor: b.PALETTE.outage, fillOpacity: 0.1, className: 'sd' }));
      const quiet = incident.record_type === 'no_damage' || !o.damaged;
      const what = incident.title + ': ' + (quiet ? 'no damage' : b.layers.outageWhere(o));
      const mark = L.marker(at, {
        title: what, alt: what, riseOnHover: true,
        icon: L.divIcon({ className: 'incident-mark ' + (quiet ? 'quiet' : o.place || 'unplaced'), iconSize: [22, 22], html: b.dom.h('span', { 'aria-hidden': 'true' }, quiet ? '○' : o.place ? '✕' : '?') }),
      });
      mark.on('click', () => open(incident));
      group.addLayer(mark);
    }
    return group;
  }

  function incidentCard(incident, open) {
    const { h } = b.dom;
    const quiet = incident.record_type === 'no_damage';
    return h('li', {}, h('button', { type: 'button', class: 'card small ' + (quiet ? 'quiet' : ''), 'data-incident': incident.id, onclick: () => open(incident) },
      h('span', { class: 'who' }, b.dom.foreign(incident.title),
        h('small', {}, String(incident.date_utc_start || '').slice(0, 10) + ' · cause: ' + b.format.words(incident.cause_status))),
      quiet ? h('span', { class: 'badge quiet' }, 'no damage') : incident.record_type === 'not_at_sea' ? h('span', { class: 'badge quiet' }, 'not at sea') : null));
  }

  function assetCard(a, open) {
    const { h } = b.dom;
    return h('li', {}, h('button', { type: 'button', class: 'card small', 'data-asset': a.item.asset_id, onclick: () => open(a) },
      h('span', { class: 'dot', style: { background: b.PALETTE.kinds[a.item.kind] } }),
      h('span', { class: 'who' }, b.dom.foreign(a.item.name),
        h('small', {}, [b.format.words(a.item.subtype || a.item.kind), b.format.words(a.item.status), a.item.accuracy_class + ' ±' + b.format.number(a.item.accuracy_km) + ' km'].join(' · ')))));
  }

  function source(s) {
    const { h } = b.dom;
    const words = [s.publisher || s.id, s.date].filter(Boolean).join(', ');
    const safe = /^https?:\/\//.test(s.url || '');
    return h('li', {}, safe ? h('a', { href: s.url, rel: 'noopener noreferrer', target: '_blank' }, words) : words);
  }

  function incidentPage(incident, { assetName, openAsset }) {
    const { h } = b.dom;
    const f = b.format;
    return h('div', { class: 'detail' }, h('h2', { tabindex: '-1' }, b.dom.foreign(incident.title)),
      b.dom.facts([
        ['Date', [incident.date_utc_start, incident.date_utc_end].filter(Boolean).map((d) => String(d).replace('T', ' ').replace(/:00Z$|Z$/, ' UTC')).join(' to ')],
        ['Record', f.words(incident.record_type)], ['Cause', f.words(incident.cause_status)], ['Cause in words', incident.cause_detail],
        ['Legal status', incident.legal_status], ['Weather', typeof incident.weather === 'string' ? incident.weather : null],
      ]),
      h('h3', {}, 'Assets'), h('ul', { class: 'plain assets' }, incident.outages.map((o) => h('li', {},
        h('b', {}, b.dom.foreign(o.name || o.asset_ids.map(assetName).join(' or '))),
        h('small', {}, o.damaged ? b.layers.outageWhen(o) : 'not damaged'),
        o.damaged ? h('small', {}, b.layers.outageWhere(o) + (o.words ? '; ' + o.words : '')) : null,
        o.damage ? h('small', {}, o.damage) : null,
        o.asset_ids.map((id) => h('button', { type: 'button', class: 'link', onclick: () => openAsset(id) }, assetName(id)))))),
      incident.ships.length ? [h('h3', {}, 'Ships named in public sources'), h('p', { class: 'note' }, 'Named by authorities or the press; being named is no finding.'),
        h('ul', { class: 'plain' }, incident.ships.map((s) => h('li', {}, h('b', {}, b.dom.foreign(s.name || 'unnamed')), h('small', {}, [f.words(s.role), s.type, s.imo && 'IMO ' + s.imo].filter(Boolean).join(' · ')), s.notes ? h('small', {}, f.listOf(s.notes).join(' ')) : null)))] : null,
      incident.notes ? [h('h3', {}, 'Notes'), h('p', {}, f.listOf(incident.notes).map((n) => (typeof n === 'string' ? n : JSON.stringify(n))).join(' '))] : null,
      incident.sources.length ? [h('h3', {}, 'Sources (links open the web)'), h('ul', { class: 'plain sources' }, incident.sources.map(source))] : null);
  }

  function assetPage(a, incidents, openIncident) {
    const { h } = b.dom;
    const mine = incidents.filter((i) => i.outages.some((o) => o.asset_ids.includes(a.item.asset_id)));
    return h('div', { class: 'detail' }, h('h2', { tabindex: '-1' }, b.dom.foreign(a.item.name)),
      a.item.real ? null : h('p', { class: 'warn' }, b.format.words(a.item.status) + ': drawn for orientation, never counted as evidence'),
      b.layers.assetFacts(a.item),
      h('h3', {}, 'Incidents'), mine.length ? h('ol', { class: 'cards' }, mine.map((i) => incidentCard(i, openIncident))) : h('p', { class: 'note' }, 'None in the catalogue.'));
  }

  async function startAtlas(map, doc) {
    const { h } = b.dom;
    const [landRings, assetRings] = await Promise.all([b.codec.rings(doc.land), b.codec.rings(doc.assets.lines)]);
    const renderer = L.canvas({ pane: 'lines', padding: 0.2, tolerance: 6 });
    const glowing = L.layerGroup().addTo(map);
    const glow = L.canvas({ pane: 'glow', padding: 0.2 });
    const assetMap = b.layers.assets(doc.assets, assetRings, renderer, (item) => openAsset(item.asset_id, false));
    for (const a of assetMap.values()) a.layer.unbindPopup();
    const assetName = (id) => (assetMap.get(id) ? assetMap.get(id).item.name : id);
    const assetKinds = new Map(doc.incidents.map((i) => [i.id, new Set(i.outages.flatMap((o) => o.asset_ids).map((id) => assetMap.get(id)?.item.kind))]));
    const filter = { assetKinds };
    let selected = null;
    let legend = null;
    let save = () => {};
    const content = h('div', { class: 'content' });
    const entries = [
      ...doc.incidents.map((i) => ({ label: i.title, sort: String(i.date_utc_start || '').slice(0, 4), weight: 1, words: [i.title, i.id, ...i.ships.map((s) => s.name)], go: () => openIncident(i, true) })),
      ...[...assetMap.values()].map((a) => ({ label: a.item.name, sort: a.item.kind, words: [a.item.name, a.item.asset_id, ...b.format.listOf(a.item.aliases)], go: () => openAsset(a.item.asset_id, true) })),
    ];
    const search = b.search.box(() => entries, 'Search cable, incident, ship …');
    const shell = b.shell.create(map, {
      title: doc.title, subtitle: `${doc.assets.items.length} assets, ${doc.incidents.length} incidents`, panel: content, search: search.node,
    });
    document.body.classList.add('no-player');
    const markOf = new Map(doc.incidents.map((i) => [i.id, marks(i, assetMap, (x) => openIncident(x, false))]));
    const corridor = b.layers.corridor(map, assetMap);
    const off = new Set();

    function refresh() {
      for (const i of doc.incidents) {
        const wanted = passes(i, filter) && !off.has('incidents');
        wanted ? markOf.get(i.id).addTo(map) : markOf.get(i.id).remove();
      }
      for (const a of assetMap.values()) {
        const wanted = passesAsset(a.item, filter) && !off.has(a.group);
        wanted ? a.layer.addTo(map) : a.layer.remove();
      }
    }

    function fade(but) {
      for (const [id, group] of markOf) {
        group.eachLayer((l) => l.getElement && l.getElement() && l.getElement().classList.toggle('faded', Boolean(but) && id !== but));
      }
    }

    function light(ids) {
      glowing.clearLayers();
      for (const id of ids) for (const { latlngs } of assetMap.get(id)?.lines || []) {
        glowing.addLayer(L.polyline(latlngs, { pane: 'glow', renderer: glow, interactive: false, color: b.PALETTE.outage, weight: 9, opacity: 0.75 }));
      }
    }

    function show(node) {
      content.replaceChildren(h('button', { type: 'button', class: 'back', onclick: list }, '← Atlas'), h('p', { class: 'verdict' }, doc.verdict), node);
      content.scrollTop = 0;
      content.querySelector('h2').focus({ preventScroll: true });
      if (shell.aside.dataset.sheet === 'low') shell.setSheet('half');
      save();
    }

    function openIncident(incident, fly) {
      selected = 'incident-' + incident.id;
      light(incident.outages.flatMap((o) => o.asset_ids));
      fade(incident.id);
      show(incidentPage(incident, { assetName, openAsset: (id) => openAsset(id, true) }));
      const bounds = markOf.get(incident.id).getBounds();
      if (fly && bounds.isValid()) map.fitBounds(bounds.pad(0.3), { maxZoom: 8, animate: false, ...shell.padding() });
    }

    function openAsset(id, fly) {
      const a = assetMap.get(id);
      if (!a) return;
      selected = 'asset-' + id;
      light([id]);
      show(assetPage(a, doc.incidents, (i) => openIncident(i, true)));
      if (fly) map.fitBounds(a.layer.getBounds().pad(0.1), { animate: false, ...shell.padding() });
    }

    function list() {
      selected = null;
      light([]);
      fade(null);
      const incidents = h('ol', { class: 'cards', id: 'incidents' });
      const assets = h('ol', { class: 'cards', id: 'assets' });
      const counts = [h('h2', {}), h('h2', {})];
      const fill = () => {
        const some = doc.incidents.filter((i) => passes(i, filter));
        const lines = [...assetMap.values()].filter((a) => passesAsset(a.item, filter));
        counts[0].textContent = `Incidents (${some.length})`;
        counts[1].textContent = `Assets (${lines.length})`;
        incidents.replaceChildren(...some.map((i) => incidentCard(i, (x) => openIncident(x, true))));
        assets.replaceChildren(...lines.map((a) => assetCard(a, (x) => openAsset(x.item.asset_id, true))));
        refresh();
      };
      const change = (name, value) => { filter[name] = value; fill(); save(); };
      const items = doc.assets.items;
      const filters = h('div', { class: 'filters' },
        select('Kind', 'kind', unique(items.map((i) => i.kind)), change), select('Year', 'year', unique(doc.incidents.map(year)), change),
        select('Cause', 'cause', unique(doc.incidents.map((i) => i.cause_status)), change), select('Record', 'record', unique(doc.incidents.map((i) => i.record_type)), change),
        select('Asset status', 'status', unique(items.map((i) => i.status)), change), select('Route', 'accuracy', unique(items.map((i) => i.accuracy_class)), change));
      for (const s of filters.querySelectorAll('select')) s.value = filter[s.dataset.filter] || '';
      content.replaceChildren(h('p', { class: 'verdict' }, doc.verdict), filters, counts[0], incidents, counts[1], assets, b.panel.about(doc));
      fill();
      save();
    }

    b.layers.land(map, landRings);
    b.layers.names(map).addTo(map);
    const kinds = ['telecom', 'power', 'gas', 'oil'].filter((k) => doc.assets.items.some((i) => i.kind === k));
    legend = b.legend.box([
      b.assetSection(kinds, assetMap),
      { title: 'Incidents', rows: [
        { key: 'incidents', label: 'Incidents', on: true, sample: { mark: 'incident-mark published', text: '✕' } },
        { label: 'place estimated by others', sample: { mark: 'incident-mark estimate', text: '✕' } },
        { label: 'place not published: mark in the middle of the asset', sample: { mark: 'incident-mark unplaced', text: '?' } },
        { label: 'no damage', sample: { mark: 'incident-mark quiet', text: '○' } },
      ] },
    ], (key, value) => {
      if (key === 'corridor') value ? corridor.addTo(map) : corridor.remove();
      else { value ? off.delete(key) : off.add(key); refresh(); }
      save();
    });
    b.legend.control('topleft', legend.node).addTo(map);
    L.control.zoom({ position: 'topright' }).addTo(map);
    b.legend.control('bottomleft', b.legend.scale(map)).addTo(map);
    map.attributionControl.addAttribution(b.attribution(doc));
    map.invalidateSize({ animate: false });
    map.fitBounds(b.layers.extent(assetMap), { animate: false, ...shell.padding() });
    list();

    function restore(state) {
      for (const [key] of legend.state()) legend.set(key, key === 'corridor' ? state.on.includes(key) : !state.off.includes(key));
      for (const name of ['kind', 'year', 'cause', 'record', 'status', 'accuracy']) filter[name] = state[name] || '';
      list();
      const incident = doc.incidents.find((i) => 'incident-' + i.id === state.sel);
      if (incident) openIncident(incident, !state.view);
      else if ((state.sel || '').startsWith('asset-')) openAsset(state.sel.slice(6), !state.view);
      if (state.view) map.setView([state.view[1], state.view[2]], state.view[0], { animate: false });
    }

    document.addEventListener('keydown', (event) => {
      if (b.shell.isTyping(event)) return;
      if (event.key === '/') { search.input.focus(); event.preventDefault(); }
      if (event.key === 'Escape') list();
    });
    restore(b.hash.parse(location.hash));
    save = b.hash.bind(() => ({
      view: [map.getZoom(), map.getCenter().lat, map.getCenter().lng], sel: selected, time: null,
      off: legend.state().filter(([k, v]) => !v && k !== 'corridor').map(([k]) => k),
      on: legend.state().filter(([k, v]) => v && k === 'corridor').map(([k]) => k),
      filters: filter,
    }), restore);
    map.on('moveend', save);
    return { map, doc, legend, filter };
  }

  b.atlas = { passes, passesAsset, year };
  b.startAtlas = startAtlas;
})(typeof window === 'undefined' ? globalThis : window);
