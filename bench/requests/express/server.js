'use strict';

// The dial status example of the Plivo guide as people write it with Express and the
// SDK: every request builds its XML anew. It says what flows/dial-status.ivr.yaml says,
// so that both give the same documents.
//
// node server.js HOST PORT

const express = require('express');
const plivo = require('plivo');

const [host, port] = process.argv.slice(2);
const endings = {
  completed: 'The other side has hung up. Goodbye.',
  busy: 'The line is busy. Please try again in a few minutes. Goodbye.',
  'no-answer': 'Nobody answered. Please try again later. Goodbye.',
};
const otherwise = 'The call could not be connected. Please check the number. Goodbye.';

const app = express();
app.use(express.urlencoded({ extended: false }));

app.all('/dial_status/', (request, response) => {
  const status = request.query.DialStatus ?? request.body?.DialStatus;
  const answer = plivo.Response();
  answer.addSpeak(endings[status] ?? otherwise);
  answer.addHangup();
  response.type('text/xml').send(answer.toXML());
});

app.listen(Number(port), host);
