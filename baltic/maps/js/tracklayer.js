/* All tracks on one canvas, coloured by role; finds the track under the pointer. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});
  const ORDER = ['other', 'third', 'second', 'first'];
  const WIDTH = { other: 1, third: 1.8, second: 2.4, first: 3.2 };

  const isOutside = ({ width, height }, x, y, px, py) => (x < 0 && px < 0) || (y < 0 && py < 0) || (x > width && px > width) || (y > height && py > height);

  /* Draw what was heard of one line: each run of fixes without a silence, a ring where it has no
     length. Steps under a pixel and legs outside the view cost nothing. */
  function trace(context, model, line, view) {
    const { scale, ox, oy, width, height } = view;
    let drawn = false;
    let px = 0;
    let py = 0;
    let pen = false;
    const finish = () => {
      if (drawn || !(px > 0 && py > 0 && px < width && py < height)) return;
      context.moveTo(px + 2, py);
      context.arc(px, py, 2, 0, 2 * Math.PI);
    };
    for (let i = line.start; i < line.end; i++) {
      const x = model.x[i] * scale - ox;
      const y = model.y[i] * scale - oy;
      if (i > line.start && line.silences && b.tracks.isSilent(model, i - 1, i)) {
        finish();
        drawn = pen = false;
      } else if (i > line.start) {
        if (i < line.end - 1 && Math.abs(x - px) < 1 && Math.abs(y - py) < 1) continue;
        if (isOutside(view, x, y, px, py)) pen = false;
        else {
          if (!pen) context.moveTo(px, py);
          context.lineTo(x, y);
          pen = drawn = true;
        }
      }
      px = x;
      py = y;
    }
    finish();
  }

  /* Add the legs of one line over which nobody heard the ship: straight from fix to fix. */
  function traceSilences(context, model, line, view) {
    const { scale, ox, oy } = view;
    for (let i = line.start + 1; i < line.end; i++) {
      if (!b.tracks.isSilent(model, i - 1, i)) continue;
      const [px, py] = [model.x[i - 1] * scale - ox, model.y[i - 1] * scale - oy];
      const [x, y] = [model.x[i] * scale - ox, model.y[i] * scale - oy];
      if (isOutside(view, x, y, px, py)) continue;
      context.moveTo(px, py);
      context.lineTo(x, y);
    }
  }

  /* All silences of a role at once, thin and broken: a guess is not to be taken for a track. */
  function drawSilences(context, view, lines, role, { model, selected }) {
    context.setLineDash(b.DASHES.silent);
    context.strokeStyle = b.PALETTE.roles[role];
    context.lineCap = 'butt';
    context.lineWidth = role === 'other' ? 0.8 : 1.2;
    for (const dimmed of selected ? [true, false] : [false]) {
      context.globalAlpha = dimmed ? 0.3 : 0.9;
      context.beginPath();
      for (const line of lines) {
        if (line.silences && dimmed === Boolean(selected && line.mmsi !== selected)) traceSilences(context, model, line, view);
      }
      context.stroke();
    }
  }

  function inView(line, view) {
    return line.x1 * view.scale >= view.ox && line.x0 * view.scale <= view.ox + view.width
      && line.y1 * view.scale >= view.oy && line.y0 * view.scale <= view.oy + view.height;
  }

  function draw(context, view, state) {
    const { model, roleOf, visible, selected } = state;
    context.lineJoin = 'round';
    for (const role of ORDER) {
      if (!visible(role)) continue;
      const lines = model.lines.filter((l) => roleOf(l.mmsi) === role && inView(l, view));
      const many = lines.length > 4000;
      drawSilences(context, view, lines, role, state);
      for (const pass of role === 'first' || role === 'second' ? ['halo', 'line'] : ['line']) {
        for (const line of lines) {
          const dimmed = selected && line.mmsi !== selected;
          context.globalAlpha = role === 'other' ? (dimmed ? 0.25 : many ? 0.35 : 0.95) : dimmed ? 0.4 : 1;
          context.setLineDash(pass === 'halo' || many ? [] : b.DASHES[line.provenance]);
          context.strokeStyle = pass === 'halo' ? '#ffffff' : b.PALETTE.roles[role];
          context.lineWidth = WIDTH[role] + (pass === 'halo' ? 2.5 : 0) + (line.mmsi === selected ? 1.2 : 0);
          context.lineCap = pass !== 'halo' && line.provenance === 'simulated' ? 'round' : 'butt';
          context.beginPath();
          trace(context, model, line, view);
          context.stroke();
        }
      }
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  /* The fix nearest to a world point within `reach` (world units), listed ships first. */
  function nearest(model, x, y, reach, roleOf, visible) {
    let best = null;
    for (const line of model.lines) {
      if (x < line.x0 - reach || x > line.x1 + reach || y < line.y0 - reach || y > line.y1 + reach) continue;
      const role = roleOf(line.mmsi);
      if (!visible(role)) continue;
      const bonus = role === 'other' ? 1 : 0.5;
      for (let i = line.start; i < line.end; i++) {
        const j = Math.min(i + 1, line.end - 1);
        const dx = model.x[j] - model.x[i];
        const dy = model.y[j] - model.y[i];
        const long = dx * dx + dy * dy;
        let f = long ? ((x - model.x[i]) * dx + (y - model.y[i]) * dy) / long : 0;
        f = Math.max(0, Math.min(1, f));
        const d = Math.hypot(x - model.x[i] - f * dx, y - model.y[i] - f * dy);
        if (d <= reach && (!best || d * bonus < best.score)) {
          best = {
            line, index: f < 0.5 ? i : j, t: model.t[i] + f * (model.t[j] - model.t[i]), score: d * bonus,
            silence: f > 0 && f < 1 && b.tracks.isSilent(model, i, j) ? [model.t[i], model.t[j]] : null,
          };
        }
      }
    }
    return best;
  }

  b.tracklayer = { draw, nearest, trace, traceSilences };
})(typeof window === 'undefined' ? globalThis : window);
