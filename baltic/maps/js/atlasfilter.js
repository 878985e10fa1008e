/* Which assets and incidents of the atlas are shown: the choices, and their controls. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  /* Each filter: its name in the address, what it reads, of what, and its label. */
  const FILTERS = [
    { name: 'kind', of: 'both', label: 'Kind' },
    { name: 'year', of: 'incident', label: 'Year' },
    { name: 'cause', of: 'incident', label: 'Cause' },
    { name: 'record', of: 'incident', label: 'Record' },
    { name: 'status', of: 'asset', label: 'Status' },
    { name: 'accuracy', of: 'asset', label: 'Route' },
    { name: 'hit', of: 'asset', label: 'Incidents' },
  ];
  const NAMES = FILTERS.map((f) => f.name);
  const GROUPS = [['both', 'Assets and incidents'], ['incident', 'Incidents'], ['asset', 'Assets']];
  /* Values that are the same in every atlas, with their words. */
  const FIXED = {
    hit: [['yes', 'of an incident shown'], ['no', 'of no incident shown']],
    accuracy: [['surveyed'], ['charted'], ['traced'], ['schematic']],
  };

  function year(incident) {
    return Number(String(incident.date_utc_start || '').slice(0, 4)) || null;
  }

  /* Whether an incident passes; an empty filter lets all pass. Pure. */
  function passes(incident, filter) {
    if (filter.kind && !incident.kinds.includes(filter.kind)) return false;
    if (filter.year && year(incident) !== Number(filter.year)) return false;
    if (filter.cause && incident.cause_status !== filter.cause) return false;
    return !(filter.record && incident.record_type !== filter.record);
  }

  /* Whether an asset passes; `hit` holds the ids of assets of the incidents shown. Pure. */
  function passesAsset(item, filter, hit) {
    return (!filter.kind || item.kind === filter.kind) && (!filter.status || item.status === filter.status)
      && (!filter.accuracy || item.accuracy_class === filter.accuracy)
      && (!filter.hit || (filter.hit === 'yes') === Boolean(hit && hit.has(item.asset_id)));
  }

  /* All that is shown under a filter. Pure. */
  function choose(items, incidents, filter) {
    const shown = incidents.filter((i) => passes(i, filter));
    const hit = new Set(shown.flatMap((i) => i.outages).flatMap((o) => o.asset_ids));
    return { incidents: shown, items: items.filter((i) => passesAsset(i, filter, hit)) };
  }

  function isSet(filter) {
    return NAMES.some((name) => filter[name]);
  }

  /* The filters that a state from the address asks for. */
  function read(state) {
    return Object.fromEntries(NAMES.map((name) => [name, String(state[name] || '')]));
  }

  function unique(values) {
    return [...new Set(values.filter((v) => v !== null && v !== undefined && v !== ''))].sort();
  }

  /* Values a filter can take in this atlas, as [value, words]. */
  function options(name, items, incidents) {
    const values = {
      kind: () => unique([...items.map((i) => i.kind), ...incidents.flatMap((i) => i.kinds)]),
      year: () => unique(incidents.map(year)).reverse(),
      cause: () => unique(incidents.map((i) => i.cause_status)),
      record: () => unique(incidents.map((i) => i.record_type)),
      status: () => unique(items.map((i) => i.status)),
    }[name];
    return FIXED[name] || values().map((v) => [String(v)]);
  }

  function count(shown, all, word) {
    return (shown === all && all !== 1 ? 'all ' : shown === all ? '' : shown + ' of ') + b.format.count(all, word);
  }

  /* Labelled selects, what they leave, a way to clear them. Returns {node, set, say}. */
  function box(items, incidents, { change, reset }) {
    const { h } = b.dom;
    const selects = new Map();
    const control = ({ name, label }) => {
      const select = h('select', { 'data-filter': name, onchange: () => change(name, select.value) },
        h('option', { value: '' }, 'all'),
        options(name, items, incidents).map(([value, words]) => h('option', { value }, words || b.format.words(value))));
      selects.set(name, select);
      return h('label', {}, label, select);
    };
    const clear = h('button', { type: 'button', class: 'reset', disabled: true, onclick: reset }, 'Reset filters');
    const said = h('output', { class: 'shown', role: 'status' });
    const node = h('section', { class: 'filters', 'aria-label': 'Filters' },
      h('details', { open: innerWidth > 900 }, h('summary', {}, 'Filters'),
        GROUPS.map(([of, title]) => h('fieldset', {}, h('legend', {}, title), FILTERS.filter((f) => f.of === of).map(control)))),
      h('div', { class: 'outcome' }, said, clear));
    return {
      node,
      first: selects.get('kind'),
      /* Show a filter; a value from a link that this atlas lacks is still shown, so that it can be cleared. */
      set(filter) {
        for (const [name, select] of selects) {
          const value = filter[name] || '';
          if (![...select.options].some((o) => o.value === value)) select.append(h('option', { value }, value));
          select.value = value;
        }
        clear.disabled = !isSet(filter);
      },
      say(found) {
        said.textContent = 'Shown: ' + count(found.incidents.length, incidents.length, 'incident') + ', ' + count(found.items.length, items.length, 'asset');
      },
    };
  }

  b.atlasfilter = { FILTERS, NAMES, year, passes, passesAsset, choose, isSet, read, options, box };
})(typeof window === 'undefined' ? globalThis : window);
