'use strict';

// Rebuilds every Tropo document that it is given through the vendor's library and
// compares the two. What the library cannot express, or writes differently, fails.
//
// Usage: node tropo-replay.js FILE|FOLDER...

const { documents, each } = require('./lib/files');
const { demandEqual } = require('./lib/difference');
const { canonical } = require('./lib/tropo-canonical');
const { rebuild } = require('./lib/tropo-rebuild');

function replay(text) {
  const document = JSON.parse(text);
  const published = canonical(document);
  demandEqual(published, canonical(JSON.parse(rebuild(document))));
}

if (require.main === module) {
  each('tropo-webapi', documents(process.argv.slice(2), '.json'), replay);
}

module.exports = { replay };
