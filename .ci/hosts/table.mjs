// Runs the module over a table of requests, a JSON object a line, and says for each
// which files it would have: a store that has nothing makes it try all of them.
// node table.mjs FOLDER <requests >answers
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { default: app } = await import(pathToFileURL(resolve(process.argv[2], 'ivr.mjs')));

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { method, path, query, kind, body } = JSON.parse(line);
  const files = [];
  const ASSETS = { fetch: request => (files.push(decodeURIComponent(new URL(request.url).pathname)), new Response('', { status: 404 })) };
  const request = new Request('https://ivr.example.com' + path + (query ? '?' + query : ''), {
    method, headers: kind ? { 'Content-Type': kind } : {}, body: method === 'POST' ? Buffer.from(body, 'base64') : undefined,
  });
  const { status } = await app.fetch(request, { ASSETS });
  process.stdout.write(JSON.stringify({ status, files }) + '\n');
}
