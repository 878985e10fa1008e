/* Decodes packs named by argument and prints what the page would see; driven by test_js.py. */
'use strict';
const fs = require('node:fs');
const baltic = require('./load.js')('codec.js', 'tracks.js');

baltic.tracks.load(JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))).then((model) => {
  const lines = model.lines.map((l) => ({
    mmsi: l.mmsi, hull: l.hull, provenance: l.provenance,
    t: [...model.t.slice(l.start, l.end)], lon: [...model.lon.slice(l.start, l.end)],
    lat: [...model.lat.slice(l.start, l.end)],
    sog: [...model.sog.slice(l.start, l.end)].map((v) => (Number.isFinite(v) ? +v.toFixed(1) : null)),
  }));
  const at = model.lines.length ? baltic.tracks.positionAt(model, model.lines[0], (model.lines[0].t0 + model.lines[0].t1) / 2) : null;
  process.stdout.write(JSON.stringify({ n: model.n, lines, at }));
});
