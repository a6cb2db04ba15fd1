import { cohortOf, peer } from './serve.mjs';

// It registers an element for pages, which a worker has none of.
self.customElements ??= { define() {}, get() {} };
const perspective = await import('./lib/perspective.mjs');
const place = (name) => new URL(`lib/${name}`, self.location.href).href;
perspective.init_client(fetch(place('perspective-js.wasm')));
perspective.init_server(fetch(place('perspective-server.wasm')));
const client = await perspective.worker(new Worker(place('perspective-server.worker.js'), { type: 'module' }));

/** The leaves of a view: the levels that each stands for, and its values by column. */
async function leaves(table, config) {
  const view = await table.view(config);
  const depth = config.group_by.length;
  const rows = (await view.to_json()).filter((row) => row.__ROW_PATH__.length === depth);
  await view.delete();
  return rows.map(({ __ROW_PATH__, ...values }) => [__ROW_PATH__.map(String), values]);
}

const answerer = (table) => async ({ cohort, counts = [], value, weeks, filter = [] }) => {
  const kept = [[cohort, 'is not null'], ...filter.map(([name, levels]) => [name, 'in', levels])];
  const told = {};
  if (counts.length) {
    for (const [at, name] of counts.entries()) {
      const found = await leaves(table, { group_by: [cohort, name], columns: [cohort], aggregates: { [cohort]: 'count' }, filter: [...kept, [name, 'is not null'], [name, '!=', '']] });
      for (const [[c, level], values] of found) ((told[c] ??= counts.map(() => ({})))[at])[level] = values[cohort];
    }
  } else if (weeks) {
    const [name, first, many] = weeks;
    const found = await leaves(table, { group_by: [cohort, 'week'], expressions: { week: `bucket("${name}", 'W')` }, columns: [cohort], aggregates: { [cohort]: 'count' }, filter: kept });
    for (const [[c, week], values] of found) {
      const start = (Number.isNaN(Number(week)) ? Date.parse(week) : Number(week)) / 1000;
      ((told[c] ??= [new Array(many + 1).fill(0)])[0])[Math.round((start - first) / 604_800) + 1] = values[cohort];
    }
  } else if (value) {
    const found = await leaves(table, { group_by: [cohort], expressions: { middle: `"${value}"` }, columns: [value, 'middle'], aggregates: { [value]: 'mean', middle: 'median' }, filter: [...kept, [value, 'is not null']] });
    for (const [[c], values] of found) told[c] = [[values.middle, values[value]]];
  } else {
    for (const [[c], values] of await leaves(table, { group_by: [cohort], columns: [cohort], aggregates: { [cohort]: 'count' }, filter: kept })) told[c] = [values[cohort]];
  }
  return told;
};

peer(async (file) => {
  const table = await client.table(await file.text(), { format: 'csv' });
  const answer = answerer(table);
  const counts = Object.fromEntries(Object.entries(await answer({ cohort: cohortOf(await table.columns()) })).map(([name, [n]]) => [name, n]));
  return { rows: await table.size(), counts, answer };
});
