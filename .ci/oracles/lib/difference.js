'use strict';

const short = (value) => {
  const text = JSON.stringify(value);
  return text === undefined ? 'nothing' : text.length > 160 ? text.slice(0, 157) + '...' : text;
};

// difference says where two plain values differ first, or nothing. The order of
// an object's members does not count.
function difference(left, right, at = '') {
  if (Array.isArray(left) && Array.isArray(right)) {
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      const found = difference(left[i], right[i], `${at}[${i}]`);
      if (found) return found;
    }
    return null;
  }
  if (isObject(left) && isObject(right)) {
    for (const key of [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()) {
      const found = difference(left[key], right[key], `${at}.${key}`);
      if (found) return found;
    }
    return null;
  }
  return Object.is(left, right) ? null : `${at || 'document'}: ${short(left)} and ${short(right)}`;
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

// demandEqual throws at the first difference between what is published and what
// was expected.
function demandEqual(published, expected) {
  const found = difference(published, expected);
  if (found) {
    throw new Error(`published and expected differ at ${found}`);
  }
}

module.exports = { demandEqual, difference, isObject };
