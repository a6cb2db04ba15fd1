// Runs every journey in a real browser against the release in dist/, served below a path as a team's host would.
//   node tests/browser/run.mjs [PART OF A NAME]
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { open } from './house.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const only = process.argv[2];
const journeys = [];
for (const file of readdirSync(here).filter((name) => name.endsWith('.journey.mjs')).sort()) {
  const { default: list } = await import(`./${file}`);
  for (const [name, run] of Object.entries(list)) journeys.push([`${file.replace('.journey.mjs', '')}: ${name}`, run]);
}
if (!journeys.length) throw new Error('There is no journey to run.');

const house = await open();
let failed = 0;
let skipped = 0;
for (const [name, run] of journeys.filter(([name]) => !only || name.includes(only))) {
  const visit = await house.visit();
  try {
    const verdict = await run(visit);
    if (verdict === 'skipped') skipped += 1;
    else visit.assertQuiet();
    console.log(`${verdict === 'skipped' ? 'skip' : 'ok  '} ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n     ${String(error.stack ?? error).split('\n').slice(0, 6).join('\n     ')}`);
    await visit.picture(`failed-${name}`).catch(() => {});
  }
  await visit.close();
}
await house.close();
if (skipped) console.log(`${skipped} skipped: the shared files are not here; DENOMINATOR_SHARED can point at them.`);
if (failed) {
  console.error(`${failed} journeys failed.`);
  process.exit(1);
}
