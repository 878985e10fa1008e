/* Legend and layer switches in one box; scale bars and the pointer's coordinates. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function swatch(sample) {
    const { svg } = b.dom;
    const box = { class: 'swatch', viewBox: '0 0 30 14', width: 30, height: 14, 'aria-hidden': 'true' };
    if (sample.mark) return b.dom.h('span', { class: 'swatch ' + sample.mark, 'aria-hidden': 'true' }, sample.text || '');
    if (sample.ramp) return svg('svg', box, [0.15, 0.4, 0.8].map((opacity, i) => svg('rect', { x: 1 + i * 9.5, y: 2, width: 9, height: 10, fill: sample.ramp, opacity })));
    if (sample.fill) return svg('svg', box, svg('rect', { x: 1, y: 2, width: 28, height: 10, fill: sample.fill, opacity: sample.opacity }));
    if (sample.ring) return svg('svg', box, svg('circle', { cx: 15, cy: 7, r: 4.5, fill: sample.ring, stroke: '#111827', 'stroke-width': 1.4 }));
    if (sample.ship) return svg('svg', box, svg('path', { d: 'M22 7 L9 3 L11 7 L9 11 Z', fill: sample.ship, stroke: sample.rim || '#fff' }));
    const stroke = (color, weight) => svg('line', {
      x1: 1, x2: 29, y1: 7, y2: 7, stroke: color, 'stroke-width': weight || 2,
      'stroke-dasharray': sample.dash || null, 'stroke-linecap': sample.cap || null,
    });
    return svg('svg', box, stroke(sample.color, sample.weight), sample.core ? stroke(sample.core.color, sample.core.weight) : null);
  }

  /* `sections`: [{title, rows: [{key, label, sample, on, note}]}]; a row without key is a sample only. */
  function box(sections, onToggle) {
    const { h } = b.dom;
    const inputs = new Map();
    const body = sections.filter((s) => s.rows.length).map((section) => h('details', { class: 'section', open: !section.closed },
      h('summary', {}, section.title),
      section.rows.map((row) => {
        if (!row.key) return h('div', { class: 'row' }, swatch(row.sample), h('span', {}, row.label));
        const input = h('input', {
          type: 'checkbox', checked: row.on, 'data-layer': row.key,
          onchange: () => onToggle(row.key, input.checked),
        });
        inputs.set(row.key, input);
        return h('label', { class: 'row' }, input, row.sample ? swatch(row.sample) : null, h('span', {}, row.label));
      }),
      section.note ? h('p', { class: 'note' }, section.note) : null));
    const node = h('details', { class: 'legend', open: innerWidth > 900 }, h('summary', {}, 'Legend and layers'), h('div', { class: 'body' }, body));
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    return {
      node,
      set(key, on) {
        const input = inputs.get(key);
        if (input && input.checked !== on) {
          input.checked = on;
          onToggle(key, on);
        }
      },
      state: () => [...inputs].map(([key, input]) => [key, input.checked]),
    };
  }

  function control(position, node) {
    const made = L.control({ position });
    made.onAdd = () => node;
    return made;
  }

  /* Scale in kilometres and nautical miles, and the pointer (or map centre) in degrees-minutes. */
  function scale(map) {
    const { h } = b.dom;
    const km = h('span', { class: 'bar' });
    const nm = h('span', { class: 'bar' });
    const where = h('output', { class: 'where', 'aria-label': 'Coordinates', 'aria-live': 'off' });
    const nice = (value) => {
      const power = Math.pow(10, Math.floor(Math.log10(value)));
      return [5, 3, 2, 1].map((m) => m * power).find((v) => v <= value);
    };
    const refresh = () => {
      const metres = b.layers.metresPerPixel(map.getCenter().lat, map.getZoom());
      for (const [node, unit, name] of [[km, 1000, 'km'], [nm, 1852, 'NM']]) {
        const size = nice((80 * metres) / unit);
        node.style.width = (size * unit) / metres + 'px';
        node.textContent = +size.toPrecision(2) + ' ' + name;
      }
    };
    const show = (latlng) => { where.textContent = b.format.place(latlng.lat, latlng.lng); };
    map.on('zoomend moveend', refresh);
    map.on('mousemove', (event) => show(event.latlng));
    map.on('moveend', () => show(map.getCenter()));
    refresh();
    show(map.getCenter());
    return h('div', { class: 'scale' }, km, nm, where);
  }

  b.legend = { box, control, scale };
})(typeof window === 'undefined' ? globalThis : window);
