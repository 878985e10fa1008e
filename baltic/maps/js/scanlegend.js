/* What stands in the legend of a map of ships. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function legendSections(doc, model, assetMap) {
    const roles = b.PALETTE.roles;
    const kinds = ['telecom', 'power', 'gas', 'oil'].filter((k) => [...assetMap.values()].some((a) => a.item.kind === k && a.item.real));
    const used = new Set(model.lines.map((l) => l.provenance));
    const ships = [];
    const investigation = doc.view === 'investigation';
    if (doc.subjects.some((s) => s.mmsi)) {
      const best = ['first', 'second', 'third'].find((r) => doc.subjects.some((s) => s.role === r)) || 'third';
      ships.push({ key: 'listed', label: investigation ? 'Ships of the hypotheses' : 'Candidates', on: true, sample: { color: roles[best], weight: 3 } });
      ships.push({ key: 'marks', label: 'Rank marks' + (doc.subjects.length > b.marks.MOST ? ` (the first ${b.marks.MOST})` : ''), on: true, sample: { mark: 'rank-mark role-' + best, text: '1' } });
    }
    if (model.lines.length) {
      ships.push({ key: 'other', label: 'Other traffic', on: true, sample: { color: roles.other, weight: 1.4 } });
      ships.push({ key: 'ships', label: 'Ships at the clock time', on: true, sample: { ship: roles.other } });
    }
    if (doc.density) ships.push({ key: 'density', label: `Density of ${doc.density.fixes.toLocaleString('en')} fixes: too many for single tracks. Darkest cell: ${doc.density.most.toLocaleString('en')} fixes`, on: true, sample: { ramp: '#233c5f' } });
    const marked = doc.crossings.items;
    if (marked.length) ships.push({ key: 'crossings', label: 'Crossings of assets' + (doc.crossings.omitted ? ` (${doc.crossings.omitted} more not drawn)` : ''), on: true, sample: { ring: '#ffffff' } });
    if (marked.some((c) => c.in_window)) ships.push({ label: 'crossing that may explain an outage', sample: { ring: b.PALETTE.outage } });
    const colours = investigation ? [['first', 'rank 1'], ['second', 'ranks 2 and 3'], ['third', 'lower ranks']] : [['first', 'level alert'], ['second', 'level watch'], ['third', 'level note']];
    for (const [role, label] of colours) {
      if (doc.subjects.some((s) => s.role === role)) ships.push({ label, sample: { color: roles[role], weight: role === 'first' ? 3.2 : 2.2 } });
    }
    const isOpen = (at) => at && (at.tag || at.silent);
    const open = doc.subjects.find((s) => s.role && isOpen(b.marks.placeOf(s)));
    if (open) ships.push({ label: 'rank mark where a passage is possible only, or was not heard', sample: { mark: `rank-mark role-${open.role} possible`, text: '1?' } });
    if (investigation && doc.subjects.some((s) => s.mmsi && !s.rank)) ships.push({ label: 'drag-like episode of a ship that is no hypothesis', sample: { mark: 'rank-mark role-third', text: '·' } });
    for (const [word, dash, text] of [['measured', null, 'measured: received AIS'], ['reconstructed', '8 4', 'reconstructed from published facts'], ['simulated', '1.5 4', 'simulated: not a real ship']]) {
      if (used.has(word)) ships.push({ label: text, sample: { color: '#374151', dash, cap: word === 'simulated' ? 'round' : null, weight: 2 } });
    }
    if (model.lines.some((l) => l.silences)) {
      const long = `no report for ${b.format.duration(model.silent)} or longer: `;
      ships.push({ label: long + 'straight line, not heard', sample: { color: '#374151', dash: '8 4 1.5 4', weight: 1.2 } });
      ships.push({ label: 'ship in such a silence at the clock time', sample: { ship: '#ffffff', rim: roles.other } });
    }
    return [
      { title: 'Ships', rows: ships, note: model.lines.length > 4000 && used.size > 0 && (used.has('simulated') || used.has('reconstructed')) ? 'With this many tracks all are drawn as full lines; the pointer shows how each is known.' : null },
      { title: 'Outages', rows: outageRows(doc.outages.filter((o) => o.damaged)) },
      assetSection(kinds, assetMap, innerHeight < 1000, true),
    ];
  }

  function outageRows(damaged) {
    if (!damaged.length) return [];
    const rows = [{ key: 'outages', label: 'Damaged assets and break places', on: true, sample: { color: b.PALETTE.rim, weight: 10, core: { color: b.PALETTE.outage, weight: 7.5 } } }];
    const marks = [['published', '✕', 'break place published'], ['estimate', '✕', 'place estimated, within the circle'], ['kp', '✕', 'place by its published kilometre point'], ['unplaced', '?', 'place not known: on this asset']];
    for (const [place, text, label] of marks) {
      if (damaged.some((o) => (o.place || 'unplaced') === place)) rows.push({ label, sample: { mark: 'outage-mark ' + place, text } });
    }
    return rows;
  }

  /* [key of its switch, classes of accuracy, words, dash]. */
  const ACCURACY = [
    ['acc-charted', ['surveyed', 'charted'], 'surveyed or charted route', null],
    ['acc-traced', ['traced'], 'traced route', '8 3'],
    ['acc-schematic', ['schematic'], 'schematic route: ends known', '3 4'],
  ];

  /* The switch of a line's class; what has no class is drawn as schematic. */
  function accuracyKey(part) {
    return (ACCURACY.find(([, classes]) => classes.includes(part.class)) || ACCURACY[2])[0];
  }

  /* The least and the greatest error of the routes of one class on this map: ", ±2–25 km". */
  function errorsOf(key, parts) {
    const km = parts.filter((p) => accuracyKey(p) === key && p.km > 0).map((p) => p.km);
    if (!km.length) return '';
    const [least, most] = [Math.min(...km), Math.max(...km)].map((v) => String(Number(v.toPrecision(3))));
    return ', ±' + (least === most ? least : least + '–' + most) + ' km';
  }

  /* `switched`: routes can be chosen by accuracy, too; else the classes are samples only. */
  function assetSection(kinds, assetMap, closed, switched) {
    const rows = kinds.map((k) => ({ key: 'asset-' + k, label: k[0].toUpperCase() + k.slice(1) + (k === 'gas' || k === 'oil' ? ' pipelines' : ' cables'), on: true, sample: { color: b.PALETTE.kinds[k], ...b.WIDTHS[k] } }));
    if ([...assetMap.values()].some((a) => !a.item.real)) rows.push({ key: 'asset-planned', label: 'Planned or cancelled', on: true, sample: { color: '#555', weight: 1.4, dash: '1 5', cap: 'round' } });
    rows.push({ key: 'corridor', label: 'Accuracy corridor of the routes', on: false, sample: { fill: '#0072b2', opacity: 0.25 } });
    const parts = [...assetMap.values()].flatMap((a) => a.item.parts);
    const used = new Set(parts.map(accuracyKey));
    for (const [key, , label, dash] of ACCURACY) {
      const row = { label: label + errorsOf(key, parts), sample: { color: '#555', dash, weight: 2 } };
      if (!switched) rows.push(row);
      else if (used.has(key)) rows.push({ ...row, key, on: true });
    }
    return { title: 'Assets', rows, closed };
  }

  b.scanlegend = { sections: legendSections, assetSection, accuracyKey, errorsOf };
})(typeof window === 'undefined' ? globalThis : window);
