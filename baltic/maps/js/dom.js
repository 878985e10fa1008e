/* Elements from plain values. Text only ever becomes text nodes: no markup is parsed. */
(function (root) {
  'use strict';
  const b = (root.baltic = root.baltic || {});
  const SVG = 'http://www.w3.org/2000/svg';

  function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
      else if (name === 'style') Object.assign(node.style, value);
      else node.setAttribute(name, value === true ? '' : String(value));
    }
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === false) continue;
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return node;
  }

  function h(tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
  }

  function svg(tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
  }

  /* A name from outside: its own direction, cut by style when long. */
  function foreign(text, className) {
    return h('bdi', { class: 'foreign ' + (className || ''), title: text }, text);
  }

  function facts(pairs) {
    const known = pairs.filter((p) => p[1] !== null && p[1] !== undefined && p[1] !== '');
    return h('dl', { class: 'facts' }, known.map(([k, v]) => [h('dt', {}, k), h('dd', {}, v)]));
  }

  function json(id) {
    const node = document.getElementById(id);
    const value = JSON.parse(node.textContent);
    node.remove();
    return value;
  }

  b.dom = { h, svg, foreign, facts, json };
})(typeof window === 'undefined' ? globalThis : window);
