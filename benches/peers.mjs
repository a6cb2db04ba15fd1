// Puts the peers' programs where a browser can load them: one module each.
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);

export const PEERS = ['duckdb', 'udsv', 'papaparse', 'arquero'];

export async function bundle() {
  const lib = join(here, 'peers', 'lib');
  mkdirSync(lib, { recursive: true });
  const programs = {
    udsv: "export { inferSchema, initParser } from 'udsv';",
    papaparse: "export { default } from 'papaparse';",
    arquero: "export * from 'arquero';",
    duckdb: "export * from '@duckdb/duckdb-wasm';",
  };
  for (const [name, contents] of Object.entries(programs)) {
    await build({ stdin: { contents, resolveDir: here }, bundle: true, format: 'esm', platform: 'browser', outfile: join(lib, `${name}.mjs`), external: ['stream'], logLevel: 'error' });
  }
  const dist = dirname(require.resolve('@duckdb/duckdb-wasm', { paths: [here] }));
  for (const name of ['duckdb-eh.wasm', 'duckdb-browser-eh.worker.js']) copyFileSync(join(dist, name), join(lib, name));
}
