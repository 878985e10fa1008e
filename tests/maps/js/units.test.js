'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const baltic = require('./load.js')('format.js', 'dom.js', 'codec.js', 'tracks.js', 'series.js', 'charts.js', 'hash.js', 'search.js', 'canvas.js', 'layers.js', 'scanlegend.js', 'view.js', 'playback.js', 'marks.js', 'tracklayer.js');

test('coordinates read in degrees and minutes', () => {
  assert.equal(baltic.format.place(59.92333, 25.05), '59°55.40′ N  025°03.00′ E');
  assert.equal(baltic.format.place(-0.5, -179.99999), '00°30.00′ S  180°00.00′ W');
  assert.equal(baltic.format.place(59.999999, 185), '60°00.00′ N  175°00.00′ W');
});

test('a meridian is counted from the seam, however a link names it', () => {
  for (const lon of [-179.5, 180.5, 540.5]) assert.equal(baltic.format.fromSeam(lon, -85), 180.5);
  for (const lon of [20, 380, -340]) assert.equal(baltic.format.fromSeam(lon, -180), 20);
  assert.equal(baltic.format.place(60, 180.5), '60°00.00′ N  179°30.00′ W');
});

test('times are UTC and say so', () => {
  assert.equal(baltic.format.utc(1735122360), '2024-12-25 10:26:00 UTC');
  assert.equal(baltic.format.utc(null), 'time not known');
  assert.equal(baltic.format.duration(5400), '1 h 30 min');
  assert.equal(baltic.format.duration(45), '45 s');
});

test('no clock cuts seconds, and all round as the reports do', () => {
  const at = Date.UTC(2025, 2, 4, 12, 34, 56) / 1000;
  assert.equal(baltic.format.clock(at), '12:34:56');
  assert.equal(baltic.format.utc(at + 3.622), '2025-03-04 12:35:00 UTC');
  assert.equal(baltic.format.utc(at + 0.5), '2025-03-04 12:34:56 UTC');
  assert.equal(baltic.format.span(at, at + 45), '2025-03-04 12:34:56 – 12:35:41 UTC');
  assert.equal(baltic.format.span(at, at + 86400), '2025-03-04 12:34:56 – 2025-03-05 12:34:56 UTC');
  assert.equal(baltic.layers.outageWhen({ t0: at, t1: at + 45 }), '2025-03-04 12:34:56 – 12:35:41 UTC');
});

test('published times told to the minute get no seconds, told seconds are never cut', () => {
  const { outageWhen } = baltic.layers;
  const at = Date.UTC(2025, 2, 4, 10, 26) / 1000;
  assert.equal(outageWhen({ t0: at, t1: at + 60 }), '2025-03-04 10:26 – 10:27 UTC');
  assert.equal(outageWhen({ t0: at, t1: null }), '2025-03-04 10:26 UTC');
  assert.equal(outageWhen({ t0: at, t1: at + 61 }), '2025-03-04 10:26:00 – 10:27:01 UTC');
});

test('outages of one time are one mark that names them all', () => {
  const o = (name, t0, t1, damaged = true) => ({ name, t0, t1, damaged, asset_ids: ['x'] });
  const marks = baltic.view.outageMarks([o('A', 0, 60), o('B', 0, 60), o('C', 0, 61), o('D', 0, 60, false), o('E', null, null)]);
  assert.deepEqual(marks.map((m) => m.label), ['outage of A, B, 1970-01-01 00:00 – 00:01 UTC', 'outage of C, 1970-01-01 00:00:00 – 00:01:01 UTC']);
});

test('the error of a time is told as the reports tell it, never as 0', () => {
  assert.deepEqual([13, 77.6, 1210, 9000, 0, null].map(baltic.format.timeError), ['13 s', '78 s', '20 min', '2.5 h', '', '']);
});

test('labels of several days tell the day at midnight', () => {
  const start = Date.UTC(2024, 11, 24) / 1000;
  const labels = baltic.charts.timeTicks(start, start + 3 * 86400, 6).map(baltic.format.tick);
  assert.deepEqual(labels, ['12-24', '12:00', '12-25', '12:00', '12-26', '12:00', '12-27']);
});

test('one of a thing is one', () => {
  assert.equal(baltic.format.count(1, 'ship'), '1 ship');
  assert.equal(baltic.format.count(0, 'ship'), '0 ships');
});

test('a ship heard once is a ring to be seen, not a dot of a pixel', () => {
  const arcs = [];
  const context = { moveTo() {}, lineTo() {}, arc: (x, y, r) => arcs.push([x, y, r]) };
  const view = { scale: 1, ox: 0, oy: 0, width: 100, height: 100 };
  baltic.tracklayer.trace(context, { x: [30], y: [40] }, { start: 0, end: 1 }, view);
  assert.deepEqual(arcs, [[30, 40, 2]]);
});

test('probabilities never round to certain', () => {
  assert.equal(baltic.format.percent(0.9995), '> 99.9 %');
  assert.equal(baltic.format.percent(0.0004), '< 0.1 %');
  assert.equal(baltic.format.percent(1), '> 99.9 %', 'no posterior is a certainty');
  assert.equal(baltic.format.percent(0.536), '53.6 %', 'as in the report');
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

test('a passage only possible is no crossing and no place of the rank mark', () => {
  const open = { asset_id: 'a', t: 5000, lat: 60, lon: 25, open: 'could have crossed', heard: false, tag: 'possible only: not heard' };
  const hit = { asset_id: 'b', t: 9000, lat: 59, lon: 24 };
  assert.deepEqual(baltic.charts.crossingsOf({ crossings: [open, hit] }).map((c) => c.asset_id), ['b']);
  assert.equal(baltic.marks.placeOf({ crossings: [open, hit] }), hit);
  assert.equal(baltic.marks.placeOf({ crossings: [open], episodes: [] }).tag, open.tag);
  assert.deepEqual(baltic.series.span({ crossings: [open], episodes: [] }, [{ damaged: true, t0: 100, t1: 200 }]), [100 - 10800, 200 + 10800]);
});

test('a place by its kilometre point is no unpublished one, and metres stay metres', () => {
  const { outageWhere } = baltic.layers;
  assert.equal(outageWhere({ place: 'kp', kp_km: 33.4, sd_km: 0.5 }), 'published as KP 33.4 km, placed on the charted line by it, ±0.5 km');
  assert.equal(outageWhere({ place: null, kp_km: 33.4 }), 'published as KP 33.4 km');
  assert.equal(outageWhere({ place: 'published', sd_km: 0.01 }), 'published break place, ±10 m');
  assert.equal(outageWhere({ place: 'estimate', sd_km: 25 }), 'estimated place, ±25 km');
  assert.equal(outageWhere({ place: null }), 'break place not published');
  assert.equal(baltic.format.distance(0.0004), '< 1 m');
  assert.equal(baltic.format.distance(12.34), '12.3 km');
  assert.equal(baltic.format.distance(null), '– km');
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

test('numbers over a chart never cover each other, however close the crossings', () => {
  const marks = Array.from({ length: 40 }, (_, i) => ({ t: i * 3, number: i + 1 }));
  const placed = baltic.charts.spaced(marks, (t) => t, 2);
  for (const row of [0, 1]) {
    const mine = placed.filter((m) => m.row === row);
    for (let i = 1; i < mine.length; i++) assert.ok(mine[i].x - mine[i - 1].x >= 3.4 * 2);
  }
  assert.ok(placed.length >= 10 && placed.length < 40);
  assert.equal(baltic.charts.spaced([], (t) => t, 2).length, 0);
});

test('crossings are numbered by time and keep what either side knows', () => {
  const subject = {
    kind: 'vessel', crossings: [{ asset_id: 'a', t: 129.9995, sog_kn: null }],
    episodes: [{ assets: [{ asset_id: 'a', t: 130.0005, sog_kn: 8 }, { asset_id: 'b', t: 100 }, { asset_id: 'a', t: null }] }],
  };
  const found = baltic.charts.crossingsOf(subject);
  assert.deepEqual(found.map((c) => [c.number, c.asset_id, c.in_window]), [[1, 'b', false], [2, 'a', true]]);
  assert.equal(found[1].sog_kn, 8);
});

test('extremes of half a million points need no call with as many arguments', () => {
  const runs = [{ points: Array.from({ length: 500000 }, (_, i) => ({ sog: i % 7, cog: NaN })) }];
  assert.deepEqual(baltic.charts.extremes(runs, 'sog'), [0, 6]);
  assert.equal(baltic.charts.extremes(runs, 'cog'), null);
});

test('a route without a class is switched with the schematic ones', () => {
  const keys = ['surveyed', 'charted', 'traced', 'schematic', null].map((c) => baltic.scanlegend.accuracyKey({ class: c }));
  assert.deepEqual(keys, ['acc-charted', 'acc-charted', 'acc-traced', 'acc-schematic', 'acc-schematic']);
});

test('the legend gives the errors of the routes on the map, not those of a class at large', () => {
  const parts = [{ class: 'schematic', km: 1.5 }, { class: null, km: 25 }, { class: 'traced', km: 2.5 }, { class: 'charted', km: null }];
  assert.equal(baltic.scanlegend.errorsOf('acc-schematic', parts), ', ±1.5–25 km');
  assert.equal(baltic.scanlegend.errorsOf('acc-traced', parts), ', ±2.5 km');
  assert.equal(baltic.scanlegend.errorsOf('acc-charted', parts), '');
});

test('a reason is one sentence however the table begins it', () => {
  assert.equal(baltic.format.reason('excluded', 'it was 14 km away'), 'excluded because it was 14 km away');
  assert.equal(baltic.format.reason('could not be judged', 'could not be judged because of x'), 'could not be judged because of x');
});

test('an excluded ship tells its reason once, any other ship none', () => {
  const doc = {
    ships: [{ mmsi: 1, name: 'A' }, { mmsi: 2, name: 'B' }], subjects: [],
    excluded: [{ mmsi: 1, name: 'A', reason: 'excluded because it was far away' }],
    unjudged: [{ mmsi: 3, name: 'C', reason: 'could not be judged because it was first heard late' }],
    crossings: { items: [{ mmsi: 1, asset_id: 'x', t: 5 }, { mmsi: 2, asset_id: 'x', t: 6 }] },
  };
  const model = { byShip: new Map([[1, [{ provenance: 'simulated' }, { provenance: 'measured' }]]]) };
  const look = baltic.view.lookups(doc, new Map());
  const out = baltic.view.otherShip(doc, model, look, 1);
  assert.equal(out.excluded, 'Excluded because it was far away');
  assert.equal(out.provenance, 'measured and simulated');
  assert.deepEqual(out.crossings.map((c) => c.t), [5]);
  assert.equal(baltic.view.otherShip(doc, model, look, 2).excluded, null);
  const open = baltic.view.otherShip(doc, model, look, 3);
  assert.deepEqual([open.excluded, open.anchor], ['Could not be judged because it was first heard late', 'unjudged']);
});

test('an excluded ship keeps the episodes that are listed of it', () => {
  const episodes = [{ t0: 1, t1: 2 }];
  const doc = { ships: [], subjects: [{ mmsi: 1, episodes }], excluded: [{ mmsi: 1, reason: 'far' }], unjudged: [], crossings: { items: [] } };
  const look = baltic.view.lookups(doc, new Map());
  assert.deepEqual(baltic.view.otherShip(doc, { byShip: new Map() }, look, 1).episodes, episodes);
});

test('the clock starts at the sharpest outage, else the first episode, else the first fix', () => {
  const outage = (t0, t1) => ({ damaged: true, t0, t1 });
  const start = (outages, episodes) => baltic.view.startTime({ outages, subjects: [{ episodes }] }, { t0: 7 });
  assert.equal(start([outage(0, 90000), outage(500, 600), outage(400, 450)], [{ t0: 9 }]), 400);
  assert.equal(start([outage(100, 20000), outage(900, 945)], []), 900, 'the time known best, not the first');
  assert.equal(start([outage(0, 90000)], [{ t0: 9 }]), 9);
  assert.equal(start([], []), 7);
});

test('the histogram of fixes over time holds all of them', () => {
  const bars = baltic.playback.histogram({ n: 4, t: [0, 1, 1, 10] }, [0, 10], 10);
  assert.deepEqual(bars, [0.5, 1, 0, 0, 0, 0, 0, 0, 0, 0.5]);
});

test('a name stands beside its ship where nothing else does', () => {
  const { room } = baltic.playback;
  const [right, left] = [[60, 45, 70, 60], [20, 45, 40, 60]];
  assert.deepEqual(room(50, 50, 30, []), [61, 54]);
  assert.deepEqual(room(50, 50, 30, [right]), [9, 54]);
  assert.deepEqual(room(50, 50, 30, [right, left]), [35, 37]);
  assert.deepEqual(room(50, 50, 30, [right, left, [30, 20, 60, 40]]), [35, 72]);
  assert.equal(room(50, 50, 30, [[0, 0, 100, 100]]), null);
});

test('labels of the time bar have room, however long the time and narrow the bar', () => {
  for (const hours of [0.2, 1, 9, 15.5, 30, 71, 24 * 8, 24 * 40, 24 * 370]) {
    for (let width = 40; width < 1600; width += 7) {
      const ticks = baltic.charts.timeTicks(1735122360, 1735122360 + hours * 3600, baltic.playback.tickCount(width));
      for (let i = 1; i < ticks.length; i++) assert.ok(((ticks[i] - ticks[i - 1]) / (hours * 3600)) * width >= 40, `${hours} h, ${width} px`);
    }
  }
});

test('a ship is where its fixes put it, and nowhere in a gap', () => {
  const model = { t: [0, 100], x: [0, 1], y: [0, 0], lat: [60, 60], lon: [20, 21], sog: [8, 8], cog: [NaN, NaN], heading: [NaN, NaN] };
  const line = { start: 0, end: 2, t0: 0, t1: 100 };
  assert.equal(baltic.tracks.positionAt(model, line, 25).lon, 20.25);
  assert.equal(baltic.tracks.positionAt(model, line, 25).heading, 90);
  assert.equal(baltic.tracks.positionAt(model, line, 101), null);
});

/* Fixes every 60 s but for one silence of 4,800 s between the third and the fourth. */
function silentModel() {
  const t = [0, 60, 120, 4920, 4980, 5040];
  const flat = (v) => t.map(() => v);
  const x = t.map((_, i) => i * 10);
  return {
    t, x, y: flat(50), lon: x, lat: flat(60), sog: flat(8), cog: flat(90), heading: flat(90), silent: 900,
    byShip: new Map(), lines: [],
  };
}

const SILENT_LINE = { mmsi: 1, provenance: 'measured', start: 0, end: 6, t0: 0, t1: 5040, x0: 0, x1: 50, y0: 50, y1: 50, silences: 1 };

function pen() {
  const legs = [];
  let at = null;
  return { legs, moveTo: (x) => { at = x; }, lineTo: (x) => { legs.push([at, x]); at = x; }, arc: (x) => { legs.push([x, x]); } };
}

test('a line over a silence is not drawn as one that was heard', () => {
  const view = { scale: 1, ox: -5, oy: 0, width: 100, height: 100 };
  const heard = pen();
  baltic.tracklayer.trace(heard, silentModel(), SILENT_LINE, view);
  assert.deepEqual(heard.legs, [[5, 15], [15, 25], [35, 45], [45, 55]]);
  const guessed = pen();
  baltic.tracklayer.traceSilences(guessed, silentModel(), SILENT_LINE, view);
  assert.deepEqual(guessed.legs, [[25, 35]]);
  const alone = pen();
  baltic.tracklayer.trace(alone, { ...silentModel(), t: [0, 1e4, 2e4, 3e4, 4e4, 5e4] }, { ...SILENT_LINE, silences: 5 }, view);
  assert.deepEqual(alone.legs.map(([x]) => x), [5, 15, 25, 35, 45, 55], 'single reports are rings');
});

test('a ship in a silence says so, on the map, under the pointer and in the charts', () => {
  const model = silentModel();
  assert.equal(baltic.tracks.positionAt(model, SILENT_LINE, 90).silent, false);
  assert.equal(baltic.tracks.positionAt(model, SILENT_LINE, 2000).silent, true);
  assert.equal(baltic.tracks.positionAt(model, SILENT_LINE, 4920).silent, false, 'heard at that moment');
  model.lines.push(SILENT_LINE);
  model.byShip.set(1, model.lines);
  const under = (x) => baltic.tracklayer.nearest(model, x, 50, 3, () => 'other', () => true).silence;
  assert.equal(under(15), null);
  assert.deepEqual(under(25), [120, 4920]);
  const runs = baltic.series.extract(model, 1, 0, 6000);
  assert.deepEqual(runs.map((r) => r.points.map((p) => p.t)), [[0, 60, 120], [4920, 4980, 5040]]);
});

test('a report without neighbours is a dot in a chart, for no line shows it', () => {
  const points = [NaN, 8, NaN, 8, 8].map((sog, t) => ({ t, sog }));
  assert.deepEqual(baltic.charts.lonely(points, 'sog').map((p) => p.t), [1]);
});

test('a rank mark stands where its ship was heard, if it was anywhere', () => {
  const [silent, heard] = [{ asset_id: 'a', t: 1, lat: 60, lon: 20, silent: true }, { asset_id: 'b', t: 2, lat: 61, lon: 21, silent: false }];
  assert.equal(baltic.marks.placeOf({ crossings: [silent, heard] }), heard);
  assert.equal(baltic.marks.placeOf({ crossings: [silent] }), silent);
});

test('a short name tells cable no. 1 from no. 2 and all that may be meant', () => {
  const { shortName } = baltic.layers;
  assert.equal(shortName({ name: 'Elisa telecom cable Finland-Estonia no. 1 (FEC-1 in most lists)', asset_ids: ['fec-1'] }), 'Elisa telecom cable Finland-Estonia no. 1');
  assert.equal(shortName({ name: 'Alpha (old) or Beta (new)', asset_ids: ['a', 'b'] }), 'Alpha or Beta');
  assert.equal(shortName({ name: null, asset_ids: ['a', 'b'] }), 'a or b');
  assert.equal([...shortName({ name: '🚢'.repeat(80), asset_ids: [] })].length, 60);
});

test('rows under one list of names are entries again', () => {
  const made = baltic.codec.entries({ names: ['t', 'near'], rows: [[5, 1], [6, null]] });
  assert.deepEqual(made, [{ t: 5, near: 1 }, { t: 6, near: null }]);
  assert.deepEqual(baltic.codec.entries({ names: [], rows: [] }), []);
});
