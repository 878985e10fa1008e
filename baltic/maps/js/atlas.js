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

  const FILTERS = ['kind', 'year', 'cause', 'record', 'status', 'accuracy'];

  class Atlas {
    constructor(map, doc, assetRings) {
      Object.assign(this, { map, doc, filter: {}, off: new Set(), selected: null, save: () => {} });
      const renderer = L.canvas({ pane: 'lines', padding: 0.2, tolerance: 6 });
      this.glow = L.canvas({ pane: 'glow', padding: 0.2 });
      this.lit = L.layerGroup().addTo(map);
      this.assetMap = b.layers.assets(doc.assets, assetRings, renderer, (item) => this.openAsset(item.asset_id, false));
      for (const a of this.assetMap.values()) a.layer.unbindPopup();
      this.assetName = (id) => (this.assetMap.get(id) ? this.assetMap.get(id).item.name : id);
      this.filter.assetKinds = new Map(doc.incidents.map((i) => [
        i.id, new Set(i.outages.flatMap((o) => o.asset_ids).map((id) => this.assetMap.get(id)?.item.kind)),
      ]));
      this.markOf = new Map(doc.incidents.map((i) => [i.id, marks(i, this.assetMap, (x) => this.openIncident(x, false))]));
      this.corridor = b.layers.corridor(map, this.assetMap);
      this.buildFrame();
    }

    buildFrame() {
      const { map, doc } = this;
      this.content = b.dom.h('div', { class: 'content' });
      const entries = this.searchEntries();
      this.search = b.search.box(() => entries, 'Search cable, incident, ship …');
      this.shell = b.shell.create(map, {
        title: doc.title, subtitle: `${doc.assets.items.length} assets, ${doc.incidents.length} incidents`,
        panel: this.content, search: this.search.node,
      });
      document.body.classList.add('no-player');
      const kinds = ['telecom', 'power', 'gas', 'oil'].filter((k) => doc.assets.items.some((i) => i.kind === k));
      this.legend = b.legend.box([b.scanlegend.assetSection(kinds, this.assetMap), INCIDENT_LEGEND], (key, value) => this.toggle(key, value));
      b.shell.controls(map, this.legend.node, doc);
    }

    open(landRings) {
      const { map } = this;
      b.layers.land(map, landRings);
      b.layers.names(map).addTo(map);
      map.invalidateSize({ animate: false });
      map.fitBounds(b.layers.extent(this.assetMap), { animate: false, ...this.shell.padding() });
      document.addEventListener('keydown', (event) => {
        if (b.shell.isTyping(event)) return;
        if (event.key === '/') { this.search.input.focus(); event.preventDefault(); }
        if (event.key === 'Escape') this.list();
      });
      this.restore(b.hash.parse(location.hash));
      this.save = b.hash.bind(() => this.state(), (state) => this.restore(state));
      map.on('moveend', () => this.save());
      return this;
    }

    toggle(key, value) {
      if (key === 'corridor') value ? this.corridor.addTo(this.map) : this.corridor.remove();
      else {
        value ? this.off.delete(key) : this.off.add(key);
        this.corridor.follow(key, value);
        this.refresh();
      }
      this.save();
    }

    refresh() {
      const { map, filter, off } = this;
      const set = (layer, wanted) => (wanted ? layer.addTo(map) : layer.remove());
      for (const i of this.doc.incidents) set(this.markOf.get(i.id), passes(i, filter) && !off.has('incidents'));
      for (const a of this.assetMap.values()) set(a.layer, passesAsset(a.item, filter) && !off.has(a.group));
    }

    /* Light the assets named and fade the marks of all incidents but one. */
    light(ids, incidentId) {
      this.lit.clearLayers();
      for (const id of ids) {
        for (const { latlngs } of this.assetMap.get(id)?.lines || []) {
          this.lit.addLayer(L.polyline(latlngs, { pane: 'glow', renderer: this.glow, interactive: false, color: b.PALETTE.outage, weight: 9, opacity: 0.75 }));
        }
      }
      for (const [id, group] of this.markOf) {
        group.eachLayer((l) => l.getElement && l.getElement() && l.getElement().classList.toggle('faded', Boolean(incidentId) && id !== incidentId));
      }
    }

    show(node) {
      const { h } = b.dom;
      this.content.replaceChildren(h('button', { type: 'button', class: 'back', onclick: () => this.list() }, '← Atlas'), h('p', { class: 'verdict' }, this.doc.verdict), node);
      this.content.scrollTop = 0;
      this.content.querySelector('h2').focus({ preventScroll: true });
      if (this.shell.aside.dataset.sheet === 'low') this.shell.setSheet('half');
      this.save();
    }

    fit(bounds, pad, maxZoom) {
      if (bounds.isValid()) this.map.fitBounds(bounds.pad(pad), { maxZoom, animate: false, ...this.shell.padding() });
    }

    openIncident(incident, fly) {
      this.selected = 'incident-' + incident.id;
      this.light(incident.outages.flatMap((o) => o.asset_ids), incident.id);
      this.show(incidentPage(incident, { assetName: this.assetName, openAsset: (id) => this.openAsset(id, true) }));
      if (fly) this.fit(this.markOf.get(incident.id).getBounds(), 0.3, 8);
    }

    openAsset(id, fly) {
      const a = this.assetMap.get(id);
      if (!a) return;
      this.selected = 'asset-' + id;
      this.light([id], null);
      this.show(assetPage(a, this.doc.incidents, (i) => this.openIncident(i, true)));
      if (fly) this.fit(a.layer.getBounds(), 0.1, 12);
    }

    list() {
      const { doc, filter } = this;
      this.selected = null;
      this.light([], null);
      const incidents = doc.incidents.filter((i) => passes(i, filter));
      const assets = [...this.assetMap.values()].filter((a) => passesAsset(a.item, filter));
      const { h } = b.dom;
      this.content.replaceChildren(h('p', { class: 'verdict' }, doc.verdict), this.filterBox(),
        h('h2', {}, `Incidents (${incidents.length})`), h('ol', { class: 'cards' }, incidents.map((i) => incidentCard(i, (x) => this.openIncident(x, true)))),
        h('h2', {}, `Assets (${assets.length})`), h('ol', { class: 'cards' }, assets.map((a) => assetCard(a, (x) => this.openAsset(x.item.asset_id, true)))),
        b.panel.about(doc));
      this.refresh();
      this.save();
    }

    filterBox() {
      const { items } = this.doc.assets;
      const { incidents } = this.doc;
      const change = (name, value) => {
        this.filter[name] = value;
        this.list();
        this.content.querySelector(`[data-filter=${name}]`).focus();
      };
      const box = b.dom.h('div', { class: 'filters' },
        select('Kind', 'kind', unique(items.map((i) => i.kind)), change), select('Year', 'year', unique(incidents.map(year)), change),
        select('Cause', 'cause', unique(incidents.map((i) => i.cause_status)), change), select('Record', 'record', unique(incidents.map((i) => i.record_type)), change),
        select('Asset status', 'status', unique(items.map((i) => i.status)), change), select('Route', 'accuracy', unique(items.map((i) => i.accuracy_class)), change));
      for (const s of box.querySelectorAll('select')) s.value = this.filter[s.dataset.filter] || '';
      return box;
    }

    searchEntries() {
      return [
        ...this.doc.incidents.map((i) => ({ label: i.title, sort: String(i.date_utc_start || '').slice(0, 4), weight: 1, words: [i.title, i.id, ...i.ships.map((s) => s.name)], go: () => this.openIncident(i, true) })),
        ...[...this.assetMap.values()].map((a) => ({ label: a.item.name, sort: a.item.kind, words: [a.item.name, a.item.asset_id, ...b.format.listOf(a.item.aliases)], go: () => this.openAsset(a.item.asset_id, true) })),
      ];
    }

    state() {
      const centre = this.map.getCenter();
      return {
        view: [this.map.getZoom(), centre.lat, centre.lng], sel: this.selected, time: null, filters: this.filter,
        ...b.hash.switches(this.legend.state(), ['corridor']),
      };
    }

    restore(state) {
      for (const [key] of this.legend.state()) this.legend.set(key, key === 'corridor' ? state.on.includes(key) : !state.off.includes(key));
      for (const name of FILTERS) this.filter[name] = state[name] || '';
      this.list();
      const incident = this.doc.incidents.find((i) => 'incident-' + i.id === state.sel);
      if (incident) this.openIncident(incident, !state.view);
      else if ((state.sel || '').startsWith('asset-')) this.openAsset(state.sel.slice(6), !state.view);
      if (state.view) this.map.setView([state.view[1], state.view[2]], state.view[0], { animate: false });
    }
  }

  const INCIDENT_LEGEND = {
    title: 'Incidents',
    rows: [
      { key: 'incidents', label: 'Incidents', on: true, sample: { mark: 'incident-mark published', text: '✕' } },
      { label: 'place estimated by others', sample: { mark: 'incident-mark estimate', text: '✕' } },
      { label: 'place not published: mark in the middle of the asset', sample: { mark: 'incident-mark unplaced', text: '?' } },
      { label: 'no damage', sample: { mark: 'incident-mark quiet', text: '○' } },
    ],
  };

  async function startAtlas(map, doc) {
    const [landRings, assetRings] = await Promise.all([b.codec.rings(doc.land), b.codec.rings(doc.assets.lines)]);
    return new Atlas(map, doc, assetRings).open(landRings);
  }

  b.atlas = { passes, passesAsset, year };
  b.startAtlas = startAtlas;
})(typeof window === 'undefined' ? globalThis : window);
