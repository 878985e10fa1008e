'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const baltic = require('./load.js')('format.js', 'dom.js', 'codec.js', 'tracks.js', 'series.js', 'charts.js', 'hash.js', 'search.js', 'layers.js');

test('coordinates read in degrees and minutes', () => {
  assert.equal(baltic.format.place(59.92333, 25.05), '59°55.40′ N  025°03.00′ E');
  assert.equal(baltic.format.place(-0.5, -179.99999), '00°30.00′ S  180°00.00′ W');
  assert.equal(baltic.format.place(59.999999, 185), '60°00.00′ N  175°00.00′ W');
});

test('times are UTC and say so', () => {
  assert.equal(baltic.format.utc(1735122360), '2024-12-25 10:26 UTC');
  assert.equal(baltic.format.utc(null), 'time not known');
  assert.equal(baltic.format.duration(5400), '1 h 30 min');
});

test('probabilities never round to certain', () => {
  assert.equal(baltic.format.percent(0.9995), '> 99.9 %');
  assert.equal(baltic.format.percent(0.0004), '< 0.1 %');
  assert.equal(baltic.format.percent(1), '> 99.9 %', 'no posterior is a certainty');
  assert.equal(baltic.format.percent(0.42), '42 %');
  assert.equal(baltic.format.percent(0.064), '6.4 %');
  assert.equal(baltic.format.mmsiOf(200000001), 'MMSI 200000001 (placeholder)');
  assert.equal(baltic.format.mmsiOf(518998865), 'MMSI 518998865');
  assert.equal(baltic.format.percent(null), '–');
});

test('the address keeps the state and forgives damage', () => {
  const state = { view: [8.5, 59.9, 25.123456], time: 1735122360, sel: 'mmsi-1&x=é', speed: '600', off: ['other', 'ships'], on: ['corridor'] };
  const back = baltic.hash.parse(baltic.hash.format(state));
  assert.deepEqual(back.view, [8.5, 59.9, 25.1235]);
  assert.equal(back.time, 1735122360);
  assert.equal(back.sel, 'mmsi-1&x=é');
  assert.deepEqual(back.off, ['other', 'ships']);
  assert.deepEqual(back.on, ['corridor']);
  const broken = baltic.hash.parse('#map=a/b/c&t=soon&sel=%E0%A4%A&=x&off');
  assert.equal(broken.view, null);
  assert.equal(broken.time, null);
  assert.deepEqual(broken.off, []);
});

test('search folds accents and case and prefers beginnings', () => {
  const entries = [{ words: ['Estlink 2', 'estlink-2'] }, { words: ['Öland cable'] }, { words: ['West link'] }, { words: [null, 518998865] }];
  const find = (q) => baltic.search.find(entries, q, 9).map((e) => e.words[0] || e.words[1]);
  assert.deepEqual(find('oland'), ['Öland cable']);
  assert.deepEqual(find('link'), ['West link', 'Estlink 2']);
  assert.deepEqual(find('5189'), [518998865]);
  assert.deepEqual(find('  '), []);
  assert.deepEqual(find('.*'), []);
});

test('a thinned series keeps its lowest and highest value', () => {
  const points = Array.from({ length: 5000 }, (_, i) => ({ t: i, sog: i === 3210 ? 0.5 : i === 77 ? 30 : 12 }));
  const thin = baltic.series.decimate(points, 'sog', 200);
  assert.ok(thin.length <= 210);
  assert.equal(Math.min(...thin.map((p) => p.sog)), 0.5);
  assert.equal(Math.max(...thin.map((p) => p.sog)), 30);
  assert.ok(thin.every((p, i) => !i || p.t > thin[i - 1].t));
});

test('a course line breaks at north and at what is unknown', () => {
  const points = [[0, 350], [1, 355], [2, 5], [3, NaN], [4, 8]].map(([t, cog]) => ({ t, cog }));
  const path = baltic.charts.linePath(points, 'cog', (t) => t, (v) => v, 180);
  assert.equal(path.match(/M/g).length, 3);
});

test('axis ticks fall on whole moments', () => {
  assert.deepEqual(baltic.charts.timeTicks(1735122360, 1735122360 + 7200, 5).map((t) => t % 1800), [0, 0, 0, 0]);
  assert.deepEqual(baltic.charts.valueTicks(0, 12, 4), [0, 5, 10]);
});

test('the chart span covers crossings with a margin but not beyond the track', () => {
  const model = { byShip: new Map([[1, [{ t0: 0, t1: 20000 }]]]) };
  const subject = { mmsi: 1, episodes: [], crossings: [{ t: 15000 }] };
  assert.deepEqual(baltic.series.span(subject, [], model), [4200, 20000]);
  assert.deepEqual(baltic.series.span({ mmsi: 1, episodes: [], crossings: [] }, [], model), [0, 20000]);
  assert.equal(baltic.series.span({ mmsi: 2, episodes: [], crossings: [] }, [], model), null);
});

test('crossings named by hypothesis and episode are told once', () => {
  const hit = { asset_id: 'estlink-2', t: 1000 };
  assert.equal(baltic.charts.crossingsOf({ crossings: [hit], episodes: [{ assets: [{ ...hit }] }] }).length, 1);
});

test('a day named by the press is a wide window', () => {
  assert.equal(baltic.layers.isWide({ t0: 0, t1: 86400 }), true);
  assert.equal(baltic.layers.isWide({ t0: 0, t1: 60 }), false);
  assert.equal(baltic.layers.isWide({ t0: null, t1: null }), false);
});

test('edges of the charted box are no coast', () => {
  const box = { west: 8, east: 32, south: 53, north: 67 };
  const runs = baltic.layers.coast([[60, 8], [60, 10], [61, 10], [61, 8], [60, 8]], box);
  assert.deepEqual(runs, [[[60, 8], [60, 10], [61, 10], [61, 8]]]);
});
