/* Unpacks what codec.py packs: base64 -> deflate -> varints -> zigzag -> running sums. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function bytesOf(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  }

  async function inflate(bytes) {
    if (typeof DecompressionStream === 'undefined') {
      throw new Error('this browser cannot unpack the data; use a version of 2023 or later');
    }
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /* Multiplies instead of shifting: packed numbers may exceed 31 bits. */
  function columns(bytes, rows, count, plain) {
    const out = [];
    let at = 0;
    for (let c = 0; c < count; c++) {
      const column = new Float64Array(rows);
      const keep = plain && plain.includes(c) ? 0 : 1;
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        let byte = bytes[at++];
        let value = byte & 127;
        let factor = 128;
        while (byte > 127) {
          byte = bytes[at++];
          value += (byte & 127) * factor;
          factor *= 128;
        }
        sum = keep * sum + (value % 2 ? -(value + 1) / 2 : value / 2);
        column[i] = sum;
      }
      out.push(column);
    }
    return out;
  }

  async function unpack(packed) {
    if (!packed.n) return Array.from({ length: packed.columns }, () => new Float64Array(0));
    return columns(await inflate(bytesOf(packed.data)), packed.n, packed.columns, packed.plain);
  }

  /* Rows of values under one list of names -> entries (codec.py as_rows). */
  function entries({ names, rows }) {
    return rows.map((row) => Object.fromEntries(row.map((value, i) => [names[i], value])));
  }

  /* Packed rings or lines -> arrays of [lat, lon], the order Leaflet wants. */
  async function rings(packed) {
    const [lon, lat] = await unpack(packed);
    const out = [];
    let at = 0;
    for (const size of packed.sizes) {
      const ring = new Array(size);
      for (let i = 0; i < size; i++, at++) {
        ring[i] = [lat[at] / packed.scale, lon[at] / packed.scale];
      }
      out.push(ring);
    }
    return out;
  }

  b.codec = { bytesOf, inflate, columns, unpack, entries, rings };
})(typeof window === 'undefined' ? globalThis : window);
