// Seeded inputs of any size: a survey export of 60 columns and a deployments export of 14. The same size gives the same bytes.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../target/bench/', import.meta.url));

/** Random numbers from 0 to 1, by mulberry32. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const AI = ['Several times a day', 'Once a day', 'Weekly', 'Monthly', 'Never'];
const SIZES = ['1-10', '11-50', '51-200', '201-1000', 'More than 1000'];
const COUNTRIES = ['Germany', 'France', 'India', 'United States', 'Ukraine', 'Spain', 'Brazil', 'Japan'];
const AGREE = ['Strongly disagree', 'Disagree', 'Neither agree nor disagree', 'Agree', 'Strongly agree'];
const TASKS = ['Code completion', 'Chat', 'Agents, in the background', 'Code review', 'Tests', 'Documentation'];
const WORDS = 'the pipeline waits for review while a hotfix goes out and nobody sleeps well before release day again'.split(' ');

const SURVEY = {
  header: [
    'Response ID', 'Submitted', 'How often do you use AI tools to write code?', 'Team size', 'Country',
    ...Array.from({ length: 30 }, (_, i) => `Statement ${i + 1}: how far do you agree?`),
    ...Array.from({ length: 12 }, (_, i) => `Share of work ${i + 1} in percent`),
    ...Array.from({ length: 5 }, (_, i) => `Hours to recover from incident ${i + 1}`),
    ...Array.from({ length: 4 }, (_, i) => `Tasks done with AI, part ${i + 1}`),
    ...Array.from({ length: 4 }, (_, i) => `Anything to add on part ${i + 1}?`),
  ],
  record(i, next) {
    const pick = (list) => list[Math.floor(next() * list.length)];
    const use = Math.floor(next() * next() * AI.length);
    const cells = [`R_${String(i).padStart(8, '0')}`, stamp(i, 37), AI[use], pick(SIZES), pick(COUNTRIES)];
    for (let c = 0; c < 30; c += 1) cells.push(next() < 0.04 ? '' : AGREE[Math.min(4, Math.floor(next() * 4 + (4 - use) / 4))]);
    for (let c = 0; c < 12; c += 1) cells.push(next() < 0.1 ? '' : Math.floor(next() * 101));
    for (let c = 0; c < 5; c += 1) cells.push(next() < 0.1 ? '' : (-Math.log(1 - next()) * (8 - use)).toFixed(2));
    for (let c = 0; c < 4; c += 1) {
      const chosen = TASKS.filter(() => next() < 0.4);
      cells.push(chosen.length ? `"${chosen.join(';')}"` : '');
    }
    for (let c = 0; c < 4; c += 1) cells.push(next() < 0.6 ? '' : `"${text(next)}"`);
    return cells.join(',');
  },
};

const DEPLOYMENTS = {
  header: ['id', 'created_at', 'finished_at', 'service', 'environment', 'status', 'commit', 'pull_request', 'author', 'ai_assisted', 'lead_time_hours', 'rolled_back', 'incident_id', 'title'],
  record(i, next) {
    const failed = next() < 0.08;
    const ai = next() < 0.45;
    const hex = Array.from({ length: 5 }, () => Math.floor(next() * 0x100000000).toString(16).padStart(8, '0')).join('');
    return [
      100000 + i, stamp(i, 11), stamp(i, 11, 1 + Math.floor(next() * 20)), `service-${Math.floor(next() * 24)}`, next() < 0.7 ? 'production' : 'staging',
      failed ? 'failure' : 'success', hex, 1 + Math.floor(i / 2), `dev${Math.floor(next() * 180)}`, ai, (-Math.log(1 - next()) * 20).toFixed(2), failed && next() < 0.5,
      failed ? `INC-${i}` : '', next() < 0.2 ? `"Fix ${text(next).slice(0, 40).replaceAll('"', '')}, again"` : `Change ${i}`,
    ].join(',');
  },
};

function stamp(i, minutes, later = 0) {
  return new Date(Date.UTC(2023, 0, 2) + (i * minutes + later) * 60_000).toISOString().slice(0, 19) + 'Z';
}

function text(next) {
  const words = Array.from({ length: 4 + Math.floor(next() * 24) }, () => WORDS[Math.floor(next() * WORDS.length)]);
  if (next() < 0.15) words.splice(2, 0, '\nand');
  if (next() < 0.15) words.splice(1, 0, '""quoted""');
  return words.join(' ');
}

export const KINDS = { survey: SURVEY, deployments: DEPLOYMENTS };

/** The path of a file of `kind` with about so many megabytes; written where it is not there yet. */
export function input(kind, megabytes) {
  mkdirSync(FOLDER, { recursive: true });
  const path = `${FOLDER}${kind}-${megabytes}.csv`;
  if (existsSync(path)) return { path, bytes: statSync(path).size };
  const { header, record } = KINDS[kind];
  const next = random(20260101 + megabytes);
  const file = openSync(`${path}.part`, 'w');
  let written = writeSync(file, `${header.map((name) => (name.includes(',') ? `"${name}"` : name)).join(',')}\n`);
  for (let i = 0; written < megabytes * 1e6;) {
    const lines = [];
    for (const end = i + 200; i < end; i += 1) lines.push(record(i, next));
    written += writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
  renameSync(`${path}.part`, path);
  return { path, bytes: written };
}

/** The path of a file of the sample's records over and over, so many in all, each with an identifier of its own. */
export function sampleOf(records) {
  mkdirSync(FOLDER, { recursive: true });
  const path = `${FOLDER}sample-${records}.csv`;
  if (existsSync(path)) return path;
  const [header, ...bodies] = readFileSync(new URL('../public/sample/survey.csv', import.meta.url), 'utf8').trimEnd().split('\n');
  // A line with an odd number of quotes goes on in the next.
  const rests = [];
  for (const line of bodies) {
    const isOpen = rests.length > 0 && (rests.at(-1).split('"').length - 1) % 2 > 0;
    if (isOpen) rests[rests.length - 1] += `\n${line}`;
    else rests.push(line.slice(line.indexOf(',')));
  }
  const file = openSync(`${path}.part`, 'w');
  writeSync(file, `${header}\n`);
  for (let i = 0; i < records;) {
    const lines = [];
    for (const end = Math.min(records, i + 5000); i < end; i += 1) lines.push(`person-${i}${rests[i % rests.length]}`);
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}
