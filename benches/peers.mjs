// Puts the programs of the peers, and what asks the engine of the release, where a browser can load them.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);

export const PEERS = ['duckdb', 'udsv', 'papaparse', 'arquero', 'perspective'];

export async function bundle() {
  const lib = join(here, 'peers', 'lib');
  mkdirSync(lib, { recursive: true });
  const programs = {
    udsv: "export { inferSchema, initParser } from 'udsv';",
    papaparse: "export { default } from 'papaparse';",
    arquero: "export * from 'arquero';",
    duckdb: "export * from '@duckdb/duckdb-wasm';",
    perspective: "export * from '@perspective-dev/client';",
  };
  for (const [name, contents] of Object.entries(programs)) {
    await build({ stdin: { contents, resolveDir: here }, bundle: true, format: 'esm', platform: 'browser', outfile: join(lib, `${name}.mjs`), external: ['stream'], logLevel: 'error' });
  }
  copyFileSync(join(here, 'questions.mjs'), join(lib, 'questions.mjs'));
  asker(lib);
  for (const name of ['client/dist/wasm/perspective-js.wasm', 'client/dist/cdn/perspective-server.worker.js', 'server/dist/wasm/perspective-server.wasm']) {
    copyFileSync(join(here, 'node_modules/@perspective-dev', name), join(lib, name.split('/').at(-1)));
  }
  const dist = dirname(require.resolve('@duckdb/duckdb-wasm', { paths: [here] }));
  for (const name of ['duckdb-eh.wasm', 'duckdb-browser-eh.worker.js']) copyFileSync(join(dist, name), join(lib, name));
}

/** The engine of the release with the program that asks it. */
function asker(lib) {
  const root = join(here, '..');
  const run = (...command) => execFileSync(command[0], command.slice(1), { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  run('cargo', 'build', '--quiet', '--locked', '--profile', 'worker', '--bin', 'ask', '--no-default-features', '--target', 'wasm32-unknown-unknown');
  run(join(root, '.tools/bin/wasm-bindgen'), '--target', 'web', '--out-dir', lib, join(target, 'wasm32-unknown-unknown/worker/ask.wasm'));
  for (const name of ['boot-worker.js', 'worker.js', 'worker_bg.wasm']) copyFileSync(join(root, 'dist', name), join(lib, name));
}
