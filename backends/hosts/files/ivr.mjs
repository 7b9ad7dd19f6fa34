// The host rule of ivrc as one module, for Cloudflare, workerd, Deno, Bun and, with
// node.mjs, Node.js.
<<- if .Tree>> It holds the published documents: write it again with every deploy.
<<- else>> Constant: no flow, step or version is in it.
<<- end>>
<<if not .Tree>>
// Where the files are: the binding ASSETS of the host, else the store at this
// address, else this folder.
const STORE = '<<.StoreAddress>>';
const ROOT = '<<.Root>>';
<<end>>
// The name of the secret with the Auth Token of Plivo. Every XML document is then
// for requests with Plivo's signature alone; '' asks for none. The token itself
// belongs into the host's settings, never in here.
const SECRET = '<<.Secret>>';
// The address that callers of the host use, where the host itself sees another.
const PUBLIC = '<<.Public>>';

const ROUTED = /^(.*\/(?:<<.Targets>>)\/<<.Step>>)\/(<<.Queried>>|<<.Posted>>)(?:\.(<<.Attempt>>))?$/;
const EVENTS = /^(.*\/<<.EventsTarget>>\/<<.EventsStep>>)\/<<.EventsParameter>>$/;
const EVENT = new RegExp(<<.EventPattern>>);
const ATTRIBUTE = new RegExp(<<.AttributePattern>>, 'g');
const VERSIONED = /\/v\/[^/]+\/(?:<<.Targets>>)\/.*\.(?:xml|json)$/;
// Documents that Plivo never asks for, and so never signs.
const FOR_VOICESHOT = /\/voiceshot(?:\/|\.xml$)/;
const WORDS = [<<range $i, $w := .Words>><<if $i>>, <<end>>'<<$w>>'<<end>>];
const LIMIT = <<.KiB>> * 1024;
const TYPES = {
  xml: 'text/xml; charset=utf-8', json: 'application/json; charset=utf-8',
  mp3: 'audio/mpeg', wav: 'audio/wav', txt: 'text/plain; charset=utf-8',
};

export default {
  async fetch(request, env) {
    try {
      return await answer(request, env);
    } catch (error) {
      console.error('ivr: ' + error);
      return refuse(502, 'the files cannot be read');
    }
  },
};

async function answer(request, env) {
  const head = request.method === 'HEAD';
  const posted = request.method === 'POST';
  if (!head && !posted && request.method !== 'GET') return refuse(405, 'documents are fetched by GET or POST', { Allow: 'GET, HEAD, POST' });
  const body = posted ? await bodyOf(request) : '';
  if (body === undefined) return refuse(413, 'the body is too large');
  const url = new URL(request.url);
  const path = pathOf(url);
  const events = path && EVENTS.exec(path);
  const place = path && !events && ROUTED.exec(path);
  const kind = events ? 'xml' : place ? (place[2] === '<<.Posted>>' ? 'json' : 'xml') : (/\.([a-z0-9]+)$/.exec(path) || [])[1];
  if (!path || !Object.hasOwn(TYPES, kind)) return refuse(404, 'there is no such file');
  const sent = posted ? bodyAs(request, body) : {};
  if (SECRET && kind === 'xml' && !FOR_VOICESHOT.test(path)) {
    const no = await unsigned(request, url, sent.form, env);
    if (no) return no;
  }
  if (place && sent.no) return refuse(415, sent.no);
  const routed = place || events;
  const known = routed || posted ? undefined : request.headers.get('If-None-Match');
  const files = events ? replies(events[1], eventAnswer(body)) : place ? candidates(place, choice(place[2], url, sent), kind) : [path];
  for (const file of files) {
    const found = await load(file, known, env, url);
    if (!found) continue;
    const headers = { 'Content-Type': TYPES[kind], 'Cache-Control': cache(file, routed, kind), 'X-Content-Type-Options': 'nosniff' };
    if (found.tag && !routed) headers.ETag = found.tag;
    if (found.tag && known && known.split(',').some(tag => tag.trim().replace(/^W\//, '') === found.tag.replace(/^W\//, ''))) found.status = 304;
    if (found.status === 304) return new Response(null, { status: 304, headers });
    if (head) await found.body?.cancel?.();
    return new Response(head ? null : found.body, { headers });
  }
  return refuse(404, 'there is no such file');
}

function refuse(status, why, more) {
  return new Response(why + '\n', {
    status, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...more },
  });
}

// A version never changes, and lives for five minutes so that a bad one can be
// withdrawn. What depends on a caller or on a signature is for nobody else.
function cache(file, routed, kind) {
  if (routed || (SECRET && kind === 'xml')) return 'private, no-store';
  return VERSIONED.test(file) ? 'public, max-age=300' : 'no-cache';
}

// pathOf is the path of a file, if it can be one: nothing hidden in escapes, no
// dot in front of a name.
function pathOf(url) {
  if (url.pathname.length > 1024 || /%2f|%5c/i.test(url.pathname)) return undefined;
  try {
    const path = decodeURIComponent(url.pathname);
    return /[\u0000-\u001f\u007f\\:]|\/\.|\/\/|\/$/.test(path) ? undefined : path;
  } catch {
    return undefined;
  }
}

// bodyOf is a body within the limit, else undefined.
async function bodyOf(request) {
  if (Number(request.headers.get('Content-Length')) > LIMIT) return undefined;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '', size = 0;
  const reader = request.body?.getReader();
  for (let part; reader && !(part = await reader.read()).done;) {
    size += part.value.byteLength;
    if (size > LIMIT) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

// bodyAs is a body as a form, as JSON, or why it is neither. Where nobody says what
// it is, it may be both.
function bodyAs(request, text) {
  if (!text) return {};
  const packed = (request.headers.get('Content-Encoding') || 'identity').toLowerCase() !== 'identity';
  const type = (request.headers.get('Content-Type') || '').split(';')[0].trim().toLowerCase();
  const plain = type === '' || type === 'text/plain';
  if (packed) return { no: 'the body is packed' };
  const sent = {};
  if (plain || type === 'application/x-www-form-urlencoded') sent.form = new URLSearchParams('&' + text);
  if (plain || type === 'application/json' || type === 'text/json' || type.endsWith('+json')) sent.json = text;
  return sent.form || sent.json !== undefined ? sent : { no: 'the body is neither a form nor JSON' };
}

function choice(parameter, url, sent) {
  if (parameter === '<<.Posted>>') return result(sent.json || '');
  return clean(url.searchParams.get(parameter) ?? sent.form?.get(parameter) ?? '');
}

// clean turns a value into an answer; nothing a caller sends becomes a path.
function clean(value) {
  if (value === '') return 'timeout';
  const keys = /^([*#]?)(<<.Keys>>)$/.exec(value);
  if (keys) return { '*': 'star', '#': 'pound', '': '' }[keys[1]] + keys[2];
  const small = lower(value);
  return WORDS.includes(small) || /^(?:star|pound)<<.Keys>>$/.test(small) ? small : '_';
}

// result is the answer in what Tropo posts: the value on SUCCESS, else the
// disposition as one of our words.
function result(text) {
  let action;
  try {
    action = JSON.parse(text)?.result?.actions;
  } catch {
    return 'timeout';
  }
  if (Array.isArray(action)) action = action[action.length - 1];
  if (action === null || typeof action !== 'object' || Array.isArray(action)) return 'timeout';
  switch (lower(word(action.disposition))) {
    case 'success':
      for (const value of [action.value, action.interpretation, action.concept]) {
        const said = word(value).replaceAll(' ', '');
        if (said !== '') return clean(said);
      }
      return '_';
    case 'timeout': case '': return 'timeout';
    case 'nomatch': return 'nomatch';
    case 'busy': case 'rejected': return 'busy';
  }
  return 'failed';
}

function word(value) {
  return typeof value === 'string' ? value : Number.isFinite(value) ? JSON.stringify(value) : '';
}

function lower(text) {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
}

// candidates are the files to try: the answer, the answer at this attempt, anything
// at this attempt, anything.
function candidates([, folder, , attempt], answer, kind) {
  const names = attempt ? [answer, answer + '.' + attempt, '_.' + attempt, '_'] : [answer, '_'];
  return names.map(name => folder + '/' + name + '.' + kind);
}

// eventAnswer is the answer in an event of VoiceShot: answer, hangup, or the number of a
// prompt and what was keyed in. What is none of ours gets the empty reply, because the
// campaign goes on.
function eventAnswer(text) {
  const form = EVENT.exec(text);
  if (!form || (form[3] && form[3] !== form[1])) return '_';
  const values = new Map();
  for (const [, name, double, single] of form[2].matchAll(ATTRIBUTE)) {
    if (values.has(name)) return '_';
    values.set(name, (double ?? '') + (single ?? ''));
  }
  if (!values.get('menuid') || !values.get('callid')) return '_';
  if (form[1] === 'campaign') return { 4: 'answer', 5: 'hangup' }[values.get('action')] ?? '_';
  const number = values.get('promptid');
  let keys = values.get('keypress');
  if (keys === undefined || !/^[1-9][0-9]{0,5}$/.test(number)) return '_';
  if (/^[0-9]+#$/.test(keys)) keys = keys.slice(0, -1);
  return number + '.' + (/^[0-9*#]*$/.test(keys) ? clean(keys) : '_');
}

// replies are the files to try for an event: the answer, the class of as many digits,
// anything at this prompt, the empty reply.
function replies(folder, answer) {
  const names = [answer];
  const [number, keys] = answer.split('.');
  if (keys !== undefined && keys !== '_') {
    if (/^[0-9]+$/.test(keys)) names.push(number + '.len' + keys.length);
    names.push(number + '._');
  }
  if (answer !== '_') names.push('_');
  return names.map(name => folder + '/' + name + '.xml');
}

// unsigned is the refusal of a request that Plivo did not sign. Without a token
// nothing is served.
async function unsigned(request, url, form, env) {
  const token = setting(env, SECRET);
  if (!token) return refuse(503, 'the secret ' + SECRET + ' is not set');
  const nonce = request.headers.get('X-Plivo-Signature-V3-Nonce');
  const given = ['X-Plivo-Signature-V3', 'X-Plivo-Signature-Ma-V3'].map(name => request.headers.get(name) || '').join(',');
  if (!nonce) return refuse(403, 'Plivo did not sign this');
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(token), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const text = encoder.encode(baseString(request, url, form) + '.' + nonce);
  for (const one of given.split(',').slice(0, 8)) {
    const signature = bytes(one.trim());
    if (signature && await crypto.subtle.verify('HMAC', key, signature, text)) return undefined;
  }
  return refuse(403, 'Plivo did not sign this');
}

// baseString is what Plivo signs, up to the nonce: the address, its parameters and
// those of a form in order.
function baseString(request, url, form) {
  const posted = request.method === 'POST';
  const query = pairs(url.searchParams, '=').join('&');
  const body = posted && form ? pairs(form, '').join('') : '';
  return (PUBLIC || url.origin) + url.pathname + (query || body ? '?' : '') + query + (query && body ? '.' : '') + body;
}

function pairs(parameters, between) {
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return [...parameters].sort((a, b) => order(a[0], b[0]) || order(a[1], b[1])).map(pair => pair[0] + between + pair[1]);
}

function bytes(base64) {
  try {
    return Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

// setting is a secret from where the host keeps it.
function setting(env, name) {
  for (const look of [() => env[name], () => process.env[name], () => Deno.env.get(name)]) {
    try {
      const value = look();
      if (typeof value === 'string' && value) return value;
    } catch { /* not this kind of host, or not allowed to look */ }
  }
  return undefined;
}

async function tagOf(content) {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  return '"' + Array.from(sum.slice(0, 8), byte => byte.toString(16).padStart(2, '0')).join('') + '"';
}
<<if .Tree>>
// load is a file of this module.
async function load(path) {
  const text = TEXTS[FILES.get(path)];
  if (text === undefined) return undefined;
  const body = new TextEncoder().encode(text);
  return { body, tag: await tagOf(body) };
}

// The texts, and the folders of the tree: names of files, each with the number of
// its text.
const TEXTS = <<.Tree.Texts>>;
const FOLDERS = <<.Tree.Folders>>;
const FILES = new Map();
for (const [folder, ...names] of FOLDERS) {
  for (let i = 0; i < names.length; i += 2) FILES.set(folder + names[i], names[i + 1]);
}
<<else>>
// load is a file of the store, or undefined where there is none. A store that fails
// is an error, or a caller would hear the wrong document.
async function load(path, known, env, url) {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const headers = known ? { 'If-None-Match': known } : {};
  if (env?.ASSETS?.fetch) return stored(await env.ASSETS.fetch(new Request(new URL(encoded, url.origin), { headers })));
  if (STORE) return stored(await fetch(STORE + encoded, { headers, redirect: 'manual' }));
  try {
    const files = await import(FILE_SYSTEM);
    const body = await files.readFile(ROOT + path);
    return { body, tag: await tagOf(body) };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(error.code)) return undefined;
    throw error;
  }
}

async function stored(found) {
  const { status, body } = found;
  const tag = found.headers.get('ETag');
  if (status === 304 || (status === 200 && tag)) return { status, body, tag };
  if (status === 200) {
    const content = await found.arrayBuffer();
    return { body: content, tag: await tagOf(content) };
  }
  await body?.cancel();
  // A bucket that may not be listed says 403 for what it does not have.
  if (status === 404 || status === 403 || status === 410 || (status >= 300 && status < 400)) return undefined;
  throw new Error('the store answered ' + status);
}

// Not written in the import itself, so that no bundler looks for it where there is
// no file system.
const FILE_SYSTEM = 'node:fs/promises';
<<end ->>
