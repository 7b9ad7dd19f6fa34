'use strict';

const fs = require('fs');
const path = require('path');

// under lists every file below a folder, or the file itself, sorted.
function under(place) {
  if (!fs.statSync(place).isDirectory()) {
    return [place];
  }
  return fs.readdirSync(place).sort().flatMap((name) => under(path.join(place, name)));
}

// documents lists the files with one extension among files and folders.
function documents(places, extension) {
  return places.flatMap(under).filter((file) => file.endsWith(extension));
}

// each runs check over files, prints what failed, and sets the exit code. A run
// over no file at all is a failure too: it would prove nothing.
function each(title, files, check) {
  let failed = 0;
  for (const file of files) {
    try {
      check(fs.readFileSync(file, 'utf8'));
    } catch (err) {
      failed++;
      console.log(`${file}: ${err.message}`);
    }
  }
  console.log(`${title}: ${files.length} documents, ${failed} failed`);
  if (failed > 0 || files.length === 0) {
    process.exitCode = 1;
  }
}

module.exports = { documents, each, under };
