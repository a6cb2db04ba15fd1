// What every reader is asked of a file once it is loaded: by cohort, as `benches/ask.rs` reads it.
const WEEK = 7 * 86_400;
const MONDAY = Date.UTC(2023, 0, 2) / 1000;

/** The column that divides: who uses AI, or whether a change was made with it. */
export const COHORTS = { survey: 'How often do you use AI tools to write code?', deployments: 'ai_assisted' };

const STATEMENTS = Array.from({ length: 30 }, (_, i) => `Statement ${i + 1}: how far do you agree?`);
const COLUMNS = {
  survey: { share: STATEMENTS[0], value: 'Hours to recover from incident 1', date: 'Submitted', minutes: 37, filter: [['Country', ['Germany', 'France', 'India', 'Japan']], ['Team size', ['1-10', '51-200']]] },
  deployments: { share: 'status', value: 'lead_time_hours', date: 'created_at', minutes: 11, filter: [['environment', ['production']], ['service', Array.from({ length: 6 }, (_, i) => `service-${i}`)]] },
};

/** Lists of questions by name, for a file of so many records. */
export function questions(kind, rows) {
  const cohort = COHORTS[kind];
  const { share, value, date, minutes, filter } = COLUMNS[kind];
  const three = [{ cohort }, { cohort, counts: [share] }, { cohort, value }];
  const weeks = Math.ceil((rows * minutes * 60) / WEEK);
  return {
    'count by cohort': [three[0]],
    'share by cohort': [three[1]],
    'median and mean by cohort': [three[2]],
    'all three under two filters': three.map((question) => ({ ...question, filter })),
    'weekly counts by cohort': [{ cohort, weeks: [date, MONDAY, weeks] }],
    ...(kind === 'survey' ? { 'crosstab of 30 statements by cohort': [{ cohort, counts: STATEMENTS }] } : {}),
  };
}

/** Why two answers are not the same; nothing where they are. */
export function difference(mine, theirs, path = 'answer') {
  if (typeof mine === 'number' && typeof theirs === 'number') return Math.abs(mine - theirs) <= 1e-9 * Math.max(1, Math.abs(mine)) ? undefined : `${path}: ${mine} and ${theirs}`;
  if (mine === null || theirs === null || typeof mine !== 'object' || typeof theirs !== 'object') return mine === theirs ? undefined : `${path}: ${mine} and ${theirs}`;
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    // A level nobody chose may be told or not.
    const told = difference(mine[key] ?? 0, theirs[key] ?? 0, `${path}, ${key}`);
    if (told) return told;
  }
  return undefined;
}
