/* The track model: flat columns of all fixes, and the unbroken lines over them. No drawing. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});
  /* Fixes this far apart leave what is between them unheard; the page says so of its own tracks
     (scan_map.py). */
  const SILENT_S = 900;
  const PROVENANCE = ['measured', 'reconstructed', 'simulated', 'unknown'];

  function mercatorY(lat) {
    const s = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
    return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
  }

  function empty(n) {
    const columns = {};
    for (const name of ['t', 'lon', 'lat', 'x', 'y']) columns[name] = new Float64Array(n);
    for (const name of ['sog', 'cog', 'heading']) columns[name] = new Float32Array(n).fill(NaN);
    return { n, lines: [], byShip: new Map(), t0: Infinity, t1: -Infinity, silent: SILENT_S, ...columns };
  }

  /* Decode packs (see tracks.py encode_tracks) into one model; fixes `silent` seconds apart are a
     silence. */
  async function load(packs, silent = SILENT_S) {
    const model = { ...empty(packs.reduce((sum, pack) => sum + pack.fixes.n, 0)), silent };
    let offset = 0;
    for (const pack of packs) {
      const columns = await b.codec.unpack(pack.fixes);
      const lines = await b.codec.unpack(pack.lines);
      foretell(columns[1], columns[0], lines[1]);
      foretell(columns[2], columns[0], lines[1]);
      place(model, pack, offset, columns);
      addLines(model, pack, offset, lines);
      offset += pack.fixes.n;
    }
    for (const line of model.lines) {
      const mine = model.byShip.get(line.mmsi) || [];
      mine.push(line);
      model.byShip.set(line.mmsi, mine);
      model.t0 = Math.min(model.t0, line.t0);
      model.t1 = Math.max(model.t1, line.t1);
    }
    for (const mine of model.byShip.values()) mine.sort((p, q) => p.t0 - q.t0);
    return model;
  }

  /* Turn surprises over dead reckoning back into positions, in place (tracks.py _surprises). */
  function foretell(values, times, sizes) {
    let at = 0;
    let last = 0;
    for (const size of sizes) {
      let step = 0;
      let before = 0;
      for (let i = 0; i < size; i++, at++) {
        const time = i ? times[at] - times[at - 1] : 0;
        const usable = i > 1 && time > 0 && before > 0 && time <= 8 * before;
        step = values[at] + (usable ? Math.floor((step * time) / before) : 0);
        last += step;
        values[at] = last;
        before = time;
      }
    }
  }

  function place(model, pack, offset, [t, lon, lat, sog, cog, heading]) {
    for (let i = 0, at = offset; i < pack.fixes.n; i++, at++) {
      model.t[at] = t[i] + pack.t0;
      model.lon[at] = lon[i] / pack.scale;
      model.lat[at] = lat[i] / pack.scale;
      model.x[at] = (model.lon[at] + 180) / 360;
      model.y[at] = mercatorY(model.lat[at]);
      if (sog[i] < 1023) model.sog[at] = sog[i] / 10;
      if (cog && cog[i] < 360) model.cog[at] = cog[i];
      if (heading && heading[i] < 360) model.heading[at] = heading[i];
    }
  }

  function addLines(model, pack, offset, [ship, size, kind, hull]) {
    let at = offset;
    for (let i = 0; i < pack.lines.n; i++) {
      const line = {
        mmsi: pack.ships[ship[i]], hull: hull[i], provenance: PROVENANCE[kind[i]],
        start: at, end: at + size[i],
        x0: Infinity, x1: -Infinity, y0: Infinity, y1: -Infinity, silences: 0,
      };
      at = line.end;
      line.t0 = model.t[line.start];
      line.t1 = model.t[line.end - 1];
      for (let j = line.start; j < line.end; j++) {
        if (j > line.start && isSilent(model, j - 1, j)) line.silences += 1;
        if (model.x[j] < line.x0) line.x0 = model.x[j];
        if (model.x[j] > line.x1) line.x1 = model.x[j];
        if (model.y[j] < line.y0) line.y0 = model.y[j];
        if (model.y[j] > line.y1) line.y1 = model.y[j];
      }
      model.lines.push(line);
    }
  }

  /* Index of the last fix of a line at or before time t (binary search). */
  function indexAt(model, line, t) {
    let low = line.start;
    let high = line.end - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (model.t[middle] <= t) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function bearing(model, i, j) {
    const dx = model.x[j] - model.x[i];
    const dy = model.y[i] - model.y[j];
    if (dx === 0 && dy === 0) return NaN;
    return ((Math.atan2(dx, dy) * 180) / Math.PI + 360) % 360;
  }

  function direction(model, i, next) {
    if (Number.isFinite(model.heading[i])) return model.heading[i];
    if (Number.isFinite(model.cog[i]) && !(model.sog[i] < 0.3)) return model.cog[i];
    return bearing(model, i, next);
  }

  /* Whether nothing was heard between two fixes that follow each other. */
  function isSilent(model, i, j) {
    return model.t[j] - model.t[i] >= model.silent;
  }

  /* Where a line's ship is at time t, or null outside its times: nothing is invented in gaps.
     `silent` says of a place between two fixes far apart that nobody heard the ship there. */
  function positionAt(model, line, t) {
    if (t < line.t0 || t > line.t1) return null;
    const i = indexAt(model, line, t);
    const j = Math.min(i + 1, line.end - 1);
    const span = model.t[j] - model.t[i];
    const f = span > 0 ? (t - model.t[i]) / span : 0;
    return {
      index: i,
      x: model.x[i] + f * (model.x[j] - model.x[i]),
      y: model.y[i] + f * (model.y[j] - model.y[i]),
      lat: model.lat[i] + f * (model.lat[j] - model.lat[i]),
      lon: model.lon[i] + f * (model.lon[j] - model.lon[i]),
      sog: model.sog[i],
      heading: direction(model, i, j),
      silent: f > 0 && f < 1 && isSilent(model, i, j),
    };
  }

  b.tracks = { PROVENANCE, SILENT_S, load, indexAt, isSilent, positionAt, bearing, mercatorY };
})(typeof window === 'undefined' ? globalThis : window);
