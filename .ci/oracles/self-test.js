'use strict';

// Shows that the comparisons can fail: right documents pass, and each small wrong
// is found. Run before the replays: node self-test.js

const assert = require('assert');
const tropo = require('./tropo-replay').replay;
const plivo = require('./plivo-replay').replay;
const { demandEqual } = require('./lib/difference');
const { canonical } = require('./lib/tropo-canonical');
const { parse } = require('./lib/plivo-xml');

let checks = 0;

function passes(check) {
  check();
  checks++;
}

function fails(check, pattern) {
  assert.throws(check, pattern);
  checks++;
}

// --- Tropo: what the library writes differently is the same call -----------------

const call = {
  tropo: [
    { on: { event: 'error', next: 'https://ivr.example.com/error.json' } },
    { on: { event: 'incomplete', next: 'https://ivr.example.com/incomplete.json' } },
    { call: { to: '+14075550100' } },
    { say: [{ value: "Tag, you're it!" }] },
  ],
};
const ask = {
  tropo: [
    {
      ask: {
        name: 'main', attempts: 3, bargein: true, timeout: 5, interdigitTimeout: 3, voice: 'allison',
        choices: { value: '1,2,*', mode: 'dtmf', terminator: '#' },
        say: [{ value: 'Nothing.', event: 'timeout' }, { value: 'Wrong.', event: 'nomatch:1 nomatch:2' }, { value: 'Press 1.' }],
      },
    },
    { hangup: null },
  ],
};
const others = {
  tropo: [
    { startRecording: { url: 'https://e.example.com/r', format: 'audio/mp3', method: 'POST' } },
    { record: { name: 'v', url: 'https://e.example.com/v', method: 'POST', format: 'audio/wav', choices: { terminator: '#' }, say: [{ value: 'Speak.' }] } },
    { transfer: { to: ['+14075550100', 'sip:a@example.com'], name: 't', on: [{ event: 'ring', say: [{ value: 'https://e.example.com/hold.mp3' }] }] } },
    { say: [{ value: 'One.', voice: 'kate' }, { value: '2', as: 'DIGITS', voice: 'kate' }] },
    { conference: { id: '42', mute: false, terminator: '*' } },
    { message: { to: '+14075550100', network: 'SMS', say: [{ value: 'Hello.' }] } },
    { stopRecording: null },
    { reject: null },
  ],
};
for (const document of [call, ask, others]) {
  passes(() => tropo(JSON.stringify(document)));
}
const vendor = '{"tropo":[{"call":{"to":["+14075550100"],"channel":null}},{"say":{"value":"Tag, you\'re it!"}},' +
  '{"on":[{"event":"incomplete","next":"https://ivr.example.com/incomplete.json"}]},{"on":{"next":"https://ivr.example.com/error.json","event":"error"}}]}';
passes(() => demandEqual(canonical(call), canonical(JSON.parse(vendor))));

// --- Tropo: what is not the same ---------------------------------------------------

// changed compares a document with a copy in which one thing was changed.
function changed(document, change) {
  const copy = structuredClone(document);
  change(copy.tropo);
  demandEqual(canonical(document), canonical(copy));
}
const differ = /published and expected differ/;
fails(() => changed(call, (t) => { t[0].on.next = 'https://ivr.example.com/eror.json'; }), differ); // a broken link
fails(() => changed(call, (t) => { t.shift(); }), differ); // a lost handler
fails(() => changed(call, (t) => { t.splice(2, 2, t[3], t[2]); }), differ); // speaking before calling
fails(() => changed(call, (t) => { t[2].call.timeout = 30; }), differ);
fails(() => changed(ask, (t) => { t[0].ask.attempts = '3'; }), differ);
fails(() => changed(ask, (t) => { t[0].ask.say.reverse(); }), differ);
fails(() => changed(ask, (t) => { t[0].ask.choices.value = '1,2'; }), differ);
fails(() => changed(others, (t) => { t[1].record.method = 'PUT'; }), differ);
fails(() => changed(call, (t) => { t.push(t[0]); }), /two handlers/);

const refused = (verb, value) => () => tropo(JSON.stringify({ tropo: [{ [verb]: value }] }));
fails(refused('ask', { choices: { value: '1' }, say: [{ value: 'x' }], attemps: 2 }), /knows no attemps/);
fails(refused('ask', { choices: { value: '1' } }), /say/);
fails(refused('ask', { choices: { value: '1' }, say: [{ value: 'x' }], timeout: '5' }), /timeout/);
fails(refused('conference', { id: 42 }), /id/);
fails(refused('on', { event: 'error', next: '' }), /next/);
fails(refused('queue', { id: 'x' }), /no verb/);
fails(refused('hangup', { now: true }), /takes nothing/);
fails(refused('transfer', { to: '+14075550100', choices: { terminator: '*', mode: 'dtmf' } }), differ);

// --- Plivo -------------------------------------------------------------------------

const menu = '<Response><GetDigits action="https://ivr.example.com/main/Digits.1?a=1&amp;b=2" method="GET" numDigits="1" finishOnKey="none">' +
  '<Speak voice="Polly.Joanna" language="en-US">One <break time="500ms"/> &amp; <say-as interpret-as="digits">12</say-as>.</Speak>' +
  '</GetDigits><Redirect method="GET">https://ivr.example.com/main/timeout.1.xml</Redirect><Hangup/></Response>';
passes(() => plivo(menu));
passes(() => plivo('<?xml version="1.0" encoding="UTF-8"?>\n' + menu.replace('<Hangup/>', '\n  <Hangup></Hangup>\n')));
passes(() => demandEqual(parse(menu), parse(menu.replace('method="GET" numDigits="1"', 'numDigits="1" method="GET"'))));

for (const [from, to] of [['timeout.1', 'timeout.2'], ['numDigits="1"', 'numDigits="2"'], [' numDigits="1"', ''], ['>12<', '>13<'], ['One ', 'One'], ['<Hangup/>', '']]) {
  assert.ok(menu.includes(from));
  fails(() => demandEqual(parse(menu), parse(menu.replace(from, to))), differ);
}
for (const [document, pattern] of [
  ['<Response><Speak voice="Joanna">x</Speak></Response>', /refuses Speak/],
  ['<Response><Number>+14075550100</Number></Response>', /cannot be nested/],
  ['<Response><GetDigits><Dial/></GetDigits></Response>', /cannot be nested/],
  ['<Response><Dial callerID="+14075550100"/></Response>', /Not a valid attribute/],
  ['<Response><Say>x</Say></Response>', /knows no element/],
  ['<Response>x</Response>', /text directly/],
  ['<Response method="GET"/>', /root/],
  ['<Response><Speak>a & b</Speak></Response>', /./],
  ['<Response><Speak>a</Response>', /./],
]) {
  fails(() => plivo(document), pattern);
}

console.log(`self-test: ${checks} checks`);
