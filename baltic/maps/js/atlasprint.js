/* Printing the atlas: the page that is open, whole, under a map that fits the paper. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  /* `bounds()` says what the map has to show on paper. */
  function bind(map, content, bounds) {
    let before = null;
    addEventListener('beforeprint', () => {
      if (before) return;
      const folded = [...content.querySelectorAll('details:not([open])')].filter((d) => d.closest('.detail'));
      before = { centre: map.getCenter(), zoom: map.getZoom(), folded };
      for (const d of folded) d.open = true;
      // Style sheets for print come too late for the canvas; this class sizes the map at once.
      document.body.classList.add('printing');
      map.invalidateSize({ animate: false });
      const wanted = bounds();
      if (wanted && wanted.isValid()) map.fitBounds(wanted.pad(0.1), { animate: false, maxZoom: 10 });
    });
    addEventListener('afterprint', () => {
      if (!before) return;
      document.body.classList.remove('printing');
      for (const d of before.folded) d.open = false;
      map.invalidateSize({ animate: false });
      map.setView(before.centre, before.zoom, { animate: false });
      before = null;
    });
  }

  b.atlasprint = { bind };
})(typeof window === 'undefined' ? globalThis : window);
