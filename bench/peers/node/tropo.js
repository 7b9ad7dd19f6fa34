'use strict';

// The documents of one flow for Tropo: one for each step, and for each answer to a
// menu a copy of where it leads. The library takes every argument by position.

require('tropo-webapi');

/* global TropoWebAPI, TropoJSON, Say, Choices */

const voices = { 'es-MX': 'angelica', 'de-DE': 'katrin' };

function said(prompt, event) {
  const text = typeof prompt === 'string' ? prompt : prompt.text;
  const made = new Say(text, null, null, null, null, voices[prompt.language] ?? null);
  return event ? Object.assign({ event }, made) : made;
}

function speak(tropo, prompt) {
  if (prompt) tropo.tropo.push({ say: [said(prompt)] });
}

function leads(tropo, at, flow, step, next) {
  const place = (to) => at(`${to ?? 'end'}.json`);
  const events = { ...flow.events, ...step.events };
  tropo.on('continue', null, next ?? place(step.goto));
  tropo.on('error', null, place(events.error));
  tropo.on('hangup', null, place(events.hangup));
  const incomplete = step.events?.incomplete ?? step.events?.timeout;
  if (incomplete) tropo.on('incomplete', null, place(incomplete));
}

function document(id, step, flow, at, { seconds, keyFile }) {
  const tropo = new TropoWebAPI();
  if (step.menu) {
    const { menu } = step;
    leads(tropo, at, flow, step, at(`${id}/actions`));
    speak(tropo, step.say);
    const says = [said(menu.say)];
    if (menu.retry) says.unshift(said(menu.retry.timeout, 'timeout'), said(menu.retry.nomatch, 'nomatch'));
    const keys = Object.keys(menu.keys).map((key) => (keyFile(key) === key && key !== 'star' ? key : 'star(*)'));
    const choices = new Choices(keys.join(','), 'dtmf', null);
    tropo.ask(choices, 3, null, null, id, null, null, says, seconds(menu.timeout ?? '5s'), null, 3);
  } else if (step.transfer) {
    const { transfer } = step;
    leads(tropo, at, flow, step);
    speak(tropo, step.say);
    tropo.transfer(transfer.to, null, null, transfer.from, null, id, null, null, null, seconds(transfer.timeout));
  } else if (step.record) {
    const { record } = step;
    leads(tropo, at, flow, step);
    const end = new Choices(null, null, '#');
    tropo.record(1, true, null, true, end, 'audio/mp3', 5, seconds(record.max), null, null, id, null, [said(record.say)], 10, null, record.send, null, null, null, null, 3);
  } else {
    if (step.goto) leads(tropo, at, flow, step);
    speak(tropo, step.say);
    if (step.hangup) tropo.hangup();
  }
  return TropoJSON(tropo);
}

function* documents(flow, at, words) {
  const made = new Map();
  for (const [id, step] of Object.entries(flow.steps)) made.set(id, document(id, step, flow, at, words));
  const end = new TropoWebAPI();
  end.hangup();
  made.set('end', TropoJSON(end));
  yield ['/tropo', made.get(flow.start)];
  yield* made;
  for (const [id, step] of Object.entries(flow.steps)) {
    if (!step.menu) continue;
    for (const [key, to] of Object.entries(step.menu.keys)) yield [`${id}/${words.keyFile(key)}`, made.get(to)];
    const otherwise = made.get(step.events.incomplete);
    for (const name of ['_', 'nomatch', 'timeout']) yield [`${id}/${name}`, otherwise];
  }
}

module.exports = { extension: '.json', documents };
