/* Inline SVG charts: ledger bars, and speed, course and drift over time. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});
  const W = 344;
  const LEFT = 34;
  const RIGHT = 6;

  const STEPS = [300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800];

  /* Whole UTC moments between two times, at most `most` of them. */
  function timeTicks(start, end, most) {
    const step = STEPS.find((s) => (end - start) / s <= most) || 2592000 * Math.ceil((end - start) / (2592000 * most));
    const out = [];
    for (let t = Math.ceil(start / step) * step; t <= end; t += step) out.push(t);
    return out;
  }

  function valueTicks(low, high, most) {
    const raw = (high - low) / most;
    const power = Math.pow(10, Math.floor(Math.log10(raw)));
    const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw);
    const out = [];
    for (let v = Math.ceil(low / step) * step; v <= high + 1e-9; v += step) out.push(v);
    return out;
  }

  /* SVG path of finite points; `jump` breaks the line where a course passes north. */
  function linePath(points, key, sx, sy, jump) {
    let path = '';
    let last = null;
    for (const p of points) {
      if (!Number.isFinite(p[key])) {
        last = null;
        continue;
      }
      const move = last === null || (jump && Math.abs(p[key] - last) > jump);
      path += (move ? 'M' : 'L') + sx(p.t).toFixed(1) + ' ' + sy(p[key]).toFixed(1);
      last = p[key];
    }
    return path;
  }

  /* Finite points with no finite neighbour: no line shows them. */
  function lonely(points, key) {
    const known = (p) => p !== undefined && Number.isFinite(p[key]);
    return points.filter((p, i) => known(p) && !known(points[i - 1]) && !known(points[i + 1]));
  }

  const DASH = { measured: null, reconstructed: '6 3', simulated: '1.5 2.5', unknown: '3 3' };

  /* Numbers above a chart, in `rows` rows: each goes where it covers none before it, else nowhere. */
  function spaced(marks, sx, rows) {
    const ends = new Array(rows).fill(-Infinity);
    const out = [];
    for (const mark of marks) {
      const x = sx(mark.t);
      const half = 3.4 * String(mark.number).length + 1;
      const row = ends.findIndex((end) => x - half >= end);
      if (row < 0) continue;
      ends[row] = x + half;
      out.push({ ...mark, x, row });
    }
    return out;
  }

  /* Lowest and highest finite value; a loop, since a long track has too many for one call. */
  function extremes(runs, key) {
    let low = Infinity;
    let high = -Infinity;
    for (const run of runs) {
      for (const p of run.points) {
        if (p[key] < low) low = p[key];
        if (p[key] > high) high = p[key];
      }
    }
    return low <= high ? [low, high] : null;
  }

  function panel(options) {
    const { svg } = b.dom;
    const { runs, keys, start, end, low, high, top, height, label, jump, ticks } = options;
    const sx = (t) => LEFT + ((t - start) / (end - start || 1)) * (W - LEFT - RIGHT);
    const sy = (v) => top + height - ((v - low) / (high - low || 1)) * height;
    const parts = [];
    for (const v of ticks || valueTicks(low, high, 4)) {
      parts.push(svg('line', { class: 'grid', x1: LEFT, x2: W - RIGHT, y1: sy(v), y2: sy(v) }));
      parts.push(svg('text', { class: 'tick', x: LEFT - 4, y: sy(v) + 3, 'text-anchor': 'end' }, v));
    }
    for (const run of runs) {
      for (const [key, className] of keys) {
        const d = linePath(b.series.decimate(run.points, key, 700), key, sx, sy, jump);
        for (const p of lonely(run.points, key)) parts.push(svg('circle', { class: className, cx: sx(p.t), cy: sy(p[key]), r: 1.2 }));
        if (d) {
          parts.push(svg('path', {
            class: className, d, fill: 'none', 'stroke-dasharray': DASH[run.provenance],
          }));
        }
      }
    }
    return { parts, sx, sy, title: svg('text', { class: 'label', x: LEFT, y: top - 4 }, label) };
  }

  function outageBands(outages, { sx, start, end, bottom }) {
    const { svg } = b.dom;
    const shown = outages.filter((o) => o.damaged && o.t0 !== null && o.t0 <= end && (o.t1 || o.t0) >= start);
    return shown.map((o) => {
      const x0 = sx(Math.max(o.t0, start));
      const x1 = sx(Math.min(o.t1 || o.t0, end));
      const wide = b.layers.isWide(o);
      return svg('rect', {
        class: 'outage', x: x0 - 0.75, width: Math.max(1.5, x1 - x0), y: wide ? bottom - 3 : 26, height: wide ? 3 : bottom - 26,
      }, svg('title', {}, 'Outage of ' + o.name));
    });
  }

  function episodeBands(subject, { sx, sy, start, end, bottom }) {
    const { svg } = b.dom;
    const out = [];
    for (const e of subject.episodes) {
      const x0 = sx(Math.max(e.t0, start));
      const x1 = sx(Math.min(e.t1, end));
      if (e.t0 === null || x1 <= x0) continue;
      out.push(svg('rect', { class: 'episode', x: x0, width: x1 - x0, y: 26, height: bottom - 26 }));
      for (const [v, word] of [[e.v_ref_kn, 'expected'], [e.v_drag_kn, 'episode']]) {
        if (v === null) continue;
        out.push(svg('line', { class: 'level', x1: x0, x2: x1, y1: sy(v), y2: sy(v) },
          svg('title', {}, word + ' speed ' + b.format.number(v) + ' kn')));
      }
    }
    return out;
  }

  /* A thin line a crossing, and its number in the table of crossings. */
  function crossingMarks(crossings, { sx, start, end, bottom }, assetName) {
    const { svg } = b.dom;
    const shown = crossings.filter((c) => c.t >= start && c.t <= end);
    return [
      ...shown.map((c) => svg('line', { class: 'cross', x1: sx(c.t), x2: sx(c.t), y1: 26, y2: bottom },
        svg('title', {}, c.number + ': over ' + assetName(c.asset_id) + ', ' + b.format.utc(c.t)))),
      ...spaced(shown, sx, 2).map((c) => svg('text', { class: 'mark', x: c.x, y: c.row ? 11 : 23, 'text-anchor': 'middle' }, c.number)),
    ];
  }

  /* The charts in words, for those who cannot see them. */
  function spoken(runs, shown, start, end) {
    const range = (key, digits, unit) => {
      const found = extremes(runs, key);
      return found ? `${b.format.number(found[0], digits)} to ${b.format.number(found[1], digits)} ${unit}` : 'not sent';
    };
    return `${b.format.utc(start)} to ${b.format.utc(end)}: speed ${range('sog', 1, 'knots')}, course ${range('cog', 0, 'degrees')}, `
      + `heading less course ${range('drift', 0, 'degrees')}, ${shown.length} crossing${shown.length === 1 ? '' : 's'} of assets`;
  }

  /* All charts of one subject on one time axis. `onPick(t)` is called with the time clicked. */
  function timeline({ runs, start, end, subject, outages, assetName, onPick }) {
    const { svg } = b.dom;
    const fastest = Math.max(4, (extremes(runs, 'sog') || [0, 0])[1]);
    const hasHeading = extremes(runs, 'heading');
    const hasCourse = extremes(runs, 'cog');
    const drift = extremes(runs, 'drift');
    const common = { runs, start, end };
    const charts = [];
    let top = 40;
    const add = (height, options) => {
      charts.push(panel({ ...common, top, height, ...options }));
      top += height + 24;
    };
    add(96, { keys: [['sog', 'speed']], low: 0, high: Math.ceil(fastest * 1.05), label: 'Speed over ground, kn' });
    if (hasCourse || hasHeading) {
      add(72, {
        keys: [['heading', 'heading'], ['cog', 'course']], low: 0, high: 360, jump: 180,
        ticks: [0, 90, 180, 270, 360],
        label: 'Course' + (hasHeading ? ' and heading (thin)' : '') + ', degrees',
      });
    }
    if (drift) {
      const most = Math.max(10, -drift[0], drift[1]);
      const bound = Math.min(180, Math.ceil(most / 10) * 10);
      add(52, {
        keys: [['drift', 'drift']], low: -bound, high: bound, ticks: [-bound, 0, bound],
        label: 'Heading less course (yaw or drift), degrees',
      });
    }
    const { sx, sy } = charts[0];
    const bottom = top - 20;
    const frame = { sx, sy, start, end, bottom };
    const back = [...outageBands(outages, frame), ...episodeBands(subject, frame)];
    const crossings = crossingsOf(subject);
    const front = crossingMarks(crossings, frame, assetName);
    const axis = timeTicks(start, end, 5).map((t) => svg('text', {
      class: 'tick', x: Math.min(sx(t), W - 14), y: bottom + 12, 'text-anchor': 'middle',
    }, b.format.tick(t)));
    const cursor = svg('line', { class: 'cursor', x1: -9, x2: -9, y1: 26, y2: bottom });
    const node = svg('svg', {
      class: 'chart', viewBox: `0 0 ${W} ${bottom + 30}`, role: 'img',
      'aria-label': spoken(runs, crossings.filter((c) => c.t >= start && c.t <= end), start, end),
    }, back, charts.map((c) => c.parts), front, charts.map((c) => c.title), axis,
    svg('text', { class: 'label', x: LEFT, y: bottom + 26 }, b.format.day(start) + ' UTC', svg('tspan', { class: 'hint' }, ' · click sets the clock')), cursor);
    node.addEventListener('click', (event) => {
      const box = node.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * W;
      const t = start + ((x - LEFT) / (W - LEFT - RIGHT)) * (end - start);
      onPick(Math.max(start, Math.min(end, t)));
    });
    return {
      node,
      setTime(t) {
        const x = t >= start && t <= end ? sx(t) : -9;
        cursor.setAttribute('x1', x);
        cursor.setAttribute('x2', x);
      },
    };
  }

  /* Crossings of a subject from its hypothesis and its episodes, each once, numbered by time;
     not those that are only possible: its track does not meet the line there. */
  function crossingsOf(subject) {
    const seen = [];
    const put = (c, claimed) => {
      if (c.t === null || c.t === undefined) return;
      const twin = seen.find((s) => s.asset_id === c.asset_id && Math.abs(s.t - c.t) < 30);
      if (!twin) seen.push({ ...c, in_window: Boolean(claimed || c.in_window) });
      else for (const [key, value] of Object.entries(c)) twin[key] = twin[key] ?? value;
    };
    for (const c of subject.crossings || []) if (!c.open) put(c, subject.kind === 'vessel');
    for (const e of subject.episodes || []) for (const c of e.assets) put(c, false);
    return seen.sort((p, q) => p.t - q.t).map((c, i) => ({ ...c, number: i + 1 }));
  }

  /* One bar an item of the ledger: right speaks for a drag, left against. */
  function ledger(evidence) {
    const { h } = b.dom;
    const most = Math.max(1, ...evidence.map((e) => Math.abs(e.llr || 0)));
    const rows = evidence.map((e) => {
      const share = (Math.abs(e.llr || 0) / most) * 50;
      const side = e.llr < 0 ? 'against' : 'for';
      const style = { width: share + '%', [e.llr < 0 ? 'right' : 'left']: '50%' };
      return h('li', {},
        h('span', { class: 'item' }, b.format.words(e.item)),
        h('span', { class: 'track', 'aria-hidden': 'true' }, h('span', { class: 'bar ' + side, style })),
        h('span', { class: 'llr' }, b.format.signed(e.llr)),
        h('span', { class: 'why' }, e.text));
    });
    return h('ul', { class: 'ledger' }, rows);
  }

  b.charts = { timeTicks, valueTicks, linePath, lonely, spaced, extremes, timeline, ledger, crossingsOf };
})(typeof window === 'undefined' ? globalThis : window);
