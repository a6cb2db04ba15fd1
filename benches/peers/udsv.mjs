import { inferSchema, initParser } from './lib/udsv.mjs';
import { cohortOf, counted, fromColumns, peer } from './serve.mjs';

peer(async (file) => {
  const text = await file.text();
  const schema = inferSchema(text);
  const columns = initParser(schema).typedCols(text);
  const names = schema.cols.map((column) => column.name);
  const column = (name) => columns[names.indexOf(name)];
  return { rows: columns[0].length, counts: counted(column(cohortOf(names))), answer: fromColumns(column) };
});
