// Counts the instructions that each stage of opening a file takes, natively, a byte of the file: the same on every run, however
// busy the machine. Compares them with those kept, and fails where a stage takes over 5 % more.
//   node benches/stages.mjs [--keep]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { input } from './inputs.mjs';

const KEPT = fileURLToPath(new URL('instructions.json', import.meta.url));
const STAGES = ['records', 'evidence', 'one table', 'layout', 'columns'];
const MEGABYTES = 8;
const MORE = 1.05;

function program() {
  const built = execFileSync('cargo', ['build', '--locked', '--quiet', '--profile', 'worker', '--example', 'stages', '--message-format=json'], { encoding: 'utf8', env: { ...process.env, CARGO_PROFILE_WORKER_DEBUG: '1' } });
  const messages = built.trim().split('\n').map((line) => JSON.parse(line));
  return messages.find((message) => message.executable && message.target.name === 'stages').executable;
}

function instructions(path, stage, file) {
  const ran = spawnSync('valgrind', ['--tool=callgrind', '--callgrind-out-file=/dev/null', path, String(stage), file], { encoding: 'utf8' });
  const counted = /Collected : (\d+)/.exec(ran.stderr);
  if (ran.status !== 0 || !counted) throw new Error(`stage ${stage} of ${file}: ${ran.stderr}`);
  return Number(counted[1]);
}

if (spawnSync('valgrind', ['--version']).error) {
  console.log('\nvalgrind is not installed, so no instructions are counted.');
  process.exit(0);
}
const path = program();
const counted = {};
for (const kind of ['survey', 'deployments']) {
  const file = input(kind, MEGABYTES);
  let before = instructions(path, 0, file.path);
  STAGES.forEach((name, at) => {
    const until = instructions(path, at + 1, file.path);
    counted[`${kind}, ${name}`] = Number(((until - before) / file.bytes).toFixed(2));
    before = until;
  });
}
const kept = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {};
let grown = 0;
console.log('\nInstructions a byte, by the stages of opening a file (callgrind):\n');
for (const [name, count] of Object.entries(counted)) {
  const is = kept[name] && count > kept[name] * MORE;
  grown += is ? 1 : 0;
  console.log(`${name.padEnd(26)} ${count.toFixed(2).padStart(7)}  kept ${String(kept[name] ?? '–').padStart(7)}${is ? '  GROWN' : ''}`);
}
if (process.argv.includes('--keep')) writeFileSync(KEPT, `${JSON.stringify(counted, null, 1)}\n`);
else process.exitCode = grown ? 1 : 0;
