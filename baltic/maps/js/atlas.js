/* The atlas: all assets and incidents on one map, a list that filters, and a page of facts for each. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});
  /* So many cards at once; thousands would make the first paint wait. */
  const CARDS = 150;

  class Atlas {
    constructor(map, doc, assetRings) {
      Object.assign(this, { map, doc, filter: b.atlasfilter.read({}), off: new Set(), page: null });
      const renderer = L.canvas({ pane: 'lines', padding: 0.2, tolerance: 6 });
      this.glow = L.canvas({ pane: 'glow', padding: 0.2 });
      this.lit = L.layerGroup().addTo(map);
      this.assetMap = b.layers.assets(doc.assets, assetRings, renderer, (item) => this.go('asset', item.asset_id, false));
      for (const a of this.assetMap.values()) a.layer.unbindPopup();
      this.incidentMap = new Map(doc.incidents.map((i) => [i.id, i]));
      this.markOf = new Map(doc.incidents.map((i) => [i.id, b.atlasmarks.group(i, this.assetMap, (x) => this.go('incident', x.id, false))]));
      this.corridor = b.layers.corridor(map, this.assetMap);
      this.context = {
        item: (id) => this.assetMap.get(id) && this.assetMap.get(id).item,
        openAsset: (id) => this.go('asset', id, true), openIncident: (id) => this.go('incident', id, true),
      };
      this.buildFrame();
    }

    buildFrame() {
      const { map, doc } = this;
      const { h } = b.dom;
      this.content = h('div', { class: 'content' });
      const entries = this.searchEntries();
      this.search = b.search.box(() => entries, 'Search cable, place, incident, ship …');
      this.shell = b.shell.create(map, {
        title: doc.title, subtitle: `${b.format.count(doc.assets.items.length, 'asset')}, ${b.format.count(doc.incidents.length, 'incident')}`,
        panel: this.content, search: this.search.node, link: () => { this.address.keep(); return location.href; },
      });
      document.body.classList.add('no-player', 'atlas');
      this.filters = b.atlasfilter.box(doc.assets.items, doc.incidents, {
        change: (name, value) => this.setFilter({ ...this.filter, [name]: value }), reset: () => { this.setFilter(b.atlasfilter.read({})); this.filters.first.focus(); },
      });
      const kinds = Object.keys(b.PALETTE.kinds).filter((k) => doc.assets.items.some((i) => i.kind === k && i.real));
      this.legend = b.legend.box([b.scanlegend.assetSection(kinds, this.assetMap), b.atlasmarks.LEGEND], (key, value) => this.toggle(key, value));
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
        if (event.key === 'Escape' && this.page) this.back();
      });
      this.apply(b.atlasaddress.read(location.hash));
      this.address = b.atlasaddress.bind(() => this.state(), (state) => this.apply(state));
      map.on('moveend', () => this.touch());
      b.print.bind({ map, content: this.content, legend: this.legend.node, fit: () => this.fit(this.page ? this.extentOf(...this.page) : b.layers.extent(this.assetMap), {}) });
      return this;
    }

    touch() {
      if (this.address) this.address.touch();
    }

    toggle(key, value) {
      if (key === 'corridor') value ? this.corridor.addTo(this.map) : this.corridor.remove();
      else value ? this.off.delete(key) : this.off.add(key);
      this.refresh();
      this.touch();
    }

    setFilter(filter) {
      this.filter = filter;
      this.list();
      this.touch();
    }

    /* Put on the map what filters and switches leave, and always what the open page is about. */
    refresh() {
      const { map, off, page } = this;
      const found = b.atlasfilter.choose(this.doc.assets.items, this.doc.incidents, this.filter);
      const set = (layer, wanted) => (wanted ? layer.addTo(map) : layer.remove());
      const opened = (sort, id) => page && page[0] === sort && page[1] === id;
      const incidents = new Set(off.has('incidents') ? [] : found.incidents.map((i) => i.id));
      for (const [id, marks] of this.markOf) set(marks, incidents.has(id) || opened('incident', id));
      const named = new Set(page ? this.idsOf(...page) : []);
      const shown = new Set(found.items.map((i) => i.asset_id));
      const visible = new Set([...this.assetMap.values()].filter((a) => named.has(a.item.asset_id) || (shown.has(a.item.asset_id) && !off.has(a.group))).map((a) => a.item.asset_id));
      for (const [id, a] of this.assetMap) set(a.layer, visible.has(id));
      this.corridor.show((_group, _part, id) => visible.has(id));
      return found;
    }

    /* Assets that a page is about. */
    idsOf(sort, id) {
      return sort === 'asset' ? [id] : this.incidentMap.get(id).outages.flatMap((o) => o.asset_ids);
    }

    /* Light the assets of the open page and fade the marks of incidents that it is not about. */
    light() {
      const { page } = this;
      this.lit.clearLayers();
      for (const id of page ? this.idsOf(...page) : []) {
        for (const { latlngs } of this.assetMap.get(id)?.lines || []) {
          this.lit.addLayer(b.glow(latlngs, this.glow, true));
        }
      }
      const about = (id) => !page || (page[0] === 'incident' ? page[1] === id : this.idsOf('incident', id).includes(page[1]));
      for (const [id, marks] of this.markOf) {
        const faded = !about(id);
        marks.eachLayer((l) => b.atlasmarks.fade(l, faded));
      }
    }

    extentOf(sort, id) {
      const marks = sort === 'incident' ? this.markOf.get(id) : null;
      if (marks && this.incidentMap.get(id).outages.some((o) => o.place)) return marks.getBounds();
      const bounds = L.latLngBounds([]);
      for (const asset of this.idsOf(sort, id)) if (this.assetMap.has(asset)) bounds.extend(this.assetMap.get(asset).layer.getBounds());
      return bounds;
    }

    fit(bounds, padding) {
      const maxZoom = this.page && this.page[0] === 'incident' ? 8.5 : 12;
      if (bounds.isValid()) this.map.fitBounds(bounds.pad(0.04), { maxZoom, animate: false, ...(padding || this.shell.padding()) });
    }

    /* A step of the user to a page: one entry in the history. */
    go(sort, id, fly) {
      this.address.keep();
      this.show(sort, id);
      if (fly) this.fit(this.extentOf(sort, id));
      this.address.step();
    }

    back() {
      this.address.keep();
      this.list();
      this.focusList();
      this.address.step();
    }

    show(sort, id) {
      const { h } = b.dom;
      if (!this.page) this.opened = [sort, id];
      this.page = [sort, id];
      const about = sort === 'asset' ? this.assetMap.get(id).item : this.incidentMap.get(id);
      const node = sort === 'asset' ? b.atlasasset.render(about, this.doc, this.context) : b.atlasincident.render(about, this.doc, this.context);
      this.content.replaceChildren(
        h('button', { type: 'button', class: 'back', onclick: () => this.back() }, '← Atlas'),
        h('p', { class: 'verdict' }, this.doc.verdict), node);
      document.title = (about.name || about.title || id) + ' – ' + this.doc.title;
      this.content.scrollTop = 0;
      if (this.shell.aside.dataset.sheet === 'low') this.shell.setSheet('half');
      this.refresh();
      this.light();
      this.content.querySelector('h2').focus({ preventScroll: true });
    }

    list(missing) {
      const { doc } = this;
      const { h } = b.dom;
      this.page = null;
      document.title = doc.title;
      const found = this.refresh();
      this.light();
      this.filters.set(this.filter);
      const children = [
        h('p', { class: 'verdict' }, doc.verdict), missing ? h('p', { class: 'remark', role: 'alert' }, `This atlas has no ${missing[0]} with the id `, b.dom.foreign(missing[1]), '.') : null, this.filters.node,
        h('h2', { tabindex: '-1' }, `Incidents (${found.incidents.length})`), cards(found.incidents, (i) => b.atlaswords.incidentCard(i, this.context.openIncident)),
        h('h2', {}, `Assets (${found.items.length})`), cards(found.items, (i) => b.atlaswords.assetCard(i, this.context.openAsset)),
        about(doc),
      ].filter(Boolean);
      // The filters stay in the page, so that focus and what is read aloud are not lost.
      if (this.filters.node.parentNode === this.content) {
        for (const child of [...this.content.children]) if (child !== this.filters.node) child.remove();
        const at = children.indexOf(this.filters.node);
        this.filters.node.before(...children.slice(0, at));
        this.filters.node.after(...children.slice(at + 1));
      } else {
        this.content.replaceChildren(...children);
        this.content.scrollTop = 0;
      }
      this.filters.say(found);
    }

    /* Put the focus where the user left the list, however many pages ago; else on its first heading. */
    focusList() {
      const [sort, id] = this.opened;
      const card = [...this.content.querySelectorAll(`a.card[data-${sort}]`)].find((n) => n.dataset[sort] === id);
      const node = card || this.content.querySelector('h2');
      node.focus({ preventScroll: !card });
    }

    searchEntries() {
      const { assets, incidents } = this.doc;
      return [
        ...incidents.map((i) => ({ label: i.title || i.id, sort: String(i.date_utc_start || '').slice(0, 4), weight: 1, words: [i.title, i.id, ...i.ships.flatMap((s) => [s.name, s.imo, s.mmsi])], go: () => this.go('incident', i.id, true) })),
        ...assets.items.map((i) => ({ label: i.name, sort: i.kind, words: [i.name, i.asset_id, ...b.format.listOf(i.aliases), i.owner, i.operator, ...(i.landings || []).map((l) => l.name)], go: () => this.go('asset', i.asset_id, true) })),
      ];
    }

    state() {
      const centre = this.map.getCenter();
      return { open: this.page, filter: this.filter, view: [this.map.getZoom(), centre.lat, centre.lng], ...b.hash.switches(this.legend.state(), ['corridor']) };
    }

    /* Show a state from the address. */
    apply(state) {
      const left = this.page;
      for (const [key] of this.legend.state()) this.legend.set(key, key === 'corridor' ? state.on.includes(key) : !state.off.includes(key));
      this.filter = state.filter;
      const known = state.open && (state.open[0] === 'asset' ? this.assetMap : this.incidentMap).has(state.open[1]);
      if (known) this.show(...state.open);
      else {
        this.list(state.open);
        if (left) this.focusList();
      }
      if (state.view) this.map.setView([state.view[1], b.format.fromSeam(state.view[2], this.doc.seam)], state.view[0], { animate: false });
      else if (known) this.fit(this.extentOf(...state.open));
    }
  }

  /* The first cards, and the rest when asked for. */
  function cards(rows, card) {
    const { h } = b.dom;
    const list = h('ol', { class: 'cards' });
    let shown = 0;
    const more = h('button', { type: 'button', class: 'more', onclick: () => add() });
    const add = () => {
      const next = rows.slice(shown, shown + CARDS).map(card);
      shown += next.length;
      list.append(...next);
      more.textContent = `Show ${Math.min(CARDS, rows.length - shown)} more (${rows.length - shown} left)`;
      more.hidden = shown >= rows.length;
      if (shown > CARDS && next[0]) next[0].querySelector('a').focus();
    };
    add();
    return h('div', {}, rows.length ? list : h('p', { class: 'note' }, 'None passes the filters.'), more);
  }

  function about(doc) {
    const { h } = b.dom;
    return h('details', { class: 'about' }, h('summary', {}, 'Data, licences, gaps, keys'),
      h('ul', { class: 'plain' }, doc.licences.map((l) => h('li', {}, b.atlaswords.prose(l)))),
      doc.compiled ? h('p', {}, 'Asset catalogue put together on ' + doc.compiled + '. Known gaps:') : null,
      doc.gaps.length ? h('ul', { class: 'plain' }, doc.gaps.map((g) => h('li', {}, g))) : null,
      h('p', { class: 'note keys' }, 'Keys: / searches, Esc goes back to the list, Tab and Enter reach every mark and card, + and − zoom, arrows move the map.'));
  }

  async function startAtlas(map, doc) {
    const [landRings, assetRings] = await Promise.all([b.codec.rings(doc.land), b.codec.rings(doc.assets.lines)]);
    return new Atlas(map, doc, assetRings).open(landRings);
  }

  b.startAtlas = startAtlas;
})(typeof window === 'undefined' ? globalThis : window);
