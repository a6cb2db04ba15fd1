// Opens the same generated files in the release and in other readers, in one browser, and prints what each takes as multiples
// of the raw read of the same run. Never a test.
// Then asks each the same questions of one more file, and compares the answers.
//   node benches/run.mjs [--sizes 1,10,100] [--kinds survey,deployments] [--repeats 3] [--peers duckdb,udsv] [--asked 100]
import { chromium } from 'playwright-core';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { browser as findBrowser } from '../tools/browser.mjs';
import { serve } from '../tools/serve.mjs';
import { input } from './inputs.mjs';
import { PEERS, bundle } from './peers.mjs';
import { difference, questions } from './questions.mjs';

const { values } = parseArgs({ options: { sizes: { type: 'string', default: '1,10,100' }, kinds: { type: 'string', default: 'survey,deployments' }, repeats: { type: 'string', default: '3' }, asked: { type: 'string', default: '100' }, peers: { type: 'string', default: PEERS.join(',') } } });
const list = (text) => text.split(',').filter(Boolean);
const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const ALL_OF_IT = 'Read all of it nevertheless';
const PATIENCE = 120_000;
/** Times that each question is asked. */
const ASKED = 7;

/** Every process with its parent. */
function processes() {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(Number(pid), Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]));
    } catch {
      // The process ended meanwhile.
    }
  }
  return parents;
}

/** Bytes that the processes of the browser under `root` hold, shared pages once. */
function memory(root) {
  const parents = processes();
  let bytes = 0;
  for (const pid of parents.keys()) {
    let at = pid;
    while (at && at !== root) at = parents.get(at);
    if (!at) continue;
    try {
      bytes += 1024 * Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]);
    } catch {
      // The same.
    }
  }
  return bytes;
}

/**
 * Runs `act` on a fresh page of a fresh browser; gives its answer, and either the longest stall of the page or, where `watch`
 * says so, how much memory it took at most: looking at that slows the browser down.
 */
async function measured(address, watch, prepare, act) {
  // Not through a server, which would be sent the file first.
  const others = processes();
  const chrome = await chromium.launch({ executablePath: findBrowser(), args: FLAGS });
  const [root] = [...processes()].find(([pid, parent]) => parent === process.pid && !others.has(pid));
  const page = await (await chrome.newContext({ locale: 'en-US', reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(PATIENCE);
  try {
    await page.goto(address);
    await prepare(page);
    await page.evaluate(() => {
      window.stall = 0;
      let last = performance.now();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        const now = performance.now();
        window.stall = Math.max(window.stall, now - last);
        last = now;
        setTimeout(() => channel.port2.postMessage(0), 4);
      };
      channel.port2.postMessage(0);
    });
    const before = memory(root);
    let peak = before;
    const watching = watch && setInterval(() => (peak = Math.max(peak, memory(root))), 50);
    try {
      const answer = await act(page);
      return { ...answer, memory: peak - before, stall: await page.evaluate(() => window.stall) };
    } finally {
      clearInterval(watching);
    }
  } catch (error) {
    return { error: String(error.message ?? error).split('\n')[0].slice(0, 100) };
  } finally {
    await chrome.close();
  }
}

const ours = (address) => (path, watch) =>
  measured(
    address,
    watch,
    async (page) => {
      await page.getByRole('button', { name: 'Try the synthetic sample' }).waitFor();
      await page.waitForLoadState('networkidle');
      await page.waitForFunction(() => performance.getEntriesByName('denominator:warm').length > 0);
    },
    async (page) => {
      await page.locator('input[type=file]').first().setInputFiles(path);
      const over = () => page.waitForFunction((asks) => performance.getEntriesByName('denominator:answer').length > 0 || document.querySelector('.badge.error') || [...document.querySelectorAll('main button')].some((one) => one.textContent.trim() === asks), ALL_OF_IT, { timeout: PATIENCE });
      await over();
      // A file that may be too big for the device is read only once somebody says how much of it.
      const asks = page.getByRole('button', { name: ALL_OF_IT });
      if (await asks.count()) {
        await asks.click();
        await asks.waitFor({ state: 'detached' });
        await over();
      }
      const failed = await page.locator('.notice.error').first().textContent({ timeout: 100 }).catch(() => null);
      if (failed) throw new Error(failed);
      const [answer] = await page.evaluate(() => performance.getEntriesByName('denominator:answer').map((m) => ({ ms: m.duration, rows: m.detail?.rows })));
      return answer;
    },
  );

async function loaded(page, path) {
  await page.locator('input[type=file]').setInputFiles(path);
  await page.waitForFunction(() => window.done);
  const answer = await page.evaluate(() => window.done);
  if (answer.error) throw new Error(answer.error);
  return answer;
}

const ready = (page) => page.evaluate(() => window.ready);
const peer = (address, name) => (path, watch) => measured(`${address}?peer=${name}`, watch, ready, (page) => loaded(page, path));

/** Milliseconds from question to answer, by question, with the answers. */
const asked = (address, name) => (kind, path) =>
  measured(`${address}?peer=${name}`, false, ready, async (page) => {
    const { rows } = await loaded(page, path);
    const told = {};
    const all = Object.entries(questions(kind, rows));
    // Once for nothing: programs are compiled while they are first used.
    for (const [, list] of all) await page.evaluate((list) => window.ask(list), list);
    for (const [question, list] of all) {
      const runs = [];
      for (let i = 0; i < ASKED; i += 1) runs.push(await page.evaluate((list) => window.ask(list), list));
      const failed = runs.find((run) => run.error);
      told[question] = failed ? { error: failed.error } : { milliseconds: Number(median(runs.map((run) => run.ms)).toFixed(1)), answers: runs[0].answers };
    }
    return { told };
  });

await bundle();
const [app, others] = [await serve(folder('../dist'), 0), await serve(folder('./peers'), 0)];
const at = (server) => `http://127.0.0.1:${server.address().port}/`;
const runners = { raw: peer(at(others), 'raw'), denominator: ours(at(app)) };
for (const name of list(values.peers)) runners[name] = peer(at(others), name);

const results = [];
for (const kind of list(values.kinds)) {
  for (const size of list(values.sizes).map(Number)) {
    const { path, bytes } = input(kind, size);
    let raw = NaN;
    for (const [name, run] of Object.entries(runners)) {
      const runs = [];
      for (let i = 0; i < Number(values.repeats); i += 1) runs.push(await run(path, false));
      const watched = await run(path, true);
      const good = runs.filter((run) => !run.error);
      const of = (key) => median(good.map((run) => run[key]));
      if (name === 'raw') raw = of('ms');
      const result = good.length
        ? { kind, megabytes: size, bytes, reader: name, rows: name === 'raw' ? undefined : of('rows'), milliseconds: Math.round(of('ms')), times_raw: Number((of('ms') / raw).toFixed(2)), memory_megabytes: Math.round(watched.memory / 1e6), memory_of_file: Number((watched.memory / bytes).toFixed(2)), stall_milliseconds: Math.round(of('stall')) }
        : { kind, megabytes: size, bytes, reader: name, error: runs[0].error };
      results.push(result);
      console.log(result.error ? `${kind} ${size} MB ${name}: ${result.error}` : `${kind.padEnd(12)} ${String(size).padStart(5)} MB  ${name.padEnd(12)} ${String(result.milliseconds).padStart(7)} ms ${String(result.times_raw).padStart(7)}× raw ${String(result.memory_megabytes).padStart(6)} MB ${String(result.memory_of_file).padStart(6)}× file  stall ${String(result.stall_milliseconds).padStart(4)} ms  ${result.rows ?? ''}`);
    }
  }
}

const answered = [];
for (const kind of list(values.kinds)) {
  const size = Number(values.asked);
  if (!size) continue;
  const { path } = input(kind, size);
  let ours;
  for (const name of ['denominator', ...list(values.peers)]) {
    const { told, error } = await asked(at(others), name)(kind, path);
    if (error) console.log(`${kind} ${size} MB ${name}: ${error}`);
    ours ??= told;
    for (const [question, { milliseconds, answers, error: failed }] of Object.entries(told ?? {})) {
      const differs = failed ?? (told === ours ? undefined : difference(ours[question].answers, answers));
      answered.push({ kind, megabytes: size, reader: name, question, milliseconds, differs });
      console.log(`${kind.padEnd(12)} ${String(size).padStart(5)} MB  ${name.padEnd(12)} ${question.padEnd(36)} ${String(milliseconds ?? '').padStart(8)} ms  ${differs ?? 'same answer'}`);
    }
  }
}
for (const server of [app, others]) server.close();
const brotli = (name) => brotliCompressSync(readFileSync(new URL(`../dist/${name}`, import.meta.url))).length;
const assets = Object.fromEntries(['app_bg.wasm', 'worker_bg.wasm', 'unpack_bg.wasm'].map((name) => [name, brotli(name)]));
const told = { date: new Date().toISOString().slice(0, 10), machine: `${cpus().length} × ${cpus()[0].model}`, command: `make bench`, brotli_bytes: assets, results, answered };
writeFileSync(folder('./last.json'), `${JSON.stringify(told, null, 1)}\n`);
console.log(Object.entries(assets).map(([name, bytes]) => `${name} ${(bytes / 1000).toFixed(1)} kB brotli`).join(', '));
