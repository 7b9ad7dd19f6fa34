// ivr.mjs on Bun: bun bun.mjs [address [port]]. By itself Bun listens on every
// address.
import app from './ivr.mjs';

const [hostname = '<<.Host>>', port = '<<.Port>>'] = process.argv.slice(2);
Bun.serve({ hostname, port: Number(port), fetch: request => app.fetch(request, {}) });
