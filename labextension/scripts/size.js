// Copyright (c) the mlcourse developers.
// Distributed under the terms of the BSD 3-Clause License.

// Print what the browser loads, file by file and in all, in bytes after compression.

const { readdirSync, readFileSync } = require('fs');
const path = require('path');
const { gzipSync } = require('zlib');

const folder = path.join(__dirname, '../../mlcourse/labextension/static');
const scripts = readdirSync(folder).filter(name => name.endsWith('.js'));
const sizes = scripts.map(name => ({
  name,
  bytes: gzipSync(readFileSync(path.join(folder, name))).length
}));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
for (const { name, bytes } of [...sizes, { name: 'in all', bytes: total }]) {
  console.log(`${String(bytes).padStart(7)}  ${name}`);
}
