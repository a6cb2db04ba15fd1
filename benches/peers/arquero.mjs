import * as aq from './lib/arquero.mjs';
import { cohortOf, counted, fromColumns, peer } from './serve.mjs';

peer(async (file) => {
  const table = aq.fromCSV(await file.text());
  return { rows: table.numRows(), counts: counted(table.array(cohortOf(table.columnNames()))), answer: fromColumns((name) => table.array(name)) };
});
