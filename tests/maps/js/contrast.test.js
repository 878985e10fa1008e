'use strict';
/* Colours of the map: each stands out on sea and land, and those of a group stay apart. */
const test = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const baltic = require('./load.js')('format.js', 'dom.js', 'canvas.js', 'layers.js', 'scanlegend.js');
const { PALETTE, WIDTHS } = baltic;

/* What eyes lacking one kind of cone see of a linear colour (Machado et al. 2009, severity 1). */
const EYES = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const times = (m, v) => m.map((row) => row.reduce((sum, x, i) => sum + x * v[i], 0));
const linear = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
const luminance = (hex) => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0];

/* Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
function contrast(one, other) {
  const [dark, bright] = [luminance(one), luminance(other)].sort((p, q) => p - q);
  return (bright + 0.05) / (dark + 0.05);
}

/* CIE Lab of a colour. */
function lab(hex, eyes) {
  const seen = times(eyes, linear(hex)).map((c) => Math.max(0, Math.min(1, c)));
  const xyz = times([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], seen);
  const [x, y, z] = xyz.map((c, i) => c / [0.9505, 1, 1.089][i]).map((c) => (c > 0.008856 ? Math.cbrt(c) : 7.787 * c + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

test('contrast is what WCAG says it is', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.ok(Math.abs(contrast('#777777', '#ffffff') - 4.478) < 0.01);
  assert.ok(contrast('#e08a00', PALETTE.ground.sea) < 3, 'an orange that fails is seen to fail');
});

const ON_MAP = { ...PALETTE.kinds, ...PALETTE.roles, coast: PALETTE.coast, rim: PALETTE.rim };
for (const [name, colour] of Object.entries(ON_MAP)) {
  for (const [ground, below] of Object.entries(PALETTE.ground)) {
    test(`${name} stands out on ${ground}`, () => assert.ok(contrast(colour, below) >= 3, contrast(colour, below)));
  }
}

test('a damaged line stands out on its own glow', () => {
  for (const [kind, colour] of Object.entries(PALETTE.kinds)) {
    for (const glow of [PALETTE.outage, PALETTE.unsure]) assert.ok(contrast(colour, glow) >= 3, kind);
  }
});

test('the sheet and the script have one sea', () => {
  const sheet = fs.readFileSync(path.join(__dirname, '..', '..', '..', 'baltic', 'maps', 'css', 'map.css'), 'utf8');
  assert.equal(sheet.match(/background: (#\w{6}); font: inherit/)[1], PALETTE.ground.sea);
});

test('lines are painted solid: nothing of the sea shines through', () => {
  for (const kind of Object.keys(PALETTE.kinds)) {
    for (const real of [true, false]) {
      assert.equal(baltic.layers.lineStyle({ kind, real }, { class: 'charted' }).opacity, 1, kind);
    }
  }
});

test('colours of a group stay apart for colour-blind eyes', () => {
  for (const group of [PALETTE.kinds, PALETTE.roles]) {
    const colours = Object.values(group);
    for (const eyes of Object.values(EYES)) {
      for (const [i, one] of colours.entries()) {
        for (const other of colours.slice(i + 1)) {
          const [p, q] = [lab(one, eyes), lab(other, eyes)];
          assert.ok(Math.hypot(...p.map((v, k) => v - q[k])) >= 20, `${one} and ${other}`);
        }
      }
    }
  }
});

test('kinds differ in width or make-up, too, for eyes that see no colour; the legend shows it', () => {
  assert.deepEqual(Object.keys(WIDTHS).sort(), Object.keys(PALETTE.kinds).sort());
  const drawn = Object.keys(WIDTHS).map((kind) => baltic.layers.lineStyle({ kind, real: true }, { class: 'surveyed' }));
  for (const [i, one] of drawn.entries()) {
    for (const other of drawn.slice(i + 1)) {
      assert.ok(Boolean(one.core) !== Boolean(other.core) || Math.abs(one.weight - other.weight) >= 1.5);
    }
  }
  const { rows } = baltic.scanlegend.assetSection(Object.keys(WIDTHS), new Map(), false, true);
  const samples = rows.filter((r) => r.key.startsWith('asset-')).map((r) => r.sample);
  assert.deepEqual(samples.map((s) => [s.color, s.weight, s.core]), drawn.map((s) => [s.color, s.weight, s.core]));
});

test('dashes tell the accuracy, whatever the kind', () => {
  const dash = (kind, name) => baltic.layers.lineStyle({ kind, real: true }, { class: name }).dashArray;
  for (const kind of Object.keys(WIDTHS)) {
    assert.equal(dash(kind, 'surveyed'), null);
    assert.equal(new Set(['charted', 'traced', 'schematic'].map((c) => dash(kind, c))).size, 3);
    assert.equal(dash(kind, 'unheard of'), dash(kind, 'schematic'));
  }
});
