/* The page of one incident: windows, places, cause, claims and denials, law, sources. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  /* Roles stand as the source gives them: the word of an authority, not ours. Pure. */
  function role(word) {
    return word === 'suspect' ? 'called a suspect' : b.format.words(word) || 'role not known';
  }

  /* How a break place is known, with its coordinates when there are any. Pure. */
  function place(o) {
    return b.layers.outageWhere(o) + (o.place ? ', at ' + b.format.place(o.lat, o.lon) : '') + (o.words ? '; ' + o.words : '');
  }

  /* How a break time is known. Pure. */
  function timeKnown(o) {
    const words = [
      b.atlaswords.EVIDENCE[o.evidence_kind] || b.format.words(o.evidence_kind), o.t_sd_s ? '±' + b.format.number(o.t_sd_s, 0) + ' s' : null,
      o.t0 !== null && o.t1 !== null && o.t1 > o.t0 ? 'span of ' + b.format.duration(o.t1 - o.t0) : null,
      o.break_time_confidence ? 'told by: ' + b.format.words(o.break_time_confidence) : null, o.break_time_note, o.t_note,
    ];
    return words.filter(Boolean).join('; ') || null;
  }

  function outage(o, incident, { item, openAsset }) {
    const w = b.atlaswords;
    const { h } = b.dom;
    const links = o.asset_ids.map((id) => (item(id) ? w.link('asset', id, openAsset, {}, b.dom.foreign(item(id).name)) : h('span', {}, b.dom.foreign(id), ' (not on this map)')));
    return h('li', {}, h('b', {}, b.dom.foreign(o.name || o.asset_ids.map((id) => (item(id) || {}).name || id).join(' or ') || 'unnamed')), w.refs(o.sources, incident.sources),
      w.facts([
        ['Asset', links.length ? links.flatMap((l, i) => (i ? [' or ', l] : [l])) : w.unknown('not in the catalogue')],
        ['Damage', o.damage || (o.damaged ? null : 'none')],
        ['When', o.damaged || o.t0 !== null ? b.layers.outageWhen(o) : false], ['How known', o.damaged || o.t0 !== null ? timeKnown(o) : false],
        ['Where', o.damaged || o.place || o.words ? place(o) : false], ['Depth', o.depth_m ? o.depth_m + ' m' : false],
        ['Repaired', o.damaged ? o.repaired_on : false],
      ]));
  }

  function claim(c, incident) {
    const { h } = b.dom;
    const w = b.atlaswords;
    return h('li', {}, h('b', {}, b.dom.foreign(c.by)), c.stance ? [' ', h('span', { class: 'badge quiet' }, w.STANCES[c.stance] || b.format.words(c.stance))] : null,
      c.about ? [' (about ', b.dom.foreign(c.about), ')'] : null, c.date ? ', ' + w.when(c.date) : null, ': ', w.prose(c.claim), w.refs(c.sources, incident.sources));
  }

  function said(incident) {
    const { h } = b.dom;
    return [h('h3', {}, 'Who says what'), incident.claims.length
      ? [h('ul', { class: 'plain' }, incident.claims.map((c) => claim(c, incident))), h('p', { class: 'note' }, 'Claims and denials are told as their makers made them; none is weighed here.')]
      : h('p', { class: 'note' }, 'No claim and no denial is recorded.')];
  }

  function ship(s, incident) {
    const { h } = b.dom;
    const line = [s.type, s.imo && 'IMO ' + s.imo, s.mmsi && b.format.mmsiOf(s.mmsi)].filter(Boolean).join(' · ');
    return h('li', {}, h('b', {}, b.dom.foreign(s.name || 'unnamed')), ' ', h('span', { class: 'badge ' + (s.role === 'cleared' || s.role === 'acquitted' ? 'cleared' : 'quiet') }, role(s.role)),
      b.atlaswords.refs(s.sources, incident.sources), line ? h('small', {}, b.atlaswords.prose(line)) : null,
      s.caused_damage_per_authority ? h('small', {}, 'caused the damage, according to an authority: ', b.atlaswords.prose(s.caused_damage_per_authority)) : null,
      s.notes ? h('small', {}, b.atlaswords.prose(s.notes)) : null);
  }

  function ships(incident) {
    const { h } = b.dom;
    return [h('h3', {}, 'Ships named in public sources'), incident.ships.length
      ? [h('p', { class: 'note' }, 'Named by authorities or the press; being named is no finding.'), h('ul', { class: 'plain' }, incident.ships.map((s) => ship(s, incident)))]
      : h('p', { class: 'note' }, 'None.')];
  }

  function law(incident) {
    const { h } = b.dom;
    const w = b.atlaswords;
    return [h('h3', {}, 'Legal status'), h('p', {}, incident.legal_status ? w.prose(incident.legal_status) : w.unknown()),
      incident.legal.length ? h('ol', { class: 'plain' }, incident.legal.map((s) => h('li', {}, (s.date ? w.when(s.date) : 'date not known') + ': ', w.prose(s.status), s.by ? [' (', b.dom.foreign(s.by), ')'] : null, w.refs(s.sources, incident.sources)))) : null];
  }

  /* Numbers of the drag as sources give them; nothing when no source gives any. Pure but for elements. */
  function drag(incident) {
    const d = incident.drag || {};
    const span = (range, unit) => (Array.isArray(range) ? range.join('–') + unit : null);
    const row = (value, unit) => (b.atlaswords.isEmpty(value) ? false : value + unit);
    const rows = [
      ['Distance', row(d.distance_km, ' km' + (b.format.listOf(d.distance_km_other_claims).length ? ' (others say ' + b.format.listOf(d.distance_km_other_claims).join(', ') + ' km)' : ''))],
      ['Duration', row(d.duration_h, ' h')], ['Began', d.start || false], ['Ended', d.end || false],
      ['Anchor', row(d.anchor_mass_t, ' t')], ['Chain', row(d.chain_length_m, ' m')], ['Speed before', row(d.speed_before_kn, ' kn')],
      ['Speed during', row(d.speed_during_kn || span(d.speed_during_range_kn, ''), ' kn')], ['Speed after', row(d.speed_after_kn, ' kn')], ['Notes', d.notes || false],
    ];
    if (rows.every((r) => r[1] === false)) return null;
    return [b.dom.h('h3', {}, 'Anchor drag, as told', b.atlaswords.refs(d.sources, incident.sources)), b.atlaswords.facts(rows)];
  }

  function moments(incident) {
    if (!incident.moments.length) return null;
    const { h } = b.dom;
    const w = b.atlaswords;
    return h('details', { class: 'moments' }, h('summary', {}, `What is told hour by hour (${incident.moments.length})`), h('ol', { class: 'plain' }, incident.moments.map((m) => h('li', {},
      h('b', {}, w.whenSpan(m.time_utc, m.time_utc_end) || 'time not known'), ' ', w.prose(m.what || ''), Number.isFinite(m.sog_kn) ? `, ${m.sog_kn} kn` : null,
      Number.isFinite(m.lat) && Number.isFinite(m.lon) ? ', ' + b.format.place(m.lat, m.lon) : null, m.confidence ? h('span', { class: 'how' }, ' (' + b.format.words(m.confidence) + ')') : null, w.refs(m.sources, incident.sources)))));
  }

  function related(incident, doc, openIncident) {
    const ids = new Set(b.format.listOf(incident.linked_incidents));
    const others = doc.incidents.filter((i) => ids.has(i.id) || b.format.listOf(i.linked_incidents).includes(incident.id));
    return others.length ? [b.dom.h('h3', {}, 'See also'), b.dom.h('ul', { class: 'cards' }, others.map((i) => b.atlaswords.incidentCard(i, openIncident)))] : null;
  }

  function render(incident, doc, context) {
    const { h } = b.dom;
    const w = b.atlaswords;
    const f = b.format;
    return h('article', { class: 'detail' }, h('h2', { tabindex: '-1' }, b.dom.foreign(incident.title || incident.id)), h('p', { class: 'tags' }, w.badges(incident)),
      incident.record_status === 'draft' ? h('p', { class: 'warn' }, 'A draft made from a text. Not yet confirmed by a person: ', w.prose(f.listOf(incident.unconfirmed).join(', ') || 'the whole record')) : null,
      w.facts([
        ['Date', w.whenSpan(incident.date_utc_start, incident.date_utc_end)], ['Date known', incident.date_precision], ['Record', f.words(incident.record_type)],
        ['Cause', f.words(incident.cause_status)], ['Cause in words', incident.cause_detail], ['Weather', incident.weather],
        ['Repair cost', incident.repair_cost || false], ['Id', incident.id],
      ]),
      h('h3', {}, `Assets concerned (${incident.outages.length})`), incident.outages.length ? h('ul', { class: 'hits' }, incident.outages.map((o) => outage(o, incident, context))) : h('p', { class: 'note' }, 'None.'),
      said(incident), ships(incident), law(incident), drag(incident), moments(incident),
      incident.notes ? [h('h3', {}, 'Notes'), h('p', {}, w.prose(incident.notes))] : null,
      related(incident, doc, context.openIncident), w.sourceList('Sources (links open the web)', incident.sources));
  }

  b.atlasincident = { render, place, timeKnown };
})(typeof window === 'undefined' ? globalThis : window);
