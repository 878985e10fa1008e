/* Playback: a UTC clock, ships as headed symbols with trails, outages on the time bar. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});
  const SPEEDS = [60, 300, 600, 1800, 3600, 14400];
  const TRAIL_S = 1800;

  /* Ships at time t as symbols; only listed ones and the chosen one are named. Symbols are
     stamped from pictures and trails are one path a role: thousands move at once. */
  function drawShips(context, view, { model, t, roleOf, visible, nameOf, selected, avoid }) {
    const labels = [];
    const found = new Map(ORDER.map((role) => [role, { trails: new Path2D(), ships: [], silent: [] }]));
    for (const line of model.lines) {
      if (t < line.t0 || t > line.t1) continue;
      const role = roleOf(line.mmsi);
      if (!visible(role)) continue;
      const at = b.tracks.positionAt(model, line, t);
      const x = at.x * view.scale - view.ox;
      const y = at.y * view.scale - view.oy;
      if (x < -50 || y < -50 || x > view.width + 50 || y > view.height + 50) continue;
      const { trails, ships, silent } = found.get(role);
      trail(trails, view, model, line, at, t, x, y);
      (at.silent ? silent : ships).push([x, y, at.heading]);
      if (isNamed(role, view.zoom) || line.mmsi === selected) labels.push([x, y, nameOf(line.mmsi), role, line.mmsi === selected]);
    }
    for (const role of [...ORDER].reverse()) paint(context, role, found.get(role));
    names(context, labels, (avoid || []).map(([wx, wy, half]) => {
      const [x, y] = [wx * view.scale - view.ox, wy * view.scale - view.oy];
      return [x - half, y - half, x + half, y + half];
    }));
  }

  /* Lower ranks have their names where there is room for them. */
  function isNamed(role, zoom) {
    return role === 'first' || role === 'second' || (role === 'third' && zoom >= 9.5);
  }

  function paint(context, role, { trails, ships, silent }) {
    context.strokeStyle = b.PALETTE.roles[role];
    context.globalAlpha = 0.45;
    context.lineWidth = role === 'other' ? 2.5 : 5;
    context.lineCap = role === 'other' ? 'butt' : 'round';
    context.stroke(trails);
    context.globalAlpha = 1;
    stampAll(context, role, silent, true);
    stampAll(context, role, ships, false);
  }

  /* `hollow`: nobody heard these ships at the time; they stand between two reports. */
  function stampAll(context, role, ships, hollow) {
    if (!ships.length) return;
    // On whole pixels a picture is copied, not blended: a crowd shows no difference.
    const many = ships.length > 400;
    context.imageSmoothingEnabled = !many;
    const { sheet, side, px } = stamps(role, hollow);
    for (const [x, y, heading] of ships) {
      const step = Number.isFinite(heading) ? Math.round(heading / TURN) % STEPS : STEPS;
      const left = x - px / 2;
      const top = y - px / 2;
      context.drawImage(sheet, step * side, 0, side, side, many ? Math.round(left) : left, many ? Math.round(top) : top, px, px);
    }
    context.imageSmoothingEnabled = true;
  }

  const TURN = 4; // degrees between two pictures of one symbol
  const STEPS = 360 / TURN;
  const sheets = new Map();

  /* Pictures of one role's symbol side by side: arrows by heading, last the ring of ships that
     lie still or whose heading is not known. */
  function stamps(role, hollow) {
    const name = role + (hollow ? ' hollow' : '');
    if (sheets.has(name)) return sheets.get(name);
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const size = role === 'other' ? 5.5 : 8;
    const px = 2 * Math.ceil(1.35 * size + 2);
    const side = px * ratio;
    const sheet = document.createElement('canvas');
    sheet.width = side * (STEPS + 1);
    sheet.height = side;
    const context = sheet.getContext('2d');
    context.fillStyle = hollow ? '#ffffff' : b.PALETTE.roles[role];
    context.strokeStyle = hollow ? b.PALETTE.roles[role] : '#ffffff';
    for (let step = 0; step <= STEPS; step++) {
      context.setTransform(ratio, 0, 0, ratio, (step + 0.5) * side, side / 2);
      symbol(context, step === STEPS ? null : step * TURN, size);
    }
    sheets.set(name, { sheet, side, px });
    return sheets.get(name);
  }

  function symbol(context, heading, size) {
    context.beginPath();
    if (heading === null) context.arc(0, 0, size * 0.55, 0, 7);
    else {
      context.rotate((heading * Math.PI) / 180);
      context.moveTo(0, -size * 1.35);
      context.lineTo(size * 0.72, size);
      context.lineTo(0, size * 0.5);
      context.lineTo(-size * 0.72, size);
      context.closePath();
    }
    context.fill();
    context.lineWidth = 1.2;
    context.stroke();
  }

  const ORDER = ['first', 'second', 'third', 'other'];

  const meet = (p, q) => p[0] < q[2] && q[0] < p[2] && p[1] < q[3] && q[1] < p[3];

  /* Where a name `width` wide stands beside its ship: the first place of four that nothing in
     `taken` (boxes left, top, right, bottom) holds; null when all are held. Pure. */
  function room(x, y, width, taken) {
    const places = [[x + 11, y + 4], [x - 11 - width, y + 4], [x - width / 2, y - 13], [x - width / 2, y + 22]];
    return places.find(([left, base]) => !taken.some((o) => meet([left - 2, base - 12, left + width + 2, base + 4], o))) || null;
  }

  /* Names by importance, clear of marks and of each other; one without room is left out, but for
     that of the chosen ship. */
  function names(context, labels, marks) {
    labels.sort((p, q) => q[4] - p[4] || ORDER.indexOf(p[3]) - ORDER.indexOf(q[3]));
    const taken = [...marks];
    context.font = '600 12px system-ui, sans-serif';
    context.lineWidth = 3;
    context.strokeStyle = 'rgba(255,255,255,.92)';
    for (const [x, y, name, role, chosen] of labels.slice(0, 200)) {
      const text = [...name].slice(0, 24).join(''); // whole signs: half of one is no name
      const { width } = context.measureText(text);
      const place = room(x, y, width, taken) || (chosen ? [x + 11, y + 4] : null);
      if (!place) continue;
      const [left, base] = place;
      taken.push([left - 2, base - 12, left + width + 2, base + 4]);
      context.fillStyle = b.PALETTE.roles[role];
      context.strokeText(text, left, base);
      context.fillText(text, left, base);
    }
  }

  /* What was heard of a ship in the last half hour; what hides under the symbol is left out. */
  function trail(path, view, model, line, at, t, x, y) {
    const sx = (i) => model.x[i] * view.scale - view.ox;
    const sy = (i) => model.y[i] * view.scale - view.oy;
    const first = b.tracks.indexAt(model, line, Math.max(line.t0, t - TRAIL_S));
    if (Math.abs(sx(first) - x) + Math.abs(sy(first) - y) < 8) return;
    let px = x;
    let py = y;
    path.moveTo(x, y);
    for (let i = at.index; i >= first; i--) {
      const nx = sx(i);
      const ny = sy(i);
      const silent = i === at.index ? at.silent : line.silences && b.tracks.isSilent(model, i, i + 1);
      if (!silent && Math.abs(nx - px) + Math.abs(ny - py) < 2) continue;
      path[silent ? 'moveTo' : 'lineTo'](nx, ny);
      px = nx;
      py = ny;
    }
  }

  /* Labels that fit below a bar so many pixels wide, each with room to be told from the next. */
  function tickCount(width) {
    return Math.max(1, Math.min(9, Math.floor(width / 52)));
  }

  /* Player bar. `range` [start, end] in Unix seconds, `marks` [{t0, t1, label}]. */
  function player({ range, marks, histogram, onTime }) {
    const { h } = b.dom;
    const [start, end] = range;
    const state = { t: start, playing: false, speed: end - start > 5 * 86400 ? 14400 : 1800, frames: 0 };
    const share = (t) => (100 * (t - start)) / (end - start || 1) + '%';
    const button = h('button', { class: 'play', type: 'button', 'aria-label': 'Play', title: 'Play or pause (space)', onclick: toggle }, '▶');
    // No live region: it would read out every frame of a playback.
    const clock = h('output', { class: 'clock', 'aria-label': 'Clock, UTC', 'aria-live': 'off' });
    const slider = h('input', {
      type: 'range', min: Math.floor(start), max: Math.ceil(end), step: 10, value: start, 'aria-label': 'Time',
      oninput: () => set(Number(slider.value)),
    });
    const speed = h('select', { 'aria-label': 'Playback speed', title: 'Playback speed ( [ and ] )', onchange: () => { state.speed = Number(speed.value); onTime(state.t); } },
      SPEEDS.map((s) => h('option', { value: s, selected: s === state.speed }, (s < 3600 ? s / 60 + ' min' : s / 3600 + ' h') + ' per s')));
    const bars = h('div', { class: 'histogram', 'aria-hidden': 'true' }, histogram.map((v) => h('i', { style: { height: 100 * v + '%' } })));
    // The shortest last: it must not lie below one that spans it.
    const bands = marks.filter((m) => m.t1 >= start && m.t0 <= end).sort((p, q) => q.t1 - q.t0 - p.t1 + p.t0).map((m) => h('button', {
      class: m.wide ? 'band wide' : 'band', type: 'button', title: m.label, 'aria-label': 'Go to ' + m.label,
      style: { left: share(Math.max(start, m.t0)), width: `max(3px, ${(100 * (Math.min(end, m.t1) - Math.max(start, m.t0))) / (end - start || 1)}%)` },
      onclick: () => set(m.t0),
    }));
    const ticks = h('div', { class: 'ticks', 'aria-hidden': 'true' });
    /* As many labels as the bar has room for, whatever made it as wide as it is. */
    const label = () => {
      if (!ticks.clientWidth) return; // not laid out yet, or on paper
      ticks.replaceChildren(...b.charts.timeTicks(start, end, tickCount(ticks.clientWidth)).map((t) => h('span', { style: { left: share(t) } }, b.format.tick(t))));
    };
    new ResizeObserver(label).observe(ticks);
    const node = h('div', { class: 'player', role: 'group', 'aria-label': 'Playback' }, button, clock, speed,
      h('div', { class: 'time' }, bars, h('div', { class: 'bands' }, bands), slider, ticks));

    let told = -Infinity;
    /* `now`: of a frame. Bar and clock are painted slowly and follow ten times a second; ships every frame. */
    function set(t, now) {
      state.t = Math.max(start, Math.min(end, t));
      if (now === undefined || now - told >= 100) {
        told = now === undefined ? -Infinity : now;
        slider.value = state.t;
        clock.textContent = b.format.utc(state.t);
        slider.setAttribute('aria-valuetext', clock.textContent);
      }
      onTime(state.t);
    }

    let before = null;
    function step(now) {
      if (!state.playing) return;
      if (before !== null) set(state.t + Math.min(0.25, (now - before) / 1000) * state.speed, now);
      before = now;
      state.frames += 1;
      if (state.t >= end) toggle();
      else requestAnimationFrame(step);
    }

    function toggle() {
      state.playing = !state.playing;
      if (state.playing && state.t >= end) set(start);
      button.textContent = state.playing ? '❚❚' : '▶';
      button.setAttribute('aria-label', state.playing ? 'Pause' : 'Play');
      before = null;
      if (state.playing) requestAnimationFrame(step);
      else set(state.t);
    }

    function faster(by) {
      const i = SPEEDS.indexOf(state.speed) + by;
      if (SPEEDS[i]) {
        state.speed = SPEEDS[i];
        speed.value = String(state.speed);
      }
    }

    /* To the next outage on the bar, the first again after the last. */
    function nextOutage() {
      const times = marks.map((m) => Math.max(start, m.t0)).filter((t) => t <= end).sort((p, q) => p - q);
      const next = times.find((t) => t > state.t + 1) ?? times[0];
      if (next !== undefined) set(next);
    }

    function setSpeed(value) {
      if (SPEEDS.includes(value)) {
        state.speed = value;
        speed.value = String(value);
      }
    }

    return { node, state, set, toggle, faster, nextOutage, setSpeed };
  }

  /* Share of fixes in each of `bins` equal times, the fullest being 1. */
  function histogram(model, range, bins) {
    const counts = new Array(bins).fill(0);
    const [start, end] = range;
    for (let i = 0; i < model.n; i++) {
      const at = Math.floor(((model.t[i] - start) / (end - start || 1)) * bins);
      if (at >= 0 && at <= bins) counts[Math.min(at, bins - 1)] += 1;
    }
    const most = Math.max(1, ...counts);
    return counts.map((c) => c / most);
  }

  b.playback = { drawShips, player, histogram, tickCount, room, SPEEDS };
})(typeof window === 'undefined' ? globalThis : window);
