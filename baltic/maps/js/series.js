/* What the evidence charts show: one ship's speed, course and drift over a stretch of time. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});
  const MARGIN_S = 3 * 3600;

  /* The time a subject's charts span: its episodes and crossings, with a margin either side. */
  function span(subject, outages, model) {
    const times = [];
    for (const e of subject.episodes || []) times.push(e.t0, e.t1, ...e.assets.map((a) => a.t));
    for (const c of subject.crossings || []) if (c.heard !== false) times.push(c.t);
    if (!times.length) for (const o of outages || []) if (o.damaged) times.push(o.t0, o.t1);
    const known = times.filter((t) => t !== null && t !== undefined && Number.isFinite(t));
    const lines = (model && model.byShip.get(subject.mmsi)) || [];
    const first = lines.length ? Math.min(...lines.map((l) => l.t0)) : null;
    const last = lines.length ? Math.max(...lines.map((l) => l.t1)) : null;
    if (!known.length) return first === null ? null : [first, last];
    let start = Math.min(...known) - MARGIN_S;
    let end = Math.max(...known) + MARGIN_S;
    if (first !== null) {
      start = Math.max(start, first);
      end = Math.min(end, last);
    }
    return end > start ? [start, end] : first === null ? null : [first, last];
  }

  function turn(from, to) {
    return ((((to - from + 180) % 360) + 360) % 360) - 180;
  }

  /* Runs of {t, sog, cog, heading, drift}; a silence, a gap or a change of provenance starts a new run. */
  function extract(model, mmsi, start, end) {
    const runs = [];
    for (const line of model.byShip.get(mmsi) || []) {
      if (line.t1 < start || line.t0 > end) continue;
      let run = { provenance: line.provenance, points: [] };
      for (let i = b.tracks.indexAt(model, line, start); i < line.end; i++) {
        if (model.t[i] > end) break;
        if (model.t[i] < start) continue;
        if (run.points.length && b.tracks.isSilent(model, i - 1, i)) {
          runs.push(run);
          run = { provenance: line.provenance, points: [] };
        }
        run.points.push({
          t: model.t[i], sog: model.sog[i], cog: model.cog[i], heading: model.heading[i],
          drift: turn(model.cog[i], model.heading[i]),
        });
      }
      if (run.points.length) runs.push(run);
    }
    return runs;
  }

  /* Thin a run to about `most` points, keeping the lowest and highest of each bin in order. */
  function decimate(points, key, most) {
    if (points.length <= most) return points;
    const size = Math.ceil((2 * points.length) / most);
    const out = [];
    for (let at = 0; at < points.length; at += size) {
      const bin = points.slice(at, at + size);
      let low = bin[0];
      let high = bin[0];
      for (const p of bin) {
        if (p[key] < low[key]) low = p;
        if (p[key] > high[key]) high = p;
      }
      if (low === high) out.push(low);
      else out.push(...(low.t < high.t ? [low, high] : [high, low]));
    }
    return out;
  }

  b.series = { span, extract, decimate, turn };
})(typeof window === 'undefined' ? globalThis : window);
