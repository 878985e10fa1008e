/* The panel at the right: the ranked list, the excluded ships, one ship's evidence. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function card(subject, onSelect) {
    const { h } = b.dom;
    const f = b.format;
    const measure = subject.posterior !== null && subject.posterior !== undefined
      ? h('span', { class: 'score' }, f.percent(subject.posterior))
      : subject.llr === null || subject.llr === undefined ? null : h('span', { class: 'score' }, f.signed(subject.llr));
    const first = (subject.episodes || [])[0];
    const line = subject.kind === 'dark' || subject.kind === 'none' ? subject.reasons[0]
      : [subject.ship_type, subject.mmsi && f.mmsiOf(subject.mmsi), subject.provenance].filter(Boolean).join(' · ');
    return h('li', {}, h('button', {
      type: 'button', class: 'card role-' + (subject.role || 'none'), 'data-subject': subject.id, onclick: () => onSelect(subject),
    },
    h('span', { class: 'rank' }, subject.rank || '·'),
    h('span', { class: 'who' }, b.dom.foreign(f.shipName(subject)), h('small', {}, line),
      first && first.t0 !== null ? h('small', {}, f.utc(first.t0) + ', ' + f.number(first.v_ref_kn) + ' → ' + f.number(first.v_drag_kn) + ' kn') : null),
    h('span', { class: 'measure' }, measure,
      subject.level && subject.level !== 'none' ? h('span', { class: 'badge ' + subject.level }, subject.level) : null)));
  }

  /* Ships that stand in no rank: `words` begins each reason, which may begin so itself. */
  function setAside(items, title, words, onExcluded) {
    if (!items.length) return null;
    const { h } = b.dom;
    const f = b.format;
    return h('details', { class: 'excluded' }, h('summary', {}, `${title} (${items.length})`),
      h('ul', {}, items.map((e) => h('li', {}, h('button', {
        type: 'button', class: 'card small', 'data-excluded': e.mmsi, onclick: () => onExcluded(e),
      }, h('span', { class: 'who' }, b.dom.foreign(f.shipName(e)), h('small', {}, f.reason(words, e.reason)),
        e.closest_km === null || e.closest_km === undefined ? null
          : h('small', {}, 'closest ' + f.distance(e.closest_km) + (e.closest_t ? ', ' + f.utc(e.closest_t) : ''))))))));
  }

  function about(doc) {
    const { h } = b.dom;
    const run = doc.run || {};
    return h('details', { class: 'about' }, h('summary', {}, 'Data, licences and run'),
      h('ul', { class: 'plain' }, doc.licences.map((l) => h('li', {}, l))),
      b.dom.facts([
        ['Program', run.version || run.program_version], ['Settings', run.settings_hash],
        ['Made', run.created || run.finished], ['Inputs', run.inputs && run.inputs.length ? run.inputs.join(', ') : null],
      ]),
      h('p', { class: 'note keys' }, 'Keys: space plays, ← → step a minute (shift: ten), [ ] change speed, o goes to the next outage, / searches, Esc goes back. On the map arrows pan, + and − zoom.'));
  }

  /* Returns {node, list(), open(subject), setTime(t)}. */
  function create(doc, { onSelect, onBack, onExcluded }) {
    const { h } = b.dom;
    const content = h('div', { class: 'content' });
    let current = null;
    const investigation = doc.view === 'investigation';

    /* `from`: the subject left, whose card gets the focus back. */
    function list(from) {
      const inside = content.contains(document.activeElement);
      current = null;
      const rows = doc.subjects.map((s) => card(s, onSelect));
      const ranked = doc.subjects.filter((s) => s.kind !== 'candidate').length;
      const other = investigation ? rows.splice(ranked) : [];
      content.replaceChildren(
        h('p', { class: 'verdict' }, doc.verdict),
        ...doc.limits.map((l) => h('p', { class: 'remark limit' }, l)),
        ...remarks(doc.notes),
        ...(doc.outages.length ? [outageList(doc)] : []),
        h('h2', {}, investigation ? 'Hypotheses, most probable first' : 'Candidates, strongest evidence first'),
        rows.length ? h('ol', { class: 'cards' }, rows) : h('p', { class: 'note' }, investigation ? 'No hypothesis.' : 'No candidates.'),
        ...(other.length ? [h('h2', {}, 'Other drag-like episodes'), h('ol', { class: 'cards' }, other)] : []),
        ...[setAside(doc.excluded, 'Excluded ships', 'excluded', onExcluded), setAside(doc.unjudged, 'Ships that could not be judged', 'could not be judged', onExcluded)].filter(Boolean),
        about(doc));
      const left = inside && from && content.querySelector(`[data-subject="${CSS.escape(from.id)}"], [data-excluded="${from.mmsi}"]`);
      if (left) {
        const fold = left.closest('details');
        if (fold) fold.open = true;
        left.focus();
      }
    }

    /* Few notes stand open; many are one line until asked for. */
    function remarks(notes) {
      const lines = notes.map((n) => h('p', { class: 'remark' }, n));
      if (lines.length < 3) return lines;
      return [h('details', { class: 'remarks' }, h('summary', { class: 'remark' }, `Coverage and quality: ${lines.length} notes`), ...lines)];
    }

    function outageList() {
      const damaged = doc.outages.filter((o) => o.damaged);
      if (!damaged.length) return '';
      return h('details', { class: 'outages', open: damaged.length < 4 && innerHeight > 800 }, h('summary', {}, `Outages (${damaged.length})`),
        h('ul', { class: 'plain' }, damaged.map((o) => h('li', {}, h('b', {}, b.dom.foreign(b.layers.shortName(o))), ' ',
          b.layers.outageWhen(o), h('small', {}, b.layers.outageWhere(o))))));
    }

    function open(subject, context) {
      current = b.detail.render(subject, context);
      content.replaceChildren(h('button', { type: 'button', class: 'back', onclick: onBack }, '← All ships'),
        h('p', { class: 'verdict' }, doc.verdict),
        ...doc.limits.map((l) => h('p', { class: 'remark limit onpaper' }, l)), current.node);
      content.scrollTop = 0;
      current.node.querySelector('h2').focus({ preventScroll: true });
    }

    return { node: content, list, open, setTime: (t) => current && current.setTime(t) };
  }

  b.panel = { create, about };
})(typeof window === 'undefined' ? globalThis : window);
