/* The page of one asset: all that the catalogue knows of it, and what it does not. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  const CAPACITY = {
    mw: (v) => v + ' MW', bcm_per_year: (v) => v + ' billion m³ a year', fibre_pairs: (v) => v + ' fibre pairs', fibres: (v) => v + ' fibres',
    design_tbit_s: (v) => v + ' Tbit/s by design', diameter_mm: (v) => 'diameter ' + v + ' mm', pressure_bar: (v) => v + ' bar', note: (v) => v,
  };

  /* {mw: 650, note: 'x'} -> "650 MW; x"; null when nothing is known. Pure. */
  function capacity(values) {
    const words = Object.entries(values || {}).map(([key, value]) => (CAPACITY[key] ? CAPACITY[key](value) : b.format.words(key) + ' ' + value));
    return words.join('; ') || null;
  }

  /* Published lengths and that of the line drawn, each said to be what it is. Pure. */
  function lengths(item) {
    const km = (v) => b.format.number(v, 0) + ' km';
    const sea = item.submarine_length_km && km(item.submarine_length_km);
    const words = [
      item.length_km && km(item.length_km) + ' published', sea && (item.length_km ? sea + ' of it at sea' : sea + ' at sea, whole length not known'),
      item.length_note,
    ].filter(Boolean);
    return words.join('; ') || null;
  }

  /* The length of all that is drawn of an asset, branches too. Pure. */
  function drawn(item) {
    if (!item.drawn_km) return null;
    const of = item.parts.length > 1 ? `, ${item.parts.length} lines in all` : '';
    return b.format.number(item.drawn_km, 0) + ' km' + of + ', measured on the map';
  }

  /* What a class of accuracy and its kilometres mean. Pure. */
  function accuracy(item, classes) {
    const km = b.format.distance(item.accuracy_km, item.accuracy_km < 1 ? 2 : 1).replace(/\.?0+ km$/, ' km');
    return `${item.accuracy_class}, about ±${km}` + (classes[item.accuracy_class] ? ' (' + classes[item.accuracy_class] + ')' : '');
  }

  function licence(words, known) {
    if (!words) return null;
    const told = Object.keys(known).filter((key) => String(words).includes(key)).map((key) => key + ': ' + known[key]);
    return told.length ? words + ' (' + told.join('; ') + ')' : words;
  }

  function landings(item) {
    const { h } = b.dom;
    const list = item.landings || [];
    if (!list.length) return null;
    return h('ul', { class: 'plain' }, list.map((l) => h('li', {}, b.dom.foreign(l.name || 'unnamed'), l.country ? ', ' + l.country : null,
      h('small', {}, Number.isFinite(l.lat) && Number.isFinite(l.lon) ? b.format.place(l.lat, l.lon) : b.atlaswords.unknown('place not known'), l.note ? [' ', b.atlaswords.prose(l.note)] : null))));
  }

  function parts(item) {
    const { h } = b.dom;
    if (item.parts.length < 2 || item.parts.length > 40) return null;
    return h('table', { class: 'crossings' }, h('caption', {}, 'Each line of it'),
      h('thead', {}, h('tr', {}, ['Line', 'Route', '±', 'Licence'].map((t) => h('th', { scope: 'col' }, t)))),
      h('tbody', {}, item.parts.map((p, i) => h('tr', {}, h('td', {}, b.dom.foreign(p.name || 'line ' + (i + 1))), h('td', {}, p.class || b.atlaswords.unknown()),
        h('td', {}, b.atlaswords.isEmpty(p.km) ? b.atlaswords.unknown() : b.format.distance(p.km)), h('td', {}, p.licence || b.atlaswords.unknown())))));
  }

  /* What happened to this asset in one incident, with a link to the whole of it. */
  function hit(incident, id, go) {
    const w = b.atlaswords;
    const { h } = b.dom;
    return h('li', {}, w.link('incident', incident.id, go, { class: 'head' }, b.dom.foreign(incident.title || incident.id)), w.badges(incident),
      incident.outages.filter((o) => o.asset_ids.includes(id)).map((o) => h('div', { class: 'outage' },
        o.asset_ids.length > 1 ? h('p', { class: 'note' }, `One of ${o.asset_ids.length} assets that may be meant.`) : null,
        w.facts([
          ['When', o.damaged || o.t0 !== null ? b.layers.outageWhen(o) : w.whenSpan(incident.date_utc_start, incident.date_utc_end)],
          ['Damage', o.damage || (o.damaged ? null : 'none')],
          ['Break place', o.damaged ? b.layers.outageWhere(o) + (o.words ? '; ' + o.words : '') : false],
          ['Repaired', o.damaged ? o.repaired_on : false],
        ]))),
      w.facts([['Cause', b.format.words(incident.cause_status)], ['Legal status', incident.legal_status],
        ['Sources', incident.sources.length ? incident.sources.map((s) => s.publisher || s.id).filter((v, i, all) => all.indexOf(v) === i).join('; ') : null]]));
  }

  function known(item) {
    const f = b.format;
    return b.atlaswords.facts([
      ['Kind', f.words(item.subtype || item.kind)], ['Status', item.status ? f.words(item.status) + (item.status_note ? ': ' + item.status_note : '') : null],
      ['Owner', item.owner], ['Operator', item.operator && item.operator === item.owner ? 'the owner, or not recorded apart' : item.operator], ['Countries', f.listOf(item.countries).join(', ')],
      ['In service since', item.in_service_year], ['Length', lengths(item)],
      ['Line as drawn', drawn(item) || false],
      ['Capacity', capacity(item.capacity)], ['Voltage', item.kind === 'power' || item.voltage_kv ? item.voltage_kv && item.voltage_kv + ' kV' : false],
      ['Build', item.kind === 'telecom' && !item.circuits_or_poles ? false : item.circuits_or_poles],
      ['Landings', landings(item)], ['Also called', f.listOf(item.aliases).length ? f.listOf(item.aliases).join(', ') : false],
      ['Facts known', item.facts_confidence ? 'with ' + item.facts_confidence + ' confidence' : null],
      ['Notes', item.notes || false], ['Id', item.asset_id],
    ]);
  }

  function route(item, doc) {
    return b.atlaswords.facts([
      ['Accuracy', accuracy(item, doc.classes)], ['Meaning', 'an honest guess of the usual error, not a bound'], ['Basis', item.route_basis],
      ['Licence', licence(item.route_licence, doc.licence_words)],
      ['Taken from', b.format.listOf(item.source_features).length ? b.format.listOf(item.source_features).join(', ') : 'no mapped feature'],
    ]);
  }

  function render(item, doc, { openIncident }) {
    const { h } = b.dom;
    const mine = doc.incidents.filter((i) => i.outages.some((o) => o.asset_ids.includes(item.asset_id)));
    const sources = b.format.listOf(item.sources).map((id) => ({ id, ...(doc.asset_sources[id] || {}) }));
    return h('article', { class: 'detail' }, h('h2', { tabindex: '-1' }, b.dom.foreign(item.name)),
      item.real ? null : h('p', { class: 'warn' }, b.format.words(item.status) + ': drawn for orientation, never counted as evidence'),
      item.accuracy_class === 'schematic' ? h('p', { class: 'warn' }, 'Schematic route: only its ends are known. Take no distance from the line drawn.') : null,
      known(item), h('h3', {}, 'How well the route is known'), route(item, doc), parts(item),
      h('h3', {}, `Incidents (${mine.length})`),
      mine.length ? h('ul', { class: 'hits' }, mine.map((i) => hit(i, item.asset_id, openIncident))) : h('p', { class: 'note' }, 'None in the catalogue. That is no proof that there was none.'),
      b.atlaswords.sourceList('Sources', sources));
  }

  b.atlasasset = { render, capacity, lengths, drawn, accuracy, licence };
})(typeof window === 'undefined' ? globalThis : window);
