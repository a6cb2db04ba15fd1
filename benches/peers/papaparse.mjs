import Papa from './lib/papaparse.mjs';
import { COHORTS, counted, peer } from './serve.mjs';

peer(async (file) => {
  const { data, meta } = await new Promise((complete, error) => Papa.parse(file, { header: true, dynamicTyping: true, skipEmptyLines: true, complete, error }));
  const name = meta.fields.find((field) => COHORTS.includes(field));
  return { rows: data.length, counts: counted(data.map((row) => row[name])) };
});
