/* The density raster, marks that a key presses, and the rank marks of listed ships. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  /* More rank marks than this hide the map; the list holds all ships. */
  const MOST = 60;

  /* Leaflet makes a mark a button that can be reached, but not one that a key presses. */
  function onPress(mark, act) {
    mark.on('keydown', ({ originalEvent: event }) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      L.DomEvent.stop(event); // the space bar plays and pauses elsewhere
      act();
    });
    return mark.on('click', act);
  }

  function density(doc) {
    const d = doc.density;
    if (!d) return Promise.resolve(null);
    return b.codec.unpack(d.cells).then(([column, row, count]) => {
      const most = Math.log(1 + d.most);
      return new b.CanvasOverlay((context, view) => {
        for (let i = 0; i < count.length; i++) {
          const lon = d.west + column[i] * d.dlon;
          const lat = d.south + row[i] * d.dlat;
          const x0 = ((lon + 180) / 360) * view.scale - view.ox;
          const x1 = ((lon + d.dlon + 180) / 360) * view.scale - view.ox;
          const y1 = b.tracks.mercatorY(lat) * view.scale - view.oy;
          const y0 = b.tracks.mercatorY(lat + d.dlat) * view.scale - view.oy;
          if (x1 < 0 || y1 < 0 || x0 > view.width || y0 > view.height) continue;
          context.fillStyle = `rgba(35,60,95,${0.08 + (0.72 * Math.log(1 + count[i])) / most})`;
          context.fillRect(x0, y0, Math.max(1, x1 - x0), Math.max(1, y1 - y0));
        }
      }, { pane: 'density' });
    });
  }

  /* Where a listed ship is marked: at what its track shows, else where a passage is possible. */
  function placeOf(s) {
    const placed = (s.crossings || []).filter((c) => c.lat !== undefined && c.lat !== null);
    return placed.find((c) => !c.open && !c.silent) || placed.find((c) => !c.open) || (s.episodes || [])[0] || placed[0];
  }

  function subjectMarks(doc, select) {
    const group = L.featureGroup();
    for (const s of doc.subjects.slice(0, MOST)) {
      const at = placeOf(s);
      if (!at || at.lat === null || at.lat === undefined || s.role === null) continue;
      const tag = at.tag || (at.silent ? 'not heard there' : null);
      const what = `${s.rank ? 'Rank ' + s.rank + ': ' : ''}${b.format.shipName(s)}${tag ? ', ' + tag : ''}`;
      const mark = L.marker([at.lat, at.lon], {
        title: what, alt: what, riseOnHover: true, zIndexOffset: s.role === 'first' ? 500 : s.role === 'second' ? 200 : 0,
        icon: L.divIcon({ className: `rank-mark role-${s.role}${tag ? ' possible' : ''}`, iconSize: [24, 24], iconAnchor: [12, 30], html: b.dom.h('span', {}, (s.rank || '·') + (tag ? '?' : '')) }),
      });
      group.addLayer(onPress(mark, () => select(s)));
    }
    return group;
  }

  b.marks = { MOST, density, placeOf, subjectMarks, onPress };
})(typeof window === 'undefined' ? globalThis : window);
