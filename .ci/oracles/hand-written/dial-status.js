'use strict';

// flows/dial-status.ivr.yaml as a person writes it against both libraries.

require('tropo-webapi');

const lines = {
  finished: 'The other side has hung up. Goodbye.',
  'line-busy': 'The line is busy. Please try again in a few minutes. Goodbye.',
  'nobody-answered': 'Nobody answered. Please try again later. Goodbye.',
  'not-connected': 'The call could not be connected. Please check the number. Goodbye.',
};

exports.plivo = (p) => {
  p.page('dial', (r) => {
    r.addSpeak('Connecting your call..');
    r.addDial({ action: p.route('dial/DialStatus'), method: 'GET', timeout: 30 }).addNumber('+14075550100');
  });
  p.copies('finished', 'dial/completed');
  p.copies('line-busy', 'dial/busy');
  p.copies('nobody-answered', 'dial/no-answer');
  p.copies('not-connected', 'dial/failed', 'dial/timeout', 'dial/_');
  p.copies('end', 'dial/cancel');
  for (const [step, text] of Object.entries(lines)) {
    p.page(step, (r) => { r.addSpeak(text); r.addHangup(); });
  }
  p.page('end', (r) => { r.addHangup(); });
  p.page('end/hangup', () => {});

  p.entry('plivo', 'dial');
  p.entry('plivo.error', 'end');
  p.entry('plivo.hangup', 'end/hangup');
};

exports.tropo = (p) => {
  const ends = (t) => {
    t.on('error', null, p.link('end'));
    t.on('hangup', null, p.link('end'));
  };
  p.page('dial', (t) => {
    t.on('continue', null, p.link('finished'));
    ends(t);
    t.on('incomplete', null, p.route('dial/actions'));
    t.say('Connecting your call..');
    t.transfer('+14075550100', null, null, null, null, 'dial');
  });
  p.copies('line-busy', 'dial/busy');
  p.copies('nobody-answered', 'dial/no-answer', 'dial/timeout');
  p.copies('not-connected', 'dial/failed', 'dial/_');
  for (const [step, text] of Object.entries(lines)) {
    p.page(step, (t) => { ends(t); t.say(text); t.hangup(); });
  }
  p.page('end', (t) => t.hangup());

  p.entry('tropo', 'dial');
};
