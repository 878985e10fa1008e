/* A canvas that follows the map: the ground of tracks, density, ships and corridors. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  /* Any two of a group stay apart for eyes that lack one kind of cone, and each has three times
     the contrast of sea and land, as WCAG 1.4.11 asks (contrast.test.js). */
  b.PALETTE = {
    kinds: { telecom: '#0b6fc2', power: '#bf5b04', gas: '#0b5345', oil: '#3b1f0a' },
    roles: { first: '#d0104c', second: '#6f3fa0', third: '#1f2937', other: '#6b7c8c' },
    ground: { sea: '#dce8f0', land: '#f4f0e6', beyond: '#e6e9ec' },
    coast: '#857c66',
    outage: '#ffd400', unsure: '#fff3b0', rim: '#7a6600',
  };
  /* Kinds differ in width, too: dashes tell the accuracy of a route. A core makes a double line. */
  b.WIDTHS = {
    telecom: { weight: 2 }, power: { weight: 3.6 }, gas: { weight: 4.6, core: { color: '#f4f8fb', weight: 1.6 } }, oil: { weight: 5.6 },
  };
  b.DASHES = { measured: [], reconstructed: [9, 5], simulated: [1.5, 4], unknown: [4, 4], silent: [9, 5, 1.5, 5] };

  b.definePanes = function definePanes(map) {
    const panes = { land: 200, grid: 210, corridor: 240, glow: 250, density: 300, tracks: 390, lines: 430, ships: 460 };
    for (const [name, z] of Object.entries(panes)) {
      const pane = map.createPane(name);
      pane.style.zIndex = z;
      // Bands are painted solid, so that overlaps within one line do not darken.
      if (name === 'corridor') pane.style.opacity = 0.2;
      if (name !== 'lines') pane.style.pointerEvents = 'none';
    }
  };

  /* Share of its width that a line has at a zoom: the whole Gulf on a phone is no bundle of ribbons. */
  b.thinning = (zoom) => Math.max(0.6, Math.min(1, 0.6 + 0.16 * (zoom - 6.5)));

  if (typeof L === 'undefined') return;

  /* A line on a canvas, thinner where the map is small, and painted twice when its options have a
     `core`: a narrower line of another colour upon it. */
  b.line = function line(latlngs, options) {
    const made = L.polyline(latlngs, options);
    made._updatePath = () => {
      const { color, weight, core } = made.options;
      const share = b.thinning(made._map.getZoom());
      for (const coat of core ? [{ color, weight }, core] : [{ color, weight }]) {
        Object.assign(made.options, { color: coat.color, weight: coat.weight * share });
        made._renderer._updatePoly(made);
      }
      Object.assign(made.options, { color, weight });
    };
    return made;
  };

  /* The glow below a damaged line; paler where it is one of several that may be meant. */
  b.glow = function glow(latlngs, renderer, sure) {
    return b.line(latlngs, {
      pane: 'glow', renderer, interactive: false, lineCap: 'round', color: b.PALETTE.rim, weight: 10, opacity: 1,
      core: { color: sure ? b.PALETTE.outage : b.PALETTE.unsure, weight: 7.5 },
    });
  };

  /* Extends Leaflet's renderer for its handling of panning and animated zoom;
     `draw(context, view)` is given by the owner, view.x/y turn world fractions into pixels. */
  b.CanvasOverlay = L.Renderer.extend({
    options: { padding: 0.15 },

    initialize(draw, options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._drawWith = draw;
    },

    _initContainer() {
      this._container = document.createElement('canvas');
      this._container.style.pointerEvents = 'none';
      this._container.setAttribute('aria-hidden', 'true');
      this._context = this._container.getContext('2d');
    },

    _destroyContainer() {
      cancelAnimationFrame(this._frame);
      this._container.remove();
      this._container = null;
    },

    _updatePaths() {},

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = size.x * ratio;
      this._container.height = size.y * ratio;
      this._container.style.width = size.x + 'px';
      this._container.style.height = size.y + 'px';
      this._ratio = ratio;
      this.redrawNow();
    },

    redrawNow() {
      if (!this._map || !this._container) return;
      const bounds = this._bounds;
      const size = bounds.getSize();
      const scale = 256 * Math.pow(2, this._zoom === undefined ? this._map.getZoom() : this._zoom);
      const origin = this._map.getPixelOrigin().add(bounds.min);
      const context = this._context;
      context.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
      context.clearRect(0, 0, size.x, size.y);
      this._drawWith(context, {
        width: size.x, height: size.y, scale, ox: origin.x, oy: origin.y,
        zoom: this._map.getZoom(),
      });
    },

    redraw() {
      if (this._frame) return;
      this._frame = requestAnimationFrame(() => {
        this._frame = null;
        if (this._map && !this._map._animatingZoom) this.redrawNow();
      });
    },
  });
})(typeof window === 'undefined' ? globalThis : window);
