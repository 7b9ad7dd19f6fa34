'use strict';

// The documents of one flow for Plivo: one for each step and for each further attempt
// of a menu, and for each answer a copy of where it leads.

const plivo = require('plivo');

const voices = { 'es-MX': { voice: 'Polly.Mia', language: 'es-MX' }, 'de-DE': { language: 'de-DE' } };

function speak(parent, prompt) {
  if (!prompt) return;
  const text = typeof prompt === 'string' ? prompt : prompt.text;
  parent.addSpeak(text, voices[prompt.language] ?? {});
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const text = (response) => head + response.elem.toString() + '\n';

// attempt is the question of a menu, for the first time or again.
function attempt(id, menu, number, at, words, before) {
  const response = plivo.Response();
  speak(response, before);
  const digits = response.addGetDigits({
    action: at(`${id}/Digits.${number}`), method: 'GET', numDigits: 1, timeout: words.seconds(menu.timeout ?? '5s'),
    finishOnKey: 'none', retries: 1,
  });
  speak(digits, menu.say);
  response.addRedirect(at(`${id}/timeout.${number}.xml`), { method: 'GET' });
  return text(response);
}

function document(id, step, at, words) {
  if (step.menu) return attempt(id, step.menu, 1, at, words, step.say);
  const response = plivo.Response();
  speak(response, step.say);
  if (step.transfer) {
    const dial = response.addDial({
      action: at(`${id}/DialStatus`), method: 'GET', timeout: words.seconds(step.transfer.timeout), callerId: step.transfer.from,
    });
    dial.addNumber(step.transfer.to);
  } else if (step.record) {
    speak(response, step.record.say);
    response.addRecord({
      action: step.record.send, method: 'POST', redirect: false, maxLength: words.seconds(step.record.max), timeout: 5, finishOnKey: '#', playBeep: true,
    });
    response.addRedirect(at(`${step.goto}.xml`), { method: 'GET' });
  } else if (step.hangup) {
    response.addHangup();
  } else {
    response.addRedirect(at(`${step.goto}.xml`), { method: 'GET' });
  }
  return text(response);
}

function* menuAnswers(id, { menu, events }, made, at, words) {
  for (const [key, to] of Object.entries(menu.keys)) yield [`${id}/${words.keyFile(key)}`, made.get(to)];
  for (const [name, kind] of [['timeout', 'timeout'], ['_', 'nomatch']]) {
    for (const number of [2, 3]) {
      yield [`${id}/${name}.${number - 1}`, attempt(id, menu, number, at, words, menu.retry?.[kind])];
    }
    yield [`${id}/${name}.3`, made.get(events.incomplete)];
  }
}

function* documents(flow, at, words) {
  const made = new Map();
  for (const [id, step] of Object.entries(flow.steps)) made.set(id, document(id, step, at, words));
  const bye = plivo.Response();
  bye.addHangup();
  made.set('end', text(bye));
  const nothing = text(plivo.Response());
  yield ['/plivo', made.get(flow.start)];
  yield ['/plivo.error', made.get('end')];
  yield ['/plivo.hangup', nothing];
  yield* made;
  yield ['end/hangup', nothing];
  for (const [id, step] of Object.entries(flow.steps)) {
    if (step.menu) yield* menuAnswers(id, step, made, at, words);
    if (!step.transfer) continue;
    for (const status of ['_', 'busy', 'failed', 'no-answer', 'timeout']) yield [`${id}/${status}`, made.get(step.events.incomplete)];
    yield [`${id}/completed`, made.get(step.goto)];
    yield [`${id}/cancel`, made.get('end')];
  }
}

module.exports = { extension: '.xml', documents };
