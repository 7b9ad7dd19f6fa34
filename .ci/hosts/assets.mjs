// The assets of Cloudflare for workerd: what the binding ASSETS answers. Files for
// GET and HEAD alone, under their exact names, with Cloudflare's headers.
export default {
  async fetch(request, env) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response('', { status: 405 });
    const { pathname } = new URL(request.url);
    const found = await env.DISK.fetch(new Request('http://disk' + pathname));
    // Of a folder the disk gives a list.
    if (found.status !== 200 || !found.headers.has('Last-Modified')) {
      await found.body?.cancel();
      return new Response('', { status: 404 });
    }
    const text = await found.arrayBuffer();
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
    const tag = '"' + Array.from(sum.slice(0, 16), byte => byte.toString(16).padStart(2, '0')).join('') + '"';
    const headers = { 'Content-Type': pathname.endsWith('.xml') ? 'application/xml' : 'application/json', 'Cache-Control': 'public, max-age=0, must-revalidate', ETag: tag };
    if (request.headers.get('If-None-Match') === tag) return new Response(null, { status: 304, headers });
    return new Response(text, { headers });
  },
};
