// A stand-in for CloudFront with a function at the viewer request and a bucket behind
// it. It enforces the documented limits: the size of the code, the features of
// runtime 2.0, no body, a method that stays, the rows of the key value store.
// node cloudfront.mjs FUNCTION KVS ROOT ADDRESS
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { listen } from './listen.mjs';
import { answer } from './store.mjs';

const [code, rows, root, address] = process.argv.slice(2);

const text = readFileSync(code, 'utf8');
assert.ok(Buffer.byteLength(text) <= 10 * 1024, 'a function has at most 10 kB');
const bare = text.replace(/^\s*\/\/.*$/gm, '');
for (const [what, pattern] of Object.entries({
  'a class': /\bclass\b/, 'destructuring': /\b(?:const|let|var)\s*[[{]/, 'spread': /\.\.\./, 'optional chaining': /\?\.[A-Za-z[(]/, '??': /\?\?/,
  'for … of': /\bfor\s*(?:await\s*)?\([^)]*\bof\b/, 'a generator': /function\s*\*/, 'a look behind': /\(\?<[=!]/, 'a named group': /\(\?</, 'a default value': /function[^(]*\([^)]*=/,
  'the network': /\b(?:fetch|XMLHttpRequest|WebSocket)\b/, 'a timer': /\bset(?:Timeout|Interval|Immediate)\b/, 'code from text': /\b(?:eval|Function)\s*\(/,
  'require of a file': /\brequire\s*\(/, 'the process': /\bprocess\b/, 'other imports': /^\s*import (?!cf from 'cloudfront';$)/m,
})) assert.doesNotMatch(bare, pattern, what + ' is not in runtime 2.0, or not allowed');

const table = readFileSync(rows, 'utf8');
assert.ok(Buffer.byteLength(table) <= 5 * 1024 * 1024, 'a store has at most 5 MB');
const store = new Map();
for (const { key, value } of JSON.parse(table).data) {
  assert.ok(key.length >= 1 && key.length <= 512, 'a key has at most 512 characters: ' + key);
  assert.ok(value.length >= 1 && value.length <= 1024, 'a value has at most 1024 characters: ' + key);
  assert.ok(!store.has(key), 'a key is there once: ' + key);
  store.set(key, value);
}
const cf = { kvs: () => ({
  get: async key => {
    if (!store.has(key)) throw new Error('KeyNotFound');
    return store.get(key);
  },
}) };
const context = vm.createContext({ cf, console });
vm.runInContext(text.replace("import cf from 'cloudfront';", ''), context, { filename: 'ivr.js' });

listen(address, async ({ method, raw, headers }) => {
  const [uri, query = ''] = raw.split(/\?(.*)/s);
  const event = { version: '1.0', context: { eventType: 'viewer-request' }, viewer: { ip: '127.0.0.1' }, request: {
    method, uri, querystring: structured(query), cookies: {},
    headers: Object.fromEntries([...headers].map(([name, value]) => [name, { value }])),
  } };
  const given = await vm.runInContext('handler', context)(event);
  if (given.statusCode) {
    assert.strictEqual(typeof given.statusCode, 'number');
    assert.ok(!given.body, 'the function needs no body');
    return new Response('', { status: given.statusCode, headers: Object.fromEntries(Object.entries(given.headers).map(([name, { value }]) => [lower(name), value])) });
  }
  assert.strictEqual(given.method, method, 'a function cannot change the method');
  assert.ok(given.uri.startsWith('/'), given.uri);
  assert.deepStrictEqual(Object.keys(given.querystring), [], 'the query is part of what is cached');
  return answer(root, method, given.uri, headers, { refused: 405, missing: 403 });
});

function lower(name) {
  assert.strictEqual(name, name.toLowerCase(), 'names of headers are lower case');
  return name;
}

// structured is a query as the function sees it: nothing is decoded, the first value
// of several stands in front.
function structured(query) {
  const all = {};
  for (const pair of query.split('&').filter(Boolean)) {
    const [name, value = ''] = pair.split(/=(.*)/s);
    if (!Object.hasOwn(all, name)) all[name] = { value };
    else (all[name].multiValue ??= [{ value: all[name].value }]).push({ value });
  }
  return all;
}
