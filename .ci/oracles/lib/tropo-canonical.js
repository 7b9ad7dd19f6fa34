'use strict';

// The vendor's libraries write the same call in different ways: one thing alone or
// in a list, an empty verb as null, {} or "null", an upload address as text or as
// an object. canonical brings all of them to one form, and changes nothing else.

const { isObject } = require('./difference');

const listed = new Set(['say', 'on', 'to', 'url', 'transcription']);
const empty = new Set(['hangup', 'reject', 'stopRecording', 'answer']);
const upload = ['username', 'password', 'method'];

function canonical(document) {
  if (!isObject(document) || !Array.isArray(document.tropo) || Object.keys(document).length !== 1) {
    throw new Error('a Tropo document is one object with the list "tropo"');
  }
  const events = {};
  const verbs = [];
  for (const element of document.tropo) {
    const [verb, ...others] = Object.keys(element);
    if (verb === undefined || others.length > 0) {
      throw new Error(`an element has exactly one verb: ${JSON.stringify(element)}`);
    }
    if (verb === 'on') {
      addEvents(events, element.on);
    } else {
      verbs.push({ [verb]: ofVerb(verb, element[verb]) });
    }
  }
  return { on: events, verbs };
}

// addEvents keeps the handlers by event, because their order says nothing.
function addEvents(events, handlers) {
  for (const handler of Array.isArray(handlers) ? handlers : [handlers]) {
    if (Object.hasOwn(events, handler.event)) {
      throw new Error(`two handlers for the event ${handler.event}`);
    }
    events[handler.event] = ofValue(handler);
  }
}

function ofVerb(verb, value) {
  if (empty.has(verb) && (value === null || value === 'null' || (isObject(value) && Object.keys(value).length === 0))) {
    return {};
  }
  const out = ofValue(single(verb, value));
  return isObject(out) ? withUpload(out) : out;
}

function ofValue(value) {
  if (Array.isArray(value)) {
    return value.map(ofValue);
  }
  if (!isObject(value)) {
    return value;
  }
  const out = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === null) continue;
    out[key] = ofValue(single(key, member));
  }
  return out;
}

// single takes one thing out of its list where the libraries write either.
function single(key, value) {
  return listed.has(key) && Array.isArray(value) && value.length === 1 ? value[0] : value;
}

// withUpload writes one upload address as an object that carries its method and
// credentials, wherever they stood.
function withUpload(verb) {
  if (verb.url === undefined || Array.isArray(verb.url)) {
    return verb;
  }
  const out = { ...verb, url: isObject(verb.url) ? { ...verb.url } : { url: verb.url } };
  for (const key of upload) {
    if (out[key] === undefined) continue;
    if (out.url[key] === undefined) out.url[key] = out[key];
    if (out.url[key] === out[key]) delete out[key];
  }
  return out;
}

module.exports = { canonical };
