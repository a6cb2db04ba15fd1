// Sizes of the release and timings of its journeys, each as the median of several runs and as a ratio to an empty page's
// boot in the same run, so that two machines can be compared. Never a test.
//   node benches/page.mjs
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { open, shared } from '../tests/browser/house.mjs';
import { sampleOf } from './inputs.mjs';

const RUNS = 7;
/** Of the file of a million records, which takes seconds to read. */
const RUNS_OF_MILLION = 3;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const brotli = (...names) => names.reduce((sum, name) => sum + brotliCompressSync(readFileSync(new URL(`../dist/${name}`, import.meta.url)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length, 0);
console.log(`page   ${(brotli('app_bg.wasm', 'app.js', 'boot.js') / 1000).toFixed(1)} kB brotli (wasm and scripts)`);
console.log(`worker ${(brotli('worker_bg.wasm', 'worker.js', 'boot-worker.js') / 1000).toFixed(1)} kB brotli (wasm and scripts)`);
console.log(`unpack ${(brotli('unpack_bg.wasm', 'unpack.js', 'boot-unpack.js') / 1000).toFixed(1)} kB brotli (wasm and scripts)`);

const house = await open();
const times = {};
const note = (name, value) => (times[name] ??= []).push(value);
const real = shared('data/real/surveys/so2025-ai-frequency-first12000.csv');
const million = sampleOf(1_000_000);
const files = [
  ['sample', RUNS, (visit) => visit.sample(), /^Germany, /],
  ['12,000 rows', RUNS, real && ((visit) => visit.drop(real)), /^25-34, /],
  ['1,000,000 rows', RUNS_OF_MILLION, (visit) => visit.page.locator('input[type=file]').first().setInputFiles(million), /^Germany, /],
];
for (let run = 0; run < RUNS; run += 1) {
  for (const [file, runs, load, level] of files) {
    if (!load || run >= runs) continue;
    const visit = await house.visit();
    const { page } = visit;
    const measured = (name) => page.evaluate((name) => performance.getEntriesByName(name).map((m) => m.duration), name);
    note('boot', (await measured('denominator:boot'))[0]);
    await load(visit);
    await page.waitForFunction(() => performance.getEntriesByName('denominator:answer').length > 0, null, { timeout: 120_000 });
    note(`${file}: read`, (await measured('denominator:read'))[0]);
    note(`${file}: first charts painted`, (await measured('denominator:answer'))[0]);
    await page.waitForTimeout(1000);
    // One level more each time: what was asked before is remembered, and would be no count.
    const levels = page.locator('.facet', { has: page.getByRole('button', { name: level }) }).getByRole('button');
    for (let step = 0; step < 4; step += 1) {
      const before = (await measured('denominator:answer')).length;
      await levels.nth(step).click();
      await page.waitForFunction((before) => performance.getEntriesByName('denominator:answer').length > before, before);
      note(`${file}: a filter step painted`, (await measured('denominator:answer')).at(-1));
      await page.waitForTimeout(100);
    }
    await visit.close();
  }
}
await house.close();
const unit = median(times.boot);
for (const [name, values] of Object.entries(times)) console.log(`${name.padEnd(36)} ${median(values).toFixed(0).padStart(5)} ms  ${(median(values) / unit).toFixed(2).padStart(6)} × boot  (worst ${Math.max(...values).toFixed(0)} ms)`);
