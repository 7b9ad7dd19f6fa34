'use strict';

// Compares built flows with what a person wrote for them by hand: every file of a
// version, every entry, and no file more or less. Then it breaks one link after
// the other in what was built, and each must be noticed.
//
// Usage: node hand-written/compare.js BASE-URL FLOW TARGET FOLDER
// FOLDER is the output folder that the flow was built into for the target.

const fs = require('fs');
const path = require('path');
const { under } = require('../lib/files');
const { demandEqual } = require('../lib/difference');
const { canonical } = require('../lib/tropo-canonical');
const { parse } = require('../lib/plivo-xml');
const { forPlivo, forTropo } = require('./pages');

const targets = {
  plivo: { pages: forPlivo, read: parse },
  tropo: { pages: forTropo, read: (text) => canonical(JSON.parse(text)) },
};

// built reads the files of one version and the entries beside it.
function built(folder, flow, target) {
  const home = path.join(folder, flow);
  const versions = fs.readdirSync(path.join(home, 'v'));
  if (versions.length !== 1) throw new Error(`expected one version in ${home}, found ${versions.length}`);
  const version = path.join(home, 'v', versions[0], target);
  const name = (file, from) => path.relative(from, file).split(path.sep).join('/');
  return {
    version: versions[0],
    files: new Map(under(version).map((file) => [name(file, version), fs.readFileSync(file, 'utf8')])),
    entries: new Map(under(home).filter((file) => path.dirname(file) === home)
      .map((file) => [name(file, home), fs.readFileSync(file, 'utf8')])),
  };
}

function expected(base, flow, target, version) {
  const pages = targets[target].pages(`${base}${flow}/v/${version}/${target}/`);
  require(`./${flow}`)[target](pages);
  const texts = (files) => new Map([...files].map(([name, content]) => [name + pages.extension, pages.text(content)]));
  return { files: texts(pages.files), entries: texts(pages.entries) };
}

// compare throws when the two do not hold the same documents under the same names.
function compare(found, wanted, read) {
  for (const name of [...new Set([...found.keys(), ...wanted.keys()])].sort()) {
    if (!found.has(name)) throw new Error(`${name} was not built`);
    if (!wanted.has(name)) throw new Error(`${name} was built, and nobody expects it`);
    try {
      demandEqual(read(found.get(name)), read(wanted.get(name)));
    } catch (err) {
      throw new Error(`${name}: ${err.message}`);
    }
  }
}

// breakLinks changes one link of each document, takes each document away, and
// demands that compare sees it.
function breakLinks(found, wanted, read, folder) {
  let broken = 0;
  const notice = (change, what) => {
    const copy = new Map(found);
    change(copy);
    try {
      compare(copy, wanted, read);
    } catch {
      broken++;
      return;
    }
    throw new Error(`${what} was not noticed`);
  };
  for (const [name, text] of found) {
    notice((copy) => copy.delete(name), `the lack of ${name}`);
    for (let at = text.indexOf(folder); at >= 0; at = text.indexOf(folder, at + 1)) {
      const end = at + folder.length;
      notice((copy) => copy.set(name, `${text.slice(0, end)}x-${text.slice(end)}`), `a broken link in ${name}`);
    }
  }
  return broken;
}

function main([base, flow, target, folder]) {
  const { read } = targets[target];
  const found = built(folder, flow, target);
  const wanted = expected(base, flow, target, found.version);
  compare(found.files, wanted.files, read);
  compare(found.entries, wanted.entries, read);
  const broken = breakLinks(found.files, wanted.files, read, `${base}${flow}/v/${found.version}/${target}/`);
  console.log(`by hand: ${flow} for ${target}: ${wanted.files.size} files, ${wanted.entries.size} entries agree; ${broken} broken copies noticed`);
}

main(process.argv.slice(2));
