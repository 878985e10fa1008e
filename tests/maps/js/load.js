/* Loads the page's scripts into node as the browser would: into one global `baltic`. */
'use strict';
const path = require('node:path');
const folder = path.join(__dirname, '..', '..', '..', 'baltic', 'maps', 'js');

module.exports = function load(...names) {
  for (const name of names) require(path.join(folder, name));
  return globalThis.baltic;
};
