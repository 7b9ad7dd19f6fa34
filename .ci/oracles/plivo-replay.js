'use strict';

// Rebuilds every Plivo document that it is given through the vendor's library and
// compares the two: names, nesting, attributes and text. The order of attributes
// and the two ways to write an empty element do not count.
//
// Usage: node plivo-replay.js FILE|FOLDER...

const { documents, each } = require('./lib/files');
const { demandEqual } = require('./lib/difference');
const { parse } = require('./lib/plivo-xml');
const { rebuild } = require('./lib/plivo-rebuild');

function replay(text) {
  const published = parse(text);
  demandEqual(published, parse(rebuild(published)));
}

if (require.main === module) {
  each('plivo', documents(process.argv.slice(2), '.xml'), replay);
}

module.exports = { replay };
