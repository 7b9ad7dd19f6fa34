'use strict';

// Builds flows of the shape plain the way it is done in Node.js: js-yaml reads, ajv
// checks by the published schema, every step must be reached, and the provider's own
// library writes each document. It writes the same files as `ivrc build --release
// bench`, except the manifest.
//
// Usage: node build.js tropo|plivo SCHEMA FOLDER OUT

const fs = require('node:fs');
const path = require('node:path');
const yaml = require('js-yaml');
const Ajv = require('ajv');

const base = 'https://ivr.example.com/';

function read(schema, folder) {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(fs.readFileSync(schema, 'utf8')));
  return fs.readdirSync(folder).map((name) => {
    const flow = yaml.load(fs.readFileSync(path.join(folder, name), 'utf8'));
    if (!validate(flow)) throw new Error(`${name}: ${JSON.stringify(validate.errors)}`);
    reach(flow);
    return flow;
  });
}

// targets are where a step leads.
function targets(step) {
  const list = [step.goto, ...Object.values(step.events ?? {}), ...Object.values(step.menu?.keys ?? {})];
  return list.filter((to) => to && to !== 'end');
}

function reach(flow) {
  const seen = new Set([flow.start]);
  const open = [flow.start];
  while (open.length > 0) {
    const step = flow.steps[open.pop()];
    for (const to of targets(step)) {
      if (!flow.steps[to]) throw new Error(`no step ${to}`);
      if (!seen.has(to)) {
        seen.add(to);
        open.push(to);
      }
    }
  }
  for (const id of Object.keys(flow.steps)) {
    if (!seen.has(id)) throw new Error(`${id} is never reached`);
  }
}

const seconds = (text) => Number(text.replace(/s$/, ''));
const keyFile = (key) => (key === '*' ? 'star' : key);

function main([target, schema, folder, out]) {
  const { extension, documents } = require(`./${target}`);
  for (const flow of read(schema, folder)) {
    const inside = `${flow.flow}/v/bench/${target}/`;
    const at = (name) => `${base}${inside}${name}`;
    const files = documents(flow, at, { seconds, keyFile });
    fs.mkdirSync(path.join(out, inside), { recursive: true });
    const folders = new Set();
    for (const [name, text] of files) {
      const file = path.join(out, name.startsWith('/') ? flow.flow + name : inside + name) + extension;
      const within = path.dirname(file);
      if (!folders.has(within)) {
        fs.mkdirSync(within, { recursive: true });
        folders.add(within);
      }
      fs.writeFileSync(file, text);
    }
  }
}

main(process.argv.slice(2));
