'use strict';

// Makes a Plivo document again, element by element, through the vendor's library.
// The library refuses attributes and nestings that it does not know.

const plivo = require('plivo');

// How each element is added: with a body and attributes, with attributes only,
// with a body only, or with nothing.
const adders = {
  Speak: 'both', Play: 'both', Number: 'both', User: 'both', Redirect: 'both', Message: 'both',
  Conference: 'both', DTMF: 'both', MultiPartyCall: 'both', Stream: 'both',
  GetDigits: 'attributes', GetInput: 'attributes', Record: 'attributes', Dial: 'attributes',
  Wait: 'attributes', Hangup: 'attributes', break: 'attributes',
  emphasis: 'both', lang: 'both', phoneme: 'both', prosody: 'both', 'say-as': 'both', sub: 'both', w: 'both',
  p: 'body', s: 'body',
  PreAnswer: 'nothing',
};

const method = (name) => 'add' + name.split('-').map((part) => part[0].toUpperCase() + part.slice(1)).join('');

function add(parent, element) {
  const how = adders[element.name];
  if (!how) {
    throw new Error(`the library knows no element ${element.name}`);
  }
  const attributes = { ...element.attributes };
  if ((how === 'body' || how === 'nothing') && Object.keys(attributes).length > 0) {
    throw new Error(`${element.name} takes no attributes`);
  }
  const { body, rest } = bodyOf(element, how);
  const given = { both: [body, attributes], attributes: [attributes], body: [body], nothing: [] }[how];
  const made = call(parent, element.name, given);
  for (const child of rest) {
    if (typeof child === 'string') made.addText(child);
    else add(made, child);
  }
}

// bodyOf splits off the leading text where the library takes it as the body.
function bodyOf(element, how) {
  const [first] = element.children;
  if ((how === 'both' || how === 'body') && typeof first === 'string') {
    return { body: first, rest: element.children.slice(1) };
  }
  return { body: '', rest: element.children };
}

function call(parent, name, given) {
  try {
    return parent[method(name)](...given);
  } catch (err) {
    // The library's own error class cannot be made, so a refused voice arrives as
    // a TypeError that says nothing about it.
    throw err instanceof TypeError ? new Error(`the library refuses ${name} ${JSON.stringify(given)}`) : err;
  }
}

// rebuild returns the text that the library renders. Its toXML is not used: that
// breaks attributes that hold a quotation mark.
function rebuild(tree) {
  if (tree.name !== 'Response' || Object.keys(tree.attributes).length > 0) {
    throw new Error('the root is Response without attributes');
  }
  const response = plivo.Response();
  for (const child of tree.children) add(response, child);
  return response.elem.toString();
}

module.exports = { rebuild };
