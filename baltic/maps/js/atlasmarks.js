/* Marks of incidents on the map, and their legend. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function isQuiet(incident, o) {
    return incident.record_type === 'no_damage' || !o.damaged;
  }

  /* Where the marks of an incident stand: at every place that is known; when none is, once in the
     middle of the first asset, so that there is something to click. Pure. */
  function spots(incident, middleOf) {
    const placed = incident.outages.filter((o) => o.place).map((o) => ({ outage: o, at: [o.lat, o.lon] }));
    if (placed.length) return placed;
    for (const o of incident.outages) {
      const at = o.asset_ids.map(middleOf).find(Boolean);
      if (at && (o.damaged || incident.record_type === 'no_damage')) return [{ outage: o, at }];
    }
    return [];
  }

  function mark(incident, { outage, at }, open) {
    const quiet = isQuiet(incident, outage);
    const what = (incident.title || incident.id) + ': ' + (quiet ? 'no damage' : b.layers.outageWhere(outage));
    const made = L.marker(at, {
      title: what, riseOnHover: true,
      icon: L.divIcon({
        className: 'incident-mark ' + (quiet ? 'quiet' : outage.place || 'unplaced'), iconSize: [24, 24],
        html: b.dom.h('span', { 'aria-hidden': 'true' }, quiet ? '○' : outage.place ? '✕' : '?'),
      }),
    });
    return b.marks.onPress(made, () => open(incident));
  }

  /* All marks of one incident, with a circle where the error of a place is told. */
  function group(incident, assetMap, open) {
    const made = L.featureGroup();
    const middleOf = (id) => (assetMap.get(id) && assetMap.get(id).lines.length ? b.layers.middle(assetMap.get(id).lines[0].latlngs) : null);
    for (const spot of spots(incident, middleOf)) {
      const o = spot.outage;
      if (o.place && o.sd_km) {
        made.addLayer(L.circle(spot.at, {
          pane: 'glow', interactive: false, radius: o.sd_km * 1000, color: '#5b4a00', weight: 1, dashArray: '4 4',
          fillColor: b.PALETTE.outage, fillOpacity: 0.1, className: 'sd',
        }));
      }
      made.addLayer(mark(incident, spot, open));
    }
    return made;
  }

  /* Of one layer of a group: a mark, or the circle of its error, which is drawn on a canvas. */
  function fade(layer, faded) {
    if (layer.setRadius) layer.setStyle({ opacity: faded ? 0.2 : 1, fillOpacity: faded ? 0 : 0.1 });
    else if (layer.getElement()) layer.getElement().classList.toggle('faded', faded);
  }

  const LEGEND = {
    title: 'Incidents',
    rows: [
      { key: 'incidents', label: 'Incidents', on: true, sample: { mark: 'incident-mark published', text: '✕' } },
      { label: 'break place estimated by others', sample: { mark: 'incident-mark estimate', text: '✕' } },
      { label: 'break place not published: mark in the middle of the asset', sample: { mark: 'incident-mark unplaced', text: '?' } },
      { label: 'no damage', sample: { mark: 'incident-mark quiet', text: '○' } },
    ],
    note: 'A circle is the error that the source gives for the place.',
  };

  b.atlasmarks = { spots, group, fade, LEGEND };
})(typeof window === 'undefined' ? globalThis : window);
