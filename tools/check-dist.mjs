// Refuses a release that names an outside address the page could fetch, or that has script or style inside the page.
//   node tools/check-dist.mjs FOLDER
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';

const folder = process.argv[2];
const TEXT = new Set(['.html', '.css', '.js', '.svg', '.json', '.mjs']);
// Names of XML vocabularies, which nothing fetches.
const NAMES = new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1998/Math/MathML', 'http://www.w3.org/1999/xlink', 'http://www.w3.org/1999/xhtml', 'http://www.w3.org/2000/xmlns/', 'http://www.w3.org/XML/1998/namespace']);

const files = (path) => readdirSync(path).flatMap((name) => (statSync(join(path, name)).isDirectory() ? files(join(path, name)) : [join(path, name)]));
const faults = [];
for (const file of files(folder)) {
  const name = relative(folder, file);
  const kind = extname(file);
  if (!TEXT.has(kind) && kind !== '.wasm') continue;
  const text = readFileSync(file, 'latin1');
  for (const [address] of text.matchAll(/\b(?:https?|wss?|ftp):\/\/[\w.-]+[\w./-]*/gi)) {
    const known = [...NAMES].some((known) => address.startsWith(known));
    if (!known) faults.push(`${name} names ${address}`);
  }
  if (kind === '.html') {
    if (!/http-equiv="Content-Security-Policy" content="default-src 'none';/.test(text)) faults.push(`${name} has no policy that starts from nothing`);
    if (/unsafe-inline|'unsafe-eval'/.test(text)) faults.push(`${name} has a policy that allows script or style inside the page`);
    if (/<script(?![^>]*\bsrc=)[^>]*>/i.test(text)) faults.push(`${name} has a script inside the page`);
    if (/<style|\sstyle=|\son[a-z]+=/i.test(text)) faults.push(`${name} has style or handlers inside the page`);
    for (const [, address] of text.matchAll(/\b(?:src|href)="([^"]+)"/g)) if (!/^(\.\/|#|data:)/.test(address)) faults.push(`${name} points at ${address}, which does not work from a sub-path`);
  }
  if (kind === '.css') for (const [, address] of text.matchAll(/url\(["']?([^"')]+)/g)) if (/^(\/|[a-z]+:)/i.test(address)) faults.push(`${name} points at ${address}`);
}
if (faults.length) {
  console.error(`The release is refused:\n  ${faults.join('\n  ')}`);
  process.exit(1);
}
console.log('The release names no outside address and has no script or style inside the page.');
