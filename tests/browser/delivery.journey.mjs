// Deliveries: a team's exports become figures that say out of how many, by rules that can be changed and undone.
import { readFileSync } from 'node:fs';
import { comes, equal, holds, shared } from './house.mjs';

const heading = (page, part) => page.locator('.grid.delivery .figure h2', { hasText: part });
const figure = (page, kicker) => page.locator('.grid.delivery .figure').filter({ has: page.locator('.kicker > span:first-child', { hasText: new RegExp(`^${kicker}$`) }) });
const go = (page, name) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
const fraction = (page) => page.locator('.side .inview .fraction').innerText().then((text) => text.replace(/\s+/g, '/'));
const counted = (page) => page.locator('.seal').innerText().then((text) => text.match(/\d+/)[0]);

const HEAD = 'deployment_id,service,environment,status,finished_at,ai_assisted';
const day = (i) => `2026-03-${String(1 + Math.floor(i / 4)).padStart(2, '0')}T${String(9 + (i % 4)).padStart(2, '0')}:00:00Z`;
const deployments = (n) => [HEAD, ...Array.from({ length: n }, (_, i) => `d${i},${['shop', 'pay'][i % 2]},production,success,${day(i)},${i % 3 ? 'no' : 'yes'}`)].join('\n') + '\n';
const incidents = (ids) => ['incident_id,service,started_at,restored_at,caused_by', ...ids.map((id, at) => `i${at},shop,${day(id).replace(':00:00Z', ':20:00Z')},${day(id).replace(':00:00Z', ':50:00Z')},d${id}`)].join('\n') + '\n';

const requests = ['number,repo,title,author,state,created_at,merged_at', ...Array.from({ length: 18 }, (_, i) => `${i},shop,${['Fix door', 'Fix hinge of window', 'Paint'][i % 3]},ann,merged,2026-03-0${1 + (i % 9)}T08:00:00Z,2026-03-0${1 + (i % 9)}T09:00:00Z`)].join('\n') + '\n';

/** Every figure of the page is drawn. */
const drawn = (page, many) => page.waitForFunction((many) => {
  const figures = [...document.querySelectorAll('.grid.delivery .figure')];
  return figures.length >= many && figures.every((one) => one.querySelector('.drawn svg'));
}, many);

async function sample(visit) {
  const { page } = visit;
  await page.getByRole('button', { name: 'Three synthetic teams' }).click();
  await drawn(page, 10);
}

export default {
  async 'the synthetic teams come with one click, and nothing is asked for'(visit) {
    const { page } = visit;
    await sample(visit);
    await comes(() => new URL(page.url()).hash, '#delivery', 'page');
    holds((await page.locator('.work .head').innerText()).includes('Synthetic sample'), 'the sample does not say that it is one');
    for (const kicker of ['Deployment frequency', 'Change fail rate', 'Recovery time', 'Rollback and rework rate', 'Change lead time', 'What followed changes', 'Where changes wait', 'Post-merge fixes', 'After-hours load'])
      await figure(page, kicker).waitFor();
    const strip = await figure(page, 'Change fail rate').locator('.strip').innerText();
    for (const said of ['Definition', 'Base', 'Left out', '14-day follow-up', 'Wilson']) holds(strip.includes(said), `no “${said}” under the fail rate`);
    await comes(() => counted(page), '0', 'requests counted by the page');
  },

  async 'files dropped together are joined, and the denominator falls with a service'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'deployments.csv', text: deployments(80) }, { name: 'incidents.csv', text: incidents([3, 9, 12, 15]) });
    await drawn(page, 3);
    await heading(page, '27 of 80 deployments carry a sign of AI').waitFor();
    await page.locator('.linked-by').getByText('Named in the log').waitFor();
    const before = await fraction(page);
    holds(/\/80$/.test(before), `not 80 deployments: ${before}`);
    await page.locator('.side .facet button', { hasText: 'shop' }).click();
    await comes(async () => (await fraction(page)).split('/')[1], '40', 'deployments in view');
    await page.keyboard.press('Control+z');
    await comes(() => fraction(page), before, 'after undo');
  },

  async 'a bar of deployments opens its rows, which come into sight, and closing them goes back'(visit) {
    const { page } = visit;
    await sample(visit);
    const bar = figure(page, 'Deployment frequency').locator('[role=button][aria-label]').nth(2);
    const said = await bar.getAttribute('aria-label');
    const n = /: (\d+) deployments?/.exec(said)[1];
    await bar.focus();
    await page.keyboard.press('Enter');
    const behind = page.locator('#behind');
    await behind.getByRole('heading', { name: /^Deployments of .* in the week of/ }).waitFor();
    await comes(() => behind.getByRole('status').innerText(), `${n} deployment${n === '1' ? '' : 's'}.`, `rows of “${said}”`);
    equal(await behind.locator('tbody tr').count(), Math.min(Number(n), 12), 'rows that are listed');
    // Figures above take their heights on the way.
    const isInSight = () => page.evaluate(() => {
      const { top } = document.querySelector('#behind').getBoundingClientRect();
      return top >= 0 && top < innerHeight / 2;
    });
    await comes(isInSight, true, 'the rows are in sight');
    await page.waitForTimeout(800);
    equal(await isInSight(), true, 'the rows stay in sight');
    await page.keyboard.press('Escape');
    await comes(() => page.evaluate(() => document.activeElement.closest('.figure')?.querySelector('.kicker > span')?.textContent), 'Deployment frequency', 'where the focus is');
    // Of other services there is no such bar.
    await bar.focus();
    await page.keyboard.press('Enter');
    await behind.waitFor();
    await page.locator('.side .facet button', { hasText: 'search' }).click();
    await behind.waitFor({ state: 'detached' });
  },

  async 'whoever lists all rows of a bar stays in the list'(visit) {
    const { page } = visit;
    // Two services with fourteen deployments each in every full week.
    await visit.drop({ name: 'deployments.csv', text: deployments(80) });
    await drawn(page, 1);
    await page.getByLabel('Divide deployments by').selectOption('Nothing');
    const bar = figure(page, 'Deployment frequency').locator('[role=button][aria-label*=": 14 deployments"]').first();
    await bar.waitFor();
    await bar.focus();
    await page.keyboard.press('Enter');
    const behind = page.locator('#behind');
    await behind.getByRole('button', { name: 'Show all' }).focus();
    equal(await behind.locator('tbody tr').count(), 12, 'rows at first');
    await page.keyboard.press('Enter');
    await comes(() => page.evaluate(() => document.activeElement.id), 'behind', 'where the focus is once all are listed');
    equal(await behind.locator('tbody tr').count(), 14, 'rows in all');
    await page.keyboard.press('Escape');
    await behind.waitFor({ state: 'detached' });
  },

  async 'a long history tells what comes first before all of it is counted, and ends with the newest question'(visit) {
    const { page } = visit;
    const many = 210_000;
    const rows = Array.from({ length: many }, (_, i) => `d${i},${['shop', 'pay', 'web'][i % 3]},production,success,2026-0${1 + (i % 6)}-${String(1 + (i % 28)).padStart(2, '0')}T${String(i % 24).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00Z,${i % 4 ? 'no' : 'yes'}`);
    await visit.drop({ name: 'deployments.csv', text: `${HEAD}\n${rows.join('\n')}\n` });
    const isBusy = () => page.locator('#main').getAttribute('aria-busy');
    await page.locator('.side .facet button', { hasText: 'shop' }).waitFor({ timeout: 60_000 });
    await comes(isBusy, 'false', 'the first answer');
    const all = await fraction(page);
    equal(all.split('/')[1], '210,000', 'deployments in view');
    // Every state that the page goes through.
    await page.evaluate(() => {
      const seen = (globalThis.seen = []);
      const look = () => seen.push([document.querySelector('.side .inview .fraction')?.textContent, document.querySelector('#main').getAttribute('aria-busy')]);
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    const press = (name) => page.evaluate((name) => [...document.querySelectorAll('.side .facet button')].find((one) => one.textContent.includes(name)).click(), name);
    await press('shop');
    await comes(async () => (await fraction(page)).split('/')[1], '70,000', 'deployments of shop');
    await comes(isBusy, 'false', 'all of the answer');
    const seen = await page.evaluate(() => globalThis.seen);
    holds(seen.some(([fraction, busy]) => fraction.includes('70,000') && busy === 'true'), 'nothing was told before everything was counted');
    const load = () => figure(page, 'After-hours load').locator('.drawn').textContent();
    await figure(page, 'After-hours load').scrollIntoViewIfNeeded();
    await comes(async () => (await load()).includes('70,000'), true, 'the load of shop');
    // What is asked while the rest is counted comes next, and last.
    await page.evaluate(() => {
      const press = (name) => [...document.querySelectorAll('.side .facet button')].find((one) => one.textContent.includes(name)).click();
      press('shop');
      setTimeout(() => press('pay'), 15);
      setTimeout(() => press('web'), 30);
    });
    await comes(async () => (await fraction(page)).split('/')[1], '140,000', 'deployments of the two that were chosen last');
    await comes(isBusy, 'false', 'all of the last answer');
    await comes(async () => (await load()).includes('140,000'), true, 'the load of both');
  },

  async 'a rule can be changed, is printed, and undone'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'deployments.csv', text: deployments(80) }, { name: 'incidents.csv', text: incidents([3, 9, 12, 15]) });
    await drawn(page, 3);
    const before = await fraction(page);
    await page.getByLabel('Days until a deployment had time to fail').fill('0');
    await page.getByLabel('Days until a deployment had time to fail').press('Enter');
    await comes(() => fraction(page), '80/80', 'old enough to judge');
    await heading(page, '4 of 80').or(heading(page, 'of 27 against')).first().waitFor();
    await page.getByLabel('The gap before an incident, hours').fill('900');
    await page.getByLabel('The gap before an incident, hours').press('Enter');
    await page.getByText('1 to 168 hours').waitFor();
    await comes(() => page.getByLabel('The gap before an incident, hours').inputValue(), '24', 'the gap in force');
    await page.getByRole('button', { name: 'Undo: follow-up' }).click();
    await comes(() => fraction(page), before, 'after undo');
    await page.getByRole('button', { name: 'Describe the past' }).click();
    await comes(async () => (await figure(page, 'Change fail rate').locator('.strip').innerText()).includes('no interval'), true, 'description says no interval');
  },

  async 'a column that was taken for something else can be put right'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'deployments.csv', text: deployments(80) });
    await heading(page, '27 of 80').waitFor();
    await page.locator('.export summary').click();
    await page.getByLabel('What the column ai_assisted tells').selectOption('nothing that is used');
    await heading(page, '80 production deployments').waitFor();
    await page.getByText('as you said').waitFor();
    await page.getByRole('button', { name: 'As it looked at first' }).click();
    await heading(page, '27 of 80').waitFor();
  },

  async 'what tells AI and what tells a fix is changed on the page'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'deployments.csv', text: deployments(80) }, { name: 'pull_requests.csv', text: requests });
    await drawn(page, 3);
    await heading(page, '27 of 80').waitFor();
    await page.locator('.rule-list summary', { hasText: 'Signs of AI' }).click();
    const said = page.getByLabel('A column or log says');
    await said.fill((await said.inputValue()).replace(/^yes$/m, ''));
    await said.blur();
    await heading(page, '0 of 80 deployments carry').waitFor();
    await page.getByLabel('A trailer is').fill('no colon');
    await page.getByLabel('A trailer is').blur();
    await page.getByText('“no colon” is none and was left out').waitFor();
    await page.getByRole('button', { name: 'As they were at first' }).click();
    await heading(page, '27 of 80').waitFor();
    await page.locator('.rule-list summary', { hasText: 'Kinds of fixes' }).click();
    await page.getByRole('button', { name: 'Add a kind' }).click();
    await page.getByLabel('Name of kind 9').fill('doors');
    await page.getByLabel('Name of kind 9').blur();
    await page.getByLabel('Words of doors').fill('door, hinge');
    await page.getByLabel('Words of doors').blur();
    await comes(() => page.locator('.rule-list tbody tr').first().locator('td').first().innerText(), '12', 'fixes of the new kind');
    await page.getByLabel('Remove doors').click();
    await comes(() => page.locator('.rule-list tbody tr').count(), 8, 'kinds');
  },

  async 'what was decided is kept, and followed on the next month’s exports'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'deployments.csv', text: deployments(80) }, { name: 'incidents.csv', text: incidents([3, 9, 12, 15]) });
    await drawn(page, 3);
    await page.getByText('Nothing yet: every rule is as it comes').waitFor();
    await page.getByLabel('Days until a deployment had time to fail').fill('3');
    await page.getByLabel('Days until a deployment had time to fail').press('Enter');
    await page.locator('.export summary', { hasText: 'deployments.csv' }).click();
    await page.getByLabel('What the column ai_assisted tells').selectOption('nothing that is used');
    await page.locator('.kept li', { hasText: 'had time to fail after 3 days' }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('.kept').getByRole('button', { name: 'Save the recipe' }).click()]);
    const text = readFileSync(await file.path(), 'utf8');
    holds(!text.includes('d17'), 'a row is in the recipe');
    const kept = JSON.parse(text);
    holds(kept.rules.follow_up_days === 3 && kept.exports.length === 1 && kept.exports[0].columns.includes('ai_assisted') && !('assisted' in kept.exports[0].roles), `not kept: ${text}`);
  },

  async 'a recipe of deliveries is followed on exports that are opened later'(visit) {
    const { page } = visit;
    const text = JSON.stringify({ denominator_deliveries: 1, rules: { follow_up_days: 3 }, exports: [{ columns: HEAD.split(','), kind: 'deployments', roles: { deployment: 'deployment_id', service: 'service', environment: 'environment', outcome: 'status', finished: 'finished_at' } }] });
    await visit.drop({ name: 'deliveries.recipe.json', text });
    await visit.drop({ name: 'april.csv', text: deployments(60) });
    await heading(page, '60 production deployments').waitFor();
    await comes(() => page.getByLabel('Days until a deployment had time to fail').inputValue(), '3', 'days');
    await page.locator('.kept li', { hasText: 'had time to fail after 3 days' }).waitFor();
    await visit.drop({ name: 'deliveries.recipe.json', text: text.replace('"follow_up_days":3', '"follow_up_days":300') });
    await page.getByText('`follow_up_days` is 300, and is 0 to 90').waitFor();
  },

  async 'a figure is saved with its words, and its numbers with theirs'(visit) {
    const { page } = visit;
    await sample(visit);
    const save = async (name) => {
      await figure(page, 'Change fail rate').getByRole('button', { name: 'Save the figure' }).click();
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      return readFileSync(await file.path(), 'utf8');
    };
    const svg = await save('Drawing, SVG');
    for (const said of ['Change fail rate', 'Definition', 'Base', 'invented data']) holds(svg.includes(said), `no “${said}” in the drawing`);
    const csv = await save('Numbers, CSV');
    holds(/^Cohort,Failed,Out of,/.test(csv) && csv.includes('AI-assisted,'), 'the numbers are not there');
  },

  async 'a figure is copied as picture, table and sentence'(visit) {
    const { page } = visit;
    await sample(visit);
    const copied = await visit.copied(figure(page, 'Change fail rate'));
    holds(copied['image/png'] > 10_000, `a picture of ${copied['image/png']} bytes`);
    const title = await figure(page, 'Change fail rate').locator('h2').textContent();
    const text = copied['text/plain'];
    for (const said of [title, 'Definition: ', 'Base: ', 'invented data']) holds(text.includes(said), `no “${said}” in ${text}`);
    const html = copied['text/html'].replaceAll('&nbsp;', '\u00a0');
    for (const said of ['<th>Cohort</th>', 'AI-assisted', title]) holds(html.includes(said), `no “${said}” in ${html}`);
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await figure(page, 'Recovery time').getByRole('button', { name: 'Copy picture, table and sentence' }).click();
    await page.getByText('Nothing was copied: ').waitFor();
  },

  async 'a figure leads to its rival definitions'(visit) {
    const { page } = visit;
    await sample(visit);
    await figure(page, 'Recovery time').getByRole('button', { name: 'Definition X-ray' }).click();
    await comes(() => page.evaluate(() => document.activeElement.id), 'rivals-recovery', 'focus');
    holds(await page.locator('#rivals-recovery').evaluate((region) => region.getBoundingClientRect().top < innerHeight), 'not on screen');
  },

  async 'the X-ray sets rival definitions side by side and lists the rows'(visit) {
    const { page } = visit;
    await sample(visit);
    const rivals = page.locator('table.rivals').filter({ hasText: 'Change fail rate' });
    holds((await rivals.locator('tbody tr').count()) >= 10, 'too few rival definitions');
    holds((await rivals.innerText()).includes('fewer:'), 'no deployment changes sides');
    await page.getByText('The rows behind the number').click();
    holds((await page.locator('.chains tbody tr').count()) >= 10, 'no rows');
    await page.getByLabel('AI-assisted deployments that carry no sign').fill('50');
    await page.locator('#labelling').getByText('50').waitFor();
  },

  async 'a mark leads to the rows that it is made of, and a small cohort’s stay closed'(visit) {
    const { page } = visit;
    await sample(visit);
    const rows = () => page.locator('.chains tbody tr').count();
    await figure(page, 'Change fail rate').locator('[data-region="0"]').click();
    await page.locator('.chains[open]').waitFor();
    await comes(() => page.locator('.chains select').inputValue(), 'AI-assisted', 'cohort');
    await comes(async () => new Set(await page.locator('.chains tbody td:nth-child(3)').allInnerTexts()).size, 1, 'cohorts listed');
    await page.locator('.chains select').selectOption('all cohorts');
    await comes(rows, 12, 'rows of all');
    // The same by keyboard.
    const plot = figure(page, 'Recovery time').locator('.plot-in');
    await plot.focus();
    await plot.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await comes(() => page.locator('.chains select').inputValue(), 'No sign of AI', 'cohort by keyboard');
  },

  async 'whoever is at a mark stays at it when its numbers change'(visit) {
    const { page } = visit;
    await sample(visit);
    const rates = figure(page, 'Change fail rate').locator('.plot-in');
    await rates.focus();
    await rates.press('Enter');
    await page.keyboard.press('ArrowDown');
    const at = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? '');
    const before = await at();
    holds(before.startsWith('No sign of AI'), `the arrow leads to “${before}”`);
    await page.evaluate(() => document.querySelector('.side .facet button').click());
    await comes(async () => (await at()).startsWith('No sign of AI') && (await at()) !== before, true, 'the mark with other numbers');
  },

  async 'a number opens the rows that it is made of'(visit) {
    const { page } = visit;
    await sample(visit);
    const behind = page.locator('#behind');
    const rows = () => behind.locator('tbody tr').count();
    await page.getByRole('row', { name: /Only incidents make failures/ }).getByRole('button').click();
    await behind.getByRole('heading', { name: 'Failed: Only incidents make failures' }).waitFor();
    await comes(rows, 12, 'failed deployments at first');
    const said = await behind.getByRole('status').innerText();
    await behind.getByRole('button', { name: 'Show all' }).click();
    const all = await rows();
    const [, judged, young = 0] = said.match(/^(\d+) failed deployments(?:, and (\d+) too recent)?/) ?? [];
    holds(all > 12 && Number(judged) + Number(young) === all, `${all} rows of “${said}”`);
    const marked = await behind.locator('tbody tr', { hasText: 'too recent to judge' }).count();
    equal(marked, Number(young), 'rows that no rate counts');
    await figure(page, 'Post-merge fixes').locator('[data-region="0"]').click();
    await behind.getByRole('heading', { name: /^Fixes: / }).waitFor();
    await comes(async () => (await behind.locator('thead').innerText()).includes('Title'), true, 'columns of changes');
    holds((await rows()) > 0, 'no fix is listed');
    await behind.getByRole('button', { name: 'Close these rows' }).click();
    await comes(() => behind.count(), 0, 'the card once closed');
  },

  async 'a small cohort’s rows stay closed, with the reason'(visit) {
    const { page } = visit;
    const rows = () => page.locator('.chains tbody tr').count();
    const few = deployments(80).replaceAll(',yes\n', ',no\n').replace(/(d7|d17),(.*),no\n/g, '$1,$2,yes\n');
    await visit.drop({ name: 'deployments.csv', text: few }, { name: 'incidents.csv', text: incidents([7, 9, 12, 15]) });
    await drawn(page, 3);
    await page.getByLabel('Days until a deployment had time to fail').fill('0');
    await page.getByLabel('Days until a deployment had time to fail').press('Enter');
    await heading(page, '3 of 78').waitFor();
    await figure(page, 'Change fail rate').locator('[data-region="0"]').click();
    await page.locator('.chains').getByText('under 5 deployments to judge').waitFor();
    await comes(rows, 0, 'rows of two deployments');
    holds(!(await page.locator('main').innerText()).includes('d7 '), 'a deployment of the small cohort is told');
  },

  async 'published figures stand beside ours only when asked for, with where they come from'(visit) {
    const { page } = visit;
    await sample(visit);
    const strip = () => figure(page, 'Deployment frequency').locator('.strip').textContent();
    holds(!(await strip()).includes('DORA 2024'), 'bands without being asked for');
    const bands = async () => {
      const lead = figure(page, 'Change lead time');
      await lead.scrollIntoViewIfNeeded();
      return lead.locator('.drawn').textContent();
    };
    holds(!/elite|medium/.test(await bands()), 'bands are drawn without being asked for');
    await page.getByLabel('Published figures beside ours').check();
    await comes(async () => (await strip()).includes('two summaries agree'), true, 'provenance');
    await comes(async () => /high|medium/.test(await bands()), true, 'bands of lead time');
    await page.keyboard.press('Control+z');
    await comes(async () => (await strip()).includes('DORA 2024'), false, 'after undo');
    for (const kicker of ['Stages of lead time', 'Approval wait by week', 'Change fail rate by week']) await figure(page, kicker).waitFor();
    holds((await figure(page, 'Rollback and rework rate').locator('.strip').innerText()).includes('remediation share'), 'no remediation share');
  },

  async 'every metric is told by week and cohort, with what no week is told of'(visit) {
    const { page } = visit;
    await sample(visit);
    const weeks = figure(page, 'Metrics by week and cohort');
    await weeks.scrollIntoViewIfNeeded();
    await comes(async () => (await weeks.locator('.drawn').textContent()).includes('After-hours share'), true, 'metrics');
    const labels = await weeks.locator('[role=button][aria-label]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    const is = (what) => labels.some((label) => what.test(label));
    holds(is(/^Change fail rate, AI-assisted, 4 weeks from \d+ \w+: \d+\s%, \d+\sof\s\d+, plausibly/), `no fail rate of four weeks in ${labels.slice(0, 3)}`);
    holds(is(/^Change lead time, No sign of AI, week of \d+ \w+: .*median of \d+/), 'no lead time of a week');
    holds(is(/: hidden: n\sunder\s10$/), 'nothing is hidden');
    await weeks.locator('.plot-in').focus();
    await page.keyboard.press('t');
    const rows = weeks.getByRole('table').locator('tbody tr');
    await rows.first().waitFor();
    holds(await rows.count() > 60, `${await rows.count()} rows`);
    // By service, rollbacks are told of each.
    await page.getByLabel('Divide deployments by').selectOption('Service');
    await comes(() => rows.filter({ hasText: 'Rollback rate' }).filter({ hasText: 'checkout' }).count().then((n) => n > 5), true, 'rollbacks of a service');
  },

  async 'work outside the workday is told by cohort, and rivals of every metric stand side by side'(visit) {
    const { page } = visit;
    await sample(visit);
    const load = figure(page, 'After-hours load');
    await load.scrollIntoViewIfNeeded();
    const drawn = () => load.locator('.drawn').textContent();
    await comes(async () => /Deployments outside the workday.*AI-assisted.*No sign of AI/s.test(await drawn()), true, 'cohorts');
    const said = await load.locator('h2').textContent();
    holds(/\sof\s303 against .*\sof\s489, a gap of /.test(said), `the gap is not first: ${said}`);
    await figure(page, 'Rollback and rework rate').getByRole('button', { name: 'Definition X-ray' }).click();
    const rivals = (id) => page.locator(`#rivals-${id}`).innerText();
    await comes(async () => (await rivals('rework')).includes('resulting from an incident'), true, 'wordings of rework');
    const [rework, lead, recovery] = [await rivals('rework'), await rivals('lead-time'), await rivals('recovery')];
    holds(/Rollbacks alone[\s\S]*fewer/.test(rework), `no deployments change sides in ${rework}`);
    holds(lead.includes('Merged to production'), `nothing from merged: ${lead}`);
    holds(recovery.includes('its repair finished'), `nothing to the repair: ${recovery}`);
  },

  async 'a month of labels can begin before any file is there'(visit) {
    const { page } = visit;
    await page.getByRole('button', { name: 'Keep a log for a month' }).click();
    await page.getByRole('heading', { name: 'A month of labels' }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the sheet' }).click()]);
    const sheet = readFileSync(await file.path(), 'utf8');
    await page.getByRole('button', { name: 'Back to the start' }).click();
    await page.getByRole('heading', { name: 'Drop one or more files here' }).waitFor();
    // The log that comes back with the changes says of how many it tells.
    await page.getByRole('button', { name: 'Keep a log for a month' }).click();
    const log = sheet.split('\n')[0] + '\n' + Array.from({ length: 12 }, (_, i) => `2026-02-02,shop,${i + 1},${i % 2 ? 'yes' : 'no'},,`).join('\n') + '\n';
    const changes = 'number,repo,title,created_at,merged_at\n' + Array.from({ length: 20 }, (_, i) => `${i + 1},shop,Add a door,2026-02-02T0${i % 8}:00:00Z,2026-02-0${3 + (i % 6)}T10:00:00Z`).join('\n') + '\n';
    await visit.drop({ name: 'our-log.csv', text: log }, { name: 'pull_requests.csv', text: changes });
    await go(page, 'Delivery');
    await page.getByText('They say something of 12 of 20 merged changes; of the other 8 they say nothing').first().waitFor();
  },

  async 'the label kit gives a sheet, and takes it back'(visit) {
    const { page } = visit;
    await sample(visit);
    await page.getByRole('button', { name: 'Label kit' }).click();
    await page.getByRole('heading', { name: 'A month of labels' }).waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save the sheet' }).click()]);
    const sheet = readFileSync(await file.path(), 'utf8');
    holds(sheet.startsWith('date,repo,pull_request,ai_assisted,'), 'another sheet than expected');
    await page.getByRole('button', { name: 'Back to deliveries' }).click();
    await drawn(page, 10);
    const before = await figure(page, 'What followed changes').locator('.strip').textContent();
    const log = sheet.split('\n')[0] + '\n' + Array.from({ length: 40 }, (_, i) => `2026-02-02,,#${1000 + i},yes,,`).join('\n') + '\n';
    await visit.drop({ name: 'our-log.csv', text: log });
    await go(page, 'Delivery');
    await comes(async () => (await figure(page, 'What followed changes').locator('.strip').textContent()) !== before, true, 'the log changes what is labelled');
  },

  async 'a survey and a history that know the same teams stand side by side'(visit) {
    const { page } = visit;
    const frequency = ['Several times a day', 'Daily', 'Weekly', 'Monthly'];
    const answers = ['Team,How often do you use AI tools to write code?,How often does your team deploy to production?', ...Array.from({ length: 160 }, (_, i) => `${i < 120 ? ['Identity', 'Payments', 'Discovery'][i % 3] : 'Platform'},${['Daily', 'Weekly', 'Monthly'][(i * 5) % 3]},${frequency[(i * 7) % 4]}`)].join('\n');
    await sample(visit);
    await visit.drop({ name: 'survey.csv', text: answers });
    await page.locator('.project', { hasText: '7 exports' }).getByText('8 files').waitFor();
    const table = page.locator('section', { has: page.getByRole('heading', { name: 'Perceived and measured' }) }).locator('table');
    await table.waitFor();
    await comes(() => table.locator('tbody tr').count(), 3, 'teams');
    const said = (await table.innerText()).replaceAll('\u00a0', ' ');
    holds(said.includes('n = 40: Monthly 10, Weekly 10'), `the survey’s base and answers are not told: ${said}`);
    holds(/\t8\.3, .*; 215 deployments/.test(said), `Identity’s one service is not measured by itself: ${said}`);
    await table.locator('xpath=../following-sibling::p').getByText('Only in the survey: “Platform”.').waitFor();
    // What teams answered of AI divides their deployments.
    const by = page.getByLabel('Divide deployments by');
    await by.locator('option', { hasText: 'AI use that people report' }).waitFor({ state: 'attached' });
    await by.selectOption('AI use that people report');
    await comes(async () => (await page.locator('.side .cohort b').allInnerTexts()).sort().join(), 'Daily,Monthly,Weekly', 'cohorts');
    await page.locator('.side').getByText('median answer of teams with 10 answers and more').waitFor();
    await comes(() => counted(page), '0', 'requests counted by the page');
  },

  async 'the list of cohorts shows what holds after undo and redo'(visit) {
    const { page } = visit;
    await sample(visit);
    const by = page.getByLabel('Divide deployments by');
    const chosen = () => by.evaluate((list) => list.selectedOptions[0].textContent);
    for (const one of ['Service', 'Team', 'Nothing']) {
      await by.selectOption(one);
      await comes(async () => (await page.locator('.side .cohort b').allInnerTexts()).length, { Service: 4, Team: 3, Nothing: 1 }[one], `cohorts by ${one}`);
    }
    await page.locator('h1').first().click();
    await page.keyboard.press('Control+z');
    await comes(chosen, 'Team', 'chosen after undo');
    await page.keyboard.press('Control+z');
    await comes(chosen, 'Service', 'chosen after two');
    await page.keyboard.press('Control+Shift+z');
    await comes(chosen, 'Team', 'chosen after redo');
  },

  async 'what followed changes goes by whatever divides deployments'(visit) {
    const { page } = visit;
    await sample(visit);
    const followed = figure(page, 'What followed changes');
    const marks = async () => (await followed.locator('[data-region]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))).join('; ');
    const of = (some) => comes(async () => { const found = await marks(); return some.filter((name) => !found.includes(name)).join(); }, '', 'cohorts without a mark');
    await of(['AI-assisted', 'No sign of AI']);
    await page.getByLabel('Divide deployments by').selectOption('Team');
    await of(['Identity', 'Payments', 'Discovery']);
    // A number and the rows behind it are of the same team.
    const mark = followed.locator('[data-region]').first();
    const said = (await mark.getAttribute('aria-label')).replaceAll('\u00a0', ' ');
    const hits = said.match(/ (\d+)\sof\s\d+/)[1];
    await mark.click();
    await comes(async () => (await page.locator('.behind [role=status]').textContent()).replaceAll('\u00a0', ' ').startsWith(`${hits} changes`), true, `${hits} rows behind “${said}”`);
    // Under another division there is no such number.
    await page.getByLabel('Divide deployments by').selectOption('Nothing');
    await of(['All changes']);
    await comes(() => page.locator('.behind').count(), 0, 'rows of a number that is gone');
  },

  async 'deployments are divided by a column of their own'(visit) {
    const { page } = visit;
    const text = deployments(80).trimEnd().split('\n').map((line, i) => line + ',' + (i ? `${['north', 'south'][i % 2]},p${i % 5}` : 'region,deployed_by')).join('\n');
    await visit.drop({ name: 'deployments.csv', text }, { name: 'incidents.csv', text: incidents([3, 9, 12, 15]) });
    await drawn(page, 3);
    const by = page.getByLabel('Divide deployments by');
    await comes(() => by.locator('option', { hasText: '“' }).allInnerTexts().then((all) => all.join()), '“region”', 'columns to divide by');
    await by.selectOption('“region”');
    await comes(async () => (await page.locator('.side .cohort b').allInnerTexts()).sort().join(), 'north,south', 'cohorts');
    await page.keyboard.press('Control+z');
    await comes(async () => (await page.locator('.side .cohort b').allInnerTexts()).sort().join(), 'AI-assisted,No sign of AI', 'cohorts after undo');
  },

  async 'dates that may start with the day or the month are asked about'(visit) {
    const { page } = visit;
    const rows = Array.from({ length: 12 }, (_, i) => `d${i},shop,production,success,${String(i + 1).padStart(2, '0')}/01/2026`);
    await visit.drop({ name: 'deployments.csv', text: ['deployment_id,service,environment,status,finished_at', ...rows].join('\n') });
    await page.getByRole('heading', { level: 1, name: '1 January to 1 December 2026' }).waitFor();
    await page.getByText('12 dates of deployments.csv may start with the day or with the month').waitFor();
    await page.getByRole('button', { name: 'They start with the day' }).click();
    await page.getByRole('heading', { level: 1, name: '1 January to 12 January 2026' }).waitFor();
    await comes(() => page.getByText('may start with the day').count(), 0, 'questions about dates');
    await page.keyboard.press('Control+z');
    await page.getByRole('heading', { level: 1, name: '1 January to 1 December 2026' }).waitFor();
  },

  async 'deployments without anything that tells failures show no fail rate'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'deployments.csv', text: deployments(80) });
    await heading(page, '27 of 80').waitFor();
    await page.getByText('Nothing here says which deployments failed').waitFor();
    await comes(() => figure(page, 'Change fail rate').count(), 0, 'fail rates');
  },

  async 'a survey stays a survey'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'answers.csv', text: 'AI use,Deploys,Country\n' + 'Daily,Weekly,France\nWeekly,Daily,India\n'.repeat(40) });
    await visit.drawn(1);
    await comes(() => new URL(page.url()).hash, '#overview', 'page');
    await go(page, 'Delivery');
    await page.getByRole('heading', { name: 'No deployments yet' }).waitFor();
  },

  async 'a figure has keys, a service is left out with Shift, and a first day after the last takes it along'(visit) {
    const { page } = visit;
    await sample(visit);
    const rate = figure(page, 'Change fail rate');
    await rate.locator('.plot-in').focus();
    await page.keyboard.press('t');
    await rate.getByRole('table').waitFor();
    await page.keyboard.press('t');
    await comes(() => rate.getByRole('table').count(), 0, 'tables');
    await page.keyboard.press('x');
    await comes(() => page.evaluate(() => document.activeElement.id), 'rivals-fail-rate', 'what has the focus');
    const services = page.locator('.side .facet button');
    await services.filter({ hasText: 'checkout' }).click({ modifiers: ['Shift'] });
    await comes(() => services.evaluateAll((all) => all.map((one) => one.getAttribute('aria-pressed')).join()), 'true,false,true,true', 'services that are looked at');
    await page.keyboard.press('Control+z');
    await comes(() => services.evaluateAll((all) => all.map((one) => one.getAttribute('aria-pressed')).join()), 'false,false,false,false', 'services that are looked at');
    const day = (label) => page.getByLabel(label, { exact: true });
    await day('To').fill('2026-03-01');
    await day('To').blur();
    await comes(() => day('From').inputValue(), '2025-12-01', 'the first day');
    await day('From').fill('2026-04-01');
    await day('From').blur();
    await comes(() => day('To').inputValue(), '2026-06-30', 'the last day');
    await page.getByText('The exports tell nothing after').waitFor();
  },

  async 'own exports beside the synthetic teams are told apart from them, and the kit leads back to what they say'(visit) {
    const { page } = visit;
    await sample(visit);
    await page.getByRole('button', { name: 'Label kit' }).click();
    await page.getByRole('heading', { name: /month of labels/i }).waitFor();
    await go(page, 'Delivery');
    await figure(page, 'Change fail rate').waitFor();
    await page.getByRole('button', { name: 'Label kit' }).click();
    await visit.drop({ name: 'deployments.csv', text: deployments(40) });
    await page.getByText('Rows of three invented teams count among yours').waitFor();
    await page.getByRole('button', { name: 'Leave the synthetic sample out' }).click();
    await comes(() => fraction(page).then((text) => text.split('/').at(-1)), '40', 'deployments in view');
    equal(await page.getByText('three invented teams').count(), 0, 'words on the sample');
    // One step, like the click.
    await page.keyboard.press('Control+z');
    await page.getByText('Rows of three invented teams count among yours').waitFor();
    await page.keyboard.press('Control+Shift+z');
    await comes(() => fraction(page).then((text) => text.split('/').at(-1)), '40', 'deployments in view');
  },

  async 'a mark of approvals or of a week lists as many as it says, and whoever closes the list is back at the figure'(visit) {
    const { page } = visit;
    await sample(visit);
    const behind = page.locator('#behind');
    const isAt = (one) => one.locator('.plot-in').evaluate((plot) => plot === document.activeElement);
    for (const [kicker, pick, base] of [
      ['Where changes wait', (name) => name.includes(', AI-assisted: median'), /n\s=\s(\d+)\schanges/],
      ['Where changes wait', (name) => name.includes(', No sign of AI: median'), /n\s=\s(\d+)\schanges/],
      ['Approval wait by week', (name) => /: median/.test(name), /n\s=\s(\d+)/],
      ['Change fail rate by week', (name) => /: [\d.]+\s%, [1-9]\d*\sof\s\d+/.test(name), / (\d+)\sof\s\d+/],
    ]) {
      const own = figure(page, kicker);
      await own.scrollIntoViewIfNeeded();
      const names = () => own.locator('[data-region]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
      await comes(async () => (await names()).some(pick), true, `${kicker}: marks`);
      const at = (await names()).findIndex(pick);
      const name = (await names())[at];
      const n = base.exec(name).slice(1).find(Boolean);
      await own.locator('[data-region]').nth(at).click();
      await comes(async () => (await behind.getByRole('status').innerText()).match(/\d+/)?.[0], n, `rows behind “${name}”`);
      await page.keyboard.press('Escape');
      await behind.waitFor({ state: 'detached' });
      await comes(() => isAt(own), true, `${kicker} has the focus`);
      holds(await own.evaluate((one) => { const { top, bottom } = one.getBoundingClientRect(); return bottom > 0 && top < innerHeight; }), `${kicker} is not on screen`);
    }
  },

  async 'an export that looks like none is one where somebody says so, and a recipe remembers it'(visit) {
    const { page } = visit;
    const rows = Array.from({ length: 40 }, (_, i) => `b${i};${['laden', 'kasse'][i % 2]};${day(i)}`);
    const polish = { name: 'wdrozenia.csv', text: ['Wdrożenie;Usługa;Zakończono', ...rows].join('\n') + '\n' };
    await visit.drop(polish);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await go(page, 'Delivery');
    await page.getByRole('heading', { name: 'No deployments yet' }).waitFor();
    const is = page.getByLabel('What the rows of wdrozenia.csv are');
    await is.selectOption('Deployments');
    const tells = (column) => page.getByLabel(`What the column ${column} tells`);
    await tells('Wdrożenie').selectOption('Identifier');
    await tells('Usługa').selectOption('Service');
    await tells('Zakończono').selectOption('Ended');
    await heading(page, '40 production deployments').waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.kept').getByRole('button', { name: 'Save the recipe' }).click()]);
    const recipe = readFileSync(await download.path(), 'utf8');
    holds(recipe.includes('Zakończono') && !recipe.includes('kasse'), 'the recipe names no columns, or rows');
    // All of it can be undone, and done again.
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+z');
    await page.getByRole('heading', { name: 'No deployments yet' }).waitFor();
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+Shift+z');
    await heading(page, '40 production deployments').waitFor();
    // Taken for none again. What its columns tell is known by now or not, and its list closed or open.
    await page.locator('.export').evaluate((one) => { one.open = true; });
    await is.selectOption('Answers of people, or anything else');
    await page.getByRole('heading', { name: 'No deployments yet' }).waitFor();
    const kept = { name: 'deliveries.recipe.json', text: recipe };
    for (const files of [[kept, polish], [polish, kept]]) {
      const other = await visit.again();
      for (const file of files) {
        await other.drop(file);
        await other.page.waitForTimeout(500);
      }
      await go(other.page, 'Delivery');
      await heading(other.page, '40 production deployments').waitFor();
      other.assertQuiet();
      await other.close();
    }
    // Whichever is read first.
    const both = await visit.again();
    await both.drop(polish, kept);
    await go(both.page, 'Delivery');
    await heading(both.page, '40 production deployments').waitFor();
    await both.close();
  },

  async 'an export that is said to be none is one again after undo'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'deployments.csv', text: deployments(80) });
    await heading(page, '27 of 80').waitFor();
    await page.locator('.export > summary').click();
    await page.getByLabel('What the rows of deployments.csv are').selectOption('Answers of people, or anything else');
    await page.getByRole('heading', { name: 'No deployments yet' }).waitFor();
    await page.keyboard.press('Control+z');
    await heading(page, '27 of 80').waitFor();
    await page.keyboard.press('Control+Shift+z');
    await page.getByRole('heading', { name: 'No deployments yet' }).waitFor();
  },

  async 'hours outside the workday go by the clock of any place'(visit) {
    const { page } = visit;
    // 9 to 12 o’clock in UTC, 14 to 17 in Pakistan, and 18 to 21 in Japan.
    await visit.drop({ name: 'deployments.csv', text: deployments(80) }, { name: 'incidents.csv', text: incidents([3, 9, 12, 15]) });
    await drawn(page, 3);
    const load = figure(page, 'After-hours load');
    const weekend = await load.locator('h2').textContent();
    const clock = page.getByLabel('Days and weeks by the clock of');
    for (const [place, moves] of [['Asia/Karachi', false], ['Asia/Tokyo', true]]) {
      await clock.focus();
      await clock.selectOption(place);
      await comes(() => load.locator('.sub').textContent().then((text) => text.includes(place)), true, `the clock of ${place}`);
      await comes(() => load.locator('h2').textContent().then((text) => text !== weekend), moves, `hours by the clock of ${place}`);
    }
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await comes(() => load.locator('h2').textContent(), weekend, 'by UTC again');
  },

  async 'incidents of another time say nothing of failures'(visit) {
    const { page } = visit;
    const later = ['incident_id,service,started_at,restored_at', ...[1, 2, 3].map((n) => `i${n},shop,2026-11-0${n}T10:00:00Z,2026-11-0${n}T12:00:00Z`)].join('\n') + '\n';
    await visit.drop({ name: 'deployments.csv', text: deployments(80) }, { name: 'incidents.csv', text: later });
    await heading(page, '27 of 80').waitFor();
    await page.getByText('All incidents here began 1 November to 3 November 2026, and none of the deployments').waitFor();
    await comes(() => figure(page, 'Change fail rate').count(), 0, 'fail rates');
  },

  async 'the drawer of a small screen takes the focus and gives it back'(visit) {
    const small = await visit.again({ width: 390, height: 800 });
    const { page } = small;
    await small.drop({ name: 'deployments.csv', text: deployments(80) });
    await heading(page, '27 of 80').waitFor();
    await page.getByRole('button', { name: 'Cohorts and services' }).click();
    await comes(() => page.evaluate(() => document.activeElement.id), 'side', 'focus in the drawer');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await comes(() => page.evaluate(() => document.activeElement.id), 'delivery-by', 'focus after Tab');
    await page.keyboard.press('Escape');
    await comes(() => page.evaluate(() => document.activeElement.textContent), 'Cohorts and services', 'focus after Escape');
    await comes(() => page.locator('.side').isVisible(), false, 'the drawer');
    await page.getByRole('button', { name: 'Cohorts and services' }).click();
    await page.locator('.side').getByRole('button', { name: 'Close' }).click();
    await comes(() => page.locator('.side').isVisible(), false, 'the drawer after its button');
    await small.close();
  },

  async 'real exports are read: DevLake’s incidents and a service desk’s'(visit) {
    const files = ['dora-cicd_deployment_commits-for-incidents.csv', 'dora-incidents.csv', 'dora-project_mapping-for-incidents.csv'].map((name) => shared(`data/real/devlake/${name}`));
    if (files.includes(null)) return 'skipped';
    const { page } = visit;
    await page.locator('input[type=file]').first().setInputFiles(files);
    await page.locator('.grid.delivery .figure').first().waitFor();
    await page.getByLabel('An incident that names no deployment belongs to').selectOption('the latest in its project, however long ago (DevLake)');
    await page.locator('.sorted').getByText('7 incidents: no deployment caused 1 of them').waitFor();
  },

  async 'among tables that tell nothing of deliveries exports are shown, and what a log leaves open is told'(visit) {
    const { page } = visit;
    const log = ['date,repo,pull_request,ai_assisted', ...Array.from({ length: 18 }, (_, i) => `,shop,${i},${['yes', 'no', 'maybe'][i % 3]}`), ',shop,1,yes'].join('\n') + '\n';
    await visit.drop({ name: 'pull_requests.csv', text: requests }, { name: 'log.csv', text: log }, { name: 'reviewers.csv', text: 'pull_request_id,reviewer_name\n1,ann\n2,bo\n3,cy\n' });
    await comes(() => new URL(page.url()).hash, '#delivery', 'page');
    for (const said of ['“maybe” of 6 changes', '1 change stands twice and differently in the label log (1)', '“yes” 7']) await page.locator('.ledger, main').getByText(said).first().waitFor();
    await page.getByText('not taken for an export of a delivery tool').waitFor();
  },

  async 'days that somebody chose stay these days by other clocks'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'deployments.csv', text: deployments(80) });
    await drawn(page, 1);
    const days = () => Promise.all(['From', 'To'].map((name) => page.getByLabel(name, { exact: true }).inputValue())).then((both) => both.join(' '));
    await page.getByLabel('From', { exact: true }).fill('2026-03-05');
    await page.getByLabel('To', { exact: true }).fill('2026-03-14');
    const inView = async () => (await fraction(page)).split('/')[1];
    await comes(inView, '40', 'in view');
    const zone = page.getByLabel('Days and weeks by the clock of');
    await zone.focus();
    await zone.selectOption('Pacific/Auckland');
    // It is midnight there at eleven in the morning by UTC.
    await comes(days, '2026-03-05 2026-03-14', 'days by other clocks');
    await figure(page, 'Deployment frequency').getByRole('button', { name: 'Save the figure' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Numbers, CSV' }).click()]);
    holds(readFileSync(await file.path(), 'utf8').includes('5 March to 14 March 2026 (Pacific/Auckland)'), 'the note does not say whose days these are');
    await zone.selectOption('UTC');
    await comes(inView, '40', 'in view again');
  },

  async 'a definition that is put in force stands under its figure, in the X-ray and in the recipe, and its rows open'(visit) {
    const { page } = visit;
    await sample(visit);
    const strip = (kicker) => figure(page, kicker).locator('.strip').textContent();
    const inForce = (id) => page.locator(`#rivals-${id} tr.in-force`).textContent();
    const behind = page.locator('#behind');
    await page.getByLabel('Recovery begins when').selectOption('its incident began');
    await comes(async () => (await strip('Recovery time')).includes('From when its first incident began'), true, 'the definition of recovery');
    await page.locator('#rivals-recovery').scrollIntoViewIfNeeded();
    await comes(async () => (await inForce('recovery')).startsWith('Incident began to restored'), true, 'recovery in force');
    const of = (await inForce('recovery')).match(/median of ([\d,]*\d)/)[1];
    await page.locator('#rivals-recovery tr.in-force').getByRole('button').click();
    await behind.getByRole('heading', { name: 'Incident began to restored, the longest first' }).waitFor();
    await behind.getByText(`${of} deployments`).waitFor();
    const rows = await behind.locator('tbody tr').allTextContents();
    holds(rows.length === 12 && rows[0].includes('at least'), `the longest are not first: ${rows[0]}`);
    // Without a row for what is in force there is the usual one.
    await page.getByLabel('The change fail rate is out of').selectOption('all but rollbacks');
    await comes(async () => (await strip('Change fail rate')).includes('rollbacks are left out of both'), true, 'the definition of the fail rate');
    await page.locator('#rivals-fail-rate').scrollIntoViewIfNeeded();
    await page.getByRole('row', { name: /^All deployments in the base/ }).waitFor();
    await page.getByLabel('Lead time begins with').selectOption('merged');
    await comes(async () => (await strip('Change lead time')).includes('From merged to the end of the first production deployment'), true, 'the definition of lead time');
    // No commit is told of, so that there is no such lead time, and the page says why.
    await page.getByLabel('Lead time begins with').selectOption({ index: 0 });
    await page.getByText('Lead time is to begin with the first commit').waitFor();
    await comes(() => figure(page, 'Change lead time').count(), 0, 'figures of lead time');
    await page.getByRole('button', { name: 'Undo: start of lead time' }).click();
    await figure(page, 'Change lead time').waitFor();
    const kept = page.locator('.kept');
    for (const said of ['Recovery begins when its incident began.', 'The change fail rate is out of all but rollbacks.', 'Lead time begins with merged.']) await kept.getByText(said).waitFor();
    await comes(() => counted(page), '0', 'requests counted by the page');
  },

  async 'a point of lead time opens the changes that it is told from'(visit) {
    const { page } = visit;
    await sample(visit);
    const trends = figure(page, 'Metrics by week and cohort');
    await trends.scrollIntoViewIfNeeded();
    const point = trends.locator('[role=button][aria-label*="lead time" i]').first();
    await point.waitFor({ state: 'attached' });
    const label = await point.getAttribute('aria-label');
    await point.focus();
    await page.keyboard.press('Enter');
    const behind = page.locator('#behind');
    await behind.getByRole('heading', { name: /^Changes in production in .*the longest lead times first$/ }).waitFor();
    await comes(async () => (await behind.locator('thead').innerText()).includes('Took'), true, 'columns of changes');
    const said = await behind.getByRole('status').innerText();
    const [, many] = said.match(/^(\d+) changes/) ?? [];
    holds(many && label.includes(many), `“${said}” behind “${label}”`);
  },

  async 'whoever takes the last file back can bring it again'(visit) {
    const { page } = visit;
    await visit.drop({ name: 'deployments.csv', text: deployments(80) });
    await drawn(page, 1);
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: /^Redo: / }).click();
    await drawn(page, 1);
  },
};
