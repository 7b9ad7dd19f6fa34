// What stands behind a host: a folder as a bucket or a site serves it. Only what is
// asked for by its exact name is there; nothing is listed.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const types = { xml: 'text/xml; charset=utf-8', json: 'application/json; charset=utf-8', txt: 'text/plain; charset=utf-8' };

// file is a file of the folder, or undefined.
export async function file(root, path) {
  let name;
  try {
    name = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (name.slice(1).split('/').some(part => part === '' || part === '.' || part === '..') || name.includes('\0')) return undefined;
  try {
    return await readFile(join(root, name));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(error.code)) return undefined;
    throw error;
  }
}

// answer is that of a store which takes refused for what is no reading, and missing
// for what is not there. The headers are those with which the files were uploaded.
export async function answer(root, method, path, headers, { refused, missing }) {
  if (method !== 'GET' && method !== 'HEAD') return new Response('', { status: refused });
  const text = await file(root, path);
  if (text === undefined) return new Response('', { status: missing });
  const tag = '"' + createHash('md5').update(text).digest('hex') + '"';
  const all = {
    'Content-Type': types[path.split('.').pop()] ?? 'application/octet-stream',
    'Cache-Control': /^\/[^/]+\/v\//.test(path) ? 'public, max-age=300' : 'no-cache',
    ETag: tag,
  };
  if (headers.get('If-None-Match') === tag) return new Response(null, { status: 304, headers: all });
  return new Response(method === 'HEAD' ? null : text, { headers: all });
}
