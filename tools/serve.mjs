// A static server for one folder on 127.0.0.1, without special headers: what the page may expect of any host.
//   node tools/serve.mjs FOLDER PORT [PATH]     PATH: serve below this path instead of the root
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

export function serve(folder, port, base = '/') {
  const server = createServer(async (request, response) => {
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname);
    } catch {
      return void response.writeHead(400).end('Not an address');
    }
    const inside = path.startsWith(base) ? normalize(path.slice(base.length)) : '..';
    if (inside.startsWith('..') || inside.startsWith(sep + '..')) return void response.writeHead(404).end('Not here');
    let file = join(folder, inside);
    const found = await stat(file).catch(() => null);
    if (found?.isDirectory()) file = join(file, 'index.html');
    const entry = await stat(file).catch(() => null);
    if (!entry?.isFile()) return void response.writeHead(404).end('Not here');
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-length': entry.size });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, port, base] = process.argv.slice(2);
  try {
    const server = await serve(folder, Number(port), base);
    console.log(`Denominator is on http://127.0.0.1:${server.address().port}${base ?? '/'} (Ctrl C stops it)`);
  } catch (error) {
    console.error(error.code === 'EADDRINUSE' ? `Port ${port} is in use: stop what uses it, or run node tools/serve.mjs dist ANOTHER_PORT.` : String(error));
    process.exit(1);
  }
}
