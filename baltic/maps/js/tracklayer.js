/* All tracks on one canvas, coloured by role; finds the track under the pointer. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});
  const ORDER = ['other', 'third', 'second', 'first'];
  const WIDTH = { other: 1, third: 1.8, second: 2.4, first: 3.2 };

  /* Draw one line; steps under a pixel and legs outside the view cost nothing. */
  function trace(context, model, line, view) {
    const { scale, ox, oy, width, height } = view;
    let drawn = false;
    let px = 0;
    let py = 0;
    let last = null;
    for (let i = line.start; i < line.end; i++) {
      const x = model.x[i] * scale - ox;
      const y = model.y[i] * scale - oy;
      if (i > line.start) {
        if (i < line.end - 1 && Math.abs(x - px) < 1 && Math.abs(y - py) < 1) continue;
        const outside = (x < 0 && px < 0) || (y < 0 && py < 0) || (x > width && px > width) || (y > height && py > height);
        if (outside) last = null;
        else {
          if (last === null) context.moveTo(px, py);
          context.lineTo(x, y);
          last = i;
          drawn = true;
        }
      }
      px = x;
      py = y;
    }
    if (line.end - line.start === 1 || (!drawn && px > 0 && py > 0 && px < width && py < height)) {
      context.moveTo(px + 2, py);
      context.arc(px, py, 2, 0, 2 * Math.PI);
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
          best = { line, index: f < 0.5 ? i : j, t: model.t[i] + f * (model.t[j] - model.t[i]), score: d * bonus };
        }
      }
    }
    return best;
  }

  b.tracklayer = { draw, nearest, trace };
})(typeof window === 'undefined' ? globalThis : window);
