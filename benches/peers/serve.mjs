// What every peer's worker does: say that it is ready, then load a file, then answer questions about it.
import { COHORTS } from './lib/questions.mjs';

/** `load` gives the rows of a file, the respondents per cohort, and what answers questions about it. */
export function peer(load) {
  let answer;
  self.onmessage = async ({ data }) => {
    try {
      if (data instanceof File) {
        const loaded = await load(data);
        answer = loaded.answer;
        self.postMessage({ rows: loaded.rows, counts: loaded.counts });
      } else {
        const answers = [];
        for (const question of data) answers.push(await answer(question));
        self.postMessage({ answers });
      }
    } catch (error) {
      self.postMessage({ error: String(error?.message ?? error) });
    }
  };
  self.postMessage('ready');
}

/** The name among `names` of the column that divides. */
export function cohortOf(names) {
  return Object.values(COHORTS).find((name) => names.includes(name));
}

/** The respondents of each cohort. */
export function counted(values) {
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

const isBlank = (value) => value === null || value === undefined || value === '';

/** What answers questions from columns of values: `column` gives one by its name. */
export function fromColumns(column) {
  return ({ cohort, counts = [], value, weeks, filter = [] }) => {
    const by = column(cohort);
    const kept = filter.map(([name, levels]) => [column(name), new Set(levels)]);
    const isKept = (row) => kept.every(([values, levels]) => levels.has(String(values[row])));
    const rows = [];
    for (let row = 0; row < by.length; row += 1) if (!isBlank(by[row]) && isKept(row)) rows.push(row);
    const answer = {};
    const cells = (fresh, add) => {
      const found = {};
      for (const row of rows) add((found[by[row]] ??= fresh()), row);
      for (const [name, cell] of Object.entries(found)) (answer[name] ??= []).push(cell);
    };
    for (const name of counts) {
      const values = column(name);
      cells(() => ({}), (cell, row) => {
        if (!isBlank(values[row])) cell[values[row]] = (cell[values[row]] ?? 0) + 1;
      });
    }
    if (weeks) {
      const [name, first, many] = weeks;
      const dates = column(name);
      cells(() => new Array(many + 1).fill(0), (cell, row) => {
        const seconds = (dates[row] instanceof Date ? dates[row].getTime() : Date.parse(dates[row])) / 1000;
        cell[Math.floor((seconds - first) / (7 * 86_400)) + 1] += 1;
      });
    }
    if (value) {
      const values = column(value);
      const found = {};
      for (const row of rows) if (!isBlank(values[row])) (found[by[row]] ??= []).push(Number(values[row]));
      for (const [name, list] of Object.entries(found)) {
        const sorted = Float64Array.from(list).sort();
        const at = (sorted.length - 1) / 2;
        (answer[name] ??= []).push([(sorted[Math.floor(at)] + sorted[Math.ceil(at)]) / 2, sorted.reduce((sum, x) => sum + x, 0) / sorted.length]);
      }
    }
    if (!counts.length && !weeks && !value) for (const row of rows) answer[by[row]] = [(answer[by[row]]?.[0] ?? 0) + 1];
    return answer;
  };
}
