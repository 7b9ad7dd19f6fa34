'use strict';

// Reads Plivo XML into a plain tree: {name, attributes, children}, where a child
// is such a tree or a piece of text. Anything else that XML can hold is refused.

const sax = require('sax');

// spaced elements hold other elements only, so the space between those is layout.
const spaced = new Set(['Response', 'Dial', 'GetDigits', 'GetInput', 'PreAnswer']);

function parse(text) {
  const parser = sax.parser(true, { trim: false, normalize: false });
  let root = null;
  const open = [];
  parser.onerror = (err) => { throw new Error(err.message.replace(/\n/g, ', ')); };
  parser.onopentag = ({ name, attributes }) => {
    const element = { name, attributes, children: [] };
    if (open.length > 0) open[open.length - 1].children.push(element);
    else root = element;
    open.push(element);
  };
  parser.onclosetag = () => { open.pop(); };
  parser.ontext = (piece) => { addText(open[open.length - 1], piece); };
  for (const odd of ['oncdata', 'oncomment', 'ondoctype', 'onsgmldeclaration']) {
    parser[odd] = () => { throw new Error(`${odd.slice(2)} in the document`); };
  }
  parser.onprocessinginstruction = ({ name }) => {
    if (name !== 'xml') throw new Error(`processing instruction ${name} in the document`);
  };
  parser.write(text).close();
  return root;
}

function addText(parent, piece) {
  if (!parent) {
    if (piece.trim() !== '') throw new Error('text outside the document');
    return;
  }
  if (spaced.has(parent.name)) {
    if (piece.trim() !== '') throw new Error(`text directly in ${parent.name}: ${piece.trim()}`);
    return;
  }
  const last = parent.children.length - 1;
  if (typeof parent.children[last] === 'string') parent.children[last] += piece;
  else parent.children.push(piece);
}

module.exports = { parse };
