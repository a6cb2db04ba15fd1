// Finishes what Trunk left: takes comments out of generated scripts, and marks the release in the page's addresses.
//   node tools/finish-dist.mjs FOLDER
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name), 'utf8');
for (const name of ['app.js', 'worker.js']) {
  const bare = read(name)
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '')
    .split('\n')
    .filter((line) => !/^\s*\/\//.test(line) && line.trim())
    .join('\n');
  writeFileSync(join(folder, name), bare + '\n');
}
const hash = createHash('sha256');
for (const name of readdirSync(folder).sort()) if (name !== 'index.html' && statSync(join(folder, name)).isFile()) hash.update(readFileSync(join(folder, name)));
const release = hash.digest('hex').slice(0, 10);
const page = read('index.html')
  .replace(/^<link data-trunk .*\n/gm, '')
  .replace(/\n{2,}/g, '\n')
  .replace(' src="./boot.js"', ` src="./boot.js?${release}"`)
  .replace(/href="(\.\/\w+\.css)"/g, `href="$1?${release}"`);
writeFileSync(join(folder, 'index.html'), page);
