// Finishes what Trunk left: takes comments out of generated scripts, lets the unpacker start anew, and marks the release in the page's addresses.
//   node tools/finish-dist.mjs FOLDER
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// A script that holds one instance of its program for good, as a function that makes an instance of its own at each call.
function anew(script) {
  const exported = 'export { initSync, __wbg_init as default };';
  if (!script.includes(exported) || /^import /m.test(script)) throw new Error('The script of the unpacker has another form than expected.');
  const functions = [...script.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
  const inner = script.replace(exported, `return { initSync, ${functions.join(', ')} };`).replaceAll(/^export /gm, '');
  return `export default function () {\n${inner}\n}`;
}

const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name), 'utf8');
for (const name of ['app.js', 'worker.js', 'unpack.js', 'history.js']) {
  let bare = read(name)
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '')
    .split('\n')
    .filter((line) => !/^\s*\/\//.test(line) && line.trim())
    .join('\n');
  if (name === 'unpack.js') bare = anew(bare);
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
