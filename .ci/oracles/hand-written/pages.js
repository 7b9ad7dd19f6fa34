'use strict';

// What a person expects of one flow at one provider: documents by path, and
// further files that repeat one of them. Paths have no extension.

require('tropo-webapi');
const plivo = require('plivo');

/* global TropoWebAPI, TropoJSON */

class Pages {
  constructor(folder, extension, begin, render) {
    Object.assign(this, { folder, extension, begin, render });
    this.files = new Map();
    this.entries = new Map();
  }

  // link is the address of a document, route that of something a host decides.
  link(path) { return this.folder + path + this.extension; }
  route(path) { return this.folder + path; }

  page(path, write) {
    const document = this.begin();
    write(document);
    this.put(this.files, path, this.render(document));
  }

  // copies adds files that repeat the document of a path.
  copies(of, ...paths) {
    for (const path of paths) this.put(this.files, path, () => this.files.get(of));
  }

  entry(name, of) { this.put(this.entries, name, () => this.files.get(of)); }

  put(files, path, content) {
    if (files.has(path)) throw new Error(`two pages at ${path}`);
    files.set(path, content);
  }

  // text is the content of a file; copies may be named before their document.
  text(content) { return typeof content === 'function' ? this.text(content()) : content; }
}

const forPlivo = (folder) => new Pages(folder, '.xml', () => plivo.Response(), (response) => response.elem.toString());
const forTropo = (folder) => new Pages(folder, '.json', () => new TropoWebAPI(), (tropo) => TropoJSON(tropo));

module.exports = { forPlivo, forTropo };
