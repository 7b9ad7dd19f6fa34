'use strict';

// Reads documents with this JSON parser, which is no work of ours, and compares
// every text in them with what was meant.
// Run: node characters.js EXPECTED.json, an object: file -> list of texts.

const assert = require('assert');
const fs = require('fs');

// spoken gives the values of say and message in their order.
function spoken(document) {
  return document.tropo.flatMap((verb) => {
    const says = [verb.say, verb.message && verb.message.say].filter(Boolean);
    return says.flatMap((say) => (Array.isArray(say) ? say : [say])).map((one) => one.value);
  });
}

const expected = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
let texts = 0;
for (const [file, want] of Object.entries(expected)) {
  const got = spoken(JSON.parse(fs.readFileSync(file, 'utf8')));
  assert.deepStrictEqual(got, want, file);
  texts += got.length;
}
assert.ok(texts > 1000, 'too few texts to prove anything');
console.log(`characters: ${texts} texts in ${Object.keys(expected).length} documents are the same`);
