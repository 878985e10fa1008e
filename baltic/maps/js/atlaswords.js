/* What the pages of the atlas are built of: facts that may be unknown, references, links, cards. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  const EVIDENCE = {
    scada_trip: "trip seen by the grid operator's control system", loss_of_light: 'loss of light on the fibre',
    routing_outage: 'outage seen in internet routing', pressure_drop: 'fall of gas pressure', seismic: 'seismic record',
    operator_notice: "operator's notice", press_window: 'time span told by the press', day_only: 'only the day is known',
  };
  const TIERS = {
    press: 'press', operator: 'operator', official: 'authority', dataset: 'data set',
    'own-knowledge-unverified': "compiler's own knowledge, not checked",
  };
  const STANCES = { claims: 'claims', denies: 'denies', clears: 'clears', doubts: 'doubts' };

  function isEmpty(value) {
    return value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length);
  }

  function unknown(words) {
    return b.dom.h('span', { class: 'unknown' }, words || 'not known');
  }

  /* Text from outside in its own direction. */
  function prose(value) {
    return b.dom.h('bdi', { class: 'prose' }, b.format.listOf(value).map((v) => (typeof v === 'string' || typeof v === 'number' ? v : JSON.stringify(v))).join('; '));
  }

  /* A list of facts in which an absent one says so; `false` leaves the line out. */
  function facts(pairs) {
    const { h } = b.dom;
    return h('dl', { class: 'facts' }, pairs.filter((p) => p[1] !== false).map(([name, value]) => [
      h('dt', {}, name), h('dd', {}, isEmpty(value) ? unknown() : value instanceof Node || Array.isArray(value) ? value : prose(value)),
    ]));
  }

  /* "2024-12-25T10:26:00Z" -> "2024-12-25 10:26 UTC"; coarser dates stay as they are. Pure. */
  function when(text) {
    return String(text).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::00)?(?::(\d\d))?(?:\.\d+)?Z$/, (_all, day, minute, second) => day + ' ' + minute + (second ? ':' + second : '') + ' UTC');
  }

  function whenSpan(from, to) {
    if (isEmpty(from)) return isEmpty(to) ? null : 'until ' + when(to);
    return isEmpty(to) || to === from ? when(from) : when(from) + ' to ' + when(to);
  }

  /* The day of an incident as a list shows it. */
  function day(incident) {
    return String(incident.date_utc_start || '').slice(0, 10) || 'date not known';
  }

  /* Numbers of the sources that a statement rests on: [3, 7]. */
  function refs(ids, sources) {
    const at = b.format.listOf(ids).map((id) => sources.findIndex((s) => s.id === id)).filter((n) => n >= 0).sort((p, q) => p - q);
    if (!at.length) return null;
    const names = at.map((n) => sources[n].publisher || sources[n].id).join('; ');
    return b.dom.h('span', { class: 'refs', title: names }, ' [' + at.map((n) => n + 1).join(', ') + ']');
  }

  function source(s) {
    const { h } = b.dom;
    const words = [s.publisher || s.title || s.id, s.date].filter(Boolean).join(', ');
    const web = /^https?:\/\//.test(s.url || '');
    const rest = [TIERS[s.tier] || s.tier, s.licence && 'licence ' + s.licence, web ? null : String(s.url || 'no address').replace(/^\((.*)\)$/s, '$1')].filter(Boolean).join(' · ');
    return h('li', {}, web ? h('a', { href: s.url, rel: 'noopener noreferrer', target: '_blank' }, b.dom.foreign(words)) : b.dom.foreign(words), rest ? h('small', {}, prose(rest)) : null);
  }

  function sourceList(title, sources) {
    const { h } = b.dom;
    return [h('h3', {}, title), sources.length ? h('ol', { class: 'sources' }, sources.map(source)) : h('p', {}, unknown('None recorded.'))];
  }

  /* A link to a page inside the file: followed here it keeps filters and map, copied it is the permalink. */
  function link(sort, id, go, attributes, ...children) {
    return b.dom.h('a', {
      href: b.atlasaddress.permalink(sort, id), ['data-' + sort]: id, ...attributes,
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go(id);
      },
    }, ...children);
  }

  function badges(incident) {
    const { h } = b.dom;
    const words = [
      incident.record_type === 'no_damage' && 'no damage', incident.record_type === 'not_at_sea' && 'not at sea',
      incident.record_status === 'draft' && 'draft, not confirmed', incident.own && 'your own record',
    ].filter(Boolean);
    return words.map((w) => h('span', { class: 'badge quiet' }, w));
  }

  function incidentCard(incident, go) {
    const { h } = b.dom;
    return h('li', {}, link('incident', incident.id, go, { class: 'card small' + (incident.record_type === 'no_damage' ? ' quiet' : '') },
      h('span', { class: 'who' }, b.dom.foreign(incident.title || incident.id),
        h('small', {}, day(incident) + ' · cause: ', prose(b.format.words(incident.cause_status) || 'not known'))), badges(incident)));
  }

  function assetCard(item, go) {
    const { h } = b.dom;
    const f = b.format;
    return h('li', {}, link('asset', item.asset_id, go, { class: 'card small' },
      h('span', { class: 'dot', style: { background: b.PALETTE.kinds[item.kind] } }),
      h('span', { class: 'who' }, b.dom.foreign(item.name), h('small', {}, prose([
        f.words(item.subtype || item.kind), f.words(item.status), 'route ' + item.accuracy_class + ' ±' + f.distance(item.accuracy_km),
      ].join(' · '))))));
  }

  b.atlaswords = {
    EVIDENCE, STANCES, isEmpty, unknown, prose, facts, when, whenSpan, day, refs, source, sourceList, link, badges, incidentCard, assetCard,
  };
})(typeof window === 'undefined' ? globalThis : window);
