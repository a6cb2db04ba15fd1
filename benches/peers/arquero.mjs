import * as aq from './lib/arquero.mjs';
import { COHORTS, counted, peer } from './serve.mjs';

peer(async (file) => {
  const table = aq.fromCSV(await file.text());
  const name = table.columnNames().find((column) => COHORTS.includes(column));
  return { rows: table.numRows(), counts: counted(table.array(name)) };
});
