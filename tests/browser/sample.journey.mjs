// The sample, one click away: four charts, their files, filters, undo.
import { comes, equal, holds } from './house.mjs';

export default {
  async 'one click gives four charts with base, definition and interval'(visit) {
    const { page } = visit;
    await visit.sample();
    for (const metric of ['Deployment frequency', 'Rollback rate', 'MTTR', 'Burnout']) {
      const figure = visit.figure(metric);
      const strip = await figure.locator('.strip').innerText();
      for (const part of ['Definition', 'Base', 'respondents', 'Left out']) holds(strip.includes(part), `${metric} does not say its ${part}`);
      holds(/95\s%/.test(strip), `${metric} does not name its interval`);
      holds((await figure.locator('h2').innerText()).length > 20, `${metric} has no finding`);
      holds((await figure.locator('.drawn').textContent()).replaceAll('\u00a0', ' ').match(/n = \d+|Median/), `${metric} does not say n on its axis`);
    }
    holds(/synthetic/i.test(await page.locator('main .head').innerText()), 'the sample is not called synthetic');
    await comes(() => visit.inView(), '681/700', 'respondents in view');
  },

  async 'the title says both fractions and the gap'(visit) {
    await visit.sample();
    await visit.page.getByRole('button', { name: 'Unweighted' }).click();
    const title = visit.figure('Deployment frequency').locator('h2');
    await title.filter({ hasText: '83 of 185' }).waitFor({ timeout: 3000 });
    const text = (await title.innerText()).replaceAll('\u00a0', ' ');
    equal(text, 'More of the heaviest AI users deploy daily or more: 83 of 185 against 8 of 85, a gap of 35 points, plausibly 25 to 44', 'title');
  },

  async 'a filter lowers n everywhere, and undo brings it back'(visit) {
    const { page } = visit;
    await visit.sample();
    await page.getByRole('button', { name: /^Germany, / }).click();
    await page.waitForFunction(() => document.querySelector('.inview .fraction').innerText.replace(/\s+/g, '/') !== '681/700');
    const [part] = (await visit.inView()).split('/');
    holds(Number(part) > 80 && Number(part) <= 100, `Germany has 100 respondents, and ${part} are in view`);
    holds((await visit.figure('MTTR').locator('.strip').innerText()).includes('respondents'), 'the strip lost its base');
    await page.keyboard.press('Control+z');
    await page.waitForFunction(() => document.querySelector('.inview .fraction').innerText.replace(/\s+/g, '/') === '681/700');
    await page.keyboard.press('Control+Shift+z');
    await page.waitForFunction((part) => document.querySelector('.inview .fraction').innerText.startsWith(part), part);
  },

  async 'another cohort question redraws every chart'(visit) {
    const { page } = visit;
    await visit.sample();
    await page.getByLabel('Divide respondents by').selectOption({ label: 'Country' });
    await page.locator('.cohort b', { hasText: 'United States' }).waitFor();
    await page.waitForFunction(() => [...document.querySelectorAll('.figure .drawn')].every((d) => d.textContent.includes('Germany')));
    await comes(() => visit.inView(), '700/700', 'everyone has a country');
  },

  async 'a figure saves as SVG, PNG and CSV with title, n and source'(visit) {
    const { page } = visit;
    await visit.sample();
    const figure = visit.figure('Deployment frequency');
    const title = (await figure.locator('h2').innerText()).replaceAll('\u00a0', ' ');
    const svg = await visit.saved(figure, 'Drawing, SVG');
    const text = svg.bytes.toString('utf8').replaceAll('\u00a0', ' ');
    holds(svg.name.endsWith('.svg') && text.startsWith('<svg') || text.startsWith('<?xml'), 'not an SVG');
    for (const part of [title.slice(0, 30), 'n = ', 'Synthetic sample', 'Definition', 'Left out']) holds(text.includes(part), `the SVG lost “${part}”`);
    holds(!/\sstyle=|<style|class=/.test(text), 'the SVG has style that slides drop');
    const png = await visit.saved(figure, 'Picture, PNG');
    equal(png.bytes.subarray(1, 4).toString(), 'PNG', 'signature');
    equal(png.bytes.readUInt32BE(16), 1440, 'width at 2×');
    const csv = await visit.saved(figure, 'Numbers, CSV');
    const lines = csv.bytes.toString('utf8').trim().split(/\r?\n/);
    holds(/cohort/i.test(lines[0]) && lines.length > 4, 'the CSV has no table');
    holds(lines.some((line) => line.includes('Several times a day')), 'the CSV lost a cohort');
    await page.waitForTimeout(50);
  },

  async 'the fraction lens turns percent into fractions'(visit) {
    const { page } = visit;
    await visit.sample();
    await page.keyboard.press('f');
    await page.getByRole('button', { name: '9 of 41 F', pressed: true }).waitFor();
    const text = (await visit.figure('Deployment frequency').locator('.drawn').textContent()).replaceAll('\u00a0', ' ');
    holds(/\d+ of \d+/.test(text), 'no fraction in the chart');
  },

  async 'burnout is drawn both ways, and its kinds never share a chart'(visit) {
    await visit.sample();
    const figure = visit.figure('Burnout');
    const before = await figure.locator('.drawn').innerHTML();
    await figure.getByRole('button', { name: 'Stack to 100 %' }).click();
    await visit.page.waitForFunction((before) => [...document.querySelectorAll('.figure .drawn')].every((d) => d.innerHTML !== before), before);
    await figure.getByRole('button', { name: 'More about this figure' }).click();
    await figure.getByRole('button', { name: /behaviour/ }).click();
    await visit.figure('Burnout, behaviour').waitFor();
  },

  async 'a figure is copied as picture, table and sentence'(visit) {
    await visit.sample();
    const figure = visit.figure('Burnout');
    const copied = await visit.copied(figure);
    const title = await figure.locator('h2').textContent();
    holds(copied['image/png'] > 10_000 && copied['text/plain'].startsWith(title), `not all is there: ${JSON.stringify(copied)}`);
    holds(copied['text/html'].includes('<table') && copied['text/html'].includes('Several times a day'), 'no table');
  },

  async 'any other question becomes a figure'(visit) {
    const { page } = visit;
    await visit.sample();
    await page.getByLabel('Add a figure').selectOption({ label: 'Which of these slow your releases down? Choose all that apply.' });
    await visit.drawn(5);
    const figure = visit.figure('slow your releases');
    await figure.getByRole('button', { name: 'Table of numbers' }).click();
    holds((await figure.locator('table.data tbody tr').count()) >= 4, 'no table behind the chart');
    holds((await figure.locator('.strip').innerText()).includes('more than 100'), 'shares over 100 % are not explained');
  },

  async 'a role can be changed and undone'(visit) {
    const { page } = visit;
    await visit.sample();
    await page.getByRole('link', { name: 'Understand' }).click();
    equal(new URL(page.url()).hash, '#understand', 'address');
    await page.getByLabel('Role of How many hours does it usually take to recover from a deployment incident?').selectOption('Question');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('heading', { name: 'Nothing to draw yet' }).waitFor();
    await page.keyboard.press('Control+z');
    await visit.drawn(4);
  },
};
