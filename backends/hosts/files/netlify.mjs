// The module as an edge function of Netlify. It asks the site itself for files, by a
// header that leads past this function.
import app from '../ivr.mjs';

const FILE = 'ivrc-file';

export default async function (request, context) {
<<- if .Secret>>
  // Past the signatures only with a key that nobody else can know.
  const token = Deno.env.get('<<.Secret>>');
  const sum = token && await crypto.subtle.digest('SHA-256', new TextEncoder().encode(FILE + ' ' + token));
  const key = sum ? Array.from(new Uint8Array(sum), byte => byte.toString(16).padStart(2, '0')).join('') : undefined;
<<- else>>
  const key = '1';
<<- end>>
  const given = request.headers.get(FILE);
  if (given !== null) return given === key ? context.next() : new Response(null, { status: 403 });
  const ASSETS = {
    fetch(asked) {
      const headers = new Headers(asked.headers);
      headers.set(FILE, key);
      return fetch(asked.url, { headers, redirect: 'manual' });
    },
  };
  return app.fetch(request, { ASSETS });
}

export const config = { path: '/*' };
