// A stand-in for Vercel: vercel.json as Vercel's own library turns it into routes,
// files of the site before anything else, and a POST on them refused.
// node vercel.mjs FOLDER ADDRESS
import assert from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { listen } from './listen.mjs';
import { answer, file } from './store.mjs';

const [folder, address] = process.argv.slice(2);
const { getTransformedRoutes } = createRequire(import.meta.url)('@vercel/routing-utils');

process.chdir(folder);
const config = JSON.parse(readFileSync('vercel.json', 'utf8'));
const known = new Set(['$schema', 'framework', 'buildCommand', 'installCommand', 'outputDirectory', 'functions', 'rewrites']);
for (const key of Object.keys(config)) assert.ok(known.has(key), 'nobody here knows what Vercel makes of ' + key);
for (const [path, { includeFiles }] of Object.entries(config.functions ?? {})) {
  assert.ok(existsSync(path), path);
  assert.ok(existsSync(includeFiles.replace(/\/\*\*$/, '')), includeFiles + ' goes with the function');
}
const { routes, error } = getTransformedRoutes(config);
assert.ok(!error, JSON.stringify(error));
const site = resolve(config.outputDirectory);

// functionAt is the function at a path: a file in api/ without an underscore.
function functionAt(path) {
  const found = /^\/api\/([a-z][a-z0-9-]*)$/.exec(path);
  return found && existsSync('api/' + found[1] + '.mjs') ? resolve('api', found[1] + '.mjs') : undefined;
}

listen(address, async ({ method, raw, host, headers, body }) => {
  let [path] = raw.split('?');
  const serve = async () => {
    if (await file(site, path) !== undefined) return answer(site, method, path, headers, { refused: 405, missing: 404 });
    const script = functionAt(path);
    if (!script) return undefined;
    const { default: app } = await import(pathToFileURL(script));
    let url;
    try {
      url = new URL('http://' + host + raw);
    } catch {
      return new Response('', { status: 400 });
    }
    return app.fetch(new Request(url, { method, headers, body: body.length > 0 ? body : undefined }));
  };
  for (const route of routes) {
    if (route.handle === 'filesystem') {
      const found = await serve();
      if (found) return found;
      continue;
    }
    const match = new RegExp(route.src).exec(path);
    if (!match) continue;
    assert.ok(route.check && route.dest && !route.has && !route.status, 'a rewrite: ' + JSON.stringify(route));
    assert.doesNotMatch(route.dest, /\$|\?/, 'nothing is added to the address, or no signature would fit');
    path = route.dest;
    const found = await serve();
    if (found) return found;
  }
  return new Response('', { status: 404 });
});
