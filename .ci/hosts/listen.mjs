// A server of Node.js for a function of Request that gives a Response. The address
// of the request is left as it came (raw): hosts do not clean it either.
import { createServer } from 'node:http';

export function listen(address, handle) {
  const at = address.lastIndexOf(':');
  const server = createServer(async (req, res) => {
    const parts = [];
    for await (const part of req) parts.push(part);
    const raw = req.url.startsWith('/') ? req.url : req.url.replace(/^https?:\/\/[^/?]*/, '') || '/';
    const headers = new Headers();
    for (let i = 0; i < req.rawHeaders.length; i += 2) headers.append(req.rawHeaders[i], req.rawHeaders[i + 1]);
    try {
      const answer = await handle({ method: req.method, raw, host: req.headers.host, headers, body: Buffer.concat(parts) });
      res.statusCode = answer.status;
      for (const [name, value] of answer.headers) res.setHeader(name, value);
      res.end(Buffer.from(await answer.arrayBuffer()));
    } catch (error) {
      console.error(error);
      res.statusCode = 599; // a defect of the stand-in or of what it runs; no host says so
      res.end();
    }
  });
  server.listen(Number(address.slice(at + 1)), address.slice(0, at));
  process.once('SIGTERM', () => process.exit());
}
