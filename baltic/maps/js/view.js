/* What a map of ships looks up and first shows. */
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

  function subtitle(doc, model) {
    const damaged = doc.outages.filter((o) => o.damaged);
    const sharp = damaged.filter((o) => !b.layers.isWide(o));
    const times = (sharp.length ? sharp : damaged).flatMap((o) => [o.t0, o.t1]).filter((t) => t !== null);
    if (!times.length && model.n) {
      return b.layers.outageWhen({ t0: model.t0, t1: model.t1 }) + ` · ${b.format.count(model.byShip.size, 'ship')} · ${b.format.count(doc.subjects.length, 'candidate')}`;
    }
    if (!times.length) return doc.incident && doc.incident.date_utc_start ? doc.incident.date_utc_start.slice(0, 10) : 'no tracks';
    return 'Outages ' + b.layers.outageWhen({ t0: Math.min(...times), t1: Math.max(...times) });
  }

  /* What the first view must show: listed ships' episodes and crossings, known break places. */
  function startBounds(doc, assetMap, model) {
    const points = [];
    const put = (lat, lon) => Number.isFinite(lat) && Number.isFinite(lon) && lat !== null && lon !== null && points.push([lat, lon]);
    for (const o of doc.outages) if (o.damaged && (o.place === 'published' || o.place === 'kp')) put(o.lat, o.lon);
    for (const s of doc.subjects.slice(0, 6)) {
      for (const e of s.episodes) { for (const at of [e, ...e.assets]) put(at.lat, at.lon); }
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

  /* The clock starts at the outage whose time is known best, else the strongest episode. */
  function startTime(doc, model) {
    const long = (o) => (o.t1 === null ? 0 : o.t1 - o.t0);
    const sharp = doc.outages.filter((o) => o.damaged && o.t0 !== null && !b.layers.isWide(o)).sort((p, q) => long(p) - long(q) || p.t0 - q.t0);
    const episodes = doc.subjects.flatMap((s) => s.episodes.map((e) => e.t0)).filter((t) => t !== null);
    return sharp.length ? sharp[0].t0 : episodes.length ? episodes[0] : model.t0;
  }

  /* Outages on the time bar; those of one and the same time are one mark that names them all. */
  function outageMarks(outages) {
    const marks = new Map();
    for (const o of outages.filter((x) => x.damaged && x.t0 !== null)) {
      const key = o.t0 + ' ' + o.t1;
      const mark = marks.get(key) || { t0: o.t0, t1: o.t1 || o.t0, wide: b.layers.isWide(o), when: b.layers.outageWhen(o), names: [] };
      mark.names.push(b.layers.shortName(o));
      marks.set(key, mark);
    }
    return [...marks.values()].map((m) => ({ ...m, label: 'outage of ' + m.names.join(', ') + ', ' + m.when }));
  }

  /* What the panel shows of a ship that is neither hypothesis nor candidate. */
  function otherShip(doc, model, look, mmsi) {
    const left = doc.excluded.find((e) => e.mmsi === mmsi);
    const open = left ? null : doc.unjudged.find((e) => e.mmsi === mmsi);
    const ship = look.shipOf(mmsi);
    const aside = left || open || {};
    const why = left || open ? b.format.reason(left ? 'excluded' : 'could not be judged', aside.reason) : null;
    const listed = look.subjects.get(mmsi);
    return {
      id: 'ship-' + mmsi, kind: 'other', mmsi, imo: ship.imo, name: aside.name || ship.name, role: null, reasons: [],
      episodes: listed ? listed.episodes : [],
      provenance: [...new Set((model.byShip.get(mmsi) || []).map((l) => l.provenance))].sort().join(' and '),
      crossings: doc.crossings.items.filter((c) => c.mmsi === mmsi),
      anchor: left ? 'excluded' : open ? 'unjudged' : null,
      excluded: why && why[0].toUpperCase() + why.slice(1),
    };
  }

  b.view = { outageMarks, otherShip, lookups, subtitle, startBounds, startTime };
})(typeof window === 'undefined' ? globalThis : window);
