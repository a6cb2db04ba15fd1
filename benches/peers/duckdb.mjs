import * as duckdb from './lib/duckdb.mjs';
import { COHORTS, peer } from './serve.mjs';

const place = (name) => new URL(`lib/${name}`, self.location.href).href;
const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(place('duckdb-browser-eh.worker.js')));
await database.instantiate(place('duckdb-eh.wasm'));
const link = await database.connect();

peer(async (file) => {
  await database.registerFileHandle('in.csv', file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
  await link.query("CREATE TABLE t AS SELECT * FROM read_csv_auto('in.csv')");
  const columns = (await link.query('DESCRIBE t')).toArray().map((row) => row.toJSON().column_name);
  const name = columns.find((column) => COHORTS.includes(column));
  if (!name) throw new Error('it took the header for a record');
  const rows = (await link.query(`SELECT "${name}" AS c, count(*) AS n FROM t GROUP BY 1`)).toArray();
  const counts = Object.fromEntries(rows.map((row) => row.toJSON()).map(({ c, n }) => [String(c), Number(n)]));
  return { rows: Object.values(counts).reduce((sum, n) => sum + n, 0), counts };
});
