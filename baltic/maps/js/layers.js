/* Land, place names, assets with their accuracy, crossings and outage marks. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});
  /* Dashes of a route by its accuracy. */
  const STYLE = { surveyed: null, charted: null, traced: '10 4', schematic: '4 6' };
  /* [name, lat, lon, smallest zoom, sort]: a few names to find one's way without tiles. */
  const NAMES = [
    ['Gulf of Finland', 59.86, 25.4, 6, 'sea'], ['Gulf of Bothnia', 61.9, 19.6, 5, 'sea'],
    ['Bothnian Bay', 64.6, 23.2, 6, 'sea'], ['Gulf of Riga', 57.75, 23.5, 6, 'sea'],
    ['Baltic Sea', 56.4, 18.7, 4, 'sea'], ['Kattegat', 56.9, 11.4, 6, 'sea'],
    ['Bay of Gdańsk', 54.55, 19.1, 7, 'sea'], ['Åland Sea', 60.1, 19.0, 7, 'sea'],
    ['FINLAND', 61.6, 25.5, 4, 'land'], ['SWEDEN', 59.9, 15.0, 4, 'land'], ['ESTONIA', 58.65, 25.6, 5, 'land'],
    ['LATVIA', 56.75, 26.2, 5, 'land'], ['LITHUANIA', 55.4, 23.7, 5, 'land'], ['POLAND', 53.7, 18.5, 4, 'land'],
    ['GERMANY', 53.6, 12.2, 5, 'land'], ['DENMARK', 56.1, 9.2, 5, 'land'], ['RUSSIA', 59.3, 30.4, 5, 'land'],
    ['NORWAY', 61.2, 10.2, 5, 'land'],
    ['Gotland', 57.45, 18.5, 6, 'land'], ['Öland', 56.75, 16.65, 7, 'land'], ['Bornholm', 55.12, 14.92, 7, 'land'],
    ['Saaremaa', 58.42, 22.5, 7, 'land'], ['Hiiumaa', 58.9, 22.65, 7, 'land'], ['Åland', 60.25, 20.0, 7, 'land'],
    ['Rügen', 54.42, 13.4, 8, 'land'],
    ['Helsinki', 60.17, 24.94, 5, 'town'], ['Tallinn', 59.43, 24.75, 5, 'town'], ['Stockholm', 59.33, 18.07, 5, 'town'],
    ['Riga', 56.95, 24.1, 5, 'town'], ['Copenhagen', 55.68, 12.57, 5, 'town'], ['Gdańsk', 54.37, 18.63, 5, 'town'],
    ['St Petersburg', 59.93, 30.3, 5, 'town'], ['Kaliningrad', 54.71, 20.5, 6, 'town'], ['Klaipėda', 55.71, 21.14, 6, 'town'],
    ['Ventspils', 57.39, 21.57, 6, 'town'], ['Liepāja', 56.51, 21.01, 6, 'town'], ['Turku', 60.45, 22.27, 6, 'town'],
    ['Rostock', 54.09, 12.13, 6, 'town'], ['Kiel', 54.32, 10.14, 6, 'town'], ['Gothenburg', 57.7, 11.97, 6, 'town'],
    ['Karlskrona', 56.16, 15.59, 6, 'town'], ['Visby', 57.64, 18.3, 6, 'town'], ['Mariehamn', 60.1, 19.94, 7, 'town'],
    ['Hanko', 59.83, 22.97, 7, 'town'], ['Porkkala', 59.98, 24.42, 8, 'town'], ['Inkoo', 60.04, 24.0, 8, 'town'],
    ['Loviisa', 60.45, 26.23, 7, 'town'], ['Porvoo', 60.39, 25.66, 8, 'town'], ['Kotka', 60.47, 26.94, 7, 'town'],
    ['Narva', 59.38, 28.19, 7, 'town'], ['Ust-Luga', 59.66, 28.28, 7, 'town'], ['Primorsk', 60.36, 28.62, 7, 'town'],
    ['Paldiski', 59.35, 24.05, 8, 'town'], ['Kunda', 59.5, 26.53, 8, 'town'], ['Haapsalu', 58.94, 23.54, 8, 'town'],
    ['Pori', 61.48, 21.8, 6, 'town'], ['Vaasa', 63.1, 21.62, 6, 'town'], ['Oulu', 65.01, 25.47, 6, 'town'],
    ['Luleå', 65.58, 22.15, 6, 'town'], ['Gävle', 60.67, 17.14, 6, 'town'], ['Świnoujście', 53.91, 14.25, 7, 'town'],
  ];

  /* Parts of a ring that do not run along the edge of the charted box: the real coast. */
  function coast(ring, box) {
    const runs = [];
    let run = [];
    const edge = (p, q) => (p[1] === q[1] && (p[1] === box.west || p[1] === box.east))
      || (p[0] === q[0] && (p[0] === box.south || p[0] === box.north));
    for (let i = 0; i < ring.length; i++) {
      if (i && edge(ring[i - 1], ring[i])) {
        if (run.length > 1) runs.push(run);
        run = [];
      }
      run.push(ring[i]);
    }
    if (run.length > 1) runs.push(run);
    return runs;
  }

  /* Land and coast; beyond the box that the coastline covers the page says nothing, in grey. */
  function land(map, rings) {
    if (!rings.length) return;
    const box = { west: 180, east: -180, south: 90, north: -90 };
    for (const ring of rings) {
      for (const [lat, lon] of ring) {
        box.west = Math.min(box.west, lon);
        box.east = Math.max(box.east, lon);
        box.south = Math.min(box.south, lat);
        box.north = Math.max(box.north, lat);
      }
    }
    const shared = { renderer: L.canvas({ pane: 'land', padding: 0.3 }), pane: 'land', interactive: false, smoothFactor: 0.5 };
    const { west, east, south, north } = box;
    L.polygon(rings.map((r) => [r]), { ...shared, stroke: false, fillColor: b.PALETTE.ground.land, fillOpacity: 1 }).addTo(map);
    L.polyline(rings.flatMap((r) => coast(r, box)), { ...shared, color: b.PALETTE.coast, weight: 0.9 }).addTo(map);
    L.polygon([[[-85, -540], [85, -540], [85, 540], [-85, 540]], [[south, west], [north, west], [north, east], [south, east]]], {
      ...shared, stroke: false, fillColor: b.PALETTE.ground.beyond, fillOpacity: 1,
    }).addTo(map);
  }

  function names(map) {
    const group = L.layerGroup();
    const marks = NAMES.map(([name, lat, lon, zoom, sort]) => ({
      zoom,
      sort,
      layer: L.marker([lat, lon], {
        interactive: false, keyboard: false, pane: 'grid',
        icon: L.divIcon({ className: 'place ' + sort, html: b.dom.h('span', {}, name), iconSize: null }),
      }),
    }));
    const refresh = () => {
      const zoom = map.getZoom();
      for (const m of marks) {
        const on = zoom >= m.zoom && !(m.sort === 'land' && zoom > 9.5);
        if (on !== group.hasLayer(m.layer)) group[on ? 'addLayer' : 'removeLayer'](m.layer);
      }
    };
    map.on('zoomend', refresh);
    refresh();
    return group;
  }

  function lineStyle(item, part) {
    const color = b.PALETTE.kinds[item.kind] || '#555';
    if (!item.real) return { color, weight: 1.6, dashArray: '1 6', opacity: 1, lineCap: 'round' };
    const dashArray = part.class in STYLE ? STYLE[part.class] : STYLE.schematic;
    return { color, opacity: 1, lineCap: 'butt', dashArray, ...(b.WIDTHS[item.kind] || b.WIDTHS.telecom) };
  }

  function assetFacts(item) {
    const f = b.format;
    const list = (value) => f.listOf(value).join(', ');
    return b.dom.facts([
      ['Kind', f.words(item.subtype || item.kind)],
      ['Status', f.words(item.status) + (item.status_note ? ': ' + item.status_note : '')],
      ['Operator', item.operator],
      ['Owner', item.owner !== item.operator ? item.owner : null],
      ['Countries', list(item.countries)],
      ['In service', item.in_service_year],
      ['Length', item.length_km ? f.number(item.length_km, 0) + ' km' : null],
      ['Voltage', item.voltage_kv ? item.voltage_kv + ' kV' : null],
      ['Route accuracy', item.accuracy_class + ', about ±' + f.distance(item.accuracy_km, 1)],
      ['Route basis', item.route_basis],
      ['Route licence', item.route_licence],
      ['Also called', list(item.aliases)],
      ['Notes', item.notes],
      ['Sources', list(item.sources)],
    ]);
  }

  function assetPopup(item) {
    return b.dom.h('div', { class: 'popup' }, b.dom.h('h3', {}, b.dom.foreign(item.name)),
      item.real ? null : b.dom.h('p', { class: 'warn' }, f_planned(item)), assetFacts(item));
  }

  function f_planned(item) {
    return b.format.words(item.status) + ': drawn for orientation, never counted as evidence';
  }

  function assetTip(item) {
    return b.dom.h('div', { class: 'tip' }, b.dom.h('b', {}, b.dom.foreign(item.name)),
      b.dom.h('div', {}, b.format.words(item.subtype || item.kind) + ', ' + b.format.words(item.status)),
      b.dom.h('div', {}, 'route ' + item.accuracy_class + ', ±' + b.format.distance(item.accuracy_km, 1)));
  }

  /* Group lines by asset. Returns Map asset_id -> {item, layers, latlngs, layer}. */
  function assets(encoded, rings, renderer, onClick) {
    const found = new Map();
    let at = 0;
    for (const item of encoded.items) {
      const lines = item.parts.map((part) => ({ part, latlngs: rings[at++] }));
      const layers = lines.map(({ part, latlngs }) => b.line(latlngs, {
        renderer, pane: 'lines', smoothFactor: 0.6, ...lineStyle(item, part),
      }));
      const layer = L.featureGroup(layers);
      layer.bindTooltip(() => assetTip(item), { sticky: true, opacity: 0.97 });
      layer.bindPopup(() => assetPopup(item), { maxWidth: 320, maxHeight: Math.min(360, innerHeight * 0.4), autoPanPaddingTopLeft: [10, innerWidth > 900 ? 10 : 84] });
      layer.on('click', () => onClick && onClick(item));
      found.set(item.asset_id, { item, lines, layers, layer, group: item.real ? 'asset-' + item.kind : 'asset-planned' });
    }
    return found;
  }

  function metresPerPixel(lat, zoom) {
    return (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (256 * Math.pow(2, zoom));
  }

  /* A band of one accuracy either side of each line, in ground kilometres at every zoom. */
  function corridor(map, assetMap) {
    const renderer = L.canvas({ pane: 'corridor', padding: 0.3 });
    const group = L.layerGroup();
    const bands = [];
    for (const { item, lines } of assetMap.values()) {
      if (!item.real) continue;
      for (const { part, latlngs } of lines) {
        for (const piece of pieces(latlngs)) {
          const line = L.polyline(piece, {
            renderer, pane: 'corridor', interactive: false, smoothFactor: 1,
            color: b.PALETTE.kinds[item.kind], opacity: 1, lineCap: 'round', lineJoin: 'round',
          });
          bands.push({ line, km: part.km || item.accuracy_km || 0, lat: piece[piece.length >> 1][0], group: 'asset-' + item.kind, part, asset: item.asset_id });
        }
      }
    }
    const refresh = () => {
      if (!map.hasLayer(group)) return;
      for (const { line, km, lat } of bands) {
        line.setStyle({ weight: Math.min(3000, Math.max(1, (2000 * km) / metresPerPixel(lat, map.getZoom()))) });
      }
    };
    group.on('add', () => setTimeout(refresh));
    map.on('zoomend', refresh);
    for (const band of bands) group.addLayer(band.line);
    /* Bands go with the lines they belong to. */
    group.show = (shown) => {
      for (const band of bands) {
        if (shown(band.group, band.part, band.asset)) group.addLayer(band.line);
        else group.removeLayer(band.line);
      }
      refresh();
    };
    return group;
  }

  /* Cut a line where the map scale has changed by about one per cent. */
  function pieces(latlngs) {
    const out = [];
    let current = [latlngs[0]];
    for (let i = 1; i < latlngs.length; i++) {
      current.push(latlngs[i]);
      if (Math.abs(latlngs[i][0] - current[0][0]) > 0.5) {
        out.push(current);
        current = [latlngs[i]];
      }
    }
    if (current.length > 1) out.push(current);
    return out;
  }

  /* Bounds of all assets; the Baltic Sea when there are none. */
  function extent(assetMap) {
    const bounds = L.latLngBounds([]);
    for (const a of assetMap.values()) bounds.extend(a.layer.getBounds());
    return bounds.isValid() ? bounds : L.latLngBounds([[53.8, 10], [65.5, 29.5]]);
  }

  function middle(latlngs) {
    const lengths = latlngs.map((p, i) => (i ? Math.hypot(p[0] - latlngs[i - 1][0], (p[1] - latlngs[i - 1][1]) * 0.5) : 0));
    let left = lengths.reduce((p, q) => p + q, 0) / 2;
    for (let i = 1; i < latlngs.length; i++) {
      if (left <= lengths[i]) {
        const f = lengths[i] ? left / lengths[i] : 0;
        return [latlngs[i - 1][0] + f * (latlngs[i][0] - latlngs[i - 1][0]), latlngs[i - 1][1] + f * (latlngs[i][1] - latlngs[i - 1][1])];
      }
      left -= lengths[i];
    }
    return latlngs[0];
  }

  /* Times told to the minute get no seconds that nobody told; seconds that are told stay. */
  function outageWhen(o) {
    if (o.t0 === null) return 'time not published';
    const whole = o.t0 % 60 === 0 && (o.t1 === null || o.t1 % 60 === 0);
    const words = o.t1 === null || o.t1 === o.t0 ? b.format.utc(o.t0) : b.format.span(o.t0, o.t1);
    return whole ? words.replace(/(\d\d:\d\d):00\b/g, '$1') : words;
  }

  function outageWhere(o) {
    const error = (digits) => (o.sd_km ? ', ±' + b.format.distance(o.sd_km, digits) : '');
    const kp = Number.isFinite(o.kp_km) ? 'published as KP ' + b.format.number(o.kp_km) + ' km' : '';
    if (o.place === 'kp') return kp + ', placed on the charted line by it' + error();
    if (o.place === 'published') return 'published break place' + error() + (kp ? '; ' + kp : '');
    if (o.place === 'estimate') return 'estimated place' + error(0) + (o.basis ? ' (' + o.basis + ')' : '') + (kp ? '; ' + kp : '');
    return kp ? kp + error() : 'break place not published';
  }

  function outagePopup(o) {
    return b.dom.h('div', { class: 'popup' }, b.dom.h('h3', {}, b.dom.foreign(o.name || o.asset_ids.join(', '))),
      b.dom.facts([
        ['Outage', outageWhen(o)], ['Known from', b.format.words(o.evidence_kind)], ['Place', outageWhere(o)],
        ['At', o.place ? b.format.place(o.lat, o.lon) : null],
        ['In words', o.words], ['Damage', o.damage],
        ['Asset', o.asset_ids.length > 1 ? 'one of ' + o.asset_ids.join(', ') : o.asset_ids[0]],
      ]));
  }

  /* Marks of one outage: a cross where a place is known, else its asset lit with a plain label. */
  function outage(o, assetMap, renderer) {
    const group = L.featureGroup();
    const lit = o.asset_ids.map((id) => assetMap.get(id)).filter(Boolean);
    for (const { lines } of lit) {
      for (const { latlngs } of lines) {
        group.addLayer(b.glow(latlngs, renderer, lit.length === 1));
      }
    }
    let at = o.place ? [o.lat, o.lon] : null;
    if (at && o.sd_km) {
      group.addLayer(L.circle(at, {
        pane: 'glow', renderer, interactive: false, radius: o.sd_km * 1000, color: '#5b4a00', weight: 1,
        dashArray: '4 4', fillColor: b.PALETTE.outage, fillOpacity: 0.12,
      }));
    }
    if (!at && lit.length) at = middle(lit[0].lines[0].latlngs);
    if (at) {
      const known = Boolean(o.place);
      const mark = L.marker(at, {
        title: (o.name || '') + ': ' + outageWhere(o), alt: 'Outage', riseOnHover: true,
        icon: L.divIcon({
          className: 'outage-mark ' + (o.place || 'unplaced'), iconSize: [24, 24],
          html: b.dom.h('span', { 'aria-hidden': 'true' }, known ? '✕' : '?'),
        }),
      });
      mark.bindPopup(() => outagePopup(o), { maxWidth: 320 });
      group.addLayer(mark);
    }
    return group;
  }

  /* A window of many hours (a day named in the press) marks nothing sharply. */
  function isWide(o) {
    return o.t0 !== null && o.t1 !== null && o.t1 - o.t0 > 12 * 3600;
  }

  /* A name without what stands in brackets; long enough to tell cable no. 1 from no. 2. */
  function shortName(o) {
    const name = String(o.name || o.asset_ids.join(' or ') || 'asset').replace(/\s*\([^)]*\)?/g, '');
    const signs = [...name];
    return signs.length > 60 ? signs.slice(0, 59).join('') + '…' : name;
  }

  function crossing(c, renderer, shipOf, assetName) {
    const mark = L.circleMarker([c.lat, c.lon], {
      renderer, pane: 'lines', radius: c.in_window ? 5 : 3.5, color: '#111827', weight: 1.4,
      fillColor: c.in_window ? b.PALETTE.outage : '#ffffff', fillOpacity: 0.95,
    });
    const f = b.format;
    const content = () => b.dom.h('div', { class: 'tip' },
      b.dom.h('b', {}, b.dom.foreign(f.shipName(shipOf(c.mmsi)))), ' over ', b.dom.foreign(assetName(c.asset_id)),
      b.dom.h('div', {}, f.utc(c.t) + (f.timeError(c.t_sd_s) ? ' ± ' + f.timeError(c.t_sd_s) : '')),
      b.dom.h('div', {}, [c.sog_kn !== null && c.sog_kn !== undefined ? f.number(c.sog_kn) + ' kn' : null,
        c.angle_deg !== null && c.angle_deg !== undefined ? 'crossing angle ' + f.number(c.angle_deg, 0) + '°' : null,
        c.silent ? f.unheard(c) : null, c.provenance ? 'track ' + c.provenance : null].filter(Boolean).join(', ')),
      c.in_window ? b.dom.h('div', {}, 'within an outage window, given its uncertainty')
        : c.near ? b.dom.h('div', {}, 'within half an hour of an outage window') : null);
    mark.bindTooltip(content, { sticky: true, opacity: 0.97 });
    return mark;
  }

  b.layers = {
    land, names, assets, assetFacts, corridor, outage, outagePopup, outageWhen, outageWhere, crossing,
    lineStyle, pieces, coast, isWide, extent, middle, metresPerPixel, shortName,
  };
})(typeof window === 'undefined' ? globalThis : window);
