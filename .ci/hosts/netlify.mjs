// A stand-in for Netlify on Deno, where its edge functions run too: the function for
// the paths that it asks for, and behind it a site that has files for GET alone.
// deno run netlify.mjs FOLDER PUBLISH ADDRESS
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answer } from './store.mjs';

const [folder, root, address] = Deno.args;
const { default: edge, config } = await import(pathToFileURL(resolve(folder, 'netlify/edge-functions/ivr.mjs')).href);
if (config.path !== '/*') throw new Error('other paths than all are not known here');

const [hostname, port] = address.split(':');
Deno.serve({ hostname, port: Number(port), onListen() {} }, async request => {
  // Deno takes //name/path for another host; no such request gets as far as a site.
  if (new URL(request.url).host !== request.headers.get('Host')) return new Response('', { status: 400 });
  const site = () => answer(root, request.method, new URL(request.url).pathname, request.headers, { refused: 404, missing: 404 });
  return await edge(request, { next: site }) ?? await site();
});
