// The module as a Lambda@Edge function at the origin request, with Include Body.
import app from './ivr.mjs';

export async function handler(event) {
  const { request, config } = event.Records[0].cf;
  const origin = request.origin.s3 ?? request.origin.custom;
  const read = request.method === 'GET' || request.method === 'HEAD';
  // Sounds are too large to be answered here.
  if (read && /\.(?:mp3|wav)$/.test(request.uri)) return request;
  if (request.body?.inputTruncated) return { status: '413', headers: { 'cache-control': [{ key: 'Cache-Control', value: 'no-store' }] } };
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headers)) for (const { value } of values) headers.append(name, value);
  const body = request.method === 'POST' && request.body ? Buffer.from(request.body.data, request.body.encoding === 'base64' ? 'base64' : 'utf8') : undefined;
  const url = 'https://' + config.distributionDomainName + request.uri + (request.querystring ? '?' + request.querystring : '');
  const ASSETS = {
    fetch(asked) {
      const port = origin.port && origin.port !== 443 ? ':' + origin.port : '';
      return fetch((origin.protocol ?? 'https') + '://' + origin.domainName + port + (origin.path ?? '') + new URL(asked.url).pathname, { headers: asked.headers, redirect: 'manual' });
    },
  };
  const env = { ASSETS<<if .Secret>>, <<.Secret>>: origin.customHeaders?.['<<.SecretHeader>>']?.[0].value<<end>> };
  const answer = await app.fetch(new Request(url, { method: request.method, headers, body }), env);
  const sent = {};
  for (const [name, value] of answer.headers) sent[name] = [{ key: name, value }];
  return { status: String(answer.status), headers: sent, body: await answer.text() };
}
