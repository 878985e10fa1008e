'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const baltic = require('./load.js')(
  'format.js', 'hash.js', 'layers.js', 'atlasfilter.js', 'atlasaddress.js', 'atlaswords.js', 'atlasasset.js', 'atlasincident.js', 'atlasmarks.js',
);
const { atlasfilter, atlasaddress, atlaswords, atlasasset, atlasincident, atlasmarks } = baltic;

const outage = (ids, more) => ({ asset_ids: ids, damaged: true, place: null, t0: null, t1: null, ...more });
const incidents = [
  { id: 'a', kinds: ['power'], date_utc_start: '2024-12-25', cause_status: 'suspected', record_type: 'damage', outages: [outage(['p1'])] },
  { id: 'b', kinds: ['gas', 'telecom'], date_utc_start: '2023-10-07', cause_status: 'unknown', record_type: 'no_damage', outages: [outage(['g1', 't1'])] },
  { id: 'c', kinds: [], record_type: 'damage', outages: [] },
];
const items = [
  { asset_id: 'p1', kind: 'power', status: 'in_service', accuracy_class: 'charted' },
  { asset_id: 'g1', kind: 'gas', status: 'planned', accuracy_class: 'schematic' },
  { asset_id: 't1', kind: 'telecom', status: 'in_service', accuracy_class: 'schematic' },
];
const shown = (filter) => {
  const found = atlasfilter.choose(items, incidents, filter);
  return [found.incidents.map((i) => i.id).join(''), found.items.map((i) => i.asset_id).join(' ')];
};

test('filters combine, and an empty one lets all pass', () => {
  assert.deepEqual(shown({}), ['abc', 'p1 g1 t1']);
  assert.deepEqual(shown({ kind: 'power' }), ['a', 'p1']);
  assert.deepEqual(shown({ year: '2023' }), ['b', 'p1 g1 t1']);
  assert.deepEqual(shown({ cause: 'suspected', record: 'no_damage' }), ['', 'p1 g1 t1']);
  assert.deepEqual(shown({ status: 'in_service', accuracy: 'schematic' }), ['abc', 't1']);
});

test('assets can be those of the incidents that are left', () => {
  assert.deepEqual(shown({ year: '2023', hit: 'yes' }), ['b', 'g1 t1']);
  assert.deepEqual(shown({ year: '2023', hit: 'no' }), ['b', 'p1']);
  assert.deepEqual(shown({ year: '2023', hit: 'yes', kind: 'gas' }), ['b', 'g1']);
});

test('the address keeps page, filters and layers, and old links still work', () => {
  const state = { open: ['asset', 'kabel ø/1&x=2'], filter: { kind: 'gas', year: '2024' }, view: [8, 59.9, 25.1], on: ['corridor'], off: ['incidents'] };
  const written = atlasaddress.write(state);
  assert.ok(written.startsWith('#asset=kabel%20'), written);
  const back = atlasaddress.read(written);
  assert.deepEqual(back.open, state.open);
  assert.equal(back.filter.kind + back.filter.year + back.filter.status, 'gas2024');
  assert.deepEqual([back.view, back.on, back.off], [state.view, state.on, state.off]);
  assert.deepEqual(atlasaddress.read('#sel=incident-nord-stream-2022').open, ['incident', 'nord-stream-2022']);
  assert.equal(atlasaddress.read('#kind=gas').open, null);
  assert.equal(atlasaddress.read('#asset=%E0%A4%A').open, null, 'a damaged link opens the list');
  assert.deepEqual(atlasaddress.read(atlasaddress.permalink('incident', 'x y')).open, ['incident', 'x y']);
});

test('dates are told as finely as they are known', () => {
  assert.equal(atlaswords.when('2024-12-25T10:26:00Z'), '2024-12-25 10:26 UTC');
  assert.equal(atlaswords.when('2024-12-25T10:26:07Z'), '2024-12-25 10:26:07 UTC');
  assert.equal(atlaswords.when('2024-12'), '2024-12');
  assert.equal(atlaswords.whenSpan('2024-01-26', null), '2024-01-26');
  assert.equal(atlaswords.whenSpan(null, null), null);
});

test('lengths and capacity say what they are, and nothing when nothing is known', () => {
  assert.equal(atlasasset.capacity({ mw: 650, note: 'rated' }), '650 MW; rated');
  assert.equal(atlasasset.capacity(undefined), null);
  assert.equal(atlasasset.lengths({ length_km: 171, submarine_length_km: 145 }), '171 km published; 145 km of it at sea');
  assert.equal(atlasasset.lengths({ submarine_length_km: 47 }), '47 km at sea, whole length not known');
  assert.equal(atlasasset.lengths({}), null);
});

test('the length of the line drawn counts its branches', () => {
  assert.equal(atlasasset.drawn({ drawn_km: 1349.6, parts: [{}, {}] }), '1350 km, 2 lines in all, measured on the map');
  assert.equal(atlasasset.drawn({ drawn_km: 12.2, parts: [{}] }), '12 km, measured on the map');
  assert.equal(atlasasset.drawn({ parts: [] }), null);
});

test('an accuracy class is told with its kilometres and its meaning', () => {
  const classes = { surveyed: 'as laid', schematic: 'landings only' };
  assert.equal(atlasasset.accuracy({ accuracy_class: 'surveyed', accuracy_km: 0.3 }, classes), 'surveyed, about ±0.3 km (as laid)');
  assert.equal(atlasasset.accuracy({ accuracy_class: 'schematic', accuracy_km: 20 }, classes), 'schematic, about ±20 km (landings only)');
  assert.equal(atlasasset.accuracy({ accuracy_class: 'traced', accuracy_km: 0.25 }, {}), 'traced, about ±0.25 km');
});

test('a licence is told in words, each that a cell names', () => {
  const known = { 'ODbL-1.0': 'share alike', 'CC-BY-4.0': 'attribute' };
  assert.equal(atlasasset.licence('ODbL-1.0; branch CC-BY-4.0', known), 'ODbL-1.0; branch CC-BY-4.0 (ODbL-1.0: share alike; CC-BY-4.0: attribute)');
  assert.equal(atlasasset.licence('private', known), 'private');
  assert.equal(atlasasset.licence(undefined, known), null);
});

test('how a time and a place are known', () => {
  const o = outage(['x'], { t0: 0, t1: 2400, t_sd_s: 30, evidence_kind: 'loss_of_light', break_time_confidence: 'press' });
  assert.equal(atlasincident.timeKnown(o), 'loss of light on the fibre; ±30 s; span of 40 min; told by: press');
  assert.equal(atlasincident.timeKnown(outage(['x'])), null);
  assert.match(atlasincident.place(outage(['x'], { place: 'estimate', lat: 59.96, lon: 26.23, sd_km: 10, basis: 'press' })), /estimated place, ±10 km.*59°57\.60′ N/);
  assert.match(atlasincident.place(outage(['x'])), /not published/);
});

test('marks stand where a place is known; else one, in the middle of the first asset', () => {
  const middle = (id) => (id === 'x' ? [60, 25] : null);
  const placed = outage(['x'], { place: 'published', lat: 1, lon: 2 });
  assert.deepEqual(atlasmarks.spots({ record_type: 'damage', outages: [placed, outage(['x'])] }, middle).map((s) => s.at), [[1, 2]]);
  assert.deepEqual(atlasmarks.spots({ record_type: 'damage', outages: [outage(['y']), outage(['y', 'x'])] }, middle).map((s) => s.at), [[60, 25]]);
  assert.deepEqual(atlasmarks.spots({ record_type: 'damage', outages: [outage(['x'], { damaged: false })] }, middle), []);
  assert.equal(atlasmarks.spots({ record_type: 'no_damage', outages: [outage(['x'], { damaged: false })] }, middle).length, 1);
});
