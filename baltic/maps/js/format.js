/* Numbers, times and places as words. Pure functions. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  const pad = (n, width) => String(n).padStart(width || 2, '0');

  /* ISO text of the whole second, rounded as the reports round it (half to even): seconds decide
     which ship was over a line first, so no clock cuts them. */
  function iso(seconds) {
    const near = Math.round(seconds);
    return new Date(1000 * (near - seconds === 0.5 && near % 2 ? near - 1 : near)).toISOString();
  }

  function utc(seconds) {
    if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return 'time not known';
    return day(seconds) + ' ' + clock(seconds) + ' UTC';
  }

  function clock(seconds) {
    return iso(seconds).slice(11, 19);
  }

  function day(seconds) {
    return iso(seconds).slice(0, 10);
  }

  /* From one time to another, the day told once where it is the same. */
  function span(from, to) {
    return utc(from).replace(' UTC', '') + ' – ' + (day(from) === day(to) ? clock(to) + ' UTC' : utc(to));
  }

  /* A label of a time axis: the day at midnight, so that several days are told apart. */
  function tick(seconds) {
    return seconds % 86400 === 0 ? day(seconds).slice(5) : clock(seconds).slice(0, 5);
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
    return (value * 100).toFixed(1) + ' %'; // as in the report beside the map
  }

  /* MMSIs 200000001 to 200999999 belong to no country: ours, for ships without a known one. */
  function mmsiOf(mmsi) {
    return mmsi > 200000000 && mmsi < 201000000 ? 'MMSI ' + mmsi + ' (placeholder)' : 'MMSI ' + mmsi;
  }

  function duration(seconds) {
    if (seconds < 90) return Math.round(seconds) + ' s';
    const minutes = Math.round(seconds / 60);
    if (minutes < 90) return minutes + ' min';
    const hours = Math.floor(minutes / 60);
    return hours + ' h ' + pad(minutes % 60) + ' min';
  }

  /* The error of a time, as the reports tell it (passage_words.py); empty where there is none. */
  function timeError(seconds) {
    if (!Number.isFinite(seconds) || seconds < 0.5) return '';
    if (seconds < 90) return number(seconds, 0) + ' s';
    return seconds < 5400 ? number(seconds / 60, 0) + ' min' : number(seconds / 3600, 1) + ' h';
  }

  /* What stands with a passage whose time lies between two reports far apart. */
  function unheard(c) {
    return 'not heard there: reports ' + duration(c.gap_s) + ' apart';
  }

  /* 1 ship, 2 ships. */
  function count(n, word) {
    return n + ' ' + word + (n === 1 ? '' : 's');
  }

  /* snake_case of tables -> words for people. */
  function words(text) {
    return text === null || text === undefined ? '' : String(text).replace(/_/g, ' ');
  }

  /* Why a ship is set aside, as one sentence however the table begins it. */
  function reason(begin, told) {
    const words_ = begin + ' because ';
    const text = words(told);
    return text.startsWith(words_) ? text : words_ + text;
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
    utc, clock, day, tick, count, place, wrapLon, fromSeam, number, distance, signed, percent, duration, span, timeError, unheard, words, reason, shipName, mmsiOf, listOf,
  };
})(typeof window === 'undefined' ? globalThis : window);
