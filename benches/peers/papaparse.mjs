import Papa from './lib/papaparse.mjs';
import { cohortOf, counted, fromColumns, peer } from './serve.mjs';

peer(async (file) => {
  const { data, meta } = await new Promise((complete, error) => Papa.parse(file, { header: true, dynamicTyping: true, skipEmptyLines: true, complete, error }));
  const column = (name) => data.map((row) => row[name]);
  return { rows: data.length, counts: counted(column(cohortOf(meta.fields))), answer: fromColumns(column) };
});
