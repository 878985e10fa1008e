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

  /* The clock starts at the first sharply timed outage, else the strongest episode. */
  function startTime(doc, model) {
    const sharp = doc.outages.filter((o) => o.damaged && o.t0 !== null && !b.layers.isWide(o)).map((o) => o.t0);
    const episodes = doc.subjects.flatMap((s) => s.episodes.map((e) => e.t0)).filter((t) => t !== null);
    return sharp.length ? Math.min(...sharp) : episodes.length ? episodes[0] : model.t0;
  }

  /* What the panel shows of a ship that is neither hypothesis nor candidate. */
  function otherShip(doc, model, look, mmsi) {
    const left = doc.excluded.find((e) => e.mmsi === mmsi);
    const ship = look.shipOf(mmsi);
    const reason = left && b.format.words(left.reason).replace(/^excluded because /, '');
    return {
      id: 'ship-' + mmsi, kind: 'other', mmsi, imo: ship.imo, name: (left && left.name) || ship.name, role: null, episodes: [], reasons: [],
      provenance: [...new Set((model.byShip.get(mmsi) || []).map((l) => l.provenance))].sort().join(' and '),
      crossings: doc.crossings.items.filter((c) => c.mmsi === mmsi),
      anchor: left ? 'excluded' : null,
      excluded: left ? 'Excluded because ' + reason : null,
    };
  }

  b.view = { otherShip, lookups, subtitle, startBounds, startTime };
})(typeof window === 'undefined' ? globalThis : window);
