/* Printing: the panel as it is open, whole, below a map that fits the paper and its legend. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  /* A still picture of a canvas. Chromium prints what is drawn on a canvas during `beforeprint` as
     vectors, and then Leaflet's clearing of the canvas wipes out the layers below it. */
  function still(canvas) {
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    copy.className = canvas.className + ' still';
    copy.style.cssText = canvas.style.cssText;
    copy.getContext('2d').drawImage(canvas, 0, 0);
    return copy;
  }

  /* On paper nothing can be unfolded, so all of it is. Returns how to undo that. */
  function unfold(...nodes) {
    const folded = nodes.flatMap((n) => [...(n.matches('details:not([open])') ? [n] : []), ...n.querySelectorAll('details:not([open])')]);
    for (const d of folded) d.open = true;
    return () => { for (const d of folded) d.open = false; };
  }

  /* Lay the page out for paper; returns how to undo it. */
  function layOut({ map, content, legend, fit, note }) {
    const seen = [map.getCenter(), map.getZoom()];
    const bounds = map.getBounds();
    const corner = legend.parentNode;
    const foot = content.scrollTop;
    const fold = unfold(content, legend);
    const line = b.dom.h('p', { class: 'paper' }, note ? note() : null);
    map.getContainer().after(legend, line);
    // Style sheets for print come too late for the canvas; this class sizes the map at once.
    document.body.classList.add('printing');
    map.invalidateSize({ animate: false });
    fit(bounds);
    const canvases = [...map.getContainer().querySelectorAll('canvas')].filter((c) => c.width && c.height);
    const stills = canvases.map(still);
    for (const [i, canvas] of canvases.entries()) canvas.replaceWith(stills[i]);
    return () => {
      for (const [i, canvas] of canvases.entries()) stills[i].replaceWith(canvas);
      document.body.classList.remove('printing');
      line.remove();
      corner.prepend(legend);
      fold();
      map.invalidateSize({ animate: false });
      map.setView(...seen, { animate: false });
      content.scrollTop = foot;
    };
  }

  /* `parts`: the map, the content of the panel, the legend; `fit(seen)` shows on the map what has to
     be seen on paper, `note()` says what the picture alone does not. */
  function bind(parts) {
    let undo = null;
    addEventListener('beforeprint', () => { undo = undo || layOut(parts); });
    addEventListener('afterprint', () => {
      if (undo) undo();
      undo = null;
    });
  }

  b.print = { bind };
})(typeof window === 'undefined' ? globalThis : window);
