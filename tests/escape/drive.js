/* Drives every path of a map by which a name reaches the screen; returns the texts by path. */
async (queries) => {
  const words = (selector, root) => [...(root || document).querySelectorAll(selector)].map((n) => n.textContent);
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const sign = (n) => n.tagName + ' ' + n.getAttributeNames().sort().join(' ');
  const made = new Set();
  const note = (node) => { if (node.tagName) for (const n of [node, ...node.querySelectorAll('*')]) made.add(sign(n)); };
  note(document.documentElement);
  new MutationObserver((all) => all.forEach((m) => m.addedNodes.forEach(note))).observe(document, { childList: true, subtree: true });
  const out = { title: document.title, h1: words('h1')[0], cards: words('.card .foreign'), panel: words('.panel, aside').join(' ') };
  out.tips = [];
  out.popups = [];
  const map = baltic.app.map;
  const layers = [];
  map.eachLayer((l) => layers.push(l));
  for (const l of layers) {
    if (l.getTooltip && l.getTooltip()) {
      l.openTooltip();
      out.tips.push(l.getTooltip().getElement().textContent);
      l.closeTooltip();
    }
    if (l.getPopup && l.getPopup()) {
      l.openPopup();
      out.popups.push(words('.leaflet-popup-content', l.getPopup().getElement())[0]);
      map.closePopup();
    }
  }
  for (let i = 0; i < 5; i++) {
    // Where the tracks of the first ships begin; the tip of a track follows the pointer.
    map.setView([59.5, 22 + 0.02 * i], 15, { animate: false });
    map.fire('mousemove', { latlng: L.latLng(59.5, 22 + 0.02 * i) });
    await pause(70);
    out.tips.push(...words('.leaflet-tooltip'));
  }
  for (const l of layers.filter((x) => x.getElement && x.getElement() && x.options.title)) (out.marks = out.marks || []).push(l.getElement().title);
  out.search = [];
  const input = document.querySelector('#search');
  for (const query of queries) {
    input.value = query;
    input.dispatchEvent(new Event('input'));
    out.search.push(words('#search-list li .foreign'));
  }
  input.value = '';
  input.dispatchEvent(new Event('input'));
  out.details = [];
  const count = document.querySelectorAll('.card:not([data-excluded])').length;
  for (let i = 0; i < count; i += Math.ceil(count / 40)) {
    const card = document.querySelectorAll('.card:not([data-excluded])')[i];
    const name = card.querySelector('.foreign').textContent;
    card.click();
    if (i % 10 === 0) await pause(0);
    out.details.push([name, words('.detail h2')[0], words('.detail')[0], words('.detail svg title, .detail svg text').join(' ')]);
    document.querySelector('.back').click();
  }
  for (const [i, query] of queries.filter((_, n) => n % 2 === 0).entries()) {
    location.hash = '#sel=' + encodeURIComponent(query) + '&map=' + encodeURIComponent(query) + '&off=' + encodeURIComponent(query);
    if (i % 20 === 0) await pause(0);
  }
  location.hash = '#' + queries.join('&');
  await pause(450);
  out.tips = [...new Set(out.tips)];
  out.popups = [...new Set(out.popups)];
  out.made = [...made].sort();
  out.pwned = String(window.__pwned);
  return out;
}
