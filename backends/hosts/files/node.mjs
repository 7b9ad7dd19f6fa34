// ivr.mjs on Node.js: node node.mjs [address [port]]
import { createServer } from 'node:http';
import app from './ivr.mjs';

const [host = '<<.Host>>', port = '<<.Port>>'] = process.argv.slice(2);
const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, async (req, res) => {
  try {
    const url = new URL(req.url.startsWith('/') ? 'http://' + req.headers.host + req.url : req.url);
    // Read to its end, and kept up to a little more than what the module takes.
    let body = [], size = 0;
    for await (const part of req) {
      if (size <= <<.KiB>> * 1024) body.push(part);
      size += part.length;
    }
    body = size > 0 && req.method === 'POST' ? Buffer.concat(body) : undefined;
    const answer = await app.fetch(new Request(url, { method: req.method, headers: Object.entries(req.headersDistinct).flatMap(([name, all]) => all.map(one => [name, one])), body }), {});
    res.statusCode = answer.status;
    for (const [name, value] of answer.headers) res.setHeader(name, value);
    res.end(new Uint8Array(await answer.arrayBuffer()));
  } catch {
    res.writeHead(400).end();
  }
});
server.listen(Number(port), host);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close(() => process.exit()));
