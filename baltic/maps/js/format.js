/* Numbers, times and places as words. Pure functions. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  const pad = (n, width) => String(n).padStart(width || 2, '0');

  function utc(seconds, withSeconds) {
    if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return 'time not known';
    const text = new Date(seconds * 1000).toISOString();
    return text.slice(0, 10) + ' ' + text.slice(11, withSeconds ? 19 : 16) + ' UTC';
  }

  function clock(seconds) {
    return new Date(seconds * 1000).toISOString().slice(11, 16);
  }

  function day(seconds) {
    return new Date(seconds * 1000).toISOString().slice(0, 10);
  }

  /* A label of a time axis: the day at midnight, so that several days are told apart. */
  function tick(seconds) {
    return seconds % 86400 === 0 ? day(seconds).slice(5) : clock(seconds);
  }

  /* 59.9233 -> "59°55.40′ N": degrees and minutes, as charts are read. */
  function angle(value, positive, negative, width) {
    const tenths = Math.round(Math.abs(value) * 60 * 100);
    const degrees = Math.floor(tenths / 6000);
    const minutes = (tenths % 6000) / 100;
    const text = pad(degrees, width) + '°' + pad(minutes.toFixed(2), 5) + '′ ';
    return text + (value < 0 ? negative : positive);
  }

  /* The same meridian, counted from the map's seam (seam.py): a link may name it either way. */
  function fromSeam(lon, west) {
    return west + ((((lon - west) % 360) + 360) % 360);
  }

  const wrapLon = (lon) => fromSeam(lon, -180);

  function place(lat, lon) {
    return angle(lat, 'N', 'S', 2) + '  ' + angle(wrapLon(lon), 'E', 'W', 3);
  }

  function number(value, digits) {
    if (value === null || value === undefined || !Number.isFinite(value)) return '–';
    return Number(value).toFixed(digits === undefined ? 1 : digits).replace(/^-(?=[0.]*$)/, ''); // no -0.0
  }

  /* A distance or an error of one: in metres where kilometres would round it away. */
  function distance(km, digits) {
    if (!(km > 0 && km < 0.0995)) return number(km, digits) + ' km';
    return km < 0.001 ? '< 1 m' : Math.round(1000 * km) + ' m';
  }

  function signed(value, digits) {
    return (value > 0 ? '+' : '') + number(value, digits);
  }

  /* A probability, never rounded to certainty or to nothing. */
  function percent(value) {
    if (value === null || value === undefined || !Number.isFinite(value)) return '–';
    if (value < 0.001) return '< 0.1 %';
    if (value > 0.999) return '> 99.9 %';
    return (value < 0.1 || value > 0.9 ? (value * 100).toFixed(1) : Math.round(value * 100)) + ' %';
  }

  /* MMSIs 200000001 to 200999999 belong to no country: ours, for ships without a known one. */
  function mmsiOf(mmsi) {
    return mmsi > 200000000 && mmsi < 201000000 ? 'MMSI ' + mmsi + ' (placeholder)' : 'MMSI ' + mmsi;
  }

  function duration(seconds) {
    const minutes = Math.round(seconds / 60);
    if (minutes < 90) return minutes + ' min';
    const hours = Math.floor(minutes / 60);
    return hours + ' h ' + pad(minutes % 60) + ' min';
  }

  /* 1 ship, 2 ships. */
  function count(n, word) {
    return n + ' ' + word + (n === 1 ? '' : 's');
  }

  /* snake_case of tables -> words for people. */
  function words(text) {
    return text === null || text === undefined ? '' : String(text).replace(/_/g, ' ');
  }

  function shipName(ship) {
    if (!ship) return 'unnamed';
    if (ship.kind === 'dark') return 'A ship not heard on AIS';
    if (ship.kind === 'none') return 'No ship (technical or natural cause)';
    return ship.name || (ship.mmsi ? 'MMSI ' + ship.mmsi : 'unnamed');
  }

  function listOf(value) {
    if (value === null || value === undefined) return [];
    return Array.isArray(value) ? value : [value];
  }

  b.format = {
    utc, clock, day, tick, count, place, wrapLon, fromSeam, number, distance, signed, percent, duration, words, shipName, mmsiOf, listOf,
  };
})(typeof window === 'undefined' ? globalThis : window);
