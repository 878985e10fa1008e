/* The map of a scan or an investigation: puts layers, panel, player and address together. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});
  /* Layers that start switched off; all others start on. */
  const OFF_AT_FIRST = ['corridor'];

  const isAssetKey = (key) => key.startsWith('asset-') || key.startsWith('acc-');

  class ScanMap {
    constructor(map, doc, data) {
      Object.assign(this, { map, doc, ...data });
      this.renderer = L.canvas({ pane: 'lines', padding: 0.2, tolerance: 6 });
      this.assetMap = b.layers.assets(doc.assets, data.assetRings, this.renderer);
      this.look = b.view.lookups(doc, this.assetMap);
      this.selected = null;
      this.player = null;
      this.on = new Map();
      this.address = null;
      this.visible = (role) => this.on.get(role === 'other' ? 'other' : 'listed') !== false;
      this.buildFrame();
      this.buildLayers();
      this.buildControls();
      this.buildPlayer();
    }

    buildFrame() {
      const { doc, map } = this;
      this.panel = b.panel.create(doc, {
        onSelect: (s) => this.select(s, true), onBack: () => this.back(), onExcluded: (e) => this.selectShip(e),
      });
      this.search = b.search.box(() => this.entries || (this.entries = this.searchEntries()), 'Search ship, MMSI, cable …');
      this.shell = b.shell.create(map, {
        title: doc.title, subtitle: b.view.subtitle(doc, this.model), panel: this.panel.node, search: this.search.node, link: () => { this.address.keep(); return location.href; },
      });
    }

    buildLayers() {
      const { doc, map, model, look, assetMap, renderer, visible } = this;
      const glow = L.canvas({ pane: 'glow', padding: 0.2 });
      const chosen = () => (this.selected ? this.selected.mmsi : null);
      const shared = { model, roleOf: look.roleOf, nameOf: look.nameOf, visible };
      this.trackLayer = new b.CanvasOverlay((context, view) => {
        b.tracklayer.draw(context, view, { ...shared, selected: chosen() });
      }, { pane: 'tracks' });
      this.shipLayer = new b.CanvasOverlay((context, view) => {
        if (this.player) b.playback.drawShips(context, view, { ...shared, t: this.player.state.t, selected: chosen(), avoid: this.marked() });
      }, { pane: 'ships', padding: 0.05 });
      this.layers = {
        ships: this.shipLayer,
        density: this.densityLayer,
        marks: b.marks.subjectMarks(doc, (s) => this.select(s, false)),
        crossings: L.featureGroup(doc.crossings.items.map((c) => b.layers.crossing(c, renderer, look.shipOf, look.assetName))),
        outages: L.featureGroup(doc.outages.filter((o) => o.damaged).map((o) => b.layers.outage(o, assetMap, glow))),
        corridor: b.layers.corridor(map, assetMap),
      };
      b.layers.land(map, this.landRings);
      b.layers.names(map).addTo(map);
    }

    buildControls() {
      const { map, doc } = this;
      this.sections = b.scanlegend.sections(doc, this.model, this.assetMap);
      this.legend = b.legend.box(this.sections, (key, value) => this.toggle(key, value));
      b.shell.controls(map, this.legend.node, doc);
    }

    buildPlayer() {
      const { doc, model } = this;
      if (!model.n || model.t1 <= model.t0) {
        document.body.classList.add('no-player');
        return;
      }
      const marks = b.view.outageMarks(doc.outages);
      const range = [model.t0, model.t1];
      this.player = b.playback.player({
        range, marks, histogram: b.playback.histogram(model, range, 160),
        onTime: (t) => { this.shipLayer.redraw(); this.panel.setTime(t); this.touch(); },
      });
      this.shell.foot.append(this.player.node);
    }

    /* First view, all layers on, pointer and keys, then whatever the address asks for. */
    open() {
      const { map, doc, player } = this;
      const link = b.hash.parse(location.hash);
      map.invalidateSize({ animate: false });
      this.fit(b.view.startBounds(doc, this.assetMap, this.model), 0.12, 11);
      this.trackLayer.addTo(map);
      this.start();
      b.pointer.bindPointer(map, {
        model: this.model, look: this.look, visible: this.visible, select: (s, fly) => this.select(s, fly), open: (mmsi) => this.selectShip({ mmsi }),
      });
      b.pointer.bindKeys({ player, search: this.search, back: () => this.back() });
      this.address = b.hash.bind(() => this.state(), (state) => this.restore(state));
      map.on('moveend', () => this.touch());
      b.print.bind({
        map, content: this.panel.node, legend: this.legend.node, fit: (seen) => map.fitBounds(seen, { animate: false }),
        note: () => (player ? 'Ships as they were at ' + b.format.utc(player.state.t) + '.' : null),
      });
      this.panel.list();
      if (player) player.set(b.view.startTime(doc, this.model));
      this.restore(link);
      return this;
    }

    /* The marks in sight, as places of the world and half their size: names keep clear of them. */
    marked() {
      const { map, layers } = this;
      const all = [layers.marks, layers.outages].filter((l) => map.hasLayer(l)).flatMap((l) => leaves(l));
      return all.filter((l) => l.getElement).filter((l) => l.options.icon).map((l) => {
        const { lat, lng } = l.getLatLng();
        const anchor = l.options.icon.options.iconAnchor;
        const up = anchor ? (anchor[1] - 12) / (256 * Math.pow(2, map.getZoom())) : 0;
        return [(lng + 180) / 360, b.tracks.mercatorY(lat) - up, 13];
      });
    }

    touch() {
      if (this.address) this.address.touch();
    }

    /* Each switch as it starts; thousands of assets are laid once, not once a switch. */
    start() {
      const rows = this.sections.flatMap((s) => s.rows).filter((r) => r.key);
      for (const row of rows) this.on.set(row.key, row.on);
      this.showAssets();
      for (const row of rows) if (!isAssetKey(row.key)) this.toggle(row.key, row.on);
    }

    toggle(key, value) {
      this.on.set(key, value);
      const layer = this.layers[key];
      if (layer) value ? layer.addTo(this.map) : layer.remove();
      if (key === 'other' || key === 'listed') this.redraw();
      if (isAssetKey(key)) this.showAssets();
      this.touch();
    }

    /* A route is shown when the switches of its kind and of its accuracy are both on. */
    showAssets() {
      const shown = (group, part) => this.on.get(group) !== false && this.on.get(b.scanlegend.accuracyKey(part)) !== false;
      for (const a of this.assetMap.values()) {
        const on = a.lines.map(({ part }) => shown(a.group, part));
        a.layers.forEach((layer, i) => { if (on[i] !== a.layer.hasLayer(layer)) a.layer[on[i] ? 'addLayer' : 'removeLayer'](layer); });
        if (on.some(Boolean)) a.layer.addTo(this.map);
        else a.layer.remove();
      }
      this.layers.corridor.show(shown);
      // Lines switched on last would else hide the marks upon them.
      this.layers.crossings.bringToFront();
    }

    redraw() {
      this.trackLayer.redraw();
      this.shipLayer.redraw();
    }

    fit(bounds, pad, maxZoom) {
      this.map.fitBounds(bounds.pad(pad), { maxZoom, animate: false, ...this.shell.padding() });
    }

    select(subject, fly) {
      const { player, panel, shell } = this;
      const before = this.selected;
      this.selected = subject;
      if (subject) {
        panel.open(subject, {
          model: this.model, outages: this.doc.outages, ship: subject.ship || this.look.shipOf(subject.mmsi), assetName: this.look.assetName, report: this.doc.report,
          goTo: (c) => { this.map.setView([c.lat, c.lon], Math.max(this.map.getZoom(), 11)); if (player && c.t) player.set(c.t); },
          onPick: (t) => player && player.set(t),
        });
        if (player) panel.setTime(player.state.t);
        if (shell.aside.dataset.sheet === 'low') shell.setSheet('half');
        if (fly) this.focus(subject);
      } else panel.list(before);
      this.redraw();
      this.touch();
    }

    back() {
      this.map.closePopup();
      this.select(null);
    }

    focus(subject) {
      const known = [...subject.crossings, ...subject.episodes.flatMap((e) => [e, ...e.assets])]
        .filter((p) => p.lat !== null && p.lat !== undefined);
      if (!known.length) {
        if (subject.mmsi) this.focusShip(subject.mmsi);
        return;
      }
      this.fit(L.latLngBounds(known.map((p) => [p.lat, p.lon])), 0.3, 10);
      const t = (subject.episodes[0] || {}).t0 || known[0].t;
      if (this.player && t) this.player.set(t);
    }

    focusShip(mmsi, t) {
      const { model } = this;
      const lines = model.byShip.get(mmsi) || [];
      if (!lines.length) return;
      const near = t ? lines.map((l) => b.tracks.positionAt(model, l, t)).find(Boolean) : null;
      const ends = lines.flatMap((l) => [l.start, (l.start + l.end) >> 1, l.end - 1]);
      // Where it came nearest says why a ship is excluded; else all of its track.
      if (near) this.map.setView([near.lat, near.lon], Math.max(this.map.getZoom(), 9), { animate: false });
      else this.fit(L.latLngBounds(ends.map((i) => [model.lat[i], model.lon[i]])), 0.2, 11);
      if (this.player) this.player.set(t || lines[0].t0);
    }

    /* A ship that is no hypothesis or candidate: an excluded one, or any other. */
    selectShip({ mmsi, closest_t }) {
      this.select(b.view.otherShip(this.doc, this.model, this.look, mmsi), false);
      this.focusShip(mmsi, closest_t);
    }

    showAsset(a) {
      for (const key of [a.group, ...a.item.parts.map(b.scanlegend.accuracyKey)]) this.legend.set(key, true);
      this.shell.setSheet('low');
      this.fit(a.layer.getBounds(), 0.1, 12);
      a.layer.openPopup(b.layers.middle(a.lines[0].latlngs));
    }

    searchEntries() {
      const { doc, look, model, assetMap } = this;
      const { shipName, listOf } = b.format;
      const unnamed = [...model.byShip.keys()].filter((m) => !look.ships.has(m) && !look.subjects.has(m));
      return [
        ...doc.subjects.map((s) => ({ label: shipName(s), sort: s.rank ? 'rank ' + s.rank : 'ship', weight: 2, words: [shipName(s), s.mmsi, s.imo, (look.ships.get(s.mmsi) || {}).former], go: () => this.select(s, true) })),
        ...doc.ships.filter((s) => !look.subjects.has(s.mmsi)).map((s) => ({ label: shipName(s), sort: 'ship', words: [s.name, s.mmsi, s.imo, s.callsign, s.former], go: () => this.selectShip(s) })),
        ...unnamed.map((mmsi) => ({ label: 'MMSI ' + mmsi, sort: 'ship', words: [mmsi], go: () => this.selectShip({ mmsi }) })),
        ...[...assetMap.values()].map((a) => ({ label: a.item.name, sort: a.item.kind, words: [a.item.name, a.item.asset_id, ...listOf(a.item.aliases)], go: () => this.showAsset(a) })),
      ];
    }

    state() {
      const centre = this.map.getCenter();
      const player = this.player;
      return {
        view: [this.map.getZoom(), centre.lat, centre.lng], sel: this.selected ? this.selected.id : null,
        time: player ? player.state.t : null, speed: player ? String(player.state.speed) : null,
        ...b.hash.switches(this.legend.state(), OFF_AT_FIRST),
      };
    }

    restore(state) {
      for (const [key] of this.legend.state()) {
        this.legend.set(key, OFF_AT_FIRST.includes(key) ? state.on.includes(key) : !state.off.includes(key));
      }
      const subject = this.doc.subjects.find((s) => s.id === state.sel);
      const other = /^ship-(\d+)$/.exec(state.sel || '');
      if (other && (this.look.ships.has(Number(other[1])) || this.model.byShip.has(Number(other[1])))) this.selectShip({ mmsi: Number(other[1]) });
      else this.select(subject || null, false);
      if (this.player && state.speed) this.player.setSpeed(Number(state.speed));
      if (state.view) this.map.setView([state.view[1], b.format.fromSeam(state.view[2], this.doc.seam)], state.view[0], { animate: false });
      if (this.player && state.time !== null) this.player.set(state.time);
    }
  }

  /* All layers in a group of groups. */
  function leaves(layer) {
    return layer.getLayers ? layer.getLayers().flatMap(leaves) : [layer];
  }

  async function startScan(map, doc) {
    const packs = b.dom.json('baltic-tracks');
    doc.crossings.items = b.codec.entries(doc.crossings.items);
    const [landRings, assetRings, model, densityLayer] = await Promise.all([
      b.codec.rings(doc.land), b.codec.rings(doc.assets.lines), b.tracks.load(packs, doc.silent_s), b.marks.density(doc),
    ]);
    return new ScanMap(map, doc, { landRings, assetRings, model, densityLayer }).open();
  }

  b.startScan = startScan;
})(typeof window === 'undefined' ? globalThis : window);
