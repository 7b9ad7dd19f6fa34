// Reads netlify.toml and _headers with Netlify's own libraries, and shows what its
// matcher makes of redirects that carry the answer.
// node netlify-config.mjs FOLDER [_headers]
import assert from 'node:assert';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseAllHeaders } from '@netlify/headers-parser';
import { parseAllRedirects } from '@netlify/redirect-parser';

const [folder, headersFile] = process.argv.slice(2);
const netlifyConfigPath = resolve(folder, 'netlify.toml');

const { headers, errors } = await parseAllHeaders({ headersFiles: headersFile ? [resolve(headersFile)] : [], netlifyConfigPath: headersFile ? undefined : netlifyConfigPath, minimal: true, configHeaders: [] });
assert.deepStrictEqual(errors, []);
assert.ok(headers.length > 0);
console.log(JSON.stringify(headers));
if (!headersFile) {
  const { redirects, errors } = await parseAllRedirects({ redirectsFiles: [], netlifyConfigPath, minimal: true, configRedirects: [] });
  assert.deepStrictEqual(errors, []);
  assert.deepStrictEqual(redirects, [], 'no redirect stands before the function');

  // The first rule that fits the query is taken, whether its file is there or not: a
  // rule for "any other key" behind it is never asked. So redirects alone lose calls.
  const redirector = createRequire(import.meta.url)('netlify-redirector');
  const matcher = await redirector.parsePlain([
    '/:flow/v/:version/plivo/:step/Digits.1 Digits=:d /:flow/v/:version/plivo/:step/:d.xml 200',
    '/:flow/v/:version/plivo/:step/Digits.1 /:flow/v/:version/plivo/:step/_.1.xml 200',
  ].join('\n'), {});
  const to = query => matcher.match({
    scheme: 'https', host: 'ivr.example.com', path: '/f/v/1/plivo/main/Digits.1', query, method: 'GET', headers: {}, cookieValues: {}, getHeader: () => '', getCookie: () => '',
  }).to;
  assert.strictEqual(to('CallUUID=1'), '/f/v/1/plivo/main/_.1.xml');
  assert.strictEqual(to('CallUUID=1&Digits=9'), '/f/v/1/plivo/main/9.xml');
}
