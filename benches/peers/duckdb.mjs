import * as duckdb from './lib/duckdb.mjs';
import { cohortOf, peer } from './serve.mjs';

const place = (name) => new URL(`lib/${name}`, self.location.href).href;
const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(place('duckdb-browser-eh.worker.js')));
await database.instantiate(place('duckdb-eh.wasm'));
const link = await database.connect();

const column = (name) => `"${name.replaceAll('"', '""')}"`;
const text = (value) => `'${value.replaceAll("'", "''")}'`;
const rows = async (sql) => (await link.query(sql)).toArray().map((row) => row.toJSON());

async function answer({ cohort, counts = [], value, weeks, filter = [] }) {
  const clauses = filter.map(([name, levels]) => `${column(name)}::VARCHAR IN (${levels.map(text)})`);
  const from = `FROM t WHERE ${[`${column(cohort)} IS NOT NULL`, ...clauses].join(' AND ')}`;
  const by = `${column(cohort)}::VARCHAR AS c`;
  const told = {};
  if (counts.length) {
    const list = counts.map((name, i) => `${column(name)}::VARCHAR AS s${i}`);
    for (const { c, name, value: level, n } of await rows(`SELECT c, name, value, count(*) AS n FROM (UNPIVOT (SELECT ${by}, ${list} ${from}) ON ${counts.map((_, i) => `s${i}`)}) GROUP BY ALL`)) {
      ((told[c] ??= counts.map(() => ({})))[Number(name.slice(1))])[level] = Number(n);
    }
  } else if (weeks) {
    const [name, first, many] = weeks;
    for (const { c, w, n } of await rows(`SELECT ${by}, (epoch_us(${column(name)}::TIMESTAMP) // 1000000 - ${first}) // 604800 AS w, count(*) AS n ${from} GROUP BY ALL`)) {
      (told[c] ??= [new Array(many + 1).fill(0)])[0][Number(w) + 1] = Number(n);
    }
  } else if (value) {
    for (const { c, median, mean } of await rows(`SELECT ${by}, median(${column(value)}) AS median, avg(${column(value)}) AS mean ${from} GROUP BY ALL`)) told[c] = [[median, mean]];
  } else {
    for (const { c, n } of await rows(`SELECT ${by}, count(*) AS n ${from} GROUP BY ALL`)) told[c] = [Number(n)];
  }
  return told;
}

peer(async (file) => {
  await database.registerFileHandle('in.csv', file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
  await link.query("CREATE TABLE t AS SELECT * FROM read_csv_auto('in.csv')");
  const name = cohortOf((await rows('DESCRIBE t')).map((row) => row.column_name));
  if (!name) throw new Error('it took the header for a record');
  const counts = Object.fromEntries((await rows(`SELECT ${column(name)}::VARCHAR AS c, count(*) AS n FROM t GROUP BY 1`)).map(({ c, n }) => [String(c), Number(n)]));
  return { rows: Object.values(counts).reduce((sum, n) => sum + n, 0), counts, answer };
});
