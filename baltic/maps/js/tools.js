/* The buttons of the heading: a link to what is seen, and print. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  /* Pages opened as files may not have the clipboard; an old command still works there. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = b.dom.h('textarea', { class: 'unseen', 'aria-hidden': 'true' }, text);
      document.body.append(area);
      area.select();
      const done = document.execCommand('copy');
      area.remove();
      return done;
    }
  }

  /* `link()` returns the address of what is shown now. */
  function buttons(link) {
    const { h } = b.dom;
    const said = h('output', { class: 'said', role: 'status' });
    let timer = null;
    const say = (text) => {
      said.textContent = text;
      clearTimeout(timer);
      timer = setTimeout(() => { said.textContent = ''; }, 2500);
    };
    const onCopy = async () => say((await copy(link())) ? 'Link copied' : 'Copy the address of this page');
    // A page shown inside a notebook has no address of its own.
    const linkable = /^(file|https?):$/.test(location.protocol);
    return h('div', { class: 'tools' },
      linkable ? h('button', { type: 'button', 'data-tool': 'link', title: 'Copy a link to this view, ship and time', onclick: onCopy }, 'Copy link') : null,
      h('button', { type: 'button', 'data-tool': 'print', title: 'Print the map and the panel', onclick: () => print() }, 'Print'),
      said);
  }

  /* People who ask for less motion get jumps in place of glides. */
  function calm(map) {
    const still = (options) => ({ ...options, animate: false });
    Object.assign(map, {
      _zoomAnimated: false,
      panBy: (offset, options) => L.Map.prototype.panBy.call(map, offset, still(options)),
      setView: (centre, zoom, options) => L.Map.prototype.setView.call(map, centre, zoom, still(options)),
    });
    Object.assign(map.options, { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false });
  }

  function wantsCalm() {
    return matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  b.tools = { buttons, copy, calm, wantsCalm };
})(typeof window === 'undefined' ? globalThis : window);
