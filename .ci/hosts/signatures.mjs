// Holds the module's verdict on signatures against Plivo's own library, for requests
// made by chance: signed ones, and ones that were changed afterwards.
// node signatures.mjs FOLDER TOKEN COUNT
import assert from 'node:assert';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, token, count] = process.argv.slice(2);
const { validateV3Signature } = createRequire(import.meta.url)('../oracles/node_modules/plivo/dist/utils/v3Security.js');
const { default: app } = await import(pathToFileURL(resolve(folder, 'ivr.mjs')));
const env = { PLIVO_AUTH_TOKEN: token, ASSETS: { fetch: () => new Response('', { status: 404 }) } };

// A generator of its own, so that every run makes the same requests.
let state = 20261;
const below = n => (state = (state * 1103515245 + 12345) % 2147483648, Math.floor(state / 2147483648 * n));
const one = all => all[below(all.length)];
const names = ['Digits', 'From', 'To', 'CallUUID', 'CallStatus', 'SIP-H-To', 'X-PH-a b', 'digits', 'día', 'a', 'B', '_'];
const values = ['', '1', '+14155550100', '*#', 'día', 'hello world', 'a+b', '100%', 'a=b', 'a&b', '.', 'x.', '?', '/', '\u00e9\u4e2d', 'sip:a@b.example', '"', "'", '<b>', '~!()'];
const parameters = most => [...new Set(Array.from({ length: below(most + 1) }, () => one(names)))].map(name => [name, one(values)]);
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

let good = 0, bad = 0;
for (let i = 0; i < Number(count); i++) {
  const method = one(['GET', 'POST']);
  const query = parameters(5), form = method === 'POST' ? parameters(8) : [];
  const address = 'https://ivr.example.com/front-desk/v/6ade3fa20541/plivo/' + one(['main.xml', 'main/Digits.1', 'sales/DialStatus', 'step-2/Digits']);
  const url = address + (query.length > 0 ? '?' + new URLSearchParams(query) : '');
  const nonce = String(1e15 + below(1e9));
  const sorted = all => [...all].sort((a, b) => order(a[0], b[0]));
  const text = address + (query.length + form.length > 0 ? '?' : '') + sorted(query).map(([name, value]) => name + '=' + value).join('&')
    + (query.length > 0 && form.length > 0 ? '.' : '') + sorted(form).map(([name, value]) => name + value).join('') + '.' + nonce;
  const signature = createHmac('sha256', token).update(text).digest('base64');

  const verdict = async (url, form, nonce, signature) => {
    const request = new Request(url, {
      method, body: method === 'POST' ? new URLSearchParams(form) : undefined,
      headers: { 'X-Plivo-Signature-V3': signature, 'X-Plivo-Signature-V3-Nonce': nonce, ...(method === 'POST' ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {}) },
    });
    const { status } = await app.fetch(request, env);
    assert.ok(status === 403 || status === 404, String(status));
    const library = validateV3Signature(method, url, nonce, token, signature, Object.fromEntries(form));
    assert.strictEqual(status === 404, library, `${method} ${url} ${new URLSearchParams(form)}`);
    return library;
  };
  assert.ok(await verdict(url, form, nonce, signature), `${method} ${url} ${JSON.stringify(form)}`);
  good++;
  const changed = one([
    () => [url + (url.includes('?') ? '&' : '?') + 'y=1', form, nonce, signature],
    () => [url.replace('/front-desk/', '/front-desk2/'), form, nonce, signature],
    () => [url, method === 'POST' ? [...form, ['y', '1']] : form, method === 'POST' ? nonce : nonce + '1', signature],
    () => [url, form, '1' + nonce, signature],
    () => [url, form, nonce, signature.replace(/^./, letter => (letter === 'A' ? 'B' : 'A'))],
  ])();
  assert.ok(!await verdict(...changed), JSON.stringify(changed));
  bad++;
}
console.log(`${good} signed requests and ${bad} changed ones`);
