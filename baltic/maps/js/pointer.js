/* What pointer and keys do on a map of ships. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});

  function bindPointer(map, { model, look, visible, select, open }) {
    const tip = L.tooltip({ sticky: true, opacity: 0.97, className: 'track-tip' });
    let waiting = false;
    const at = (latlng, pixels) => {
      const scale = 256 * Math.pow(2, map.getZoom());
      return b.tracklayer.nearest(model, (latlng.lng + 180) / 360, b.tracks.mercatorY(latlng.lat), pixels / scale, look.roleOf, visible);
    };
    const describe = (hit) => {
      const f = b.format;
      const ship = look.shipOf(hit.line.mmsi);
      const sog = model.sog[hit.index];
      const cog = model.cog[hit.index];
      return b.dom.h('div', { class: 'tip' }, b.dom.h('b', {}, b.dom.foreign(f.shipName(ship))),
        b.dom.h('div', {}, [ship.type, b.format.mmsiOf(hit.line.mmsi)].filter(Boolean).join(', ')),
        hit.silence ? b.dom.h('div', {}, 'not heard from ' + f.span(...hit.silence) + ': straight between two reports') : b.dom.h('div', {}, f.utc(hit.t) + (Number.isFinite(sog) ? ', ' + f.number(sog) + ' kn' : '') + (Number.isFinite(cog) ? ', course ' + f.number(cog, 0) + '°' : '')),
        b.dom.h('div', { class: 'how' }, 'track ' + hit.line.provenance));
    };
    const follow = (event) => {
      waiting = true;
      setTimeout(() => {
        waiting = false;
        const busy = document.querySelector('.leaflet-tooltip:not(.track-tip)');
        const hit = busy ? null : at(event.latlng, 6);
        if (hit) tip.setLatLng(event.latlng).setContent(describe(hit)).addTo(map);
        else tip.remove();
      }, 50);
    };
    map.on('mousemove', (event) => {
      // Boxes that lie on the map are not the sea below them.
      if (event.originalEvent && event.originalEvent.target.closest('.leaflet-control, .leaflet-popup')) tip.remove();
      else if (!waiting) follow(event);
    });
    map.on('mouseout', () => tip.remove());
    map.on('click', (event) => {
      const hit = at(event.latlng, 10);
      if (!hit) return;
      const subject = look.subjects.get(hit.line.mmsi);
      const content = describe(hit);
      if (!subject) content.append(b.dom.h('button', { type: 'button', class: 'link', onclick: () => open(hit.line.mmsi) }, 'Speed and course'));
      L.popup({ maxWidth: 280 }).setLatLng(event.latlng).setContent(content).openOn(map);
      if (subject) select(subject, false);
    });
  }

  function bindKeys({ player, search, back }) {
    document.addEventListener('keydown', (event) => {
      if (b.shell.isTyping(event)) return;
      const inMap = event.target instanceof HTMLElement && event.target.closest('.leaflet-container');
      const onButton = event.target instanceof HTMLElement && event.target.closest('button, summary, a, label');
      const step = event.shiftKey ? 600 : 60;
      if (event.key === '/') search.input.focus();
      else if (event.key === 'Escape') back();
      else if (!player) return;
      else if (event.key === ' ' && !onButton) player.toggle();
      else if (event.key === 'ArrowRight' && !inMap) player.set(player.state.t + step);
      else if (event.key === 'ArrowLeft' && !inMap) player.set(player.state.t - step);
      else if (event.key === ']') player.faster(1);
      else if (event.key === '[') player.faster(-1);
      else if (event.key === 'o') player.nextOutage();
      else return;
      event.preventDefault();
    });
  }

  b.pointer = { bindPointer, bindKeys };
})(typeof window === 'undefined' ? globalThis : window);
