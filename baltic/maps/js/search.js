/* Search over ships, assets and incidents: names, numbers and aliases. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function fold(text) {
    return String(text).normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  }

  /* Entries whose words contain the query; those that begin with it first. */
  function find(entries, query, most) {
    const wanted = fold(query).trim();
    if (!wanted) return [];
    const scored = [];
    for (const entry of entries) {
      entry.folded = entry.folded || entry.words.filter((w) => w !== null && w !== undefined).map(fold);
      let score = 0;
      for (const word of entry.folded) {
        if (word.startsWith(wanted)) score = Math.max(score, 3);
        else if (word.includes(' ' + wanted)) score = Math.max(score, 2);
        else if (word.includes(wanted)) score = Math.max(score, 1);
      }
      if (score) scored.push([score + (entry.weight || 0), entry]);
    }
    return scored.sort((p, q) => q[0] - p[0]).slice(0, most).map((pair) => pair[1]);
  }

  function box(entries, placeholder) {
    const { h } = b.dom;
    let hits = [];
    let active = -1;
    let closing = null;
    const list = h('ul', { id: 'search-list', role: 'listbox', 'aria-label': 'Matches', hidden: true });
    const input = h('input', {
      type: 'search', id: 'search', placeholder, autocomplete: 'off', spellcheck: 'false',
      role: 'combobox', 'aria-label': placeholder, 'aria-expanded': 'false', 'aria-controls': 'search-list',
      'aria-autocomplete': 'list',
      oninput: () => show(), onfocus: () => input.value && show(),
      onblur: () => { closing = setTimeout(close, 150); }, onkeydown: (event) => key(event),
    });

    function close() {
      list.hidden = true;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }

    function choose(entry) {
      close();
      input.value = '';
      input.blur();
      entry.go();
    }

    function show() {
      clearTimeout(closing);
      hits = find(entries(), input.value, 9);
      active = hits.length ? 0 : -1;
      list.replaceChildren(...(hits.length ? hits.map((entry, i) => h('li', {
        role: 'option', id: 'search-' + i, 'aria-selected': String(i === active),
        onmousedown: (event) => { event.preventDefault(); choose(entry); },
      }, h('span', { class: 'sort' }, entry.sort), b.dom.foreign(entry.label)))
        : [h('li', { class: 'none', role: 'option', 'aria-disabled': 'true' }, 'nothing found')]));
      list.hidden = !input.value.trim();
      input.setAttribute('aria-expanded', String(!list.hidden));
      mark();
    }

    function mark() {
      [...list.children].forEach((li, i) => { li.setAttribute('aria-selected', String(i === active)); });
      if (active >= 0) input.setAttribute('aria-activedescendant', 'search-' + active);
    }

    function key(event) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (hits.length) active = (active + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length;
        mark();
      } else if (event.key === 'Enter' && hits[active]) choose(hits[active]);
      else if (event.key === 'Escape') { input.value = ''; close(); input.blur(); }
    }

    return { node: h('div', { class: 'search' }, input, list), input };
  }

  b.search = { fold, find, box };
})(typeof window === 'undefined' ? globalThis : window);
