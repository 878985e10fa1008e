/* The evidence of one ship: identity, probability, ledger, charts, innocent explanations. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function identity(subject, ship) {
    const f = b.format;
    return b.dom.facts([
      ['MMSI', subject.mmsi && b.format.mmsiOf(subject.mmsi).slice(5)],
      ['IMO', subject.imo || ship.imo],
      ['Type', subject.ship_type || ship.type],
      ['Length', subject.loa_m || ship.loa_m ? f.number(subject.loa_m || ship.loa_m, 0) + ' m' : null],
      ['Call sign', ship.callsign ? b.dom.foreign(ship.callsign) : null],
      ['Earlier on this MMSI', ship.former ? b.dom.foreign(ship.former) : null],
      ['Flag', ship.flag ? ship.flag + ' (shown, never scored)' : null],
      ['Destination sent', ship.destination ? b.dom.foreign(ship.destination) : null],
    ]);
  }

  function provenance(word) {
    if (!word) return null;
    const why = {
      measured: 'received AIS reports',
      reconstructed: 'laid through published times and places; not received reports',
      simulated: 'made up by the program to test it; no real ship',
    };
    const parts = word.split(' and ').map((w) => w + (why[w] ? ' (' + why[w] + ')' : ''));
    return b.dom.h('p', { class: 'provenance ' + word.split(' ')[0] }, b.dom.h('b', {}, 'Track: '), parts.join('; '));
  }

  function probability(subject) {
    if (subject.posterior === null || subject.posterior === undefined) return null;
    const { h } = b.dom;
    const f = b.format;
    const bar = (value, label) => h('div', { class: 'meter' },
      h('span', { class: 'name' }, label),
      h('span', { class: 'track', 'aria-hidden': 'true' }, h('span', { class: 'bar', style: { width: 100 * value + '%' } })),
      h('span', { class: 'value' }, f.percent(value)));
    return h('section', {}, h('h3', {}, 'Posterior probability'),
      bar(subject.posterior, 'all evidence'),
      subject.posterior_without === null || subject.posterior_without === undefined ? null
        : bar(subject.posterior_without, 'times and places alone'),
      subject.kind === 'vessel' && Number.isFinite(subject.llr) ? h('p', {}, 'Drag evidence in this ranking: ', h('b', {}, f.signed(subject.llr)), ' (log-likelihood ratio: speed at the passages, assets crossed unbroken, silences)') : null,
      h('p', { class: 'note' }, 'Among the hypotheses listed, given the model and its settings.'));
  }

  function episode(e, many) {
    const { h } = b.dom;
    const f = b.format;
    return h('section', {},
      h('h3', {}, many ? 'Drag-like episode, ' + f.utc(e.t0) : 'Drag-like episode'),
      b.dom.facts([
        ['From', f.utc(e.t0)], ['To', f.utc(e.t1) + ' (' + f.duration(e.t1 - e.t0) + ')'],
        ['Distance', e.distance_km === null ? null : f.number(e.distance_km) + ' km'],
        ['Speed', e.v_ref_kn === null ? null : f.number(e.v_ref_kn) + ' kn expected, ' + f.number(e.v_drag_kn) + ' kn during'],
        ['Level', e.level === 'none' ? 'not listed' : e.level],
        ['Evidence, sum', e.llr === null ? null : f.signed(e.llr) + ' (log-likelihood ratio)'],
        ['Known from', e.provenance],
      ]),
      e.evidence && e.evidence.length ? [h('h4', {}, 'Ledger: left speaks against a drag, right for it'), b.charts.ledger(e.evidence)] : null,
      bullets('Innocent explanations to check', e.innocent),
      quality(e.quality));
  }

  /* The verdict and what limits it stand open; the measures behind it on request. */
  function quality(found) {
    if (!found || !Object.keys(found).length) return null;
    const { h } = b.dom;
    const { grade, verdict, limits, ...q } = found;
    const span = (s) => s.state + ' ' + b.format.span(Date.parse(s.t_start) / 1000, Date.parse(s.t_end) / 1000);
    const spans = (v) => Array.isArray(v) && v.length && v.every((s) => s && s.state);
    const show = (v) => (spans(v) ? v.map(span).join(', ') : typeof v === 'number' ? +v.toFixed(3) : v !== null && typeof v === 'object' && !Array.isArray(v) ? Object.entries(v).map(([k, x]) => b.format.words(k) + ' ' + x).join(', ') : String(v));
    const word = grade || verdict;
    return [
      h('h4', {}, 'Data quality'),
      word ? h('p', { class: 'grade' }, h('b', {}, word), ' for this episode') : null,
      limits && limits.length ? h('ul', { class: 'plain' }, b.format.listOf(limits).map((l) => h('li', {}, l))) : null,
      Object.keys(q).length ? h('details', { class: 'measures' }, h('summary', {}, 'Measures of quality'),
        b.dom.facts(Object.entries(q).map(([k, v]) => [b.format.words(k), v === null ? null : show(v)]))) : null,
    ];
  }

  function bullets(title, lines) {
    const list = b.format.listOf(lines);
    if (!list.length) return null;
    return [b.dom.h('h4', {}, title), b.dom.h('ul', { class: 'plain' }, list.map((l) => b.dom.h('li', {}, typeof l === 'string' ? l : JSON.stringify(l))))];
  }

  /* Passages in an episode or over a failed asset, numbered as in the charts; those of an outage
     window are lit. A ship may have crossed more before and after. */
  function crossingTable(crossings, { assetName, goTo, outages }, kind) {
    const { h } = b.dom;
    const f = b.format;
    let day = '';
    const when = (c) => {
      const today = f.day(c.t);
      const silent = c.silent ? h('small', {}, f.unheard(c)) : null;
      if (c.span) return [f.span(...c.span).replace(/ UTC$/, ''), h('small', {}, c.span_words), silent];
      const text = (today === day ? '' : today + ' ') + f.clock(c.t);
      day = today;
      return [text, f.timeError(c.t_sd_s) ? h('small', {}, '± ' + f.timeError(c.t_sd_s)) : null, silent];
    };
    const lit = crossings.some((c) => c.in_window);
    return h('section', {}, h('h3', {}, 'Assets crossed'),
      h('table', { class: 'crossings' },
        h('thead', {}, h('tr', {}, ['No.', 'Asset', 'Time, UTC', 'kn', 'Map'].map((t) => h('th', { scope: 'col', class: t === 'Map' ? 'onmap' : null }, t)))),
        h('tbody', {}, crossings.map((c) => h('tr', { class: c.in_window ? 'lit' : null },
          h('td', {}, c.number),
          h('td', {}, b.dom.foreign(assetName(c.asset_id)), c.accuracy_km ? h('small', {}, 'route ± ' + f.distance(c.accuracy_km)) : null),
          h('td', {}, when(c)),
          h('td', {}, f.number(c.sog_kn)),
          h('td', { class: 'onmap' }, c.lat === null || c.lat === undefined ? null : h('button', {
            type: 'button', class: 'link', 'aria-label': `Show crossing ${c.number} on the map`, onclick: () => goTo(c),
          }, 'show')))))),
      lit && outages.length ? h('p', { class: 'note' }, 'Yellow number: may explain an outage, given the uncertainty of its time.') : null,
      h('p', { class: 'note' }, kind === 'other' ? 'Listed: its crossings that the map marks. All stand in the table of all crossings (crossings.parquet).' : `Listed: assets crossed in the slow stretch${outages.length ? ', and passages of failed assets that may explain an outage' : ''}. Those at other times stand in the table of all crossings (crossings.parquet).`));
  }

  /* Passages that its track does not show: what it could have done, and when, in words. */
  function possibleList(passages, { goTo }) {
    const { h } = b.dom;
    const row = (c) => h('li', {}, b.dom.foreign(c.open), ' ', Number.isFinite(c.lat) ? h('button', {
      type: 'button', class: 'link', 'aria-label': 'Show the nearest point of the line on the map',
      onclick: () => goTo(c.heard ? c : { ...c, t: null }),
    }, 'nearest point') : null);
    const section = (title, rows) => (rows.length ? h('section', {}, h('h3', {}, title), h('ul', { class: 'plain possible' }, rows.map(row))) : null);
    return [
      section('Could have crossed (not heard)', passages.filter((c) => !c.heard)),
      section('Passed near (possible only)', passages.filter((c) => c.heard)),
    ];
  }

  /* Why a ship is where it is in the ranking: long lists stay folded below the charts. */
  function reasons(subject) {
    const lines = b.format.listOf(subject.reasons);
    if (!lines.length) return null;
    const { h } = b.dom;
    const long = lines.join('').length > 500;
    return h('details', { class: 'reasons', open: !long }, h('summary', {}, `Reasons in words (${lines.length})`),
      h('ul', { class: 'plain' }, lines.map((l) => h('li', {}, l))));
  }

  /* What the absence of an episode does not mean, and what two tracks in one chart are. */
  function remarks(subject, model, episodes) {
    const { h } = b.dom;
    const lines = model.byShip.get(subject.mmsi) || [];
    const several = new Set(lines.map((l) => l.hull)).size > 1;
    return [
      lines.length ? null : h('p', { class: 'note' }, 'No track of this ship is in this map.'),
      several ? h('p', { class: 'note' }, 'More than one track was told apart under this MMSI, and all are drawn: how far behaviour was judged stands in the notes on coverage and quality.') : null,
      episodes.length ? null : h('p', { class: 'note' }, 'No drag-like episode of this ship is listed.'),
    ];
  }

  /* `context`: {model, outages, ship, assetName, goTo, onPick}. Returns {node, setTime}. */
  function render(subject, context) {
    const { h } = b.dom;
    let chart = null;
    const stretch = subject.mmsi && context.model ? b.series.span(subject, context.outages, context.model) : null;
    if (stretch) {
      const [start, end] = stretch;
      const runs = b.series.extract(context.model, subject.mmsi, start, end);
      if (runs.length) {
        chart = b.charts.timeline({
          runs, start, end, subject, outages: context.outages, assetName: context.assetName, onPick: context.onPick,
        });
      }
    }
    const episodes = subject.episodes || [];
    const crossings = b.charts.crossingsOf(subject);
    const node = h('div', { class: 'detail' },
      h('h2', { tabindex: '-1' }, b.dom.foreign(b.format.shipName(subject))),
      provenance(subject.provenance),
      subject.mmsi ? identity(subject, context.ship) : null,
      context.report && subject.anchor ? h('p', {}, h('a', { href: context.report + '#' + subject.anchor }, 'Open in the report')) : null,
      subject.excluded ? h('p', { class: 'remark' }, subject.excluded) : null,
      probability(subject),
      chart ? h('section', {}, h('h3', {}, 'Speed and course'), chart.node, h('p', { class: 'note' },
        (crossings.length ? 'Numbers: assets crossed.' : '') + (stretch && context.outages.some((o) => o.damaged && o.t0 !== null && o.t0 <= stretch[1] && (o.t1 || o.t0) >= stretch[0]) ? ' Yellow: outage time.' : '')
        + (episodes.length ? ' Shaded: episode, with the usual and the observed speed.' : ''))) : null,
      episodes.map((e) => episode(e, episodes.length > 1)),
      crossings.length ? crossingTable(crossings, context, subject.kind) : null,
      possibleList((subject.crossings || []).filter((c) => c.open), context),
      reasons(subject),
      subject.mmsi && context.model ? remarks(subject, context.model, episodes) : null);
    return { node, setTime: chart ? chart.setTime : () => {} };
  }

  b.detail = { render };
})(typeof window === 'undefined' ? globalThis : window);
