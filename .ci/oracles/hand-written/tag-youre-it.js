'use strict';

// flows/tag-youre-it.ivr.yaml as a person writes it against both libraries. At
// Plivo the call is placed by a request of its own, and nothing that happens
// before the answer or after the end reaches a document.

require('tropo-webapi');

const texts = {
  'did-not-complete': 'The call did not complete.',
  'hung-up': 'The user hung up or the call went to voicemail.',
  'server-error': 'A server error has occurred.',
};
const to = '+14075550101';
const from = '+14075550199';

exports.plivo = (p) => {
  p.page('tag', (r) => { r.addSpeak("Tag, you're it!"); r.addHangup(); });
  for (const [step, text] of Object.entries(texts)) {
    p.page(step, (r) => { r.addMessage(text, { src: from, dst: to, type: 'sms' }); r.addHangup(); });
  }
  p.page('end/hangup', () => {});

  p.entry('plivo', 'tag');
  p.entry('plivo.error', 'server-error');
  p.entry('plivo.hangup', 'end/hangup');
};

exports.tropo = (p) => {
  // The page of the Tropo guide, with a real number.
  p.page('tag', (t) => {
    t.on('error', null, p.link('server-error'));
    t.on('hangup', null, p.link('hung-up'));
    t.on('incomplete', null, p.link('did-not-complete'));
    t.call('+14075550100');
    t.say("Tag, you're it!", null, []);
  });
  for (const [step, text] of Object.entries(texts)) {
    p.page(step, (t) => {
      t.on('error', null, p.link('end'));
      t.on('hangup', null, p.link('end'));
      t.on('incomplete', null, p.link('end'));
      t.message(text, to, null, 'TEXT', from, null, 'SMS');
    });
  }
  p.page('end', (t) => t.hangup());

  p.entry('tropo', 'tag');
};
