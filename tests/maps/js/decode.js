/* Decodes packs, and lines if a second file is named, and prints what the page would see; driven
   by test_js.py. */
'use strict';
const fs = require('node:fs');
const baltic = require('./load.js')('codec.js', 'tracks.js');

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const rings = process.argv[3] ? baltic.codec.rings(read(process.argv[3])) : null;

Promise.all([baltic.tracks.load(read(process.argv[2])), rings]).then(([model, routes]) => {
  const lines = model.lines.map((l) => ({
    mmsi: l.mmsi, hull: l.hull, provenance: l.provenance,
    t: [...model.t.slice(l.start, l.end)], lon: [...model.lon.slice(l.start, l.end)],
    lat: [...model.lat.slice(l.start, l.end)],
    sog: [...model.sog.slice(l.start, l.end)].map((v) => (Number.isFinite(v) ? +v.toFixed(1) : null)),
  }));
  const at = model.lines.length ? baltic.tracks.positionAt(model, model.lines[0], (model.lines[0].t0 + model.lines[0].t1) / 2) : null;
  process.stdout.write(JSON.stringify({ n: model.n, lines, at, routes }));
});
