// The host rule of ivrc for CloudFront functions, runtime 2.0, at the viewer request.
// Constant: no flow, step or version is in it. Which answers a step has stands in the
// key value store that is associated with the function.
import cf from 'cloudfront';

const store = cf.kvs();
const ROUTED = /^(.*\/(?:<<.Targets>>)\/<<.Step>>)\/(<<.Queried>>|<<.Posted>>)(?:\.(<<.Attempt>>))?$/;
const WORDS = [<<range $i, $w := .Words>><<if $i>>, <<end>>'<<$w>>'<<end>>];

async function handler(event) {
  const request = event.request;
  const place = ROUTED.exec(request.uri);
  const given = place && request.querystring[place[2]];
  // What callers send must not be part of what is cached.
  request.querystring = {};
  if (/\/(?:\.|%2e)/i.test(request.uri)) return refuse(404, 'Not Found');
  if (!place) return request;
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Method Not Allowed');
  const answer = clean(given ? decode(given.value) : '');
  const names = place[3] ? [answer, answer + '.' + place[3], '_.' + place[3], '_'] : [answer, '_'];
  const known = await answers(place[1]);
  for (let i = 0; i < names.length; i++) {
    if (known.indexOf(names[i]) >= 0) {
      request.uri = place[1] + '/' + names[i] + '.xml';
      return request;
    }
  }
  return refuse(404, 'Not Found');
}

function refuse(status, text) {
  return { statusCode: status, statusDescription: text, headers: { 'cache-control': { value: 'no-store' } } };
}

// answers are the files of a step, over as many rows as there are.
async function answers(folder) {
  let all = [];
  let more = true;
  for (let i = 1; more; i++) {
    let row = [];
    try {
      row = (await store.get(i === 1 ? folder : folder + '/' + i)).split(' ');
    } catch (e) {
      return [];
    }
    more = row[row.length - 1] === '+';
    all = all.concat(row);
  }
  return all;
}

function decode(text) {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch (e) {
    return '\ufffd';
  }
}

// clean turns a value into an answer; nothing a caller sends becomes a path.
function clean(value) {
  if (value === '') return 'timeout';
  const keys = /^([*#]?)(<<.Keys>>)$/.exec(value);
  if (keys) return (keys[1] === '*' ? 'star' : keys[1] === '#' ? 'pound' : '') + keys[2];
  const small = /^[A-Za-z0-9-]+$/.test(value) ? value.toLowerCase() : '';
  if (WORDS.indexOf(small) >= 0 || /^(star|pound)<<.Keys>>$/.test(small)) return small;
  return '_';
}
