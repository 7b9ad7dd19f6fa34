// A stand-in for Lambda@Edge at the origin request, with Include Body, and a bucket
// behind it. It enforces the documented limits: no variables, bodies up to 1 MB in
// base64, generated answers up to 1 MB, headers that a function may not set.
// node lambda-edge.mjs FOLDER ROOT ADDRESS [TOKEN]
import assert from 'node:assert';
import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listen } from './listen.mjs';
import { answer } from './store.mjs';

const [folder, root, address, token] = process.argv.slice(2);
for (const name of Object.keys(process.env)) delete process.env[name];

assert.ok(['index.mjs', 'ivr.mjs'].reduce((sum, name) => sum + statSync(resolve(folder, name)).size, 0) <= 50 * 1024 * 1024, 'code of at most 50 MB');
const { handler } = await import(pathToFileURL(resolve(folder, 'index.mjs')));

// The bucket, which lets everybody read what they can name.
const bucket = createServer(async (req, res) => {
  const found = await answer(root, req.method, req.url, new Headers(req.headers), { refused: 405, missing: 403 });
  res.statusCode = found.status;
  for (const [name, value] of found.headers) res.setHeader(name, value);
  res.end(Buffer.from(await found.arrayBuffer()));
});
await new Promise(done => bucket.listen(0, '127.0.0.1', done));

const largest = 1024 * 1024;
const forbidden = /^(?:connection|expect|keep-alive|proxy-.*|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache.*|x-edge-.*|x-forwarded-proto|x-real-ip|transfer-encoding|via|content-length|content-encoding|warning)$/;

listen(address, async ({ method, raw, headers, body }) => {
  const [uri, querystring = ''] = raw.split(/\?(.*)/s);
  const request = {
    clientIp: '127.0.0.1', method, uri, querystring, headers: {},
    origin: { custom: {
      customHeaders: token ? { 'ivrc-plivo-auth-token': [{ key: 'ivrc-plivo-auth-token', value: token }] } : {},
      domainName: '127.0.0.1', keepaliveTimeout: 5, path: '', port: bucket.address().port, protocol: 'http', readTimeout: 30, sslProtocols: ['TLSv1.2'],
    } },
  };
  for (const [name, value] of headers) (request.headers[name] ??= []).push({ key: name, value });
  request.headers.host = [{ key: 'Host', value: '127.0.0.1' }];
  if (body.length > 0) {
    request.body = { inputTruncated: body.length > largest, action: 'read-only', encoding: 'base64', data: body.subarray(0, largest).toString('base64') };
  }
  const event = { Records: [{ cf: { config: { distributionDomainName: 'd111111abcdef8.cloudfront.net', distributionId: 'EDFDVBD6EXAMPLE', eventType: 'origin-request', requestId: 'x' }, request } }] };
  const given = await handler(event);
  if (given === request || given.uri) {
    assert.strictEqual(given.method, method, 'a function cannot change the method');
    return answer(root, method, given.uri, headers, { refused: 405, missing: 403 });
  }
  assert.match(given.status, /^[2-5][0-9][0-9]$/);
  assert.ok(Buffer.byteLength(given.body ?? '') <= largest, 'an answer of at most 1 MB');
  assert.ok([undefined, 'text'].includes(given.bodyEncoding));
  const sent = new Headers();
  for (const [name, values] of Object.entries(given.headers)) {
    assert.strictEqual(name, name.toLowerCase(), 'names of headers are lower case');
    assert.doesNotMatch(name, forbidden, 'a function may not set it');
    for (const { key, value } of values) {
      assert.strictEqual(key.toLowerCase(), name);
      sent.append(key, value);
    }
  }
  return new Response(given.status === '304' || method === 'HEAD' ? null : given.body, { status: Number(given.status), headers: sent });
});
