/* Printing the atlas: the page that is open, whole, under a map that fits the paper. */
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

  /* Lay the page out for paper; returns how to undo it. */
  function layOut(map, content, legend, fit) {
    const seen = [map.getCenter(), map.getZoom()];
    const folded = [...document.querySelectorAll('.detail details:not([open]), details.legend:not([open]), .legend details:not([open])')];
    const corner = legend.parentNode;
    const foot = content.scrollTop;
    for (const d of folded) d.open = true;
    map.getContainer().after(legend);
    // Style sheets for print come too late for the canvas; this class sizes the map at once.
    document.body.classList.add('printing');
    map.invalidateSize({ animate: false });
    fit();
    const canvases = [...map.getContainer().querySelectorAll('canvas')].filter((c) => c.width && c.height);
    const stills = canvases.map(still);
    for (const [i, canvas] of canvases.entries()) canvas.replaceWith(stills[i]);
    return () => {
      for (const [i, canvas] of canvases.entries()) stills[i].replaceWith(canvas);
      document.body.classList.remove('printing');
      corner.prepend(legend);
      for (const d of folded) d.open = false;
      map.invalidateSize({ animate: false });
      map.setView(...seen, { animate: false });
      content.scrollTop = foot;
    };
  }

  /* `fit()` shows on the map what has to be seen on paper. */
  function bind(map, content, legend, fit) {
    let undo = null;
    addEventListener('beforeprint', () => { undo = undo || layOut(map, content, legend, fit); });
    addEventListener('afterprint', () => {
      if (undo) undo();
      undo = null;
    });
  }

  b.atlasprint = { bind };
})(typeof window === 'undefined' ? globalThis : window);
