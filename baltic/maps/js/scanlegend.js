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
      ships.push({ key: 'listed', label: investigation ? 'Ships of the hypotheses' : 'Candidates', on: true, sample: { color: roles.first, weight: 3 } });
      ships.push({ key: 'marks', label: 'Rank marks', on: true, sample: { mark: 'rank-mark role-first', text: '1' } });
    }
    if (model.lines.length) {
      ships.push({ key: 'other', label: 'Other traffic', on: true, sample: { color: roles.other, weight: 1.4 } });
      ships.push({ key: 'ships', label: 'Ships at the clock time', on: true, sample: { ship: roles.other } });
    }
    if (doc.density) ships.push({ key: 'density', label: `Density of ${doc.density.fixes.toLocaleString('en')} fixes: too many for single tracks`, on: true, sample: { fill: '#233c5f', opacity: 0.5 } });
    if (doc.crossings.items.length) ships.push({ key: 'crossings', label: 'Crossings of assets' + (doc.crossings.omitted ? ` (${doc.crossings.omitted} more not drawn)` : ''), on: true, sample: { ring: '#ffffff' } });
    const colours = investigation ? [['first', 'rank 1'], ['second', 'ranks 2 and 3'], ['third', 'lower ranks']] : [['first', 'level alert'], ['second', 'level watch'], ['third', 'level note']];
    for (const [role, label] of colours) {
      if (doc.subjects.some((s) => s.role === role)) ships.push({ label, sample: { color: roles[role], weight: role === 'first' ? 3.2 : 2.2 } });
    }
    for (const [word, dash, text] of [['measured', null, 'measured: received AIS'], ['reconstructed', '8 4', 'reconstructed from published facts'], ['simulated', '1.5 4', 'simulated: not a real ship']]) {
      if (used.has(word)) ships.push({ label: text, sample: { color: '#374151', dash, cap: word === 'simulated' ? 'round' : null, weight: 2 } });
    }
    return [
      { title: 'Ships', rows: ships, note: model.lines.length > 4000 && used.size > 0 && (used.has('simulated') || used.has('reconstructed')) ? 'With this many tracks all are drawn as full lines; the pointer shows how each is known.' : null },
      { title: 'Outages', rows: doc.outages.some((o) => o.damaged) ? [{ key: 'outages', label: 'Damaged assets and break places', on: true, sample: { color: b.PALETTE.outage, weight: 8 } }] : [] },
      assetSection(kinds, assetMap, innerHeight < 1000),
    ];
  }

  function assetSection(kinds, assetMap, closed) {
    const rows = kinds.map((k) => ({ key: 'asset-' + k, label: k[0].toUpperCase() + k.slice(1) + (k === 'gas' || k === 'oil' ? ' pipelines' : ' cables'), on: true, sample: { color: b.PALETTE.kinds[k], weight: 2.4 } }));
    if ([...assetMap.values()].some((a) => !a.item.real)) rows.push({ key: 'asset-planned', label: 'Planned or cancelled', on: true, sample: { color: '#555', weight: 1.4, dash: '1 5', cap: 'round' } });
    rows.push({ key: 'corridor', label: 'Accuracy corridor of the routes', on: false, sample: { fill: '#0072b2', opacity: 0.25 } });
    for (const [label, dash] of [['surveyed or charted route', null], ['traced route, a few km', '8 3'], ['schematic route, 10–40 km', '3 4']]) rows.push({ label, sample: { color: '#555', dash, weight: 2 } });
    return { title: 'Assets', rows, closed };
  }

  b.scanlegend = { sections: legendSections, assetSection };
})(typeof window === 'undefined' ? globalThis : window);
