'use strict';

// flows/front-desk.ivr.yaml as a person writes it against both libraries.

require('tropo-webapi');

/* global Choices, Say */

const greeting = 'Thank you for calling Acme.';
const choices = 'For sales, press 1. For support, press 2. To hear this again, press star.';
const silent = 'I did not hear anything.';
const wrong = 'That is not one of the choices.';
const leave = 'Leave a message after the tone.';
const sorry = 'Something went wrong. Please call again.';
const bye = 'Goodbye.';

exports.plivo = (p) => {
  const voice = { voice: 'Polly.Joanna', language: 'en-US' };
  const goTo = (r, path) => r.addRedirect(p.link(path), { method: 'GET' });

  p.page('welcome', (r) => {
    r.addSpeak(greeting, voice);
    goTo(r, 'main');
  });

  const ask = (path, attempt, first) => p.page(path, (r) => {
    const digits = r.addGetDigits({
      action: p.route(`main/Digits.${attempt}`), method: 'GET',
      numDigits: 1, timeout: 5, finishOnKey: 'none', retries: 1,
    });
    if (first) digits.addSpeak(first, voice);
    digits.addSpeak(choices, voice);
    goTo(r, `main/timeout.${attempt}`);
  });
  ask('main', 1);
  ask('main/timeout.1', 2, silent);
  ask('main/_.1', 2, wrong);
  ask('main/timeout.2', 3, silent);
  ask('main/_.2', 3, wrong);
  p.copies('operator', 'main/timeout.3', 'main/_.3');
  p.copies('sales', 'main/1');
  p.copies('support', 'main/2');
  p.copies('main', 'main/star');

  p.page('sales', (r) => {
    r.addDial({ action: p.route('sales/DialStatus'), method: 'GET', timeout: 20, callerId: '+14075550199' })
      .addNumber('+14075550100');
  });
  p.page('operator', (r) => {
    r.addDial({ action: p.route('operator/DialStatus'), method: 'GET', timeout: 30 })
      .addUser('sip:operator@example.com');
  });
  for (const step of ['sales', 'operator']) {
    p.copies('goodbye', `${step}/completed`);
    p.copies('voicemail', ...['busy', 'no-answer', 'failed', 'timeout', '_'].map((status) => `${step}/${status}`));
    p.copies('end', `${step}/cancel`);
  }

  p.page('support', (r) => {
    r.addPlay('https://cdn.example.com/support.mp3');
    r.addSpeak('', voice).addBreak({ time: '500ms' });
    goTo(r, 'main');
  });
  p.page('voicemail', (r) => {
    r.addSpeak(leave, voice);
    r.addRecord({
      redirect: false, fileFormat: 'mp3', timeout: 5, maxLength: 120, finishOnKey: '#', playBeep: true,
      callbackUrl: 'https://example.com/voicemail', callbackMethod: 'POST',
    });
    goTo(r, 'goodbye');
  });
  p.page('apology', (r) => { r.addSpeak(sorry, voice); r.addHangup(); });
  p.page('goodbye', (r) => { r.addSpeak(bye, voice); r.addHangup(); });
  p.page('end', (r) => { r.addHangup(); });
  p.page('end/hangup', () => {});

  p.entry('plivo', 'welcome');
  p.entry('plivo.error', 'apology');
  p.entry('plivo.hangup', 'end/hangup');
};

exports.tropo = (p) => {
  const voice = 'allison';
  const on = (t, event, path) => t.on(event, null, p.link(path));
  const say = (t, text) => t.say(text, null, null, null, null, voice);

  // handlers that most documents share: apology on errors, the end on a hang-up.
  const page = (path, next, write) => p.page(path, (t) => {
    if (next) on(t, 'continue', next);
    on(t, 'error', path === 'apology' ? 'end' : 'apology');
    on(t, 'hangup', 'end');
    write(t);
  });

  page('welcome', 'main', (t) => say(t, greeting));
  page('main', null, (t) => {
    t.on('continue', null, p.route('main/actions'));
    on(t, 'incomplete', 'operator');
    t.ask(new Choices('1,2,star(*)', 'dtmf'), 3, null, null, 'main', null, null, [
      { event: 'timeout', value: silent },
      { event: 'nomatch', value: wrong },
      new Say(choices),
    ], 5, voice, 3);
  });
  p.copies('sales', 'main/1');
  p.copies('support', 'main/2');
  p.copies('main', 'main/star');
  p.copies('operator', 'main/timeout', 'main/nomatch', 'main/_');

  page('sales', 'goodbye', (t) => {
    on(t, 'incomplete', 'voicemail');
    t.transfer('+14075550100', null, null, '+14075550199', null, 'sales', null, null, null, 20);
  });
  page('operator', 'goodbye', (t) => {
    on(t, 'incomplete', 'voicemail');
    t.transfer('sip:operator@example.com', null, null, null, null, 'operator');
  });
  page('support', 'main', (t) => {
    t.say('<speak><break time="500ms"/></speak>', null, [new Say('https://cdn.example.com/support.mp3')]);
  });
  page('voicemail', 'goodbye', (t) => {
    on(t, 'incomplete', 'goodbye');
    t.record(1, true, null, true, new Choices(null, null, '#'), 'audio/mp3', 5, 120, null, null, 'voicemail', null,
      new Say(leave), 10, null, 'https://example.com/voicemail', null, null, voice, null, 3);
  });
  page('apology', null, (t) => { say(t, sorry); t.hangup(); });
  page('goodbye', null, (t) => { say(t, bye); t.hangup(); });
  p.page('end', (t) => t.hangup());

  p.entry('tropo', 'welcome');
};
