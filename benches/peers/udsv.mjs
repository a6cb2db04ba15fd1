import { inferSchema, initParser } from './lib/udsv.mjs';
import { COHORTS, counted, peer } from './serve.mjs';

peer(async (file) => {
  const text = await file.text();
  const schema = inferSchema(text);
  const columns = initParser(schema).typedCols(text);
  const at = schema.cols.findIndex((column) => COHORTS.includes(column.name));
  return { rows: columns[0].length, counts: counted(columns[at]) };
});
